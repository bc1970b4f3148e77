import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { HtmlValidate } from "html-validate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../src/adapters/browser.ts";
import { checkCatalogue } from "../src/adapters/catalogue.ts";
import { serve } from "../src/adapters/serve.ts";
import { buildCatalogue, type Catalogue } from "../src/catalogue/catalogue.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import { offences } from "./support/axe.ts";
import { datasetFile, datasetYaml, runScript } from "./support/repository.ts";
import { addressesIn, fileFor, filesBelow, readPage, readSite } from "./support/site.ts";

const PROJECT = resolve(import.meta.dirname, "..");

/** A title that would run wherever somebody forgot to escape it. */
const HOSTILE = `</title></script><script>hostile=1</script><img src=x onerror="hostile=1"><b>'&]]>-->alert`;

/** Two cores may be busy with something else. */
const PATIENT = { timeout: 15_000 };

let out: string;
let snapshots: string;
let url: string;
let server: Awaited<ReturnType<typeof serve>>["server"];
let browser: Browser;
let files: string[];
let catalogue: Catalogue;

const REVIEWED = "A41000000G-000012";

/** Snapshots as the bot writes them, one of them broken. */
async function writeSnapshots(folder: string): Promise<void> {
  const record = { account: "ndc-reviewer-1", displayName: "資料審查者一", number: 4 };
  const history = {
    takenAt: "2026-11-20T02:00:00.000Z",
    agency: "A41000000G",
    datasets: {
      [REVIEWED]: [
        { ...record, at: "2026-11-19T02:00:00Z", act: "approved", status: "審查通過" },
        { ...record, at: "2026-11-18T02:00:00Z", act: "returned", status: "退回", opinion: HOSTILE },
      ],
    },
  };
  const overdue = { takenAt: "2026-11-20T02:00:00.000Z", entries: [] };
  await mkdir(join(folder, "review/history"), { recursive: true });
  await writeFile(join(folder, "review/history/A41000000G.json"), JSON.stringify(history));
  await writeFile(join(folder, "review/overdue.json"), JSON.stringify(overdue));
  await writeFile(join(folder, "review/submissions.json"), `{"takenAt":"yesterday","open":[{}]}`);
}

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "site-"));
  snapshots = await mkdtemp(join(tmpdir(), "snapshots-"));
  await writeSnapshots(snapshots);
  const built = await runScript("build", "--out", out, "--snapshots", snapshots);
  expect(built.stderr).toContain("快照無法讀取，略過 review/submissions.json：");
  expect(built.stderr + built.stdout).toContain(`網站已建置於 ${out}`);
  ({ server, url } = await serve(out, "/", 0));
  browser = await launchBrowser();
  files = await filesBelow(out);
  const today = taipeiDay(new Date());
  const { input } = await checkCatalogue(PROJECT, today);
  catalogue = buildCatalogue({ ...input!, today });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  for (const folder of [out, snapshots]) await rm(folder, { recursive: true, force: true });
});

/** Runs a task on a page of its own, and fails on any error of the page's scripts. */
async function onPage(
  path: string,
  task: (page: Page) => Promise<void>,
  options: object = {},
): Promise<void> {
  const context = await browser.newContext({ locale: "zh-TW", ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404")) errors.push(message.text());
  });
  try {
    await page.goto(url + path, { waitUntil: "load" });
    await task(page);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
  }
}

const results = (page: Page) => page.locator("li[data-identifier]");
const identifiers = (page: Page) =>
  results(page).evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset.identifier));

describe("reviews on the site", () => {
  it("show who decided what and why, for everybody, as text (L4)", async () => {
    await onPage(`datasets/${REVIEWED}/`, async (page) => {
      const rows = page.locator("section[aria-labelledby=reviews] tbody tr");
      expect(await rows.count()).toBe(2);
      const cells = await rows.nth(1).locator("td").allInnerTexts();
      expect(cells).toEqual(["資料審查者一", "退回", HOSTILE, "2026-11-18 10:00"]);
      expect(await page.evaluate("typeof hostile")).toBe("undefined");
    });
    expect(JSON.parse(await readSite(out, "review/overdue.json")).entries).toEqual([]);
    expect(files).not.toContain("review/submissions.json");
  });
});

