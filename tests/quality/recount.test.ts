import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { buildCatalogue } from "../../src/catalogue/catalogue.ts";
import { taipeiDay } from "../../src/catalogue/today.ts";
import { writeFakeQuality } from "../support/quality.ts";
import { runScript } from "../support/repository.ts";
import { filesBelow, readPage } from "../support/site.ts";
import { ASKED, type Counted, LINKS, recount, type Sign } from "./recount.ts";

/* Every figure of the pages and lists of quality, against a count of the raw files that shares no code with the site. */

const PROJECT = resolve(import.meta.dirname, "../..");
const SIGNS: readonly Sign[] = ["pass", "fail", "unknown"];
const SIGN_NAMES: Record<Sign, string> = { pass: "通過", fail: "未通過", unknown: "未知" };
const GRADE_NAMES: Record<string, string> = {
  excellent: "優",
  good: "良",
  fair: "可",
  poor: "待改善",
  unrated: "尚未檢測",
};
const ASKED_NAMES = [
  "連結有效性",
  "資料可直接下載",
  "結構化檔案類型",
  "編碼描述與資料相符",
  "欄位描述與資料相符",
  "更新時效性",
];

interface Point {
  day: string;
  agencies: Record<string, Record<string, number>>;
}

let out: string;
let snapshots: string;
let today: string;
let files: string[];
let counted: Counted[];
let points: Point[];

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "recount-site-"));
  snapshots = await mkdtemp(join(tmpdir(), "recount-"));
  today = taipeiDay(new Date());
  const { input } = await checkCatalogue(PROJECT, today);
  await writeFakeQuality(snapshots, buildCatalogue({ ...input!, today }), today);
  const built = await runScript("build", "--out", out, "--snapshots", snapshots);
  expect(built.code, built.stderr).toBe(0);
  files = await filesBelow(out);
  counted = await recount(PROJECT, snapshots, today);
  points = JSON.parse(await readFile(join(snapshots, "quality/history.json"), "utf8")).points;
}, 120_000);

afterAll(async () => {
  for (const folder of [out, snapshots]) await rm(folder, { recursive: true, force: true });
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
const one = (value: number) => value.toFixed(1);
const percent = (part: number, whole: number) => `${one(whole === 0 ? 0 : (100 * part) / whole)}%`;
const total = ({ points }: Counted) => sum(points);
const mean = (list: readonly Counted[]) => sum(list.map(total)) / list.length;

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const textOf = (html: string) =>
  html
    .replace(/<svg[\s\S]*?<\/svg>/g, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/\s+/g, " ")
    .trim();

/** Rows of a page's tables, without the heading, by the id of the heading that names the table. */
function tablesOf(html: string): Map<string, string[][]> {
  const tables = new Map<string, string[][]>();
  for (const [, id = "", table = ""] of html.matchAll(
    /<table aria-labelledby="([^"]+)"[^>]*>([\s\S]*?)<\/table>/g,
  )) {
    const body = /<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec(table)?.[1] ?? "";
    const rows = [...body.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)];
    tables.set(
      id,
      rows.map(([, row = ""]) =>
        [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = ""]) => textOf(cell)),
      ),
    );
  }
  return tables;
}

/** The five tables of figures that stand on the page of a group of datasets. */
function figuresOf(list: readonly Counted[]): Record<string, string[][]> {
  const links = LINKS.map((_, index) => sum(list.map((d) => d.links[index]!)));
  const all = sum(links);
  const grades = Object.entries(GRADE_NAMES);
  const having = (is: (d: Counted) => boolean) => list.filter(is).length;
  return {
    indicators: ASKED.map((name, index) => [
      ASKED_NAMES[index]!,
      ...SIGNS.map((sign) => String(having((d) => d.signs[name] === sign))),
    ]),
    links: ["可取得", "無法取得", "未能判斷", "尚未檢查"].map((name, index) => [
      name,
      String(links[index]),
      percent(links[index]!, all),
    ]),
    grades: grades.map(([grade, name]) => {
      const count = having((d) => d.grade === grade);
      return [name, String(count), percent(count, list.length)];
    }),
    stars: [5, 4, 3, 2, 1, 0].map((stars) => {
      const count = having((d) => d.stars === stars);
      return [stars === 0 ? "格式未註明" : `${stars} 星`, String(count), percent(count, list.length)];
    }),
    mqa: ["可尋性", "可取得性", "互通性", "可再利用性", "脈絡資訊"].map((name, index) => [
      name,
      one(sum(list.map((d) => d.points[index]!)) / list.length),
      String([100, 100, 110, 75, 20][index]),
    ]),
  };
}

