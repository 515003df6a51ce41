// Verdicts of a validator on each test of the corpus: `node judge.mjs <ajv|hyperjump> <schemas> <corpus>`.
//
// Prints one JSON object: for each suite, a text with a 1 for each valid record, and a 0 for each other record.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { registerSchema, setShouldValidateFormat, validate } from "@hyperjump/json-schema/draft-2020-12";
import "@hyperjump/json-schema/formats";

const validators = {
  async ajv(schemas) {
    const ajv = new Ajv2020({ strict: true });
    addFormats(ajv);
    ajv.addSchema(schemas);
    return (schema) => ajv.compile(schema);
  },
  async hyperjump(schemas) {
    setShouldValidateFormat(true);
    for (const schema of schemas) {
      registerSchema(schema);
    }
    return async (schema) => {
      const check = await validate(schema.$ref);
      return (record) => check(record).valid;
    };
  },
};

const [name, schemas, corpus] = process.argv.slice(2);
if (validators[name] === undefined || corpus === undefined) {
  console.error(`usage: node judge.mjs <${Object.keys(validators).join("|")}> <schemas> <corpus>`);
  process.exit(2);
}

const shapes = ["resource-log", "table"];
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const filesOf = (root) => shapes.flatMap((shape) => readdirSync(join(root, shape)).sort().map((file) => `${shape}/${file}`));

const compile = await validators[name](filesOf(schemas).map((file) => read(join(schemas, file))));
const verdicts = {};
for (const file of filesOf(corpus)) {
  verdicts[file] = "";
  for (const group of read(join(corpus, file))) {
    const isValid = await compile(group.schema);
    verdicts[file] += group.tests.map((test) => (isValid(test.data) ? "1" : "0")).join("");
  }
}
console.log(JSON.stringify(verdicts));