/** One page of each kind, with what makes it special. */
function kinds(): Record<string, string> {
  const { datasets, withdrawn } = catalogue;
  const most = datasets.toSorted((a, b) => b.file.distribution.length - a.file.distribution.length)[0]!;
  const relisted = datasets.find((d) => d.file.withdrawal)!;
  const charged = datasets.find((d) => d.cost === "付費")!;
  const agency = catalogue.agencies.get("A41000000G")!;
  return {
    home: "",
    search: "search/",
    "search with results": "search/?q=%E5%9C%8B%E7%99%BC%E6%9C%83",
    datasets: "datasets/",
    "second page of datasets": "datasets/page/2/",
    agencies: "agencies/",
    ministry: "agencies/315000000H/",
    agency: `agencies/${agency.code}/`,
    categories: "categories/",
    category: "categories/E00/",
    dataset: `datasets/${datasets[0]!.identifier}/`,
    "dataset with many distributions": `datasets/${most.identifier}/`,
    "dataset with a review history": `datasets/${REVIEWED}/`,
    "relisted dataset": `datasets/${relisted.identifier}/`,
    "charged dataset": `datasets/${charged.identifier}/`,
    "dataset with English labels": `datasets/${datasets[0]!.identifier}/#en`,
    tombstone: `datasets/${withdrawn[0]!.identifier}/`,
    statistics: "statistics/",
    roles: "authorisations/",
    "roles by person": "authorisations/people/",
    "log of roles": "authorisations/log/",
    announcements: "announcements/",
    announcement: `announcements/${catalogue.announcements[0]!.slug}/`,
    fields: "fields/",
    guide: "guide/",
    about: "about/",
    accessibility: "accessibility/",
    "not found": "404.html",
    "English home": "en/",
    "English search": "en/search/",
    "English datasets": "en/datasets/",
    "English agencies": "en/agencies/",
    "English category": "en/categories/E00/",
    "English statistics": "en/statistics/",
    "English roles": "en/authorisations/",
    "English roles by person": "en/authorisations/people/",
    "English log of roles": "en/authorisations/log/",
    "English announcements": "en/announcements/",
    "English fields": "en/fields/",
    "English guide": "en/guide/",
  };
}

