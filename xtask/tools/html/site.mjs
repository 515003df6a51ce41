// Tests the documentation site like its readers: from a disk, on a phone and on a desk, in the light and in the dark, with
// the search, and with an accessibility checker. `cargo xtask html` builds the site and runs this.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch } from "./browser.mjs";

const site = pathToFileURL(`${process.env.ACSLINT_SITE}/`).href;
const PAGES = ["index.html", "docs/forecast.html", "docs/categories/Usage.html", "docs/cli/check.html"];
const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };
const VIEWS = [["phone", "light"], ["desk", "dark"]];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The accessibility checker; it must not load the style again, which a page on a disk cannot do. */
const axe = (page) => new AxeBuilder({ page }).options({ preload: false });

async function open(path, options) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const troubles = [];
  page.on("console", (message) => troubles.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("requestfailed", (request) => troubles.push(`failed: ${request.url()}`));
  page.on("request", (request) => request.url().startsWith(site) || request.url().startsWith("data:") || troubles.push(request.url()));
  await page.goto(site + path);
  return { page, troubles };
}

for (const [size, colorScheme] of VIEWS) {
  test(`${size}, ${colorScheme}: pages fit, load nothing from elsewhere, and are accessible`, async () => {
    const viewport = SIZES[size];
    for (const path of PAGES) {
      const { page, troubles } = await open(path, { viewport, colorScheme });
      assert.deepEqual(troubles, [], path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= viewport.width, `${path} is ${width} wide`);
      const { violations } = await axe(page).analyze();
      const shown = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3)}`);
      assert.deepEqual(shown, [], path);
      await page.context().close();
    }
  });
}

test("the search finds pages, and leads to them", async () => {
  const { page, troubles } = await open("docs/rules/wrong-type.html", { viewport: SIZES.desk });
  await page.keyboard.press("/");
  await page.keyboard.type("forecast destination");
  const first = page.locator("#found a").first();
  assert.equal(await first.textContent(), "Forecast for a destination");
  const { violations } = await axe(page).analyze();
  assert.deepEqual(violations.map(({ id }) => id), []);
  await first.click();
  await page.waitForURL(`${site}docs/forecast.html`);
  assert.equal(await page.locator("h1").textContent(), "Forecast for a destination");
  await page.locator("#words").fill("qqqqzzzz");
  assert.equal(await page.locator("#found p").first().textContent(), "0 pages");
  await page.locator("#words").fill("");
  assert.ok(await page.locator("#found").isHidden());
  assert.deepEqual(troubles, []);
  await page.context().close();
});
