import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where a browser may be installed already; asked for before the one from npm is unpacked. */
const INSTALLED = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Starts headless Chromium: an installed one, else the one that comes with the npm package. */
export async function launchBrowser(): Promise<Browser> {
  const installed = INSTALLED.find((path) => path && existsSync(path));
  if (installed) {
    return chromium.launch({ executablePath: installed, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  }
  const { default: packaged } = await import("@sparticuz/chromium");
  return chromium.launch({ executablePath: await packaged.executablePath(), args: packaged.args });
}