describe("search", () => {
  it("finds a dataset by any piece of its name, opens it, and gives its JSON", async () => {
    const dataset = catalogue.datasets.find((d) => [...d.file.title].length > 8)!;
    const piece = [...dataset.file.title].slice(2, 6).join("");
    await onPage("", async (page) => {
      await page.getByRole("searchbox").first().fill(piece);
      await page.keyboard.press("Enter");
      await page.waitForURL(/search\/\?q=/);
      const item = page.locator(`li[data-identifier="${dataset.identifier}"]`);
      await item.waitFor();
      expect(await item.textContent()).toContain(dataset.file.title);
      await item.getByRole("link").first().click();
      await page.waitForURL(`**/datasets/${dataset.identifier}/`);
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain(dataset.file.title);
      const href = await page.locator('a[href$=".json"]', { hasText: "JSON" }).first().getAttribute("href");
      const json = (await (await page.request.get(new URL(href!, page.url()).href)).json()) as {
        success: boolean;
        result: { identifier: string; title: string; publisher: string };
      };
      expect(json).toMatchObject({
        success: true,
        result: {
          identifier: dataset.identifier,
          title: dataset.file.title,
          publisher: dataset.agency.name,
        },
      });
    });
  });

  it("folds 臺 and 台 and width, and knows short names of agencies", async () => {
    await onPage("search/?q=%E5%8F%B0%E5%8C%97", async (page) => {
      await results(page).first().waitFor();
      expect((await page.locator("[data-results]").textContent())!).toContain("臺北");
    });
    await onPage("search/?q=%E5%9C%8B%E7%99%BC%E6%9C%83", async (page) => {
      await results(page).first().waitFor();
      expect((await identifiers(page)).some((id) => id!.startsWith("A41000000G"))).toBe(true);
    });
    const titled = catalogue.datasets.find((d) => /[0-9]{3}|[A-Z]{3}/.test(d.file.title))!;
    const plain = /[0-9]{3}|[A-Z]{3}/.exec(titled.file.title)![0];
    const wide = plain.replace(/[!-~]/g, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0));
    await onPage(`search/?q=${encodeURIComponent(wide)}`, async (page) => {
      await page.locator(`li[data-identifier="${titled.identifier}"]`).waitFor();
    });
  });

  it("narrows by facets, keeps them in the address, and sorts", async () => {
    await onPage("search/?q=%E7%B5%B1%E8%A8%88", async (page) => {
      await results(page).first().waitFor();
      const before = await identifiers(page);
      await page.locator('[data-facet="format"] summary').click();
      const option = page.locator('[data-facet="format"] label', { hasText: /^\s*JSON/ }).first();
      await option.click();
      await page.waitForURL(/format=JSON/);
      await page.waitForFunction(
        (n) => document.querySelectorAll("li[data-identifier]").length < n,
        before.length,
      );
      const after = (await identifiers(page)) as string[];
      expect(after.length).toBeGreaterThan(0);
      for (const id of after) {
        expect(catalogue.datasets.find((d) => d.identifier === id)!.formats).toContain("JSON");
      }
      await page.reload();
      await results(page).first().waitFor();
      expect(await identifiers(page)).toEqual(after);
      await page.locator('select[name="sort"]').selectOption("newest");
      await page.waitForURL(/sort=newest/);
      await page.waitForTimeout(500);
      const dates = (await identifiers(page)).map(
        (id) => catalogue.datasets.find((d) => d.identifier === id)!.released ?? "",
      );
      expect(dates).toEqual(dates.toSorted().toReversed());
    });
  });

  it("says when nothing is found, and announces how many were", async () => {
    await onPage("search/?q=zzqqxx", async (page) => {
      const status = page.locator(".search-panel [role=status]");
      await expect.poll(() => status.textContent(), PATIENT).toContain("找不到");
      await page.getByRole("searchbox").first().fill("人口");
      await expect.poll(() => status.textContent(), PATIENT).toMatch(/找到 \d+ 筆資料集/);
    });
  });

  it("treats a hostile query as text", async () => {
    const query = '<img src=x onerror="document.title=1">"\'＆%00\u202e';
    await onPage(`search/?q=${encodeURIComponent(query)}`, async (page) => {
      await expect
        .poll(() => page.locator(".search-panel [role=status]").textContent(), PATIENT)
        .not.toBe("");
      expect(await page.title()).not.toBe("1");
      expect(await page.locator(".search-panel img").count()).toBe(0);
    });
  });

  it("leaves withdrawn datasets out", async () => {
    const gone = catalogue.withdrawn[0]!;
    await onPage(`search/?q=${encodeURIComponent(gone.file.title)}`, async (page) => {
      await expect
        .poll(() => page.locator(".search-panel [role=status]").textContent(), PATIENT)
        .not.toBe("");
      await page.waitForTimeout(300);
      expect(await identifiers(page)).not.toContain(gone.identifier);
    });
  });
});

