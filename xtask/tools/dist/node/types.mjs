// Writes the TypeScript types of the records that schemas describe: `node types.mjs <schemas> <directory>`.
//
// json-schema-to-typescript makes an interface of each schema. This program adds maps from category to record,
// and unions that the category distinguishes. Each module system needs its own file, with the same text.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "json-schema-to-typescript";

const [schemas, directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error("usage: node types.mjs <schemas> <directory>");
  process.exit(2);
}

const read = (file) => JSON.parse(readFileSync(join(schemas, file), "utf8"));
const { categories } = read("categories.json");
const shapes = [
  { shape: "table", suffix: "Table", map: "TableRecords", union: "TableRecord", key: "Category", one: "row of a Log Analytics table" },
  { shape: "resource-log", suffix: "ResourceLog", map: "ResourceLogRecords", union: "ResourceLogRecord", key: "category", one: "resource log" },
];

const parts = [readFileSync(new URL("interface.d.ts", import.meta.url), "utf8")];
for (const { shape, suffix, map, union, key, one } of shapes) {
  const listed = categories.filter((entry) => shape in entry.shapes);
  const name = (entry) => `${entry.category}${suffix}`;
  const names = (entries) => entries.map((entry) => `\n  | ${name(entry)}`).join("");
  const named = listed.filter((entry) => entry.value !== null);
  const unnamed = listed.filter((entry) => entry.value === null);
  for (const entry of listed) {
    parts.push(await type(read(entry.shapes[shape].file), name(entry)));
  }
  parts.push(`/** Each ${one}, by category. */
export interface ${map} {
${listed.map((entry) => `  ${entry.category}: ${name(entry)};`).join("\n")}
}
`);
  parts.push(`/**
 * A ${one} with \`${key}\` as discriminant.
 *
 * ${unnamed.map((entry) => `\`${name(entry)}\``).join(" and ")} is left out: the name of its category is undocumented, so its \`${key}\` may be any text.
 */
export type ${union} =${names(named)};

/** A ${one} of any category. */
export type Any${union} = ${[union, ...unnamed.map(name)].join(" | ")};
`);
}
for (const file of ["index.d.mts", "index.d.cts"]) {
  writeFileSync(join(directory, file), parts.join("\n"));
}

/** The interface of a schema, without index signatures: an unlisted name is a mistake in a program. */
async function type(schema, name) {
  const { $id, $schema, title, examples, ...rest } = schema;
  return compile(rest, name, { additionalProperties: false, bannerComment: "", format: true });
}
