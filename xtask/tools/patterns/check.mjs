// Compares the patterns in `testdata/patterns.json` with an engine for ECMA-262: the expectations of a test must be its
// verdicts. `node check.mjs FILE` fails on a difference; with `--write` it puts the engine's verdicts into the file.
import { readFileSync, writeFileSync } from "node:fs";

const [file, mode] = process.argv.slice(2);
const groups = JSON.parse(readFileSync(file, "utf8"));
let wrong = 0;

// A search that begins within a surrogate pair is a quirk of the engine; only places between characters count.
function matches(pattern, text) {
  const expression = new RegExp(pattern, "uy");
  for (let at = 0; ; at += text.codePointAt(at) > 0xffff ? 2 : 1) {
    expression.lastIndex = at;
    if (expression.test(text)) return true;
    if (at >= text.length) return false;
  }
}

// ECMA-262 has `(?i:…)` since 2025, later than JSON Schema: newer engines accept it.
const isNewer = (pattern) => /\(\?[ims]*(-[ims]+)?:/.test(pattern.replaceAll("(?:", ""));

for (const group of groups) {
  if (isNewer(group.pattern) && Number.parseInt(process.versions.node) > 22) continue;
  let valid = true;
  try {
    new RegExp(group.pattern, "u");
  } catch {
    valid = false;
  }
  const said = valid
    ? { matches: [], others: [], ...split(group) }
    : { refused: group.refused ?? "" };
  const { pattern, why } = group;
  const found = { pattern, ...(why ? { why } : {}), ...said };
  if (JSON.stringify(found) !== JSON.stringify(group)) {
    wrong += 1;
    if (mode !== "--write") console.error(`${JSON.stringify(group)}\n  is ${JSON.stringify(found)}`);
    Object.keys(group).forEach((key) => delete group[key]);
    Object.assign(group, found);
  }
}

function split(group) {
  const texts = group.texts ?? [...(group.matches ?? []), ...(group.others ?? [])];
  return {
    matches: texts.filter((text) => matches(group.pattern, text)),
    others: texts.filter((text) => !matches(group.pattern, text)),
  };
}

if (mode === "--write") {
  writeFileSync(file, `[\n${groups.map((group) => `  ${JSON.stringify(group)}`).join(",\n")}\n]\n`);
} else {
  console.log(`${groups.length} patterns, ${wrong} of them not as the engine has them`);
  process.exitCode = wrong ? 1 : 0;
}
