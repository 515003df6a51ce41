// Parses and analyses the KQL of `schemas/adx/` and `schemas/log-analytics/` with Microsoft's parser:
// `node --test check-kql.mjs`.
//
// Each command is analysed against the tables that the scripts create, so that a column that does not exist fails too.
// A transform is analysed against its stream, and must make the columns of its table.

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

const schemas = process.env.ACSLINT_SCHEMAS;
const directory = join(schemas, "adx");
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

/** Columns of a table of Log Analytics or of a stream, by the types of KQL. */
function columns(declared) {
  const name = ({ type }) => ({ boolean: "bool", dateTime: "datetime" })[type] ?? type;
  return declared.map(
    (column) => new Symbols.ColumnSymbol(column.name, Symbols.ScalarTypes.GetSymbol(name(column))),
  );
}

const templates = readdirSync(join(schemas, "log-analytics"), { recursive: true }).filter((name) =>
  name.endsWith(".template.json"),
);

for (const name of templates) {
  test(`log-analytics/${name}`, () => {
    const { resources } = JSON.parse(readFileSync(join(schemas, "log-analytics", name), "utf8"));
    const [{ properties: { schema } }, { properties: rule }] = resources;
    const known = new Map(columns(schema.columns).map((column) => [column.Name, column.Type.Name]));
    assert.equal(known.size, schema.columns.length);
    assert.equal(known.get("TimeGenerated"), "datetime");
    for (const column of known.keys()) {
      assert.match(column, /^[A-Za-z][A-Za-z0-9_]{0,44}$/);
    }
    assert.equal(rule.dataFlows.length, Object.keys(rule.streamDeclarations).length);
    for (const { streams: [stream], transformKql, outputStream } of rule.dataFlows) {
      assert.equal(outputStream, `Custom-${schema.name}`);
      const source = new Symbols.TableSymbol.$ctor4("source", columns(rule.streamDeclarations[stream].columns));
      const code = KustoCode.ParseAndAnalyze(transformKql, global([source]));
      assert.deepEqual(problems(transformKql, global([source])), [], transformKql);
      const made = code.ResultType.Columns;
      assert.ok(made.Count > 0);
      for (const column of Array.from({ length: made.Count }, (_, number) => made.getItem(number))) {
        assert.equal(column.Type.Name, known.get(column.Name), column.Name);
      }
    }
  });
}

test("there are templates", () => assert.ok(templates.length > 0));
