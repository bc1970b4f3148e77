import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../src/adapters/browser.ts";
import { checkCatalogue } from "../src/adapters/catalogue.ts";
import { serve } from "../src/adapters/serve.ts";
import { buildCatalogue, type Catalogue } from "../src/catalogue/catalogue.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import type { UsageDay } from "../src/catalogue/usage/types.ts";
import { offences } from "./support/axe.ts";
import { cells, deadAddresses, htmlProblems, visit } from "./support/pages.ts";
import { runScript } from "./support/repository.ts";
import { filesBelow, readPage, readSite } from "./support/site.ts";
import { fakeUsage, writeFakeUsage } from "./support/usage.ts";

const PROJECT = resolve(import.meta.dirname, "..");

let out: string;
let snapshots: string;
let url: string;
let server: Awaited<ReturnType<typeof serve>>["server"];
let browser: Browser;
let files: string[];
let catalogue: Catalogue;
let days: UsageDay[];

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "usage-site-"));
  snapshots = await mkdtemp(join(tmpdir(), "usage-snapshots-"));
  const today = taipeiDay(new Date());
  const { input } = await checkCatalogue(PROJECT, today);
  catalogue = buildCatalogue({ ...input!, today });
  days = fakeUsage(catalogue, today).days;
  await writeFakeUsage(snapshots, catalogue, today);
  const built = await runScript("build", "--out", out, "--snapshots", snapshots);
  expect(built.stderr + built.stdout).toContain(`網站已建置於 ${out}`);
  files = await filesBelow(out);
  ({ server, url } = await serve(out, "/", 0));
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  for (const folder of [out, snapshots]) await rm(folder, { recursive: true, force: true });
});

/** Views and downloads of the raw days that match, added up without the code that the pages are made with. */
function recount(isOwn: (key: string) => boolean, isDay: (day: string) => boolean = () => true): number[] {
  const sum = (counts: Record<string, number>) =>
    Object.entries(counts).reduce((all, [key, count]) => all + (isOwn(key) ? count : 0), 0);
  const own = days.filter(({ day }) => isDay(day));
  return [
    own.reduce((all, { views }) => all + sum(views), 0),
    own.reduce((all, { downloads }) => all + sum(downloads), 0),
  ];
}
const ofMinistry = (code: string) => (key: string) =>
  catalogue.agencies.get(key.slice(0, 10))!.ministry.code === code;
const ofDataset = (identifier: string) => (key: string) => key.startsWith(identifier);
const anything = () => true;

/** Month of the day after the last counted one: those before are over. */
const firstOpenMonth = () => new Date(Date.parse(days.at(-1)!.day) + 86_400_000).toISOString().slice(0, 7);

const codes = () => [...new Set(catalogue.datasets.map(({ agency }) => agency.code))].sort();
const ministries = () => [...new Set(catalogue.datasets.map(({ agency }) => agency.ministry.code))].sort();
/** The agency with most datasets. */
const largest = () =>
  codes().toSorted(
    (a, b) =>
      catalogue.datasets.filter(({ agency }) => agency.code === b).length -
      catalogue.datasets.filter(({ agency }) => agency.code === a).length,
  )[0]!;
const used = () =>
  catalogue.datasets.find(({ identifier, file }) => {
    const fetched = file.distribution.filter(
      ({ resourceID }) => recount((key) => key === resourceID)[1]! > 0,
    );
    return recount(ofDataset(identifier))[0]! > 0 && fetched.length > 1;
  })!;

/** One page of each kind. */
function kinds(): string[] {
  const agency = largest();
  const ministry = catalogue.agencies.get(agency)!.ministry.code;
  const { identifier } = used();
  return [
    "usage/",
    "en/usage/",
    `usage/ministries/${ministry}/`,
    `en/usage/ministries/${ministry}/`,
    `usage/agencies/${agency}/`,
    `en/usage/agencies/${agency}/`,
    `datasets/${identifier}/`,
    `datasets/${identifier}/#en`,
  ];
}

