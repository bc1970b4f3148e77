import { fieldAt, SCHEMAS } from "../catalogue/schema/fields.ts";
import { type Fate, LOSS_FORMATS, LOSSES, type LossFormat } from "./losses.ts";

const FORMATS = Object.keys(LOSS_FORMATS) as LossFormat[];

/** The fields that have a fate: those of the dataset, then those of a distribution. */
export function lossFields(): string[] {
  const { dataset } = SCHEMAS;
  return [
    ...Object.keys(dataset.properties).filter((field) => field !== "distribution"),
    ...Object.keys(dataset.$defs!.distribution!.properties!).map((field) => `distribution.${field}`),
  ];
}

const MARKS = { carried: "●", partly: "◐", lost: "○" } as const;

const escaped = (text: string): string => text.replaceAll("|", "\\|");

function cell(fate: Fate): string {
  const mark = MARKS[fate.kind];
  if (fate.kind === "lost") return `${mark} ${fate.why}`;
  return fate.kind === "partly" ? `${mark} \`${fate.as}\`：${fate.how}` : `${mark} \`${fate.as}\``;
}

const row = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |\n`;

function label(field: string): string {
  const path = field.startsWith("distribution.") ? ["distribution", 0, field.slice(13)] : [field];
  const { title, "x-en": en } = fieldAt("dataset", path)!;
  return `${title}<br>${en}<br>\`${field}\``;
}

/** The table of what each format carries, as Markdown: Chinese with the English names. */
export function lossesMarkdown(): string {
  const headings = FORMATS.map((format) => `${LOSS_FORMATS[format].zh}<br>${LOSS_FORMATS[format].en}`);
  const count = (format: LossFormat, kind: Fate["kind"]) =>
    String(lossFields().filter((field) => LOSSES[format][field]!.kind === kind).length);
  return [
    "# 各格式能帶走什麼 What each format carries\n\n",
    "由 `src/exchange/losses.ts` 產生（`npm run generate`），請勿修改。同一份宣告由往返測試雙向驗證：\n",
    "● 原樣取回（carried）；◐ 部分取回（partly），後面說明差異；○ 取不回（lost），後面說明原因。\n\n",
    "繼承自機關或預設的值，各格式寫出帶入後的值，取回的也是這個值。描述與備註中看似 HTML 的標記，讀取其他平臺的格式時會去除。\n\n",
    row(["", ...headings]),
    row(["---", ...FORMATS.map(() => "---")]),
    row(["● 欄位數", ...FORMATS.map((format) => count(format, "carried"))]),
    row(["◐ 欄位數", ...FORMATS.map((format) => count(format, "partly"))]),
    row(["○ 欄位數", ...FORMATS.map((format) => count(format, "lost"))]),
    ...lossFields().map((field) =>
      row([label(field), ...FORMATS.map((format) => cell(LOSSES[format][field]!))]),
    ),
  ].join("");
}
