/**
 * A catalogue large enough for the compact extent, as people see it: datasets' pages and lists' further pages stand once, in
 * Chinese, and the script puts them into English.
 */

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assemble, readPast } from "../scripts/build/assemble.ts";
import { pageFiller } from "../scripts/build/dataset-pages.ts";
import { silent } from "../scripts/build/step.ts";
import { launchBrowser } from "../src/adapters/browser.ts";
import { checkCatalogue } from "../src/adapters/catalogue.ts";
import { mark } from "../src/adapters/page-template.ts";
import { serve } from "../src/adapters/serve.ts";
import { MOST_IN_FULL } from "../src/exchange/extent.ts";
import { provideContext, type SiteContext } from "../src/site/context.ts";
import { offences } from "./support/axe.ts";
import { deadAddresses, htmlProblems, visit } from "./support/pages.ts";
import { runScript } from "./support/repository.ts";
import { filesBelow } from "./support/site.ts";

const DAY = "2026-11-22";
const PATIENT = { timeout: 15_000 };

let folder: string;
let out: string;
let files: string[];
let url: string;
let server: Awaited<ReturnType<typeof serve>>["server"];
let browser: Browser;
let context: SiteContext;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "compact-"));
  out = join(folder, "site");
  const [root, cache] = [join(folder, "catalogue"), join(folder, "cache")];
  // Some are withdrawn, or wait for their day.
  const count = String(MOST_IN_FULL + 200);
  await runScript("corpus", "--count", count, "--seed", "1", "--commits", "2", "--out", root);
  const built = await runScript("build", "--root", root, "--out", out, "--cache", cache, "--day", DAY);
  expect(built.stdout).toContain(`網站已建置於 ${out}`);
  files = await filesBelow(out);
  ({ server, url } = await serve(out, "/", 0));
  browser = await launchBrowser();
  const sources = { root, cache, today: DAY, snapshots: undefined };
  const { input } = await checkCatalogue(root, DAY);
  ({ context } = await assemble(sources, input!, readPast(sources), silent));
}, 240_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a task on a page of its own, and fails on any error of the page's scripts. */
const onPage = (path: string, task: (page: Page) => Promise<void>, options = {}): Promise<void> =>
  visit(
    browser,
    "about:blank",
    async (page) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await page.goto(url + path);
      await task(page);
      expect(errors).toEqual([]);
    },
    options,
  );

const inEnglish = (page: Page) => page.locator("header div[lang=en] .brand").waitFor(PATIENT);

/** What the main part of a page says, and where its links that are seen lead; without what either extent has alone. */
const seen = (page: Page) =>
  page.evaluate(() => {
    const main = document.querySelector("main")!;
    for (const button of main.querySelectorAll(".copy")) button.remove();
    for (const link of main.querySelectorAll(".facts .links a")) {
      if (/^(?:YAML|JSON-LD|Turtle|RDF\/XML|CKAN)$/.test(link.textContent)) link.remove();
    }
    const links = [...main.querySelectorAll<HTMLAnchorElement>("a[href]")].filter((a) => a.checkVisibility());
    return {
      text: main.innerText,
      links: links.map((a) => `${a.innerText.trim()} ${a.getAttribute("href")}`),
    };
  });