const onPage = (path: string, task: (page: Page) => Promise<void>, options: object = {}) =>
  visit(browser, url + path, task, options);
const WITHOUT_SCRIPTS = { javaScriptEnabled: false };

const numbers = (row: readonly string[]) => row.slice(-2).map((text) => Number(text.replaceAll(",", "")));

describe("pages of usage", () => {
  it("exist for the catalogue, each ministry and each agency with datasets, in both editions", () => {
    const found = (pattern: RegExp) => files.flatMap((file) => pattern.exec(file)?.[1] ?? []).sort();
    for (const edition of ["", "en/"]) {
      expect(files).toContain(`${edition}usage/index.html`);
      expect(found(new RegExp(`^${edition}usage/ministries/(\\w+)/index.html$`))).toEqual(ministries());
      expect(found(new RegExp(`^${edition}usage/agencies/(\\w+)/index.html$`))).toEqual(codes());
    }
  });

  it("lead to pages and files that exist", async () => {
    expect(
      await deadAddresses(
        out,
        files,
        files.filter((file) => /^(en\/)?usage\/.*index\.html$/.test(file)),
      ),
    ).toEqual([]);
  });

  it("show the catalogue's counts as the raw days give them, without JavaScript", async () => {
    await onPage(
      "usage/",
      async (page) => {
        const [views, downloads] = recount(anything) as [number, number];
        const [from, to] = [days[0]!.day, days.at(-1)!.day];
        expect(await page.locator("h1 + .lede").innerText()).toBe(
          `${from} 至 ${to}，點擊次數 ${views.toLocaleString("en-US")}，下載次數 ${downloads.toLocaleString("en-US")}。` +
            "其間有 1 日沒有紀錄，以 0 計。",
        );
        const months = await cells(page, "months");
        expect(months.map((row) => [row[0], ...numbers(row)])).toEqual(
          [...new Set(days.map(({ day }) => day.slice(0, 7)))]
            .sort()
            .reverse()
            .map((month) => [month, ...recount(anything, (day) => day.startsWith(month))]),
        );
        const last = await cells(page, "days");
        expect(last.length).toBe(90);
        for (const row of last) expect(numbers(row)).toEqual(recount(anything, (day) => day === row[0]));
        const league = await cells(page, "ministries");
        expect(league.map((row) => [row[0], ...numbers(row)])).toEqual(
          ministries()
            .map((code) => [catalogue.agencies.get(code)!.name, ...recount(ofMinistry(code))] as const)
            .sort((a, b) => b[1]! - a[1]! || b[2]! - a[2]!),
        );
      },
      WITHOUT_SCRIPTS,
    );
  });

  it("name the datasets that the last month over used most", async () => {
    const month = days.findLast(({ day }) => day.slice(0, 7) < firstOpenMonth())!.day.slice(0, 7);
    const expected = catalogue.datasets
      .map(({ identifier, file }) => [
        file.title,
        ...recount(ofDataset(identifier), (day) => day.startsWith(month)),
      ])
      .toSorted((a, b) => Number(b[1]) - Number(a[1]) || Number(b[2]) - Number(a[2]))
      .slice(0, 20);
    await onPage("usage/", async (page) => {
      expect(await page.locator("#most-used").innerText()).toBe(`${month} 最多人使用的資料集`);
      const rows = await cells(page, "most-used");
      expect(rows.map((row) => [row[1], ...numbers(row)])).toEqual(expected);
    });
    const feed = await readSite(out, "usage/most-used.atom");
    expect(feed.match(/<entry>/g)).toHaveLength(20);
  });

  it("list an agency's datasets as in the manual: 資料集名稱, 點擊次數, 下載次數", async () => {
    const code = largest();
    await onPage(
      `usage/agencies/${code}/`,
      async (page) => {
        const table = page.locator('table[aria-labelledby="datasets"]');
        expect(await table.locator("thead th").allInnerTexts()).toEqual([
          "資料集名稱",
          "點擊次數",
          "下載次數",
        ]);
        const rows = await cells(page, "datasets");
        const own = catalogue.datasets.filter(({ agency }) => agency.code === code);
        expect(rows.length).toBe(own.length);
        const expected = own.map(({ identifier, file }) => [file.title, ...recount(ofDataset(identifier))]);
        const inOrder = (list: (string | number | undefined)[][]) => list.map((row) => row.join()).sort();
        expect(inOrder(rows.map((row) => [row[0], ...numbers(row)]))).toEqual(inOrder(expected));
        const views = rows.map((row) => numbers(row)[0]!);
        expect(views).toEqual(views.toSorted((a, b) => b - a));
        // Sorting needs JavaScript, and nothing speaks of it without.
        expect(await table.locator("button").count()).toBe(0);
        expect(await page.locator("[data-sort-note]").isVisible()).toBe(false);
      },
      WITHOUT_SCRIPTS,
    );
  });

  it("say what withdrawn datasets add to the sums", async () => {
    const gone = catalogue.withdrawn.find(({ identifier }) => recount(ofDataset(identifier))[0]! > 0)!;
    const own = catalogue.withdrawn.filter(({ agency }) => agency === gone.agency);
    const [views, downloads] = recount((key) => own.some(({ identifier }) => key.startsWith(identifier))) as [
      number,
      number,
    ];
    const html = await readSite(out, `usage/agencies/${gone.agency.code}/index.html`);
    expect(html).toContain(
      `合計另含已下架或不再登載的資料集：點擊次數 ${views.toLocaleString("en-US")}，下載次數 ${downloads.toLocaleString("en-US")}。`,
    );
    expect(html).not.toContain(gone.identifier);
  });

  it("sort a table by its headings, either way", async () => {
    await onPage("usage/", async (page) => {
      const table = page.locator('table[aria-labelledby="ministries"]');
      const button = (name: string) => table.getByRole("button", { name, exact: true });
      const order = () =>
        table.locator("thead th").evaluateAll((all) => all.map((th) => th.getAttribute("aria-sort")));
      const column = async (index: number) =>
        (await cells(page, "ministries")).map((row) => Number(row[index]!.replaceAll(",", "")));
      expect(await page.locator("[data-sort-note]").isVisible()).toBe(true);
      expect(await order()).toEqual([null, "descending", null]);
      await button("下載次數").click();
      expect(await order()).toEqual([null, null, "descending"]);
      const downloads = await column(2);
      expect(downloads).toEqual(downloads.toSorted((a, b) => b - a));
      await button("點擊次數").click();
      await button("點擊次數").press("Enter");
      expect(await order()).toEqual([null, "ascending", null]);
      const views = await column(1);
      expect(views).toEqual(views.toSorted((a, b) => a - b));
      await button("部會").click();
      const names = (await cells(page, "ministries")).map(([name]) => name!);
      expect(names).toEqual(names.toSorted(new Intl.Collator("zh-Hant-TW").compare));
    });
  });

  it("draw columns that are as high as the counts, and say so in words", async () => {
    await onPage("usage/", async (page) => {
      for (const by of ["months", "days"]) {
        const rows = (await cells(page, by)).reverse().map(numbers);
        for (const [index, kind] of (["views", "downloads"] as const).entries()) {
          const chart = page.locator(`[role=img][aria-labelledby="${by}-${kind} ${by}-${kind}-text"]`);
          const path = (await chart.locator(`path.${kind}`).getAttribute("d"))!;
          const heights = [...path.matchAll(/V([\d.]+)h/g)].map(([, top]) => 100 - Number(top));
          const counts = rows.map((row) => row[index]!).filter((count) => count > 0);
          expect(heights.length).toBe(counts.length);
          const unit = Math.max(...heights) / Math.max(...counts);
          for (const [i, count] of counts.entries()) {
            // Drawn to a tenth; what is there is at least one high.
            expect(Math.abs(heights[i]! - Math.max(count * unit, 1))).toBeLessThan(0.3);
          }
          expect(await page.locator(`#${by}-${kind}-text`).innerText()).toContain(
            `最多 ${Math.max(...counts).toLocaleString("en-US")} 次`,
          );
        }
      }
    });
  });

  it("weigh little", async () => {
    const heavy: string[] = [];
    for (const path of files.filter((file) => /^(en\/)?usage\/.*index\.html$/.test(file))) {
      const weight = gzipSync(await readFile(join(out, path))).length;
      if (weight > 12_000) heavy.push(`${path}: ${weight}`);
    }
    expect(heavy).toEqual([]);
  });
});

