import { describe, expect, it } from "vitest";
import type { AgencyFile, DatasetFile } from "../catalogue.ts";
import { SAMPLE_AGENCIES, sampleCatalogue } from "../fixtures.ts";
import type { TargetsFile } from "../schema/generated/targets.ts";
import type { Usage } from "../usage/types.ts";
import { NO_PLAN_FILES, type Strategy } from "./plan-files.ts";
import { targetsOf } from "./targets.ts";
import { growthOf } from "./targets-year.ts";

const NDC = "A41000000G";
const MOTC = "315000000H";
const source = "表 1";
const ROWS: TargetsFile["cumulative"] = [
  { year: 2024, A: 30, B: 3, C: 1, source },
  { year: 2025, B: 5, C: 2, source, note: "A 級缺漏" },
];

const agencies: AgencyFile[] = SAMPLE_AGENCIES.map((agency) =>
  agency.code === NDC ? { ...agency, grade: "B" } : agency.code === MOTC ? { ...agency, grade: "A" } : agency,
);
let serial = 0;
const opened = (agency: string, format: string, ...days: string[]): DatasetFile[] =>
  days.map((issued) => {
    const identifier = `${agency}-${String(++serial).padStart(6, "0")}`;
    return {
      identifier,
      title: identifier,
      issued,
      distribution: [{ resourceID: `${identifier}-001`, format }],
    };
  });
const strategy = (year: number, targets: NonNullable<Strategy["targets"]>): Strategy => ({
  agency: NDC,
  title: "國發會行動策略",
  year,
  targets,
  text: "。",
});
const months = (...counts: [string, number, number][]) => ({
  total: { views: 0, downloads: 0 },
  months: counts.map(([month, views, downloads]) => ({ month, views, downloads })),
  days: [],
});
/** Counted from the middle of 2024 to the end of January 2026. */
const USAGE: Usage = {
  from: "2024-07-01",
  to: "2026-01-31",
  days: 580,
  total: months(["2024-07", 100, 50], ["2025-01", 150, 40], ["2026-01", 9, 9]),
  datasets: new Map(),
  agencies: new Map(),
  ministries: new Map([
    [NDC, months(["2024-07", 100, 50], ["2025-01", 60, 40], ["2025-12", 49, 20], ["2026-01", 9, 9])],
  ]),
};

const play = (
  datasets: DatasetFile[],
  strategies: Strategy[],
  { today = "2026-03-01", rows = ROWS, usage = USAGE as Usage | null } = {},
) =>
  targetsOf(
    sampleCatalogue({
      agencies,
      datasets,
      today,
      plan: { ...NO_PLAN_FILES, targets: { cumulative: rows }, strategies: new Map([[NDC, strategies]]) },
    }),
    new Map(),
    usage ?? undefined,
  );
const flags = (...args: Parameters<typeof play>) =>
  play(...args).flags.map(({ code, agency, due = "-" }) => `${code} ${agency} ${due}`);