describe("a dataset's page", () => {
  it("says and links in each language the same as in a small catalogue", async () => {
    const { catalogue } = context;
    const [first] = catalogue.datasets;
    const chosen = [
      first!,
      catalogue.datasets.find(({ agency }) => agency.parent && agency.nameEn === agency.name) ?? first!,
      catalogue.datasets.find(({ file }) => file.distribution.length > 2)!,
      catalogue.withdrawn[0]!,
    ];
    // Of fewer datasets, so that it is in full extent.
    provideContext({ ...context, catalogue: { ...catalogue, datasets: catalogue.datasets.slice(0, 9) } });
    const whole = join(folder, "whole");
    const write = pageFiller(whole, mark("article"));
    for (const { identifier } of chosen) write(identifier);
    for (const { identifier } of chosen) {
      const path = `datasets/${identifier}/`;
      const article = await readFile(join(whole, path, "index.html"), "utf8");
      for (const language of ["en", "zh"]) {
        await onPage(`${path}#${language}`, async (page) => {
          if (language === "en") await inEnglish(page);
          const compact = await seen(page);
          await page.evaluate((html) => {
            document.querySelector("main")!.innerHTML = html;
          }, article);
          const full = await seen(page);
          expect(compact.text.replace(/\s+/g, " ")).toBe(full.text.replace(/\s+/g, " "));
          expect(compact.links, path).toEqual(full.links);
        });
      }
    }
    provideContext(context);
  });

  it("keeps somebody's own words, whatever they say", async () => {
    const [dataset] = context.catalogue.datasets;
    const path = `datasets/${dataset!.identifier}/`;
    const html = await readFile(join(out, path, "index.html"), "utf8");
    expect(html.match(/<[^>]* lang=en>/g)).toBe(null);
    const own = "<dl><div><dt>標籤／關鍵字<dd>免費</dl><p><a href=/datasets/A41000000G-000001/>免費</a></p>";
    const body = html.replace("</h1>", `</h1>${own}`);
    await onPage("about/", async (page) => {
      await page.route("**/again/**", (route) => route.fulfill({ body, contentType: "text/html" }));
      await page.goto(`${url}again/#en`);
      await inEnglish(page);
      const { text } = await seen(page);
      expect(text).toContain("Keywords\n免費\n\n免費\n");
      expect(text).toContain("Free of charge");
      // What of this page was left to the script.
      expect(await page.locator("main [lang=en]").count()).toBeGreaterThan(30);
    });
  });

  it("is in Chinese without JavaScript, and says that English needs it", async () => {
    const path = `datasets/${context.catalogue.datasets[0]!.identifier}/`;
    await onPage(
      path,
      async (page) => {
        expect(await page.getByText("更新頻率", { exact: true }).isVisible()).toBe(true);
        await page.getByRole("link", { name: "English" }).click();
        const note = await page.evaluate(
          () => getComputedStyle(document.querySelector("main")!, "::before").content,
        );
        expect(note).toBe('"English needs JavaScript."');
        expect(await page.getByText("更新頻率", { exact: true }).isVisible()).toBe(true);
      },
      { javaScriptEnabled: false },
    );
  });

  it("weighs at most 4 kB", async () => {
    const sizes = await Promise.all(
      context.catalogue.datasets
        .filter((_, index) => index % 40 === 0)
        .map(
          async ({ identifier }) =>
            gzipSync(await readFile(join(out, `datasets/${identifier}/index.html`))).length,
        ),
    );
    sizes.sort((a, b) => a - b);
    expect(sizes[sizes.length >> 1]).toBeLessThan(4000);
  });
});

describe("lists of datasets", () => {
  it("have further pages once, which read in the language of the first", async () => {
    expect(files.includes("en/datasets/index.html")).toBe(true);
    expect(
      files.filter((path) => /^en\/(?:datasets|agencies\/\w+|categories\/\w+)\/page\//.test(path)),
    ).toEqual([]);
    await onPage("en/datasets/", async (page) => {
      await page.getByRole("link", { name: "Next" }).click();
      await inEnglish(page);
      expect(new URL(page.url()).pathname).toBe("/datasets/page/2/");
      expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Datasets");
      const main = page.getByRole("main");
      expect(await main.innerText()).toMatch(/page 2 of \d+/i);
      const [agency] = [...context.catalogue.agencies.values()].filter(({ name, nameEn }) => name !== nameEn);
      expect(await main.getByText(agency!.name, { exact: true }).locator("visible=true").count()).toBe(0);
      const formats = await main.locator(".meta").first().innerText();
      expect(formats).toMatch(/^[A-Z][a-z]/);
      await page.getByRole("link", { name: "Page 3" }).click();
      await page.waitForURL("**/datasets/page/3/#en");
      await inEnglish(page);
      await page.getByRole("link", { name: "Page 1", exact: true }).click();
      await page.waitForURL("**/en/datasets/");
    });
  });

  it("are in Chinese for who reads Chinese", async () => {
    const [code] = files.flatMap((path) => /^agencies\/(\w+)\/page\/2\//.exec(path)?.[1] ?? []);
    const agency = context.catalogue.agencies.get(code!)!;
    await onPage(`agencies/${code}/page/2/`, async (page) => {
      expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(agency.name);
      await page.getByRole("link", { name: "上一頁" }).click();
      await page.waitForURL(`**/agencies/${code}/`);
      await page.getByRole("link", { name: "下一頁" }).click();
      await page.getByRole("link", { name: "English" }).click();
      await inEnglish(page);
      expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(agency.nameEn);
    });
  });
});

const sample = (): string[] => {
  const pages = files.filter((path) => path.endsWith(".html") && !path.startsWith("dataset/"));
  return pages.filter((path, index) => index % 60 === 0 || /\/page\/2\//.test(path));
};

describe("pages", () => {
  it("link to nothing that is not there", async () => {
    expect(await deadAddresses(out, files, sample())).toEqual([]);
  });

  it("have no error, says html-validate", async () => {
    expect((await htmlProblems(out, sample())).slice(0, 20)).toEqual([]);
  });

  it("are accessible in either language, says axe", async () => {
    const found: string[] = [];
    const dataset = `datasets/${context.catalogue.datasets[0]!.identifier}/`;
    for (const path of [dataset, "datasets/page/2/"]) {
      for (const language of ["zh", "en"]) {
        await onPage(`${path}#${language}`, async (page) => {
          if (language === "en") await inEnglish(page);
          found.push(...(await offences(page, `${path}#${language}`)));
        });
      }
    }
    expect(found).toEqual([]);
  });
});
