// A typical small JavaScript program: `JSON.parse` parses a line, ajv validates it by its category.
//
// `node ajv.mjs <schemas> <file>`: the schemas as one file, `{"keys": […], "schemas": {"<value of the key>": {…}}}`.

import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [schemas, file] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node ajv.mjs <schemas> <file>");
  process.exit(2);
}

const dispatch = JSON.parse(readFileSync(schemas, "utf8"));
const ajv = new Ajv2020({ strict: true });
addFormats(ajv);
const validators = new Map();
for (const [name, schema] of Object.entries(dispatch.schemas)) {
  // Two names may lead to one schema, which ajv then already has under its `$id`.
  validators.set(name, ajv.getSchema(schema.$id) ?? ajv.compile(schema));
}

let valid = 0;
let invalid = 0;
eachLine(file, (line) => {
  if (isValid(line)) {
    valid += 1;
  } else {
    invalid += 1;
  }
});
console.log(JSON.stringify({ valid, invalid }));

function isValid(line) {
  let record;
  try {
    record = JSON.parse(line);
  } catch {
    return false;
  }
  for (const key of dispatch.keys) {
    const validate = validators.get(record[key]);
    if (validate !== undefined) {
      return validate(record);
    }
  }
  return false;
}

/** Reads in pieces, each cut after its last newline, so that a piece is decoded at once. */
function eachLine(file, handle) {
  const descriptor = openSync(file, "r");
  let buffer = Buffer.alloc(256 * 1024);
  let filled = 0;
  for (;;) {
    const read = readSync(descriptor, buffer, filled, buffer.length - filled, null);
    filled += read;
    const end = read === 0 ? filled : buffer.lastIndexOf(10, filled - 1) + 1;
    const lines = buffer.toString("utf8", 0, end).split("\n");
    if (lines.at(-1) === "") {
      lines.pop();
    }
    lines.forEach((line) => handle(line));
    if (read === 0) {
      closeSync(descriptor);
      return;
    }
    buffer.copy(buffer, 0, end, filled);
    filled -= end;
    if (filled === buffer.length) {
      buffer = Buffer.concat([buffer, Buffer.alloc(filled)]);
    }
  }
}
