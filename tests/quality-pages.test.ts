import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../src/adapters/browser.ts";
import { checkCatalogue } from "../src/adapters/catalogue.ts";
import { serve } from "../src/adapters/serve.ts";
import { addressOf, buildCatalogue, type Catalogue } from "../src/catalogue/catalogue.ts";
import { assessQuality } from "../src/catalogue/quality/assess.ts";
import type { AddressEvidence } from "../src/catalogue/quality/evidence.ts";
import type { CatalogueQuality } from "../src/catalogue/quality/types.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import { offences } from "./support/axe.ts";
import { cells, deadAddresses, htmlProblems, visit } from "./support/pages.ts";
import { fakeEvidence, writeFakeQuality } from "./support/quality.ts";
import { runScript } from "./support/repository.ts";
import { filesBelow, readPage } from "./support/site.ts";

const PROJECT = resolve(import.meta.dirname, "..");

let out: string;
let snapshots: string;
let url: string;
let server: Awaited<ReturnType<typeof serve>>["server"];
let browser: Browser;
let files: string[];
let catalogue: Catalogue;
let quality: CatalogueQuality;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "quality-site-"));
  snapshots = await mkdtemp(join(tmpdir(), "quality-snapshots-"));
  const today = taipeiDay(new Date());
  const { input } = await checkCatalogue(PROJECT, today);
  catalogue = buildCatalogue({ ...input!, today });
  await writeFakeQuality(snapshots, catalogue, today);
  const addresses = new Map<string, AddressEvidence>(
    fakeEvidence(catalogue, today).flatMap((file) => Object.entries(file.addresses)),
  );
  quality = assessQuality(catalogue, (address) => addresses.get(address), today);
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

/** Agencies that the fake evidence gives a dead link, most first. */
const deadAgencies = () =>
  [...quality.agencies]
    .filter(([, { dead }]) => dead > 0)
    .sort(([a, x], [b, y]) => y.dead - x.dead || (a < b ? -1 : 1));
const withDead = () => catalogue.datasets.find((d) => quality.datasets.get(d.identifier)!.dead > 0)!;

/** One page of each kind. */
function kinds(): string[] {
  const agency = deadAgencies()[0]![0];
  const ministry = catalogue.agencies.get(agency)!.ministry.code;
  return [
    "quality/",
    "en/quality/",
    "quality/dead-links/",
    "en/quality/dead-links/",
    `quality/ministries/${ministry}/`,
    `en/quality/ministries/${ministry}/`,
    `quality/agencies/${agency}/`,
    `en/quality/agencies/${agency}/`,
    `quality/agencies/${agency}/dead-links/`,
    `en/quality/agencies/${agency}/dead-links/`,
    `datasets/${withDead().identifier}/`,
    `datasets/${withDead().identifier}/#en`,
    "data/",
    "en/data/",
    "statistics/",
    `agencies/${agency}/`,
  ];
}

const ours = () =>
  files.filter((file) => /^(en\/)?(quality\/.*|data\/)index\.html$/.test(file) && file.endsWith(".html"));

const onPage = (path: string, task: (page: Page) => Promise<void>, options: object = {}) =>
  visit(browser, url + path, task, options);