/** A line of the trend's table for each of some points. */
function trendOf(agencies: ReadonlySet<string>, shown: readonly Point[]): string[][] {
  return shown.map(({ day, agencies: figures }) => {
    const of = (name: string) =>
      sum(Object.entries(figures).map(([code, f]) => (agencies.has(code) ? f[name]! : 0)));
    const [datasets, alive, dead, unknown] = ["datasets", "alive", "dead", "unknown"].map(of) as number[];
    return [
      day,
      String(datasets),
      one(of("mqa") / datasets!),
      percent(of("threeStars"), datasets!),
      percent(dead!, alive! + dead! + unknown!),
      percent(of("good"), datasets!),
      ...[alive, dead, unknown].map(String),
    ];
  });
}

/** Mean score of some agencies on a day of the history. */
function meanOf(agencies: ReadonlySet<string>, { agencies: figures }: Point): number {
  const own = Object.entries(figures).filter(([code]) => agencies.has(code));
  return sum(own.map(([, f]) => f.mqa!)) / sum(own.map(([, f]) => f.datasets!));
}

/** The last point of each month, newest first. */
const monthly = () =>
  points.filter(({ day }, index) => points[index + 1]?.day.slice(0, 7) !== day.slice(0, 7)).reverse();

async function check(
  path: string,
  list: readonly Counted[],
  shown: readonly Point[],
): Promise<Map<string, string[][]>> {
  const html = await readPage(out, path);
  const tables = tablesOf(html);
  for (const [id, rows] of Object.entries(figuresOf(list)))
    expect(tables.get(id), `${path} ${id}`).toEqual(rows);
  expect(tables.get("trend"), path).toEqual(trendOf(new Set(list.map((d) => d.agency)), shown));
  const text = textOf(/<main[\s\S]*<\/main>/.exec(html)![0]);
  const resources = sum(list.flatMap((d) => d.links));
  expect(text).toContain(`${today}，${list.length} 個資料集、${resources} 項資料資源`);
  expect(text).toContain(`平均 ${one(mean(list))} 分`);
  expect(text).toContain(`3 星以上占 ${percent(list.filter((d) => d.stars >= 3).length, list.length)}`);
  return tables;
}

/** Groups in the order of the league: by mean, more datasets first, then by code. */
const leagueOf = (key: (d: Counted) => string) =>
  [...Map.groupBy(counted, key)].map(([code, list]) => ({ code, list, mean: mean(list) }));

