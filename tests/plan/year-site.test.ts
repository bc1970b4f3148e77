import { parse } from "csv-parse/sync";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../src/adapters/browser.ts";
import { serve } from "../../src/adapters/serve.ts";
import type { PlanFlag } from "../../src/catalogue/plan/flags.ts";
import { offences } from "../support/axe.ts";
import { readPage, readSite } from "../support/site.ts";
import {
  APPROVING,
  BUREAU,
  COUNTED_MONTHS,
  filesOn,
  IDLE,
  MINISTRY,
  monthlyCounts,
  SAID,
  WORKING,
} from "./ministry-year.ts";
import { countOn, type Limit, openedIn, readWorld, recountAnswers, recountFlags, taipei } from "./recount.ts";
import { buildYear, limitsOn } from "./stage.ts";

/* The built site of a ministry's year: pages, lists and charts against a count of the raw files. */

const DAY = "2026-12-31";
const NOON = new Date(`${DAY}T12:00:00+08:00`).toISOString();

let site: { out: string; remove: () => Promise<void> };
let limits: Record<string, Limit>;
let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;
let url: string;
beforeAll(async () => {
  limits = await limitsOn(DAY);
  site = await buildYear(DAY);
  server = await serve(site.out, "/", 0);
  url = server.url;
  browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  server?.server.close();
  await site?.remove();
});

const page = (path: string) => readPage(site.out, path);
const rows = async (path: string): Promise<Record<string, string>[]> =>
  parse(await readSite(site.out, path), { columns: true, bom: true });

