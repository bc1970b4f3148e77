import type { Agency } from "../catalogue/catalogue.ts";
import { rocYear } from "../catalogue/plan/periods.ts";
import type { MinistryYear, Targets } from "../catalogue/plan/targets.ts";
import type { GoalKind, YearProgress } from "../catalogue/plan/targets-year.ts";
import { targetsPath } from "./addresses.ts";
import { BOM, csvLine } from "./csv-writer.ts";
import type { OutputFile } from "./output-file.ts";
import { sheetBytes } from "./sheet.ts";

type Cell = string | number;
type Table = { name: string; headings: string[]; rows: Cell[][] };

const MINISTRY_HEADINGS = ["部會代碼", "部會", "推動分級", "西元年", "民國年"];
/** Rows of all ministries together bear no code. */
const ALL = "合計";

/** An absent value is an empty cell. */
const cell = (value: Cell | undefined): Cell => value ?? "";
const yesNo = (value: boolean | undefined): Cell => (value === undefined ? "" : value ? "是" : "否");
/** Percent with two decimals, as a number. */
const percent = (value: number | undefined): Cell => (value === undefined ? "" : +value.toFixed(2));

const ministryCells = (agency: Agency | undefined, { year }: YearProgress): Cell[] => [
  agency?.code ?? "",
  agency?.name ?? ALL,
  agency?.file.grade ?? "",
  year,
  rocYear(year),
];

/** A goal's target, what came of it, and whether it was met, of a ministry's year. */
const goalCells = (year: Partial<MinistryYear>, kind: GoalKind): Cell[] => {
  const goal = year.goals?.find((each) => each.kind === kind);
  return [cell(goal?.target), yesNo(goal?.met)];
};

/** Every year of every ministry, then of all together. */
function* yearsOf({
  ministries,
  total,
}: Targets): Generator<[Agency | undefined, YearProgress | MinistryYear]> {
  for (const { agency, years } of ministries) for (const year of years) yield [agency, year];
  for (const year of total) yield [undefined, year];
}

/** Table 1 of the action plan against the datasets in view. */
function cumulativeTable(targets: Targets): Table {
  const rows = targets.ministries.flatMap(({ agency, years }) =>
    years.map((year): Cell[] => [
      ...ministryCells(agency, year),
      year.day,
      year.count,
      cell(year.target),
      year.target ? percent((year.count / year.target) * 100) : "",
      yesNo(year.met),
    ]),
  );
  return {
    name: "累計開放項數",
    headings: [...MINISTRY_HEADINGS, "計算日期", "累計開放項數", "指標", "達成率（%）", "是否達成"],
    rows,
  };
}

/** Datasets opened each year, and what strategies promised of datasets. */
function yearlyTable(targets: Targets): Table {
  return {
    name: "歷年開放項數",
    headings: [
      ...MINISTRY_HEADINGS,
      ...["計算日期", "累計開放項數", "當年開放項數", "新增目標", "新增是否達成"],
      ...["年增率（%）", "年增率目標（%）", "年增率是否達成"],
      ...["3星以上占比（%）", "3星以上目標（%）", "3星以上是否達成"],
    ],
    rows: [...yearsOf(targets)].map(([agency, year]) => [
      ...ministryCells(agency, year),
      year.day,
      year.count,
      year.opened,
      ...goalCells(year, "datasets"),
      percent(year.growth),
      ...goalCells(year, "growth"),
      percent("goals" in year ? year.goals.find(({ kind }) => kind === "stars")?.actual : undefined),
      ...goalCells(year, "stars"),
    ]),
  };
}

/** Views and downloads of the years of which any day was counted. */
function usageTable(targets: Targets): Table {
  return {
    name: "瀏覽與下載",
    headings: [
      ...MINISTRY_HEADINGS,
      ...["計數起日", "計數迄日", "是否全年"],
      ...["瀏覽次數", "瀏覽年增率（%）", "瀏覽年增率目標（%）", "瀏覽是否達成"],
      ...["下載次數", "下載年增率（%）", "下載年增率目標（%）", "下載是否達成"],
    ],
    rows: [...yearsOf(targets)].flatMap(([agency, year]) => {
      const { usage } = year;
      if (!usage) return [];
      return [
        [
          ...ministryCells(agency, year),
          ...[usage.from, usage.to, yesNo(!usage.partial)],
          ...[usage.views, percent(year.viewsGrowth), ...goalCells(year, "views")],
          ...[usage.downloads, percent(year.downloadsGrowth), ...goalCells(year, "downloads")],
        ],
      ];
    }),
  };
}

/**
 * Progress against the targets as CSV and ODS (mission A5, D2, J3): every value of the charts. Percents are numbers with
 * up to two decimals.
 */
export function* targetsFiles(targets: Targets): Generator<OutputFile> {
  const tables = {
    cumulative: cumulativeTable(targets),
    yearly: yearlyTable(targets),
    usage: usageTable(targets),
  } as const;
  for (const list of ["cumulative", "yearly", "usage"] as const) {
    const { name, headings, rows } = tables[list];
    yield { path: targetsPath(list, "csv"), content: BOM + [headings, ...rows].map(csvLine).join("") };
    yield { path: targetsPath(list, "ods"), content: sheetBytes([headings, ...rows], "ods", name) };
  }
}
