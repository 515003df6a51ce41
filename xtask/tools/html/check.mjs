// Tests the HTML report like its readers: with the mouse, with the keyboard, without scripts, on paper, on a phone, and
// with an accessibility checker. Its counts are compared with the JSON report of the same run.
//
// `cargo xtask html` writes the reports and runs this.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch } from "./browser.mjs";

const directory = process.env.ACSLINT_REPORTS;
const NAMES = ["findings", "clean", "unreadable", "broken", "nothing"];
const address = (name) => pathToFileURL(`${directory}/${name}.html`).href;
const json = (name) => JSON.parse(readFileSync(`${directory}/${name}.json`, "utf8"));
const number = (text) => Number(text.replaceAll(",", ""));
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Opens a report; `troubles` collects its errors and its requests. */
async function open(name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => troubles.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => request.url().split("#")[0] === address(name) || troubles.push(request.url()));
  await page.goto(address(name));
  return { page, troubles };
}

/** The visible kinds of findings. */
const kinds = (page) =>
  page.locator(".group:visible").evaluateAll((groups) => groups.map((group) => ({ ...group.dataset })));

const key = ({ category, shape }) => (category === null ? "unknown" : `${category} ${shape}`);

/** The name of the row of a group in the table of defects. */
const row = ({ field, name }) => (name !== null ? `name ${name}` : field !== null ? `property ${field}` : "");

/** The same without names that may identify a person: the page masks them, and the JSON report does not. */
const masked = (row) => row.replace(/^name (redacted-[0-9a-f]{8}|.*[^\w.-].*)$/s, "name (masked)");

/** The groups of a JSON report as the page shows them, sorted. */
const expected = (report, wanted) =>
  report.groups
    .filter(wanted)
    .map((group) => [key(group), group.rule, group.level, masked(row(group)), group.count].join("|"))
    .sort();
const shown = (groups) =>
  groups
    .flatMap(({ records, rule, level, rows, count }) => {
      const parts = JSON.parse(rows);
      assert.ok(parts.length === 0 || sum(parts.map(([, count]) => count)) === Number(count));
      return (parts.length ? parts : [["", count]]).map(([row, count]) => [records, rule, level, masked(row), count].join("|"));
    })
    .sort();

/** The number of kinds of these groups on the page, which folds absent recommended fields. */
const FOLDED = "missing-recommended-field";
const kindsOf = (groups) =>
  new Set(groups.map((group) => [key(group), group.rule, group.level, group.rule === FOLDED ? "" : row(group)].join("|"))).size;

async function agrees(page, report, wanted) {
  // The page follows its form after a moment, and much later on a busy machine.
  const goal = JSON.stringify(expected(report, wanted));
  for (let times = 0; times < 100 && JSON.stringify(shown(await kinds(page))) !== goal; times += 1) {
    await page.waitForTimeout(50);
  }
  assert.deepEqual(shown(await kinds(page)), expected(report, wanted));
  const groups = report.groups.filter(wanted);
  const count = (all, noun) => `${all.toLocaleString("en")} ${noun}${all === 1 ? "" : "s"}`;
  assert.equal(
    await page.locator("#matching").textContent(),
    `${count(sum(groups.map((group) => group.count)), "finding")} of ${count(kindsOf(groups), "kind")}`,
  );
  const cells = page.locator(".heat tbody td[data-records]:visible");
  const map = sum((await cells.allTextContents()).map(number));
  for (const level of ["error", "warning", "info"]) {
    const found = sum(groups.filter((group) => group.level === level).map((group) => group.count));
    assert.equal(number(await page.locator(`[data-total="${level}s"]`).textContent()), found, level);
  }
  assert.equal(map, sum(groups.filter((group) => row(group)).map((group) => group.count)), "the map");
  const columns = await page.locator(".heat thead th[data-records]:visible").evaluateAll((heads) => heads.map((head) => head.dataset.records));
  assert.deepEqual(columns.sort(), [...new Set(groups.filter((group) => row(group)).map(key))].sort(), "the columns of the map");
  const categories = await page
    .locator("#by-category tbody tr:visible")
    .evaluateAll((rows) => rows.map((row) => [row.dataset.records, ...[3, 4, 5, 6].map((cell) => row.cells[cell].textContent)]));
  for (const [records, ...shownCounts] of categories) {
    const of = groups.filter((group) => key(group) === records);
    const counts = ["error", "warning", "info"].map((level) =>
      sum(of.filter((group) => group.level === level).map((group) => group.count)),
    );
    assert.deepEqual(shownCounts.map(number), [sum(counts), ...counts], records);
  }
}