describe("without JavaScript", () => {
  it("lists and datasets are all there, and English labels too", async () => {
    const dataset = catalogue.datasets[0]!;
    await onPage(
      "agencies/",
      async (page) => {
        const ministry = page.getByRole("link", { name: dataset.agency.ministry.name, exact: true }).first();
        await ministry.click();
        expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain(
          dataset.agency.ministry.name,
        );
        await page.goto(`${url}agencies/${dataset.agency.code}/`);
        await page.getByRole("link", { name: dataset.file.title, exact: true }).first().click();
        expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain(dataset.file.title);
        const main = page.getByRole("main");
        expect(await main.innerText()).toContain(dataset.file.description!.slice(0, 20));
        expect(await main.getByText("更新頻率", { exact: true }).first().isVisible()).toBe(true);
        expect(await main.getByText("Update frequency", { exact: true }).first().isVisible()).toBe(false);
        await page.goto(`${url}datasets/${dataset.identifier}/#en`);
        expect(await main.getByText("Update frequency", { exact: true }).first().isVisible()).toBe(true);
        expect(await main.getByText("更新頻率", { exact: true }).first().isVisible()).toBe(false);
      },
      { javaScriptEnabled: false },
    );
  });

  it("the search page points to the lists", async () => {
    await onPage(
      "search/",
      async (page) => {
        expect(await page.locator("noscript a, main a[href='/datasets/']").count()).toBeGreaterThan(0);
      },
      { javaScriptEnabled: false },
    );
  });
});

describe("a dataset's page", () => {
  it("shows every filled field with its label", async () => {
    for (const dataset of catalogue.datasets.slice(0, 40)) {
      const html = await readPage(out, `datasets/${dataset.identifier}/index.html`);
      const escaped = (text: string) =>
        text
          .replaceAll("&", "&amp;")
          .replaceAll("<", "&lt;")
          .replaceAll(">", "&gt;")
          .replaceAll('"', "&quot;")
          .replaceAll("'", "&#39;");
      // The page breaks columns and lines into elements of their own: what counts is the text, in order.
      const squeeze = (text: string) => text.replace(/[\s、；;]+/g, "");
      const shown = squeeze(
        html
          .replace(/<[^>]*>/g, "")
          .replaceAll("&#34;", "&quot;")
          .replaceAll("&#38;", "&amp;"),
      );
      const { description, fieldDescription, notes, spatial, landingPage, keyword, costLaw } = dataset.file;
      for (const text of [description, fieldDescription, notes, spatial, costLaw, ...(keyword ?? [])]) {
        if (text) expect(shown, `${dataset.identifier}: ${text}`).toContain(squeeze(escaped(text)));
      }
      if (landingPage) expect(html).toContain(`href="${escaped(landingPage)}"`);
      for (const d of dataset.file.distribution) {
        expect(html).toContain(escaped(d.downloadURL ?? d.accessURL!));
        expect(html).toContain(d.resourceID);
      }
    }
  });

  it("carries JSON-LD that search engines understand, whatever the texts hold", async () => {
    for (const dataset of catalogue.datasets) {
      const html = await readPage(out, `datasets/${dataset.identifier}/index.html`);
      const json = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html)![1]!;
      expect(JSON.parse(json)).toMatchObject({
        "@context": "https://schema.org",
        "@type": "Dataset",
        name: dataset.file.title,
        identifier: dataset.identifier,
        distribution: expect.any(Array),
      });
    }
  });

  it("tells of a withdrawal and keeps its address", async () => {
    for (const dataset of catalogue.withdrawn) {
      const html = await readPage(out, `datasets/${dataset.identifier}/index.html`);
      expect(html).toContain("下架");
      expect(html).toContain(dataset.file.withdrawal!.date);
      expect(html).toContain(dataset.file.withdrawal!.reason === "A" ? "公益情事變更" : "侵害第三人權利");
      expect(html).not.toContain(dataset.file.distribution[0]!.downloadURL ?? "no such address");
    }
  });

  it("is found under its old number", async () => {
    const dataset = catalogue.datasets.find((d) => d.file.legacyID)!;
    await onPage(`dataset/${dataset.file.legacyID}`, async (page) => {
      await page.waitForURL(`**/datasets/${dataset.identifier}/`);
    });
  });

  it("copies its citation", async () => {
    await onPage(
      `datasets/${catalogue.datasets[0]!.identifier}/`,
      async (page) => {
        const quote = (await page.locator("#attribution").innerText()).trim();
        await page.locator('[data-copy="attribution"]').click();
        await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), PATIENT).toBe(quote);
      },
      { permissions: ["clipboard-read", "clipboard-write"] },
    );
  });
});

