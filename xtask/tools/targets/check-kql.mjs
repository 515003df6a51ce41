// Parses and analyses the scripts of `schemas/adx/` with Microsoft's parser of KQL: `node --test check-kql.mjs`.
//
// Each command is analysed against the tables that the scripts create, so that a column that does not exist fails too.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import test from "node:test";

const require = createRequire(import.meta.url);
const parser = dirname(require.resolve("@kusto/language-service-next/package.json"));
require(join(parser, "bridge.min.js"));
require(join(parser, "Kusto.Language.Bridge.min.js"));
const { GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language;

const directory = process.env.ACSLINT_ADX;
const scripts = new Map(
  readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith(".kql"))
    .map((name) => [name, readFileSync(join(directory, name), "utf8").split("\n\n")]),
);

/** Table that a command creates. */
function table(command) {
  const [, name, columns] = /^(?:\/\/.*\n)?\.create-merge table \['(.*?)'\] \(([^]*?)\)( with|$)/m.exec(command);
  const definitions = [...columns.matchAll(/\['(.*?)'\]: (\w+)/g)].map(
    ([, column, type]) => new Symbols.ColumnSymbol(column, Symbols.ScalarTypes.GetSymbol(type)),
  );
  return new Symbols.TableSymbol.$ctor4(name, definitions);
}

function global(tables, functions = []) {
  const database = new Symbols.DatabaseSymbol.ctor("logs", [...tables, ...functions]);
  return GlobalState.Default.WithDatabase(database);
}

function problems(text, state) {
  const found = KustoCode.ParseAndAnalyze(text, state).GetDiagnostics();
  return Array.from({ length: found.Count }, (_, number) => found.getItem(number).Message);
}

const tables = [...scripts.values()].map(([create]) => table(create));

test("the parser finds mistakes", () => {
  const state = global(tables);
  assert.notDeepEqual(problems(".create-merge table ['A'] (['x']: nothing)", state), []);
  assert.notDeepEqual(problems(".create-or-alter function ['f']() { ['AcsRecords'] | project nothing }", state), []);
});

for (const [name, commands] of scripts) {
  test(name, () => {
    assert.ok(commands.length >= 2, name);
    const state = global(tables);
    for (const command of commands) {
      assert.deepEqual(problems(command, state), [], command);
      for (const [, literal] of command.matchAll(/```([^]*?)```/g)) {
        const entries = JSON.parse(literal);
        assert.ok(entries.length > 0);
        const known = table(commands[0]);
        for (const { column } of entries.filter((entry) => entry.column)) {
          assert.notEqual(known.GetColumn(column), null, column);
        }
      }
    }
  });
}