for (const name of NAMES) {
  test(`${name}: nothing goes wrong, nothing is loaded, and no record is markup`, async () => {
    const { page, troubles } = await open(name);
    assert.deepEqual(troubles, []);
    assert.equal(await page.locator("img, iframe, object, embed, link, base").count(), 0);
    assert.equal(await page.locator("body script:not([type])").count(), 1);
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
    await page.context().close();
  });

  test(`${name}: the numbers are those of the JSON report`, async () => {
    const report = json(name);
    const { page } = await open(name);
    const { summary } = report;
    for (const total of ["files", "records", "records_with_findings", "errors", "warnings", "infos", "bytes"]) {
      const place = page.locator(`[data-total="${total}"]`);
      assert.equal(Number(await place.getAttribute("data-count")), summary[total], total);
      if (total !== "bytes") assert.equal(number(await place.textContent()), summary[total], total);
    }
    const rows = await page
      .locator("#by-category tbody tr")
      .evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
    assert.deepEqual(
      rows.map(([category, shape, records, findings]) => [category, shape, number(records), number(findings)]),
      summary.categories.map(({ category, shape, records, findings }) => [category, shape, records, findings]),
    );
    const all = await page.locator(".group").evaluateAll((groups) => groups.map((group) => ({ ...group.dataset })));
    assert.deepEqual(
      shown(all),
      expected(report, () => true),
    );
    for (const [column, level] of ["error", "warning", "info"].entries()) {
      const counted = sum(rows.map((row) => number(row[4 + column])));
      const found = report.groups.filter((group) => group.level === level && group.category !== null);
      assert.equal(counted, sum(found.map((group) => group.count)), level);
    }
    await page.context().close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`${name}: accessible, ${colorScheme}`, async () => {
      const { page } = await open(name, { colorScheme });
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      const { violations } = await new AxeBuilder({ page }).analyze();
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html)}`);
      assert.deepEqual(told, []);
      await page.context().close();
    });
  }
}

test("over time, everything is somewhere", async () => {
  const { summary } = json("findings");
  const { page } = await open("findings");
  const rows = await page
    .locator("#times tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.ok(rows.length > 20, `${rows.length} rows`);
  const left = await page.getByText("Not in the picture").textContent();
  const [records, findings] = left.match(/\d[\d,]*/g).map(number);
  assert.equal(sum(rows.map((row) => number(row[1]))) + records, summary.records);
  const inTime = sum(rows.flatMap((row) => row.slice(2).map(number)));
  assert.equal(inTime + findings, summary.errors + summary.warnings + summary.infos);
  assert.equal(await page.locator("#chart g").count(), rows.length);
  await page.context().close();
});

test("the mouse filters", async () => {
  const report = json("findings");
  const { page, troubles } = await open("findings");
  await agrees(page, report, () => true);

  await page.getByLabel("Rule", { exact: true }).selectOption("wrong-type");
  await agrees(page, report, (group) => group.rule === "wrong-type");
  await page.getByLabel("Category", { exact: true }).selectOption({ label: "SMSOperational (table)" });
  const isSms = (group) => group.category === "SMSOperational" && group.shape === "table";
  await agrees(page, report, (group) => group.rule === "wrong-type" && isSms(group));
  const { records } = report.summary.categories.find(isSms);
  assert.equal(await page.locator("#by-category tbody tr:visible td").nth(1).textContent(), records.toLocaleString("en"));
  assert.equal(number(await page.locator('[data-total="records"]').textContent()), records);
  assert.equal(await page.locator('[data-total="files"]:visible').count(), 0);
  assert.equal(await page.locator("details.coverage:visible").count(), 1);
  const times = await page.locator("#times tbody tr").evaluateAll((rows) => rows.map((row) => row.cells[1].textContent));
  assert.equal(sum(times.map(number)), records);

  await page.getByRole("button", { name: "Show all" }).click();
  await agrees(page, report, () => true);
  await page.getByLabel("error", { exact: true }).uncheck();
  await agrees(page, report, (group) => group.level !== "error");
  await page.getByLabel("warning", { exact: true }).uncheck();
  await page.getByLabel("info", { exact: true }).uncheck();
  assert.ok(await page.locator("#no-match").isVisible());
  await agrees(page, report, () => false);
  assert.deepEqual(troubles, []);
  await page.context().close();
});

test("the keyboard filters", async () => {
  const report = json("findings");
  const { page } = await open("findings");
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.value);
  const until = async (wanted) => {
    for (let times = 0; times < 20 && (await focused()) !== wanted; times += 1) await page.keyboard.press("Tab");
    assert.equal(await focused(), wanted);
  };
  await until("by-records");
  await page.keyboard.type("SMSOperational (table)");
  await agrees(page, report, (group) => group.category === "SMSOperational" && group.shape === "table");
  await until("by-rule");
  await page.keyboard.press("End");
  const rules = [...new Set(report.groups.map((group) => group.rule))].sort();
  assert.equal(await page.getByLabel("Rule", { exact: true }).inputValue(), rules.at(-1));
  await page.keyboard.press("Escape");
  await agrees(page, report, () => true);

  await until("warning");
  await page.keyboard.press("Space");
  await agrees(page, report, (group) => group.level !== "warning");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  assert.equal(await focused(), "by-text");
  await page.keyboard.type("drop the quotes/");
  await agrees(page, report, () => false);
  await page.keyboard.press("Backspace");
  const found = await kinds(page);
  assert.ok(found.length > 0 && found.length < kindsOf(report.groups), `${found.length} kinds`);
  await page.keyboard.press("Escape");
  await agrees(page, report, () => true);
  await page.context().close();
});

test("a number in the map leads to its kind", async () => {
  const { page } = await open("findings");
  const link = page.locator(".heat td a").last();
  const target = page.locator(await link.getAttribute("href"));
  await page.getByLabel("Category", { exact: true }).selectOption("");
  await link.focus();
  await page.keyboard.press("Enter");
  await target.waitFor({ state: "visible" });
  const group = target.locator("xpath=ancestor::li");
  await page.waitForFunction((element) => element.contains(document.activeElement), await group.elementHandle());
  await page.context().close();
});

test("dark and light can be chosen", async () => {
  const { page } = await open("findings", { colorScheme: "light" });
  const color = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await color();
  await page.getByRole("button", { name: "Dark or light" }).click();
  const dark = await color();
  assert.notEqual(dark, light);
  await page.getByRole("button", { name: "Dark or light" }).click();
  assert.equal(await color(), light);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.reload();
  assert.equal(await color(), dark);
  await page.context().close();
});

test("without a script everything can be read", async () => {
  const { page } = await open("findings", { javaScriptEnabled: false });
  assert.equal(await page.locator(".group").count(), kindsOf(json("findings").groups));
  assert.ok(await page.locator(".group").last().isVisible());
  assert.ok(!(await page.locator("#filter").isVisible()) && !(await page.locator("#theme").isVisible()));
  const last = page.locator(".group summary").last();
  await last.click();
  assert.ok(await page.locator(".group .kind").last().isVisible());
  await page.context().close();
});

test("on paper everything is open, and nothing is there to be clicked", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page } = await open("findings", { javaScriptEnabled });
    const closed = page.locator(".group .kind").last();
    assert.ok(!(await closed.isVisible()));
    await page.emulateMedia({ media: "print" });
    assert.ok(await closed.isVisible(), `with a script: ${javaScriptEnabled}`);
    assert.ok(!(await page.locator("#filter").isVisible()));
    const paper = await page.pdf({ format: "A4" });
    assert.ok(paper.length > 10_000);
    await page.context().close();
  }
});

test("a phone scrolls tables, not the page", async () => {
  const { page } = await open("findings", { viewport: { width: 360, height: 700 } });
  const [width, visible] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(width <= visible, `${width} of ${visible}`);
  await page.context().close();
});
