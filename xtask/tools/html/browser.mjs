// The browser for testing the report. Playwright's own browser is a download; the system's is an ordinary package.
import { chromium } from "playwright-core";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.ACSLINT_CHROMIUM ?? "/usr/bin/chromium",
    // Without a sandbox: root has none, and the pages are our own.
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