describe("the register", () => {
  it("is shown by ministry, by person and on each agency's page, as the files grant it", async () => {
    const agency = catalogue.agencies.get("A41010000A")!;
    const pages = await Promise.all(
      ["authorisations/index.html", `agencies/${agency.code}/index.html`].map((path) => readPage(out, path)),
    );
    const accounts = agency.file.people!.map((person) => person.account);
    // From the ministry's file.
    for (const account of [...accounts, "ndc-admin", "ndc-provider-2"]) {
      for (const html of pages) expect(html).toContain(`href="https://github.com/${account}"`);
    }
    await onPage(`agencies/${agency.code}/`, async (page) => {
      const row = page.getByRole("row").filter({ hasText: "ndc-provider-2" });
      expect(await row.getByRole("cell").first().innerText()).toBe("資料提供者");
    });
    const list = JSON.parse(await readSite(out, "authorisations.json")) as {
      account: string;
      agency: string;
    }[];
    expect(list.filter((row) => row.account === "ndc-provider-2").map((row) => row.agency)).toEqual([
      "A41000000G",
      "A41010000A",
    ]);
  });
});

describe("the whole output", () => {
  it("has no dead link within the site", async () => {
    const known = new Set(files);
    const dead: string[] = [];
    for (const path of files.filter((f) => f.endsWith(".html"))) {
      const page = new URL(path.replace(/index\.html$/, ""), "http://site.test/");
      for (const address of addressesIn(await readSite(out, path))) {
        if (/^(mailto:|tel:|data:)/.test(address)) continue;
        const target = new URL(address, page);
        if (target.origin !== "http://site.test") continue;
        if (fileFor(target.pathname.slice(1), known) === undefined) dead.push(`${path}: ${address}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it("names its canonical address on every page, and both editions of each other", async () => {
    // The officer's desk is for nobody's search engine.
    const open = files.filter((f) => f.endsWith("index.html") && !f.startsWith("office/"));
    for (const path of open) {
      const html = await readPage(out, path);
      const address = `https://open-data-catalogue.example.org/${path.replace(/index\.html$/, "")}`;
      expect(html, path).toContain(`<link rel="canonical" href="${address}">`);
      expect(html, path).toMatch(/<html lang="(zh-Hant-TW|en)"/);
      if (/^(en\/)?(agencies|categories|fields|guide|search)\//.test(path)) {
        expect(html, path).toMatch(/hreflang="en"/);
        expect(html, path).toMatch(/hreflang="zh-Hant-TW"/);
      }
    }
  });

  it("is the same again when built again", async () => {
    const again = await mkdtemp(join(tmpdir(), "again-"));
    try {
      await runScript("build", "--out", again, "--snapshots", snapshots);
      expect(await filesBelow(again)).toEqual(files);
      for (const path of files) {
        const [a, b] = await Promise.all([readFile(join(out, path)), readFile(join(again, path))]);
        expect(a.equals(b), path).toBe(true);
      }
    } finally {
      await rm(again, { recursive: true });
    }
  }, 120_000);

  it("keeps its weight: HTML, style and scripts, compressed", async () => {
    const weight = async (path: string) => gzipSync(await readFile(join(out, path))).length;
    const sizes = await Promise.all(
      catalogue.datasets.map((d) => weight(`datasets/${d.identifier}/index.html`)),
    );
    const median = sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length / 2)]!;
    expect(median).toBeLessThan(4550);
    // There may be tens of thousands of them, and thousands of lists: what they take on the disk counts as well.
    const raw = async (path: string) => (await readFile(join(out, path))).length;
    let bytes = 0;
    for (const { identifier } of catalogue.datasets) bytes += await raw(`datasets/${identifier}/index.html`);
    expect(bytes / catalogue.datasets.length).toBeLessThan(13_600);
    for (const path of ["datasets/", "en/datasets/"]) {
      expect(await raw(`${path}index.html`), path).toBeLessThan(23_500);
    }
    for (const path of [
      "",
      "datasets/",
      "agencies/",
      "categories/",
      "categories/E00/",
      "en/",
      "en/datasets/",
    ]) {
      expect(await weight(`${path}index.html`), path).toBeLessThan(12_000);
    }
    const css = new Map<string, number>();
    for (const path of files.filter((f) => f.endsWith(".html") && !f.startsWith("office/"))) {
      let styles = 0;
      for (const address of addressesIn(await readSite(out, path))) {
        if (!address.endsWith(".css")) continue;
        if (!css.has(address)) css.set(address, await weight(address.slice(1)));
        styles += css.get(address)!;
      }
      expect(styles, path).toBeLessThan(6000);
    }
    expect(css.size).toBeGreaterThan(0);
    const html = await readPage(out, `datasets/${catalogue.datasets[0]!.identifier}/index.html`);
    for (const tag of html.match(/<script[^>]*>/g) ?? []) {
      expect(tag).toMatch(/type="(module|application\/ld\+json)"/);
    }
  });
});

