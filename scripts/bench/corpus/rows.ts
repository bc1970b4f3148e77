import type { Table } from "../../../src/exchange/csv.ts";
import type { RegisterEntry } from "../../../src/exchange/import/index.ts";
import { clean } from "../../../src/exchange/import/text.ts";
import { PLACES } from "./phrases.ts";
import { between, pick, type Random, randomNumbers } from "./random.ts";
import { THEMES } from "./themes.ts";

/** Room between the numbers of one round through the rows and the next; the national platform's numbers are below it. */
const ROUND = 200_000;

const shuffled = <T>(random: Random, items: readonly T[]): T[] => {
  const list = [...items];
  for (let index = list.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [list[index], list[other]] = [list[other] as T, list[index] as T];
  }
  return list;
};

/** What tells a later round's dataset from the row that it repeats. */
const variation = (random: Random): string =>
  random() < 0.6 ? `（${between(random, 95, 114)}年）` : `－${pick(random, PLACES)}`;

/**
 * Draws rows of another platform's list, each once a round; later rounds have other numbers and varied titles.
 * @param table with the columns 資料集識別碼 and 資料集名稱
 */
export function drawRows(table: Table, count: number, seed: number): Table {
  const idAt = table.headings.indexOf("資料集識別碼");
  const titleAt = table.headings.indexOf("資料集名稱");
  const random = randomNumbers(seed);
  const order = shuffled(random, table.rows);
  const rows: string[][] = [];
  for (let index = 0; index < count && order.length > 0; index++) {
    const round = Math.floor(index / order.length);
    const row = [...(order[index % order.length] as string[])];
    if (round > 0) {
      const id = row[idAt] ?? "";
      row[idAt] = /^\d{1,6}$/.test(id) ? String(Number(id) + round * ROUND) : `${id}-${round}`;
      // What the importer takes off a title's edges must not end up inside.
      row[titleAt] = `${clean(row[titleAt] ?? "", false).text}${variation(random)}`;
    }
    rows.push(row);
  }
  return { headings: table.headings, rows, firstRow: table.firstRow };
}

/** Endings of made-up titles. */
const KINDS = [
  "",
  "",
  "",
  "統計",
  "清冊",
  "一覽表",
  "明細",
  "（歷年）",
  "（按月）",
  "（按季）",
  "（GIS 圖層）",
];
const FORMATS = ["csv", "csv", "csv", "json", "xml", "xlsx", "ods", "zip", "pdf"];

/**
 * Makes up rows in the form of the national platform's list: places, subjects and kinds of data of the given agencies.
 * A few agencies have many datasets and many have few, as in reality.
 */
export function inventRows(agencies: readonly RegisterEntry[], count: number, seed: number): Table {
  const random = randomNumbers(seed);
  const order = shuffled(random, agencies);
  const rows: string[][] = [];
  for (let index = 0; index < count; index++) {
    const agency = order[Math.floor(order.length * random() ** 2.2)] as RegisterEntry;
    const subject = pick(random, pick(random, THEMES).subjects);
    const place = random() < 0.6 ? pick(random, PLACES) : "";
    const year = random() < 0.5 ? `${between(random, 90, 114)}年` : "";
    const format = pick(random, FORMATS);
    const host = agency.website?.replace(/\/$/, "") ?? "https://data.example";
    const token = Math.floor(random() * 2 ** 40).toString(36);
    const addresses = Array.from(
      { length: between(random, 1, 3) },
      (_, item) => `${host}/opendata/${token}/${item + 1}.${format}`,
    );
    rows.push([
      String(100_000 + index),
      `${place}${year}${subject}${pick(random, KINDS)}`,
      agency.name,
      format,
      addresses.join(";"),
    ]);
  }
  const headings = ["資料集識別碼", "資料集名稱", "提供機關", "主要格式(first)", "資料下載網址"];
  return { headings, rows, firstRow: 2 };
}
