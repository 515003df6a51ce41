// The browser that the report is tried in. Playwright's own one is a download; the system's is a package like any other.
import { chromium } from "playwright-core";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.ACSLINT_CHROMIUM ?? "/usr/bin/chromium",
    // Without a sandbox, since root has none, and what is shown is ours.
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