describe("HTML", () => {
  it("has no error on any page, says html-validate", async () => {
    const validator = new HtmlValidate(
      JSON.parse(await readFile(join(PROJECT, ".htmlvalidate.json"), "utf8")),
    );
    const problems: string[] = [];
    const pages = files.filter((f) => f.endsWith(".html") && !/^dataset\//.test(f));
    for (const path of pages) {
      const report = await validator.validateString(await readSite(out, path), path);
      for (const result of report.results) {
        for (const message of result.messages) {
          problems.push(`${path}:${message.line}:${message.column} ${message.ruleId} ${message.message}`);
        }
      }
    }
    expect(problems.slice(0, 20)).toEqual([]);
  }, 120_000);
});

describe("accessibility", () => {
  for (const [scheme, width] of [
    ["light", 1280],
    ["dark", 360],
  ] as const) {
    it(`axe finds no violation on any kind of page, ${scheme}, ${width} px`, async () => {
      const violations: string[] = [];
      for (const [kind, path] of Object.entries(kinds())) {
        await onPage(
          path,
          async (page) => {
            if (kind === "search with results") await results(page).first().waitFor();
            violations.push(...(await offences(page, kind)));
          },
          { colorScheme: scheme, viewport: { width, height: 900 } },
        );
      }
      expect(violations).toEqual([]);
    }, 180_000);
  }

  it("lets the keyboard skip to the content and reach a result", async () => {
    await onPage("search/?q=%E4%BA%BA%E5%8F%A3", async (page) => {
      await results(page).first().waitFor();
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement!.textContent!.trim())).toBe("跳到主要內容");
      await page.keyboard.press("Enter");
      expect(page.url()).toContain("#main");
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(() => document.activeElement!.closest("li[data-identifier]") !== null))
          return;
      }
      throw new Error("no result within forty steps");
    });
  });
});

