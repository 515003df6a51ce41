// Validates reports against the definitions of their consumers: of runs with findings, without, with an unreadable
// input, with a broken input, and with nothing to check.
//
// `cargo xtask consumers` writes the reports and runs this.
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const directory = process.env.ACSLINT_REPORTS;
const NAMES = ["findings", "clean", "unreadable", "broken", "nothing"];
const read = (name, extension) => readFileSync(join(directory, `${name}.${extension}`), "utf8");

/** The package of the validator for this system, which also contains the schema. */
const multitool = () => {
  const modules = dirname(dirname(require.resolve("@microsoft/sarif-multitool/package.json")));
  const [system] = readdirSync(modules).filter((name) => name.startsWith("sarif-multitool-"));
  assert.ok(system, "no SARIF validator for this system");
  return join(modules, system);
};

const valid = (validate, document) =>
  assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 3), null, 1));

test("SARIF follows its schema", () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(multitool(), "sarif-2.1.0.json"), "utf8")));
  assert.ok(!validate({ version: "2.1.0", runs: [{}] }), "the schema refuses nothing");
  for (const name of NAMES) valid(validate, JSON.parse(read(name, "sarif")));
});

test("SARIF satisfies Microsoft's validator", () => {
  const program = join(multitool(), "Sarif.Multitool");
  chmodSync(program, 0o755);
  const results = join(mkdtempSync(join(tmpdir(), "acslint-")), "results.sarif");
  for (const name of NAMES) {
    const file = join(directory, `${name}.sarif`);
    // The libraries for sorting by the user's language may be missing.
    const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };
    const ran = spawnSync(program, ["validate", file, "--output", results, "--log", "ForceOverwrite"], { env });
    assert.equal(ran.status, 0, `${ran.error ?? ""} ${ran.stdout}`);
    const [run] = JSON.parse(readFileSync(results, "utf8")).runs;
    const told = (run.results ?? []).map(({ ruleId, level, message }) => [level ?? "warning", ruleId, message]);
    // A report cannot name a page on the web, because none exists.
    const known = ([level, rule]) => level === "note" || rule.startsWith("SARIF2005");
    assert.deepEqual(told.filter((result) => !known(result)), [], name);
  }
});

test("JUnit follows the schema of Jenkins", () => {
  const validates = (text) => {
    const file = join(mkdtempSync(join(tmpdir(), "acslint-")), "report.xml");
    writeFileSync(file, text);
    return spawnSync("xmllint", ["--noout", "--schema", process.env.ACSLINT_JUNIT_XSD, file]);
  };
  for (const name of NAMES) {
    // GitLab and others read the place of a test from these; Jenkins, which does not, ignores them.
    const text = read(name, "xml").replace(/(<testcase [^>]*?) file="[^"]*" line="\d+"/g, "$1");
    const ran = validates(text);
    assert.equal(ran.status, 0, `${name}: ${ran.error ?? ""} ${ran.stderr}`);
    assert.notEqual(validates(text.replace("<testsuite ", "<testsuite cabbage='1' ")).status, 0);
  }
});

test("rdjson follows reviewdog's schema", () => {
  const { rdformatSchema } = require("@umbrelladocs/rdformat-validator");
  const validate = new Ajv({ strict: false, allErrors: true }).compile(rdformatSchema);
  assert.ok(!validate({ diagnostics: [{ message: "m" }] }), "the schema refuses nothing");
  for (const name of NAMES) valid(validate, JSON.parse(read(name, "rdjson")));
});

test("code quality has what GitLab's documentation demands", () => {
  const validate = new Ajv({ allErrors: true }).compile({
    type: "array",
    items: {
      type: "object",
      required: ["description", "check_name", "fingerprint", "severity", "location"],
      additionalProperties: false,
      properties: {
        description: { type: "string", minLength: 1 },
        check_name: { type: "string", minLength: 1 },
        fingerprint: { type: "string", pattern: "^[0-9a-f]{32}$" },
        severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
        location: {
          type: "object",
          required: ["path", "lines"],
          properties: {
            // Relative to the repository, without a leading `./`.
            path: { type: "string", pattern: "^(?!\\./)" },
            lines: {
              type: "object",
              required: ["begin"],
              properties: { begin: { type: "integer", minimum: 1 }, end: { type: "integer", minimum: 1 } },
            },
          },
        },
      },
    },
  });
  for (const name of NAMES) {
    const issues = JSON.parse(read(name, "gitlab.json"));
    valid(validate, issues);
    // GitLab shows one issue per fingerprint: for equal records, the first.
    const told = new Map();
    for (const { fingerprint, check_name, description, location } of issues) {
      const same = JSON.stringify([check_name, description, location.path]);
      assert.equal(told.get(fingerprint) ?? same, same, name);
      told.set(fingerprint, same);
    }
  }
});
