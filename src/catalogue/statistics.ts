import type { Agency, Catalogue, Dataset } from "./catalogue.ts";
import { enumLabels } from "./schema/fields.ts";
import type { Term } from "./vocabulary.ts";

/** Text in both editions. */
export interface Label {
  zh: string;
  en: string;
}

/** One line of a statistic. */
export interface StatisticRow {
  /** Code of the agency, term or month; empty for the datasets that have none. */
  code: string;
  label: Label;
  /** Number of datasets. */
  count: number;
  /** Part of the statistic's total, 0–1. */
  share: number;
  /** Path of its page below the site's base (in English: below `en/`). */
  href?: string;
}

/** Datasets in view, counted by one trait. */
export interface Statistic {
  name: StatisticName;
  title: Label;
  /** Headings of code, label, count and share. */
  columns: { code: Label; label: Label; count: Label; share: Label };
  rows: StatisticRow[];
  /** Datasets that it counts; the rows add up to more where a dataset falls into several. */
  total: number;
  note?: Label;
}

export const STATISTIC_NAMES = [
  "ministries",
  "agencies",
  "categories",
  "formats",
  "stars",
  "licences",
  "frequencies",
  "types",
  "costs",
  "months",
] as const;

export type StatisticName = (typeof STATISTIC_NAMES)[number];

/** Every statistic by its name. */
export type Statistics = Record<StatisticName, Statistic>;

const label = (zh: string, en: string): Label => ({ zh, en });
const NOT_GIVEN = label("未註明", "Not given");

/** Counts of codes. */
class Tally {
  readonly counts = new Map<string, number>();
  add(code: string): void {
    this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
  }
  get(code: string): number {
    return this.counts.get(code) ?? 0;
  }
}

function statistic(
  name: StatisticName,
  title: Label,
  trait: Label,
  rows: Omit<StatisticRow, "share">[],
  total: number,
  note?: Label,
): Statistic {
  return {
    name,
    title,
    columns: {
      code: label("代碼", "Code"),
      label: trait,
      count: label("資料集數", "Datasets"),
      share: label("占比", "Share"),
    },
    rows: rows.map((row) => ({ ...row, share: total === 0 ? 0 : row.count / total })),
    total,
    ...(note ? { note } : {}),
  };
}

/** Most first, then by code; the row without a code comes last. */
const byCount = (a: { code: string; count: number }, b: { code: string; count: number }): number =>
  a.code === "" || b.code === ""
    ? Number(a.code === "") - Number(b.code === "")
    : b.count - a.count || (a.code < b.code ? -1 : 1);

/**
 * Rows of a vocabulary's terms in its order, then of codes that it does not know, then of datasets without a code.
 * @param unused whether terms without a dataset have a row too
 */
function termRows(
  tally: Tally,
  terms: ReadonlyMap<string, Term>,
  unused: boolean,
): Omit<StatisticRow, "share">[] {
  const rows: Omit<StatisticRow, "share">[] = [];
  for (const term of terms.values()) {
    const count = tally.get(term.code);
    if (count > 0 || unused) rows.push({ code: term.code, label: label(term.zh, term.en), count });
  }
  const unknown = [...tally.counts].filter(([code]) => code !== "" && !terms.has(code));
  for (const [code, count] of unknown.sort(([a], [b]) => (a < b ? -1 : 1))) {
    rows.push({ code, label: label(code, code), count });
  }
  const none = tally.get("");
  if (none > 0) rows.push({ code: "", label: NOT_GIVEN, count: none });
  return rows;
}

const agencyRow = (agency: Agency, tally: Tally): Omit<StatisticRow, "share"> => ({
  code: agency.code,
  label: label(agency.name, agency.nameEn),
  count: tally.get(agency.code),
  href: `agencies/${agency.code}/`,
});

const MONTH = /^([12]\d{3})-(0[1-9]|1[0-2])/;
const ENGLISH_MONTHS =
  "January February March April May June July August September October November December".split(" ");

/** Every month from the first to the last that has a dataset, those without one included. */
function monthRows(tally: Tally): Omit<StatisticRow, "share">[] {
  const numbers = [...tally.counts.keys()].map(
    (code) => Number(code.slice(0, 4)) * 12 + Number(code.slice(5)) - 1,
  );
  const first = numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = numbers.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const rows: Omit<StatisticRow, "share">[] = [];
  for (let number = first; number <= last; number++) {
    const year = Math.floor(number / 12);
    const month = number % 12;
    const code = `${year}-${String(month + 1).padStart(2, "0")}`;
    rows.push({
      code,
      label: label(`${year} 年 ${month + 1} 月`, `${ENGLISH_MONTHS[month]} ${year}`),
      count: tally.get(code),
    });
  }
  return rows;
}