describe("under a base path, in Chinese only", () => {
  let root: string;
  let sub: string;
  let site: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    const { cp } = await import("node:fs/promises");
    root = await mkdtemp(join(tmpdir(), "root-"));
    sub = await mkdtemp(join(tmpdir(), "sub-"));
    // Inventories and showcases name datasets that are not there.
    const filter = (path: string) =>
      !path.endsWith("/showcases") && (!path.endsWith("/inventory.yaml") || path.includes("A41000000G"));
    for (const folder of ["platform", "agencies"]) {
      await cp(join(PROJECT, folder), join(root, folder), { recursive: true, filter });
    }
    await cp(join(PROJECT, ".github/CODEOWNERS"), join(root, ".github/CODEOWNERS"));
    await cp(join(PROJECT, "datasets/A41000000G"), join(root, "datasets/A41000000G"), { recursive: true });
    await writeFile(
      join(root, "platform/settings.yaml"),
      "name: 測試目錄\nnameEn: Test catalogue\nurl: https://someone.github.io/catalogue/\nlanguages:\n  - zh-TW\n",
    );
    await writeFile(
      join(root, datasetFile("999999")),
      datasetYaml("999999", { title: "尚未公開的資料集", releaseDate: "2999-01-01", legacyID: "999999999" }),
    );
    await writeFile(
      join(root, datasetFile("999998")),
      datasetYaml("999998", {
        title: JSON.stringify(HOSTILE),
        description: JSON.stringify(`${HOSTILE}\n${HOSTILE}`),
        issued: "2026-01-01",
      }),
    );
    const built = await runScript("build", "--root", root, "--out", sub);
    expect(built.stderr + built.stdout).toContain("網站已建置於");
    site = await serve(sub, "/catalogue/", 0);
  }, 120_000);

  afterAll(async () => {
    site?.server.close();
    await rm(root, { recursive: true, force: true });
    await rm(sub, { recursive: true, force: true });
  });

  it("every address stays below it, and no English edition is built", async () => {
    const below = await filesBelow(sub);
    const known = new Set(below);
    expect(below.filter((f) => f.startsWith("en/"))).toEqual([]);
    const wrong: string[] = [];
    for (const path of below.filter((f) => f.endsWith(".html"))) {
      const page = new URL(`/catalogue/${path.replace(/index\.html$/, "")}`, "http://site.test");
      const html = await readSite(sub, path);
      expect(html).not.toContain("github.com/undefined");
      for (const address of addressesIn(html)) {
        if (/^(mailto:|tel:|data:)/.test(address)) continue;
        const target = new URL(address, page);
        if (target.origin !== "http://site.test") continue;
        const inside = target.pathname.startsWith("/catalogue/");
        if (!inside || fileFor(target.pathname.slice("/catalogue/".length), known) === undefined) {
          wrong.push(`${path}: ${address}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("names accounts without a link where it has no repository, and says that there is no history", async () => {
    const list = await readSite(sub, "authorisations/index.html");
    expect(list).toContain("ndc-reviewer-1");
    expect(list).not.toContain("https://github.com/");
    expect(await readSite(sub, "authorisations/log/index.html")).toContain("讀不到完整的 git 歷史");
    expect(JSON.parse(await readSite(sub, "authorisations/log.json"))).toEqual([]);
  });

  it("holds nothing of a dataset whose 上架日期 lies ahead", async () => {
    const words = ["A41000000G-999999", "尚未公開的資料集", "999999999"].map((word) => Buffer.from(word));
    for (const path of await filesBelow(sub)) {
      const content = await readFile(join(sub, path));
      const plain = content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content;
      for (const word of words) {
        expect(path).not.toContain(word.toString());
        expect(plain.includes(word), `${path} holds ${word}`).toBe(false);
      }
    }
  });

  it("texts of a hostile file stay texts on every page", async () => {
    const page = await browser.newPage();
    for (const path of [
      "datasets/A41000000G-999998/",
      "datasets/",
      "agencies/A41000000G/",
      "search/?q=alert",
      "",
    ]) {
      await page.goto(site.url + path);
      if (path.startsWith("search/")) await page.locator("li[data-identifier]").first().waitFor();
      expect(await page.evaluate(() => "hostile" in globalThis), path).toBe(false);
      expect(await page.locator("main img, main b").count(), path).toBe(0);
    }
    await page.goto(`${site.url}datasets/A41000000G-999998/`);
    expect((await page.getByRole("heading", { level: 1 }).textContent())!.trim()).toBe(HOSTILE);
    const json = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent())!);
    expect(json.name).toBe(HOSTILE);
    await page.close();
  });

  it("the search works, and its results lead to pages that exist", async () => {
    const page = await browser.newPage();
    await page.goto(`${site.url}search/?q=%E5%9C%8B%E7%99%BC%E6%9C%83`);
    await page.locator("li[data-identifier] a").first().click();
    await page.waitForURL("**/catalogue/datasets/A41000000G-*/");
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    await page.close();
  });
});
