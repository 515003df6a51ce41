// Tests the content of the npm package with ajv in strict mode: `node verdicts.mjs <repository>`.
//
// The package must hold the schemas of the repository, give the same ones to both kinds of modules, and its schemas of
// records of any category must have the verdicts of the categories' own.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as schemas from "acslint-schemas";

const [repository] = process.argv.slice(2);
if (repository === undefined) {
  console.error("usage: node verdicts.mjs <repository>");
  process.exit(2);
}
const require = createRequire(import.meta.url);
const { categories, recordSchema, schema } = schemas;

const required = require("acslint-schemas");
assert.deepEqual(Object.keys(required).sort(), Object.keys(schemas).filter((name) => name !== "default").sort());
assert.equal(required.schema, schema);
assert.throws(() => schema("SMSOperationel", "table"), {
  name: "RangeError",
  message: "no schema of `SMSOperationel` in the shape `table`",
});
assert.throws(() => recordSchema("draft-04"), { name: "RangeError" });
assert.equal(require("acslint-schemas/schemas/table/Usage.schema.json"), schema("Usage", "table"));

for (const file of ["adx/Usage.kql", "arrow/table/Usage.arrows", "sql/postgresql/Usage.sql"]) {
  const packed = readFileSync(require.resolve(`acslint-schemas/targets/${file}`));
  assert.deepEqual(packed, readFileSync(join(repository, "schemas", file)), file);
}

const ajv = addFormats.default(new Ajv2020({ strict: true, allErrors: true }));
const older = addFormats.default(new Ajv({ strict: true, allErrors: true }));
const isRecord = ajv.compile(recordSchema());
const isRecordOlder = older.compile(recordSchema("draft-07"));

const validators = { table: new Map(), "resource-log": new Map() };
for (const entry of categories) {
  for (const [shape, { file, id }] of Object.entries(entry.shapes)) {
    const document = schema(entry.category, shape);
    assert.deepEqual(document, JSON.parse(readFileSync(join(repository, "schemas", file), "utf8")), file);
    assert.equal(document.$id, id);
    const validate = ajv.compile(document);
    validators[shape].set(entry.value, validate);
    for (const example of document.examples) {
      assert.ok(validate(example) && isRecord(example) && isRecordOlder(example), `${file}: its example is refused`);
    }
  }
}

const verdicts = { valid: 0, invalid: 0 };
for (const [shape, key] of [["table", "Category"], ["resource-log", "category"]]) {
  for (const record of records(join(repository, "testdata", shape))) {
    const validate = validators[shape].get(record[key]);
    if (validate !== undefined) {
      const expected = validate(record);
      verdicts[expected ? "valid" : "invalid"] += 1;
      assert.equal(isRecord(record), expected, JSON.stringify(record));
      assert.equal(isRecordOlder(record), expected, JSON.stringify(record));
    }
  }
}
assert.ok(verdicts.valid > 150 && verdicts.invalid > 20, JSON.stringify(verdicts));
console.log(`${categories.length} categories, ${verdicts.valid} valid and ${verdicts.invalid} invalid records: the same verdicts`);

/** The records of files with lines of JSON. */
function* records(directory) {
  for (const kind of ["valid", "invalid"]) {
    for (const name of readdirSync(join(directory, kind)).filter((name) => name.endsWith(".jsonl"))) {
      for (const line of readFileSync(join(directory, kind, name), "utf8").split("\n")) {
        try {
          yield JSON.parse(line);
        } catch {
          // Some lines are broken on purpose.
        }
      }
    }
  }
}
