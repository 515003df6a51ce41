// Compiles every published schema with ajv in strict mode and validates the examples in it: `node check.mjs <schemas>`.
//
// A second validator besides Rust's must accept the schemas. ajv's strict mode rejects what most validators ignore:
// unknown keywords and formats, keywords that cannot apply, names in `required` that no property has.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [root] = process.argv.slice(2);
if (root === undefined) {
  console.error("usage: node check.mjs <directory of the schemas>");
  process.exit(2);
}

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats(ajv);

const failures = [];
let schemas = 0;
let examples = 0;

for (const shape of ["table", "resource-log"]) {
  const files = readdirSync(join(root, shape)).filter((name) => name.endsWith(".schema.json"));
  for (const name of files.sort()) {
    checkSchema(`${shape}/${name}`);
  }
}
checkCatalog();

if (schemas === 0 || examples === 0) {
  failures.push(`nothing to check in ${root}`);
}
for (const failure of failures) {
  console.error(failure);
}
console.log(`${schemas} schemas, ${examples} examples, catalog: ${failures.length} failures`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Compiles a schema; its examples must be valid, and invalid without any one of the required properties. */
function checkSchema(file) {
  const schema = read(file);
  const validate = compile(file, schema);
  if (validate === undefined) {
    return;
  }
  schemas += 1;
  if (!(schema.examples?.length > 0) || !(schema.required?.length > 0)) {
    failures.push(`${file}: no example, or no required property`);
    return;
  }
  for (const example of schema.examples) {
    examples += 1;
    if (!validate(example)) {
      failures.push(`${file}: its example is refused: ${ajv.errorsText(validate.errors)}`);
    }
    for (const name of schema.required) {
      const { [name]: _, ...rest } = example;
      if (validate(rest)) {
        failures.push(`${file}: its example is accepted without \`${name}\``);
      }
    }
  }
}

/** The catalog must follow its own schema. */
function checkCatalog() {
  const file = "catalog.schema.json";
  const validate = compile(file, read(file));
  if (validate !== undefined && !validate(read("catalog.json"))) {
    failures.push(`catalog.json: ${ajv.errorsText(validate.errors)}`);
  }
}

function compile(file, schema) {
  try {
    return ajv.compile(schema);
  } catch (error) {
    failures.push(`${file}: ${error.message}`);
    return undefined;
  }
}

function read(file) {
  return JSON.parse(readFileSync(join(root, file), "utf8"));
}