describe("figures of quality, counted again", () => {
  it("has every kind of finding to count", () => {
    for (const name of ASKED) {
      for (const sign of SIGNS)
        expect(
          counted.some((d) => d.signs[name] === sign),
          `${name} ${sign}`,
        ).toBe(true);
    }
    for (const grade of Object.keys(GRADE_NAMES))
      expect(
        counted.some((d) => d.grade === grade),
        grade,
      ).toBe(true);
    for (const [index, name] of LINKS.entries())
      expect(sum(counted.map((d) => d.links[index]!)), name).toBeGreaterThan(0);
  });

  it("stands on the catalogue's page, with the league", async () => {
    const tables = await check("quality/index.html", counted, [...points].reverse());
    const names = new Map(
      parse(await readFile(join(out, "quality/ministries.csv"), "utf8"), { bom: true, columns: true }).map(
        (row) => [(row as Record<string, string>).部會, (row as Record<string, string>).機關代碼] as const,
      ),
    );
    const rows = tables.get("league")!;
    const groups = new Map(leagueOf((d) => d.ministry).map((group) => [group.code, group]));
    expect(rows).toHaveLength(groups.size);
    const day = new Date(Date.parse(today) - 30 * 86_400_000).toISOString().slice(0, 10);
    const monthAgo = points.findLast((point) => point.day <= day)!;
    let last = Number.POSITIVE_INFINITY;
    for (const [index, row] of rows.entries()) {
      const [rank, name, datasets, score] = row;
      const { list, mean: own } = groups.get(names.get(name!)!)!;
      const better = [...groups.values()].filter((group) => group.mean > own).length;
      expect(Number(rank), name).toBe(better + 1);
      expect([datasets, score], name).toEqual([String(list.length), one(own)]);
      const change = own - meanOf(new Set(list.map((d) => d.agency)), monthAgo);
      const steady = Math.abs(change) < 0.05;
      const said = steady ? "持平" : change > 0 ? `▲ 上升 ${one(change)}` : `▼ 下降 ${one(-change)}`;
      expect(row[4], name).toBe(said);
      expect(row.slice(-3), name).toEqual([
        percent(list.filter((d) => d.stars >= 3).length, list.length),
        percent(list.filter((d) => d.grade === "excellent" || d.grade === "good").length, list.length),
        String(sum(list.map((d) => d.links[1]!))),
      ]);
      expect(own, String(index)).toBeLessThanOrEqual(last);
      last = own;
    }
  });

  it("stands on the page of each ministry", async () => {
    const pages = files.filter((path) => /^quality\/ministries\/[^/]+\/index\.html$/.test(path));
    const groups = Map.groupBy(counted, (d) => d.ministry);
    expect(pages.map((path) => path.split("/")[2]).sort()).toEqual([...groups.keys()].sort());
    for (const [code, list] of groups)
      await check(`quality/ministries/${code}/index.html`, list, [...points].reverse());
  });

  it("stands on the page of each agency, with its datasets and dead links", async () => {
    const groups = Map.groupBy(counted, (d) => d.agency);
    for (const [code, list] of groups) {
      const tables = await check(`quality/agencies/${code}/index.html`, list, monthly());
      const rows = tables.get("datasets")!;
      const gainOf = (mend: string) => /\d+(?= 分）$)/.exec(mend)?.[0] ?? "0";
      expect(rows.map((row) => [...row.slice(0, 5), gainOf(row[5]!)]).sort(), code).toEqual(
        list
          .map((d) => {
            const failed = ASKED_NAMES.filter((_, index) => d.signs[ASKED[index]!] === "fail");
            return [
              d.title,
              GRADE_NAMES[d.grade]!,
              String(d.stars || "—"),
              String(total(d)),
              failed.join("、") || "無",
              String(d.gain),
            ];
          })
          .sort(),
      );
      const dead = list.flatMap((d) => d.dead.map((link) => ({ ...link, title: d.title })));
      const path = `quality/agencies/${code}/dead-links/index.html`;
      expect(files.includes(path), code).toBe(dead.length > 0);
      if (dead.length === 0) continue;
      const shown = tablesOf(await readPage(out, path)).get("dead")!;
      expect(
        shown
          .map(([title, resource, since, last]) => [title, resource!.split(" ").at(-1), since, last])
          .sort(),
      ).toEqual(
        dead
          .map(({ title, url, since, last }) => [
            title,
            url.split(" ").at(-1),
            local(since).slice(0, 10),
            local(last),
          ])
          .sort(),
      );
    }
  });

  it("stands on the page of dead links", async () => {
    const rows = tablesOf(await readPage(out, "quality/dead-links/index.html")).get("dead")!;
    const groups = [...Map.groupBy(counted, (d) => d.agency).values()].filter((list) =>
      list.some((d) => d.dead.length > 0),
    );
    const wanted = groups.map((list) => {
      const [alive, dead, unknown, unvisited] = LINKS.map((_, index) =>
        sum(list.map((d) => d.links[index]!)),
      ) as number[];
      const all = alive! + dead! + unknown! + unvisited!;
      return [String(dead), String(all), percent(dead!, all)];
    });
    expect(rows.map((row) => row.slice(-3)).sort()).toEqual(wanted.sort());
  });

  it("stands on each dataset's page", async () => {
    for (const dataset of counted) {
      const html = await readPage(out, `datasets/${dataset.identifier}/index.html`);
      const section = /<section[^>]*aria-labelledby="quality"[^>]*>([\s\S]*?)<\/section>/.exec(html)![1]!;
      const chinese = textOf(
        section
          .replace(/<(span|a|small|dd)[^>]*lang="en"[^>]*>[\s\S]*?<\/\1>/g, "")
          .replace(/<\/d[td]>/g, "$& "),
      );
      expect(chinese, dataset.identifier).toContain(
        `${total(dataset)} / 405${dataset.gain > 0 ? ` +${dataset.gain}` : ""}`,
      );
      for (const sign of SIGNS) {
        const names = ASKED_NAMES.filter((_, index) => dataset.signs[ASKED[index]!] === sign);
        // Where nobody went yet, the grade says so.
        const isNew = sign === "unknown" && names.length === ASKED.length;
        if (names.length > 0 && !isNew)
          expect(chinese, dataset.identifier).toContain(`${SIGN_NAMES[sign]} ${names.join("、")}`);
      }
      expect(chinese, dataset.identifier).toContain(`資料品質 ${GRADE_NAMES[dataset.grade]}`);
    }
  });

  it("stands in the lists for machines", async () => {
    const table = async (name: string) =>
      parse(await readFile(join(out, `quality/${name}.csv`), "utf8"), { bom: true, columns: true }) as Record<
        string,
        string
      >[];
    expect(
      (await table("datasets")).map((row) => [
        row.資料集編號,
        row.目錄評等,
        row.資料5星評等,
        ...ASKED_NAMES.map((name) => row[name]),
        row.MQA總分,
        ...["正常連結", "失效連結", "未定連結", "未檢測連結"].map((name) => row[name]),
      ]),
    ).toEqual(
      counted.map((d) => [
        d.identifier,
        GRADE_NAMES[d.grade],
        String(d.stars),
        ...ASKED.map((name) => SIGN_NAMES[d.signs[name]]),
        String(total(d)),
        ...d.links.map(String),
      ]),
    );
    const dead = counted.flatMap((d) => d.dead);
    expect(
      (await table("dead-links"))
        .map((row) => [row.資源編號, row.網址, row.失效起始時間, row.最近檢測時間])
        .sort(),
    ).toEqual(
      dead.map(({ resourceID, url, since, last }) => [resourceID, url, local(since), local(last)]).sort(),
    );
    const summary = JSON.parse(await readFile(join(out, "quality/summary.json"), "utf8"));
    expect(summary.total).toMatchObject({
      datasets: counted.length,
      mqa: sum(counted.map(total)),
      grades: Object.fromEntries(
        Object.keys(GRADE_NAMES).map((g) => [g, counted.filter((d) => d.grade === g).length]),
      ),
    });
    for (const [name, key] of [
      ["agencies", "agency"],
      ["ministries", "ministry"],
    ] as const) {
      const groups = Map.groupBy(counted, (d) => d[key]);
      expect(
        new Set(
          (await table(name)).map((row) => `${row.機關代碼} ${row.資料集數} ${row.失效連結} ${row.MQA平均}`),
        ),
      ).toEqual(
        new Set(
          [...groups].map(
            ([code, list]) =>
              `${code} ${list.length} ${sum(list.map((d) => d.links[1]!))} ${one(mean(list))}`,
          ),
        ),
      );
    }
  });
});

/** A time in UTC as people in Taipei read it, to the minute. */
const local = (time: string) =>
  new Date(Date.parse(time) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