const text = (html: string) =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
/** Rows of the table that follows a heading, with its own heading's row left out. */
function tableAfter(html: string, id: string): string[][] {
  const from = html.indexOf(`id="${id}"`);
  expect(from, id).toBeGreaterThan(0);
  const body = /<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec(html.slice(from))?.[1] ?? "";
  return [...body.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = ""]) => text(cell)),
  );
}
/** What a chart says: the values written at its columns, the heights drawn, and the steps of its target. */
function chart(html: string, id: string) {
  const from = html.indexOf(`aria-labelledby="${id} `);
  expect(from, id).toBeGreaterThan(0);
  const figure = html.slice(from, html.indexOf("</figure>", from));
  const drawing = figure.slice(0, figure.indexOf('class="key"'));
  const number = (shown: string) => Number(shown.replaceAll(",", ""));
  const scale = drawing.slice(drawing.indexOf('class="scale"'), drawing.indexOf('class="drawing"'));
  return {
    values: [...drawing.matchAll(/<text class="value"[^>]*>([^<]*)</g)].map(([, shown = ""]) =>
      number(text(shown)),
    ),
    heights: [...drawing.matchAll(/<rect class="column[^>]* height="([\d.]+)%"/g)].map(([, height]) =>
      Number(height),
    ),
    top: Math.max(...[...scale.matchAll(/>([\d,]+)</g)].map(([, shown = ""]) => number(shown))),
    steps: [...(/<path class="target" d="([^"]*)"/.exec(drawing)?.[1] ?? "").matchAll(/,([\d.]+)L/g)]
      .filter((_, index) => index % 2 === 0)
      .map(([, top]) => 100 - Number(top)),
  };
}
const drawn = (values: readonly number[], top: number) => values.map((value) => (value / top) * 100);

const YEARS = [2024, 2025, 2026];
const counts = (ministry: string) => YEARS.map((year) => countOn(filesOn, ministry, `${year}-12-31`));
const world = () => readWorld(filesOn(DAY));
/** Views or downloads of the ministry in the months that begin so. */
const used = (prefix: string, kind: "views" | "downloads") =>
  COUNTED_MONTHS.filter((month) => month.startsWith(prefix) && month <= DAY)
    .flatMap((month) => Object.entries(monthlyCounts(month)[kind]))
    .reduce((all, [key, n]) => (key.startsWith(MINISTRY) || key.startsWith(BUREAU) ? all + n : all), 0);
const percent = (to: number, from: number) => ((to / from - 1) * 100).toFixed(1);
describe("the site of a ministry's year", () => {
  it("lists the flags of the day", async () => {
    const { flags } = JSON.parse(await page("plan/flags.json")) as { flags: PlanFlag[] };
    const usage = (ministry: string, year: number) =>
      year < 2025
        ? undefined
        : ministry === MINISTRY
          ? { views: used(String(year), "views"), downloads: used(String(year), "downloads") }
          : { views: 0, downloads: 0 };
    const shown = (all: readonly Pick<PlanFlag, "code" | "level" | "agency" | "due">[]) =>
      all.map(({ code, level, agency, due }) => `${agency} ${code} ${level} ${due ?? ""}`.trim()).sort();
    expect(shown(flags)).toEqual(shown(recountFlags(filesOn, DAY, usage) as never));
    expect((await rows("plan/flags.csv")).length).toBe(flags.length);
    const overview = await page("plan/index.html");
    for (const { message } of flags) expect(text(overview)).toContain(message.zh);
  });

  it("counts datasets against the targets, in lists, tables and charts", async () => {
    const targets = world().targets.map((row) => ({ year: row.year, B: row.B, C: row.C }));
    const cumulative = await rows("plan/targets/cumulative.csv");
    for (const [ministry, grade] of [
      [MINISTRY, "B"],
      [IDLE, "C"],
    ] as const) {
      const own = cumulative.filter((row) => row.部會代碼 === ministry);
      expect(own.map((row) => Number(row.累計開放項數))).toEqual(counts(ministry));
      expect(own.map((row) => row.指標)).toEqual(targets.map((row) => row[grade]));
    }
    const yearly = (await rows("plan/targets/yearly.csv")).filter((row) => row.部會代碼 === MINISTRY);
    const opened = YEARS.map((year) => openedIn(world(), MINISTRY, year));
    expect(yearly.map((row) => Number(row.當年開放項數))).toEqual(opened);
    const html = await page(`plan/targets/${MINISTRY}/index.html`);
    const [first, second, third] = counts(MINISTRY) as [number, number, number];
    const goals = targets.map((row) => Number(row.B));
    expect(tableAfter(html, "cumulative").map((row) => row.slice(1, 4))).toEqual([
      [String(third), `+${percent(third, second)}%`, String(goals[2])],
      [String(second), `+${percent(second, first)}%`, String(goals[1])],
      [String(first), "—", String(goals[0])],
    ]);
    const bars = chart(html, "cumulative");
    expect(bars.values).toEqual([first, second, third]);
    for (const [index, height] of drawn(bars.values, bars.top).entries()) {
      expect(bars.heights[index]).toBeCloseTo(height, 1);
    }
    expect(bars.steps).toHaveLength(3);
    for (const [index, height] of drawn(goals, bars.top).entries()) {
      expect(bars.steps[index]).toBeCloseTo(height, 1);
    }
    const openings = chart(html, "openings");
    expect(openings.values).toEqual(opened);
    for (const [index, height] of drawn(opened, openings.top).entries()) {
      expect(openings.heights[index]).toBeCloseTo(height, 1);
    }
  });

  it("counts views and downloads by year", async () => {
    const html = await page(`plan/targets/${MINISTRY}/index.html`);
    const [views, downloads] = (["views", "downloads"] as const).map((kind) =>
      ["2025", "2026"].map((year) => used(year, kind)),
    ) as [number[], number[]];
    expect(chart(html, "usage-views-name").values).toEqual(views);
    expect(chart(html, "usage-downloads-name").values).toEqual(downloads);
    const [row] = (await rows("plan/targets/usage.csv")).filter(
      (each) => each.部會代碼 === MINISTRY && each.西元年 === "2026",
    );
    expect([row!.瀏覽次數, row!.下載次數]).toEqual([String(views[1]), String(downloads[1])]);
    expect(Number(row!["瀏覽年增率（%）"])).toBeCloseTo((views[1]! / views[0]! - 1) * 100, 2);
    expect(Number(row!["下載年增率（%）"])).toBeCloseTo((downloads[1]! / downloads[0]! - 1) * 100, 2);
    const [sum] = (await rows("usage/ministries.csv")).filter((each) => each.機關代碼 === MINISTRY);
    expect([sum!.點擊次數, sum!.下載次數]).toEqual([
      String(used("", "views")),
      String(used("", "downloads")),
    ]);
  });

  it("counts answers by ministry", async () => {
    const table = tableAfter(await page("opinions/index.html"), "figures");
    for (const [name, ministry] of [
      ["測試部", MINISTRY],
      ["核准部", APPROVING],
      ["工作部", WORKING],
    ] as const) {
      const said = SAID.filter((each) => each.ministry === ministry);
      const counted = recountAnswers(said, limits[ministry]!, NOON);
      const { received, answered, late, overdue, days } = counted;
      const row = table.find(([shown]) => shown === name)!;
      expect(row.slice(1, 6), name).toEqual([
        ...[received, answered, late, overdue].map(String),
        (days / answered).toFixed(1),
      ]);
    }
  });

  it("reports each quarter", async () => {
    for (const [index, [from, to]] of [
      ["2026-01-01", "2026-03-31"],
      ["2026-04-01", "2026-06-30"],
      ["2026-07-01", "2026-09-30"],
      ["2026-10-01", "2026-12-31"],
    ].entries() as ArrayIterator<[number, [string, string]]>) {
      const html = await page(`plan/reports/${MINISTRY}/2026q${index + 1}/index.html`);
      const figures = Object.fromEntries(
        [...html.matchAll(/<th scope="row">([^<]*)<\/th>\s*<td[^>]*>([^<]*)<\/td>/g)].map(
          ([, name = "", value = ""]) => [text(name), text(value)],
        ),
      );
      const opened = [...world().datasets.values()].filter(
        ({ released }) => from <= released && released <= to,
      );
      const months = COUNTED_MONTHS.filter((month) => month >= from.slice(0, 7) && month <= to.slice(0, 7));
      const sum = (kind: "views" | "downloads") => months.reduce((all, month) => all + used(month, kind), 0);
      expect(figures).toMatchObject({
        // The last quarter still runs on its last day.
        [to === DAY ? "目前資料集數" : "季底資料集數"]: String(countOn(filesOn, MINISTRY, to)),
        本季開放: String(opened.length),
        瀏覽次數: sum("views").toLocaleString("en-US"),
        下載次數: sum("downloads").toLocaleString("en-US"),
      });
      const table = tableAfter(html, "demand");
      for (const [name, form] of [
        ["我有話要說", "opinion"],
        ["我還想要", "wanted"],
      ] as const) {
        const said = SAID.filter(
          (each) =>
            each.ministry === MINISTRY &&
            each.form === form &&
            from <= taipei(each.opened) &&
            taipei(each.opened) <= to,
        );
        const { received, answered, late, overdue, days } = recountAnswers(said, limits[MINISTRY]!, NOON);
        const row = table.find(([shown]) => shown === name)!;
        expect(row.slice(1, 5), `${from} ${name}`).toEqual([received, answered, late, overdue].map(String));
        expect(row[5], `${from} ${name}`).toBe(answered ? `${(days / answered).toFixed(1)} 日` : "—");
      }
    }
  });

  it("lists the inventory's systems by class and outcome", async () => {
    const systems = world().inventories.get(MINISTRY)!.systems as unknown as { class: string }[];
    const of = (code: string) => systems.filter((system) => system.class === code).length;
    const row = tableAfter(await page("plan/inventory/index.html"), "inventories").find(
      (cells) => cells[0] === "測試部" && cells.length > 5,
    )!;
    expect(row.slice(3, 7)).toEqual([systems.length, of("A"), of("B"), of("C")].map(String));
  });
});

describe("the pages of the action plan", () => {
  /** One of each kind. */
  const KINDS = [
    "plan/",
    "en/plan/",
    "plan/inventory/",
    `plan/inventory/${MINISTRY}/`,
    "plan/planned/",
    "plan/councils/",
    `plan/councils/${MINISTRY}/`,
    `plan/councils/${MINISTRY}/2026-02-10/`,
    "plan/strategies/",
    `plan/strategies/${MINISTRY}/2026/`,
    "plan/targets/",
    `plan/targets/${MINISTRY}/`,
    "plan/reports/",
    `plan/reports/${MINISTRY}/2026q2/`,
    `plan/reports/${MINISTRY}/2026q4/`,
    "plan/showcases/",
    "plan/showcases/map/",
    "plan/references/",
    "plan/clauses/",
  ];

  for (const [scheme, width] of [
    ["light", 1280],
    ["dark", 320],
  ] as const) {
    it(`are accessible, ${scheme}, ${width} px`, async () => {
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      const found: string[] = [];
      for (const path of KINDS) {
        await page.goto(url + path);
        found.push(...(await offences(page, path)));
      }
      await context.close();
      expect(found).toEqual([]);
    }, 180_000);
  }

  it("tell by form and text what their charts show, whatever the colours", async () => {
    const context = await browser.newContext({ forcedColors: "active" });
    const page = await context.newPage();
    await page.goto(`${url}plan/targets/${MINISTRY}/`);
    const charts = await page.evaluate(() =>
      [...document.querySelectorAll("figure.year-chart .drawing")].map((drawing) => {
        const styleOf = (selector: string) => {
          const element = drawing.querySelector(selector);
          return element ? getComputedStyle(element) : undefined;
        };
        return {
          whole: styleOf(".column:not(.partial)")?.fill,
          partial: styleOf(".column.partial")?.fill,
          dashes: styleOf(".target")?.strokeDasharray,
          columns: drawing.querySelectorAll("rect.column").length,
          values: drawing.querySelectorAll("text.value").length,
        };
      }),
    );
    await context.close();
    expect(charts).toHaveLength(4);
    for (const { values, columns } of charts) expect(values).toBe(columns);
    const [cumulative] = charts;
    expect(cumulative!.partial).toMatch(/^url\(/);
    expect(cumulative!.whole).toMatch(/^rgb/);
    expect(cumulative!.dashes).toMatch(/\d/);
  });
});