/** Counts by each trait, in one pass over the datasets in view. */
function count(datasets: readonly Dataset[]): Record<StatisticName, Tally> {
  const tallies = Object.fromEntries(STATISTIC_NAMES.map((name) => [name, new Tally()])) as Record<
    StatisticName,
    Tally
  >;
  for (const dataset of datasets) {
    tallies.agencies.add(dataset.agency.code);
    tallies.ministries.add(dataset.agency.ministry.code);
    tallies.categories.add(dataset.head.categoryCode ?? "");
    for (const format of dataset.formats.length > 0 ? dataset.formats : [""]) tallies.formats.add(format);
    tallies.stars.add(dataset.stars > 0 ? String(dataset.stars) : "");
    tallies.licences.add(dataset.licence?.code ?? "");
    tallies.frequencies.add(dataset.frequency?.group ?? "");
    tallies.types.add(dataset.head.type ?? "");
    tallies.costs.add(dataset.cost ?? "");
    const month = MONTH.exec(dataset.released ?? "");
    if (month) tallies.months.add(month[0]);
  }
  return tallies;
}

/**
 * Counts the datasets in view: by agency, ministry, category, format, stars, licence, frequency, type, charge, and
 * month of release. Withdrawn ones and those yet to come count nowhere (mission P10, L3).
 */
export function statistics(catalogue: Catalogue): Statistics {
  const { datasets, vocabularies } = catalogue;
  const total = datasets.length;
  const tallies = count(datasets);
  const agencies = [...catalogue.agencies.values()];
  const ministries = new Set(agencies.map((agency) => agency.ministry));

  const costs = new Map<string, Term>(
    Object.entries(enumLabels("cost")).map(([code, { zh, en }]) => [code, { code, zh, en }]),
  );

  const stars = termRows(tallies.stars, vocabularies.stars, true).map((row) =>
    row.code === ""
      ? { ...row, label: label("無法評等（格式不明）", "Not rated (format unknown)") }
      : {
          ...row,
          label: label(
            `${row.code} 星：${row.label.zh}`,
            `${row.code} ${row.code === "1" ? "star" : "stars"}: ${row.label.en}`,
          ),
        },
  );

  const months = monthRows(tallies.months);
  const dated = months.reduce((sum, row) => sum + row.count, 0);
  const undated = total - dated;

  return {
    ministries: statistic(
      "ministries",
      label("各部會資料集數", "Datasets by ministry"),
      label("部會", "Ministry"),
      [...ministries].map((agency) => agencyRow(agency, tallies.ministries)).sort(byCount),
      total,
      label("部會包含其所屬機關。", "A ministry includes its subordinate agencies."),
    ),
    agencies: statistic(
      "agencies",
      label("各機關資料集數", "Datasets by agency"),
      label("機關", "Agency"),
      agencies.map((agency) => agencyRow(agency, tallies.agencies)).sort(byCount),
      total,
      label("只計機關本身，不含所屬機關。", "An agency's own datasets, without its subordinates'."),
    ),
    categories: statistic(
      "categories",
      label("各資料分類資料集數", "Datasets by category"),
      label("資料分類", "Category"),
      termRows(tallies.categories, vocabularies.categories, true)
        .map((row) =>
          vocabularies.categories.has(row.code) ? { ...row, href: `categories/${row.code}/` } : row,
        )
        .sort(byCount),
      total,
    ),
    formats: statistic(
      "formats",
      label("各檔案格式資料集數", "Datasets by format"),
      label("檔案格式", "Format"),
      termRows(tallies.formats, vocabularies.formats, false).sort(byCount),
      total,
      label(
        "一個資料集有幾種格式就計入幾種，故占比合計可超過 100%。",
        "A dataset counts once under each of its formats, so the shares may add up to more than 100%.",
      ),
    ),
    stars: statistic(
      "stars",
      label("資料 5 星評等", "Five-star rating"),
      label("評等", "Rating"),
      stars,
      total,
      label("以資料集各格式中最高的評等計。", "By the best of a dataset's formats."),
    ),
    licences: statistic(
      "licences",
      label("各授權方式資料集數", "Datasets by licence"),
      label("授權方式", "Licence"),
      termRows(tallies.licences, vocabularies.licences, false).sort(byCount),
      total,
    ),
    frequencies: statistic(
      "frequencies",
      label("各更新頻率資料集數", "Datasets by update frequency"),
      label("更新頻率", "Update frequency"),
      termRows(tallies.frequencies, vocabularies["frequency-groups"], true),
      total,
    ),
    types: statistic(
      "types",
      label("各資料集類型資料集數", "Datasets by type"),
      label("資料集類型", "Type"),
      termRows(tallies.types, vocabularies.types, true),
      total,
    ),
    costs: statistic(
      "costs",
      label("計費方式", "Charge"),
      label("計費方式", "Charge"),
      termRows(tallies.costs, costs, true),
      total,
    ),
    months: statistic(
      "months",
      label("每月上架資料集數", "Datasets released each month"),
      label("月份", "Month"),
      months,
      dated,
      undated > 0
        ? label(
            `另有 ${undated} 個資料集沒有上架日期與發布時間，未計入。`,
            `Not counted, having neither a release date nor a time of issue: ${undated}.`,
          )
        : undefined,
    ),
  };
}
