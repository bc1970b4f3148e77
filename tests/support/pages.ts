import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { HtmlValidate } from "html-validate";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { addressesIn, fileFor, readSite } from "./site.ts";

const PROJECT = resolve(import.meta.dirname, "../..");

/** Opens an address in a browser of its own, for a task. */
export async function visit(
  browser: Browser,
  address: string,
  task: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({ locale: "zh-TW", ...options });
  const page = await context.newPage();
  try {
    await page.goto(address, { waitUntil: "load" });
    await task(page);
  } finally {
    await context.close();
  }
}

/** The cells of a table's body, as text. */
export const cells = (page: Page, labelledby: string): Promise<string[][]> =>
  page
    .locator(`table[aria-labelledby="${labelledby}"] tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent!.trim())),
    );

/**
 * Addresses that lead nowhere within the site.
 * @param files all files of the site; pages those to look at
 */
export async function deadAddresses(
  out: string,
  files: readonly string[],
  pages: readonly string[],
): Promise<string[]> {
  const known = new Set(files);
  const dead: string[] = [];
  for (const path of pages) {
    const page = new URL(path.replace(/index\.html$/, ""), "http://site.test/");
    for (const address of addressesIn(await readSite(out, path))) {
      const target = new URL(address, page);
      if (target.origin !== "http://site.test") continue;
      if (fileFor(target.pathname.slice(1), known) === undefined) dead.push(`${path}: ${address}`);
    }
  }
  return dead;
}

/** What html-validate finds on pages, by the project's rules. */
export async function htmlProblems(out: string, pages: readonly string[]): Promise<string[]> {
  const rules = await readFile(join(PROJECT, ".htmlvalidate.json"), "utf8");
  const validator = new HtmlValidate(JSON.parse(rules));
  const problems: string[] = [];
  for (const path of pages) {
    const { results } = await validator.validateString(await readSite(out, path), path);
    for (const { messages } of results) {
      for (const { line, column, ruleId, message } of messages) {
        problems.push(`${path}:${line}:${column} ${ruleId} ${message}`);
      }
    }
  }
  return problems;
}