describe("a dataset's page", () => {
  it("tells views and downloads, of each distribution too, and draws a year", async () => {
    const { identifier, file } = used();
    const [views, downloads] = recount(ofDataset(identifier)) as [number, number];
    await onPage(`datasets/${identifier}/`, async (page) => {
      const part = page.locator("section[aria-labelledby=usage]");
      const rows = await part.locator("dl > div").allInnerTexts();
      expect(rows[0]!.replace(/\s+/g, " ")).toBe(`點擊次數 ${views.toLocaleString("en-US")}`);
      expect(rows[1]!.replace(/\s+/g, " ")).toBe(`下載次數 ${downloads.toLocaleString("en-US")}`);
      const shown = rows.slice(2, -1).map((row) => Number(/[\d,]+$/.exec(row)![0].replaceAll(",", "")));
      expect(shown).toEqual(
        file.distribution
          .map(({ resourceID }) => recount((key) => key === resourceID)[1])
          .filter((n) => n! > 0),
      );
      const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))].filter(
        (month) => month < firstOpenMonth(),
      );
      const course = months
        .slice(-12)
        .map((month) => recount(ofDataset(identifier), (day) => day.startsWith(month))[0]!);
      const least = Math.min(...course).toLocaleString("en-US");
      const most = Math.max(...course).toLocaleString("en-US");
      await expect(
        part.getByRole("img", { name: `近 12 個月每月點擊 ${least} 至 ${most} 次` }).count(),
      ).resolves.toBe(1);
    });
  });

  it("says nothing where nobody came", async () => {
    const unseen = catalogue.datasets.find(({ identifier }) => recount(ofDataset(identifier))[0] === 0)!;
    expect(await readPage(out, `datasets/${unseen.identifier}/index.html`)).not.toContain(
      'aria-labelledby="usage"',
    );
  });

  it("grows by less than half a kilobyte, compressed", async () => {
    const html = await readPage(out, `datasets/${used().identifier}/index.html`);
    const without = html.replace(/<section aria-labelledby="usage">[\s\S]*?<\/section>/, "");
    expect(without.length).toBeLessThan(html.length);
    expect(gzipSync(html).length - gzipSync(without).length).toBeLessThan(500);
  });
});

describe("HTML", () => {
  it("has no error on any kind of page, says html-validate", async () => {
    const pages = kinds().filter((each) => each.endsWith("/"));
    const problems = await htmlProblems(
      out,
      pages.map((path) => `${path}index.html`),
    );
    expect(problems.slice(0, 20)).toEqual([]);
  });
});

describe("accessibility", () => {
  for (const [scheme, width] of [
    ["light", 1280],
    ["dark", 320],
  ] as const) {
    it(`axe finds nothing, and nothing is too wide: ${scheme}, ${width} px`, async () => {
      const violations: string[] = [];
      for (const path of kinds()) {
        await onPage(
          path,
          async (page) => {
            await page.evaluate(() => {
              for (const details of document.querySelectorAll("details")) details.open = true;
            });
            violations.push(...(await offences(page, path)));
          },
          { colorScheme: scheme, viewport: { width, height: 900 } },
        );
      }
      expect(violations).toEqual([]);
    }, 120_000);
  }
});
