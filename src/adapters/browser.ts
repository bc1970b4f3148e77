import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Where a browser may be installed already; asked for before the one from npm is unpacked. */
const INSTALLED = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];

/** Unpacks the browser that comes with an npm package, and the libraries that a machine without a browser lacks. */
async function packagedBrowser(): Promise<string> {
  const { default: packaged, inflate, setupLambdaEnvironment } = await import("@sparticuz/chromium");
  // The package unpacks its libraries on another system only; they serve here as well.
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  await inflate(join(dirname(entry), "../bin/al2023.tar.br"));
  setupLambdaEnvironment(join(tmpdir(), "al2023", "lib"));
  return packaged.executablePath();
}

/** Starts headless Chromium: an installed one, else the one from npm. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = INSTALLED.find((path) => path && existsSync(path)) ?? (await packagedBrowser());
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