describe("pages of quality", () => {
  it("exist for whoever has datasets or dead links, in both editions, and for nobody else", () => {
    const codes = (pattern: RegExp) => files.flatMap((file) => pattern.exec(file)?.[1] ?? []).sort();
    const withDatasets = [...new Set(catalogue.datasets.map((d) => d.agency.code))].sort();
    const ministries = [...new Set(catalogue.datasets.map((d) => d.agency.ministry.code))].sort();
    const dead = deadAgencies()
      .map(([code]) => code)
      .sort();
    for (const edition of ["", "en/"]) {
      expect(codes(new RegExp(`^${edition}quality/agencies/(\\w+)/index.html$`))).toEqual(withDatasets);
      expect(codes(new RegExp(`^${edition}quality/ministries/(\\w+)/index.html$`))).toEqual(ministries);
      expect(codes(new RegExp(`^${edition}quality/agencies/(\\w+)/dead-links/index.html$`))).toEqual(dead);
    }
    expect(dead.length).toBeGreaterThan(3);
  });

  it("lead to pages and files that exist", async () => {
    expect(await deadAddresses(out, files, ours())).toEqual([]);
  });

  it("show the catalogue's figures, without JavaScript", async () => {
    const { total } = quality;
    await onPage(
      "quality/",
      async (page) => {
        const indicators = await cells(page, "indicators");
        expect(indicators).toEqual(
          (
            [
              ["連結有效性", "linkable"],
              ["資料可直接下載", "downloadable"],
              ["結構化檔案類型", "structured"],
              ["編碼描述與資料相符", "encoding"],
              ["欄位描述與資料相符", "columns"],
              ["更新時效性", "timely"],
            ] as const
          ).map(([name, key]) => {
            const { pass, fail, unknown } = total.indicators[key];
            return [name, `${pass}`, `${fail}`, `${unknown}`];
          }),
        );
        const links = await cells(page, "links");
        expect(links.map(([state, count]) => [state, Number(count)])).toEqual([
          ["可取得", total.alive],
          ["無法取得", total.dead],
          ["未能判斷", total.unknown],
          ["尚未檢查", total.unvisited],
        ]);
        const grades = await cells(page, "grades");
        expect(grades.map(([, count]) => Number(count))).toEqual(Object.values(total.grades));
        expect(await page.locator("#league").innerText()).toBe("部會排名");
        const ranks = (await cells(page, "league")).map(([rank, , , mean]) => [Number(rank), Number(mean)]);
        expect(ranks.length).toBe(quality.ministries.size);
        expect(ranks.map(([, mean]) => mean)).toEqual(ranks.map(([, mean]) => mean!).sort((a, b) => b - a));
        expect(ranks[0]![0]).toBe(1);
        const change = (await cells(page, "league")).map((row) => row[4]!);
        for (const text of change) expect(text).toMatch(/^(▲ 上升 \d|▼ 下降 \d|持平|新列入)/);
      },
      { javaScriptEnabled: false },
    );
  });

  it("draw a trend of every figure that the history has, and tell it in words and in a table", async () => {
    await onPage("quality/", async (page) => {
      expect(await page.locator(".trend [role=img] path").count()).toBe(4);
      const rows = await cells(page, "trend");
      expect(rows.length).toBe(39);
      expect(rows[0]![0]! > rows.at(-1)![0]!).toBe(true);
      for (const text of await page.locator(".trend .hint").allInnerTexts()) {
        expect(text).toMatch(/^\d{4}-\d\d-\d\d 為 [\d.]+%?，\d{4}-\d\d-\d\d 為 [\d.]+%?。$/);
      }
    });
  });

  it("list every dataset of an agency once, with grade, stars and score", async () => {
    const [code] = deadAgencies()[0]!;
    const own = catalogue.datasets.filter((d) => d.agency.code === code);
    await onPage(`quality/agencies/${code}/`, async (page) => {
      const rows = await cells(page, "datasets");
      expect(rows.map(([title]) => title).sort()).toEqual(own.map((d) => d.file.title).sort());
      for (const [title, , stars, score] of rows) {
        const judged = quality.datasets.get(own.find((d) => d.file.title === title)!.identifier)!;
        expect([stars, score]).toEqual([`${judged.stars || "—"}`, `${judged.mqa.total}`]);
      }
    });
  });

  it("name every dead link once, at its agency, with its evidence", async () => {
    const index: [string, number][] = [];
    await onPage("quality/dead-links/", async (page) => {
      for (const row of await cells(page, "dead")) index.push([row[0]!, Number(row[2])]);
    });
    expect(index).toEqual(
      deadAgencies().map(([code, { dead }]) => [catalogue.agencies.get(code)!.name, dead]),
    );
    for (const [code, { dead }] of deadAgencies()) {
      const known = new Set(
        catalogue.datasets
          .filter((d) => d.agency.code === code)
          .flatMap((d) => d.file.distribution.map((distribution) => addressOf(distribution))),
      );
      const html = await readPage(out, `quality/agencies/${code}/dead-links/index.html`);
      const shown = [...html.matchAll(/rel="nofollow external">([^<]*)</g)].map((m) =>
        m[1]!.replaceAll("&amp;", "&").replaceAll("&#38;", "&"),
      );
      expect(shown.length).toBe(dead);
      for (const address of shown) expect(known.has(address), address).toBe(true);
      expect(html).toMatch(/主機名稱不存在|HTTP 404/);
    }
  });

  it("weigh little", async () => {
    const heavy: string[] = [];
    for (const path of ours()) {
      const weight = gzipSync(await readFile(join(out, path))).length;
      if (weight > 12_000) heavy.push(`${path}: ${weight}`);
    }
    expect(heavy).toEqual([]);
  });
});

describe("a dataset's page", () => {
  it("tells its quality, and what became of each distribution that was visited", async () => {
    const dataset = withDead();
    const judged = quality.datasets.get(dataset.identifier)!;
    await onPage(`datasets/${dataset.identifier}/`, async (page) => {
      const part = page.locator("section[aria-labelledby=quality]");
      const text = await part.innerText();
      expect(text).toContain("待改善");
      expect(text).toMatch(/✗ 未通過\s+連結有效性/);
      expect(text).toContain(`${judged.mqa.total} / 405`);
      const lines = await page.locator(".resources dt", { hasText: "檢查結果" }).count();
      expect(lines).toBe(judged.alive + judged.dead + judged.unknown);
    });
  });

  it("says of a withdrawn one nothing, and of one without a visit only what its record tells", async () => {
    const gone = await readPage(out, `datasets/${catalogue.withdrawn[0]!.identifier}/index.html`);
    expect(gone).not.toContain('aria-labelledby="quality"');
    const unvisited = catalogue.datasets.find((d) => !quality.datasets.get(d.identifier)!.visited)!;
    const html = await readPage(out, `datasets/${unvisited.identifier}/index.html`);
    expect(html).toContain("尚未檢測");
    expect(html).not.toContain("檢查結果");
  });

  it("links to its other formats", async () => {
    const { identifier } = catalogue.datasets[0]!;
    const html = await readPage(out, `datasets/${identifier}/index.html`);
    for (const path of [
      `/datasets/${identifier}.jsonld`,
      `/datasets/${identifier}.ttl`,
      `/datasets/${identifier}.rdf`,
      `/api/3/action/package_show/${identifier}.json`,
    ]) {
      expect(html).toContain(`href="${path}"`);
    }
  });
});

describe("HTML", () => {
  it("has no error on any kind of page, says html-validate", async () => {
    const datasets = catalogue.datasets.slice(0, 20).map((d) => `datasets/${d.identifier}/index.html`);
    const pages = kinds()
      .filter((path) => path.endsWith("/"))
      .map((path) => `${path}index.html`);
    const problems = await htmlProblems(out, [...pages, ...datasets, "guide/index.html"]);
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
            violations.push(...(await offences(page, path)));
          },
          { colorScheme: scheme, viewport: { width, height: 900 } },
        );
      }
      expect(violations).toEqual([]);
    }, 120_000);
  }
});
