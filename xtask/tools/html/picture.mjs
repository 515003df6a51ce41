// Takes the picture of the HTML report for README.md, and writes the records of that report.
//
// `cargo xtask html --picture` runs this twice: with `records` and output of `acslint sample`, then with the report.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { launch } from "./browser.mjs";

const [what, from, to] = process.argv.slice(2);

/** Spreads the records of a minute over two days, with realistic variation. */
function spread(text) {
  const lines = text.trimEnd().split("\n");
  const start = Date.parse("2024-03-05T00:00:00Z");
  const hours = Array.from({ length: 48 }, (_, hour) => 0.25 + Math.sin((Math.PI * (hour % 24)) / 24) ** 2 + ((hour * 7) % 5) / 12);
  const all = hours.reduce((sum, share) => sum + share, 0);
  let [hour, passed] = [0, 0];
  const moved = lines.map((line, index) => {
    while (hour < 47 && index / lines.length > (passed + hours[hour]) / all) {
      passed += hours[hour];
      hour += 1;
    }
    const time = new Date(start + hour * 3_600_000 + (index % 3600) * 1000).toISOString().slice(0, 19);
    // The first time of a record is its own, even if its name has a defect; a record with another defect has it twice.
    const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
    return line.replace(moment, time).replace(new RegExp(`("TimeGenerated": ?")${moment.source}`, "g"), `$1${time}`);
  });
  return `${moved.join("\n")}\n`;
}

if (what === "records") {
  writeFileSync(to, spread(readFileSync(from, "utf8")));
} else {
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1120, height: 1060 }, colorScheme: "light" });
  await page.goto(pathToFileURL(from).href);
  await page.screenshot({ path: to });
  await browser.close();
}
