// Lets quicktype generate Java, C# and Go from the package's schemas: `node quicktype.mjs <directory>`.
//
// Another generator, for other languages, must accept the schemas unchanged. Its output must have a type for each
// category and shape, and a field for each property; compilers then check it.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputData, JSONSchemaInput, quicktypeMultiFile } from "quicktype-core";
import { categories, schema } from "acslint-schemas";

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error("usage: node quicktype.mjs <directory>");
  process.exit(2);
}

/** Patterns of a type's beginning and of a field's key, by language. */
const languages = [
  { lang: "java", options: { "just-types": "true", package: "org.example.acs" }, type: (name) => `public class ${name} `, field: () => undefined },
  { lang: "csharp", options: { namespace: "Acs" }, type: (name) => `public partial class ${name}\n`, field: (key) => `[JsonPropertyName("${key}")]` },
  // Mono has no reader of JSON: the types alone, with the import that quicktype leaves out of them.
  { name: "csharp-types", before: "using System;\n", lang: "csharp", options: { namespace: "Acs", "just-types": "true", "csharp-version": "6" }, type: (name) => `public partial class ${name}\n`, field: () => undefined },
  { lang: "go", options: { package: "acs" }, type: (name) => `type ${name} struct {`, field: (key) => `json:"${key}` },
];
const suffixes = { table: "Table", "resource-log": "ResourceLog" };

for (const { lang, name: directoryName = lang, before = "", options, type, field } of languages) {
  const input = new JSONSchemaInput(undefined);
  const expected = [];
  for (const entry of categories) {
    for (const shape of Object.keys(entry.shapes)) {
      const document = schema(entry.category, shape);
      const name = `${entry.category}${suffixes[shape]}`;
      await input.addSource({ name, schema: JSON.stringify(document) });
      expected.push({ name, document });
    }
  }
  const inputData = new InputData();
  inputData.addInput(input);
  const files = await quicktypeMultiFile({ inputData, lang, rendererOptions: options });
  mkdirSync(join(directory, directoryName), { recursive: true });
  let text = "";
  for (const [file, { lines }] of files) {
    writeFileSync(join(directory, directoryName, file === "stdout" ? `records.${directoryName}` : file), before + lines.join("\n"));
    text += `${lines.join("\n")}\n`;
  }
  check(directoryName, text, expected, type, field);
  console.log(`${directoryName}: ${files.size} files, ${text.length} characters, ${expected.length} types`);
}

/** All expected names must be there; letter case depends on the language. */
function check(lang, text, expected, type, field) {
  const folded = text.toLowerCase();
  const missing = [];
  for (const { name, document } of expected) {
    if (!folded.includes(type(name).toLowerCase())) {
      missing.push(name);
    }
    for (const key of Object.keys(document.properties)) {
      const wanted = field(key);
      if (wanted !== undefined && !text.includes(wanted)) {
        missing.push(`${name}.${key}`);
      }
    }
  }
  if (missing.length > 0) {
    console.error(`${lang}: missing ${missing.join(", ")}`);
    process.exit(1);
  }
}