describe("targetsOf", () => {
  const datasets = [
    ...opened(NDC, "CSV", "2023-02-02", "2024-03-03", "2024-12-31"),
    ...opened("A41010000A", "PDF", "2025-05-05"),
    ...opened(MOTC, "CSV", "2026-01-15"),
  ];

  it("counts each year against its target, the running one to today", () => {
    const { ministries, years, total } = play(datasets, []);
    expect(years).toEqual([2023, 2024, 2025, 2026]);
    const [motc, ndc] = ministries;
    expect([motc!.agency.code, motc!.grade, ndc!.agency.code, ndc!.grade]).toEqual([MOTC, "A", NDC, "B"]);
    expect(
      ndc!.years.map(({ day, running, count, opened, target, met }) => [
        day,
        running,
        count,
        opened,
        target,
        met,
      ]),
    ).toEqual([
      ["2023-12-31", false, 1, 1, undefined, undefined],
      ["2024-12-31", false, 3, 2, 3, true],
      ["2025-12-31", false, 4, 1, 5, false],
      ["2026-03-01", true, 4, 0, undefined, undefined],
    ]);
    expect(ndc!.years.map(({ growth }) => growth)).toEqual([undefined, 200, growthOf(3, 4), 0]);
    expect(ndc!.latest).toEqual({ year: 2025, target: 5 });
    expect(motc!.latest).toEqual({ year: 2024, target: 30 });
    expect([ndc!.datasets, ndc!.open]).toEqual([4, 3]);
    expect(total.map(({ count, opened }) => [count, opened])).toEqual([
      [1, 1],
      [3, 2],
      [4, 1],
      [5, 1],
    ]);
  });

  it("leaves out ministries without grade, datasets and strategy, and takes those with any", () => {
    const codes = (list: DatasetFile[], strategies: Strategy[]) =>
      targetsOf(
        sampleCatalogue({
          datasets: list,
          plan: { ...NO_PLAN_FILES, strategies: new Map(strategies.map((s) => [NDC, [s]])) },
        }),
        new Map(),
        undefined,
      ).ministries.map(({ agency }) => agency.code);
    expect(codes([], [])).toEqual([]);
    expect(codes(opened("X00000001X", "CSV", "2020-01-01"), [])).toEqual(["X00000001X"]);
    expect(codes([], [strategy(2026, {})])).toEqual([NDC]);
  });

  it("says which days of a year's usage were counted, and compares counted years only", () => {
    const { ministries, total } = play(datasets, []);
    const ndc = ministries[1]!.years;
    expect(
      ndc.map(({ usage }) => usage && [usage.views, usage.downloads, usage.from, usage.to, usage.partial]),
    ).toEqual([
      undefined,
      [100, 50, "2024-07-01", "2024-12-31", true],
      [109, 60, "2025-01-01", "2025-12-31", false],
      [9, 9, "2026-01-01", "2026-01-31", true],
    ]);
    expect(ndc.map(({ viewsGrowth }) => viewsGrowth)).toEqual([
      undefined,
      undefined,
      growthOf(100, 109),
      growthOf(109, 9),
    ]);
    expect(ministries[0]!.years[2]!.usage).toMatchObject({ views: 0, downloads: 0 });
    expect(ministries[0]!.years[2]!.viewsGrowth).toBeUndefined();
    expect(total[2]!.usage).toMatchObject({ views: 150, downloads: 40 });
  });

  it("holds a strategy's targets against what came of them", () => {
    const promised = { newDatasets: 2, growth: 33, viewsGrowth: 9, downloadsGrowth: 21, threeStars: 80 };
    const goals = play(datasets, [
      strategy(2025, promised),
      strategy(2026, promised),
    ]).ministries[1]!.years.map((year) =>
      year.goals.map(({ kind, met, actual }) => `${kind} ${met} ${actual?.toFixed(1)}`),
    );
    expect(goals).toEqual([
      [],
      [],
      [
        "datasets false 1.0",
        "growth true 33.3",
        "views true 9.0",
        "downloads false 20.0",
        "stars undefined undefined",
      ],
      [
        "datasets undefined 0.0",
        "growth undefined 0.0",
        "views undefined -91.7",
        "downloads undefined -85.0",
        "stars false 75.0",
      ],
    ]);
  });

  it("speaks of thirty years at most", () => {
    const { years, total } = play(opened(NDC, "CSV", "1911-10-10"), []);
    expect([years[0], years.length]).toEqual([1997, 30]);
    expect(total[0]!.count).toBe(1);
  });
});

