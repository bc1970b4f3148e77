import { suggestTerm } from "../catalogue/suggestions.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { type DraftDistribution, newDistribution } from "./draft.ts";
import { distributionFields, type FormField } from "./fields.ts";
import { mend } from "./mend.ts";
import { isFilled, nextResourceID } from "./values.ts";

const MOST_RESOURCES = 999;

/** Other words that officers put above a column. */
const HEADINGS: Record<string, readonly string[]> = {
  resourceDescription: ["描述", "說明", "資源描述", "資料資源名稱", "資源名稱", "名稱"],
  format: ["格式", "資料格式", "檔案類型", "資源格式"],
  downloadURL: ["下載網址", "下載連結", "檔案連結", "資料集下載網址", "連結下載網址"],
  accessURL: ["存取網址", "服務網址", "介接網址", "API網址"],
  // Which of the two addresses it is, the format tells.
  url: ["網址", "連結", "連結網址", "資料網址", "url"],
  characterSetCode: ["編碼", "字元編碼", "字集"],
  resourceModified: ["更新時間", "更新日期", "最後更新時間", "最後更新日期"],
  metadataSourceOfData: ["領域詮釋資料網址"],
};
/** The order of columns where no row names them. */
const WITHOUT_HEADINGS = ["resourceDescription", "format", "url", "characterSetCode"];

const fold = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_＊*:：-]/g, "");

/**
 * Splits what a spreadsheet puts on the clipboard: cells at tabs, rows at line breaks; a cell that holds either stands
 * in quotes, its own quotes doubled.
 */
export function cells(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"([^"]*(?:""[^"]*)*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y;
  for (;;) {
    const [, quoted, plain, end] = cell.exec(text)!;
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === "") break;
    if (end !== "\t") rows.push([]);
  }
  return rows.filter((row) => row.some((text) => text.trim() !== ""));
}

/** The field of each column, where the first row names at least two, or the only one there is. */
function readHeadings(
  row: readonly string[],
  fields: readonly FormField[],
): (string | undefined)[] | undefined {
  const names = new Map<string, string>();
  for (const [name, words] of Object.entries(HEADINGS)) for (const word of words) names.set(fold(word), name);
  for (const { name, label, en } of fields) for (const word of [name, label, en]) names.set(fold(word), name);
  names.set(fold("resourceID"), "resourceID").set(fold("資料資源編號"), "resourceID");
  const columns = row.map((cell) => names.get(fold(cell)));
  const known = columns.filter((name) => name !== undefined).length;
  return known >= Math.min(2, row.length) ? columns : undefined;
}

/** A resource that nobody has filled in yet. */
const isUntouched = (item: DraftDistribution): boolean => {
  const fresh = newDistribution(item.resourceID ?? "");
  return Object.entries(item).every(([name, text]) => !isFilled(text) || text === fresh[name]);
};

/**
 * Reads cells pasted from a spreadsheet into resources: columns in any order below headings (labels or names of the
 * fields), without headings 描述、格式、網址、編碼.
 * @param identifier of the dataset
 * @returns the whole list: the existing resources, untouched empty ones left out, followed by the pasted ones, each
 * with a resource number; notes say in Chinese what was mended or could not be read
 */
export function pasteDistributions(
  text: string,
  identifier: string,
  existing: DraftDistribution[],
  vocabularies: Vocabularies,
): { distributions: DraftDistribution[]; notes: string[] } {
  const fields = distributionFields(vocabularies, undefined);
  const notes: string[] = [];
  const rows = cells(text);
  const headings = rows[0] && readHeadings(rows[0], fields);
  const columns = headings ?? WITHOUT_HEADINGS;
  headings?.forEach((name, index) => {
    const heading = rows[0]![index]!.trim();
    if (!name && heading !== "") notes.push(`欄位「${heading}」不屬於資料資源，未匯入`);
  });
  const kept = existing.filter((item) => !isUntouched(item));
  const taken = existing.flatMap((item) => item.resourceID ?? []);
  const distributions = [...kept];
  const body = headings ? rows.slice(1) : rows;
  for (const [index, row] of body.entries()) {
    const place = `第 ${index + 1} 筆`;
    if (distributions.length >= MOST_RESOURCES) {
      notes.push(`資源最多 ${MOST_RESOURCES} 項，自${place}起未匯入`);
      break;
    }
    if (!headings && row.length > columns.length) notes.push(`${place}多於 ${columns.length} 欄，其餘未匯入`);
    const free = kept.length === 0 && distributions.length === 0 ? [] : taken;
    const item = newDistribution(nextResourceID(identifier, free));
    taken.push(item.resourceID!);
    const given: Record<string, string> = {};
    columns.forEach((name, column) => {
      const cell = row[column]?.trim() ?? "";
      if (name && cell !== "") given[name] ??= cell;
    });
    for (const field of fields) {
      const cell = given[field.name];
      if (cell === undefined) continue;
      const read = readCell(field, cell, vocabularies);
      item[field.name] = read.text;
      if (read.note) notes.push(`${place}：${read.note}`);
    }
    if (given.url !== undefined) {
      const kind = vocabularies.formats.get(item.format ?? "")?.kind ?? "file";
      const name = kind === "file" ? "downloadURL" : "accessURL";
      item[name] ??= readCell(fields.find((f) => f.name === name)!, given.url, vocabularies).text;
    }
    distributions.push(item);
  }
  if (body.length === 0) notes.push("沒有可匯入的資料列");
  return { distributions, notes };
}

function readCell(
  field: FormField,
  cell: string,
  vocabularies: Vocabularies,
): { text: string; note?: string } {
  if (field.name !== "format" && field.name !== "characterSetCode") return mend(field, cell, vocabularies);
  const terms = field.name === "format" ? vocabularies.formats : vocabularies.charsets;
  if (terms.has(cell)) return { text: cell };
  const code = suggestTerm(cell, terms.values());
  if (code) return { text: code };
  return { text: cell, note: `${field.label}「${cell}」不在清單中，請重新選擇` };
}