describe("flags", () => {
  const years = (n2024: number, n2025: number) => [
    ...opened(NDC, "CSV", ...Array.from({ length: n2024 }, () => "2024-06-01")),
    ...opened(NDC, "CSV", ...Array.from({ length: n2025 }, () => "2025-06-01")),
  ];

  it.each<[string, number, number, Partial<NonNullable<Strategy["targets"]>>, string[]]>([
    ["cumulative reached", 3, 2, {}, []],
    ["cumulative missed", 3, 1, {}, ["target/cumulative A41000000G 2025-12-31"]],
    ["new datasets reached", 3, 2, { newDatasets: 2 }, []],
    ["new datasets missed", 3, 2, { newDatasets: 3 }, ["target/datasets A41000000G 2025-12-31"]],
    ["growth reached to the unit", 20, 1, { growth: 5 }, []],
    ["growth missed by a hair", 20, 1, { growth: 6 }, ["target/growth A41000000G 2025-12-31"]],
    ["growth over nothing", 0, 5, { growth: 100 }, []],
    ["views reached to the unit", 5, 0, { viewsGrowth: 9 }, []],
    ["views missed", 5, 0, { viewsGrowth: 10 }, ["target/views A41000000G 2025-12-31"]],
    ["downloads reached to the unit", 5, 0, { downloadsGrowth: 20 }, []],
    ["downloads missed", 5, 0, { downloadsGrowth: 21 }, ["target/downloads A41000000G 2025-12-31"]],
    ["last year's promise of stars", 5, 0, { threeStars: 101 }, []],
  ])("%s", (_, n2024, n2025, targets, expected) => {
    expect(flags(years(n2024, n2025), [strategy(2025, targets)])).toEqual(expected);
  });

  it.each<[string, number | undefined, string[]]>([
    ["reached to the unit", 75, []],
    ["missed", 76, ["target/stars A41000000G -"]],
    ["not promised", undefined, []],
  ])("stars today, %s", (_, threeStars, expected) => {
    const datasets = [...years(3, 0), ...opened(NDC, "PDF", "2024-01-01"), ...years(1, 0).slice(1)];
    const targets = threeStars === undefined ? {} : { threeStars };
    expect(flags(datasets, [strategy(2026, targets)], { rows: [] })).toEqual(expected);
  });

  it("ask nothing of a ministry without datasets for its stars", () => {
    expect(flags([], [strategy(2026, { threeStars: 50 })], { rows: [] })).toEqual([]);
  });

  it("skip usage unless both years were counted", () => {
    const short = [strategy(2025, { viewsGrowth: 1000, downloadsGrowth: 1000 })];
    const late = { ...USAGE, from: "2025-01-01" };
    expect(flags(years(5, 0), short, { rows: [], usage: late })).toEqual([]);
    expect(flags(years(5, 0), short, { rows: [], usage: null })).toEqual([]);
    const early = { ...USAGE, to: "2024-12-31" };
    expect(flags(years(5, 0), short, { rows: [], usage: early })).toEqual([]);
    expect(flags(years(5, 0), short, { rows: [] })).toHaveLength(2);
  });

  it("look at last year only, from its end on", () => {
    const datasets = years(1, 0);
    expect(flags(datasets, [], { today: "2025-12-31" })).toEqual([
      "target/cumulative 315000000H 2024-12-31",
      "target/cumulative A41000000G 2024-12-31",
    ]);
    expect(flags(datasets, [], { today: "2026-01-01" })).toEqual(["target/cumulative A41000000G 2025-12-31"]);
    expect(flags(datasets, [], { today: "2027-01-01" })).toEqual([]);
  });

  it("know of a promise for last year though everything began this year", () => {
    const datasets = opened(NDC, "CSV", "2026-01-02");
    expect(flags(datasets, [strategy(2025, { newDatasets: 1 })], { rows: [] })).toEqual([
      "target/datasets A41000000G 2025-12-31",
    ]);
  });

  it("say it in both languages, with the figures, the clause and the page", () => {
    const [cumulative, views] = play(years(3, 1), [strategy(2025, { viewsGrowth: 10 })]).flags;
    expect(cumulative).toEqual({
      code: "target/cumulative",
      level: "overdue",
      agency: NDC,
      clause: "行動方案伍、一、（二）表 1",
      message: {
        zh: "2025 年（114 年）底累計開放 4 項，未達 B 級指標 5 項",
        en: "4 datasets at the end of 2025, short of the 5 of grade B",
      },
      due: "2025-12-31",
      path: "plan/targets/A41000000G/",
    });
    expect(views).toMatchObject({
      clause: "國發會行動策略 績效目標",
      message: {
        zh: "2025 年（114 年）瀏覽次數年增率 9.0%，未達行動策略的 10%",
        en: "Views grew by 9.0% in 2025, short of the strategy’s 10%",
      },
    });
  });
});
