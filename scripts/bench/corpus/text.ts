import { NOTES, OPENINGS, RESOURCES, SENTENCES, WITHDRAWALS } from "./phrases.ts";
import { between, normal, pick, type Random, sample } from "./random.ts";
import type { Theme } from "./themes.ts";

/** What a dataset's sentences are made of. */
export interface Subject {
  title: string;
  agency: string;
  place: string;
  /** 每年 and the like. */
  frequency: string;
  theme: Theme;
  /** Columns as 主要欄位說明 writes them. */
  columns: readonly string[];
}

/** Columns that datasets of every field have. */
const COMMON = [
  "County(縣市別)",
  "DataYear(資料年度)",
  "OrgName(機關名稱)",
  "Memo(說明)",
  "UpdateDate(更新日期)",
];

/** Longest 主要欄位說明 (dataset.schema.json). */
const LONGEST_COLUMNS = 255;

/**
 * 2 to 14 columns, as many as the field of 主要欄位說明 takes; half of the datasets have up to five or so, as in the lists of
 * 臺北市 and 桃園市 of 2018 (medians of 23 and 62 characters, means of 61 and 139).
 */
export function chooseColumns(random: Random, theme: Theme): string[] {
  const wanted = Math.max(2, Math.min(14, Math.round(6 * Math.exp(0.6 * normal(random)))));
  const chosen = sample(random, [...theme.columns, ...COMMON], wanted);
  while (chosen.join("、").length > LONGEST_COLUMNS) chosen.pop();
  return chosen;
}

const gloss = (column: string): string => /\(([^，)]+)/.exec(column)?.[1] ?? column;

function fill(template: string, random: Random, subject: Subject): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    switch (name) {
      case "title":
        return subject.title;
      case "agency":
        return subject.agency;
      case "place":
        return subject.place;
      case "frequency":
        return /^每/.test(subject.frequency) ? subject.frequency : "視業務需要";
      case "keyword":
        return pick(random, subject.theme.keywords);
      case "column":
        return gloss(pick(random, subject.columns));
      case "columns":
        return sample(random, subject.columns, between(random, 2, 4))
          .map(gloss)
          .join("、");
      default:
        return String(between(random, 88, 114));
    }
  });
}

/**
 * A description of realistic length, with a long tail up to some 300 characters: those of 臺北市 and 桃園市 of 2018 have medians of
 * 19 and 21 characters, means of 31 and 51, and 88 and 153 at the 95th percentile; the national platform's sample has a median of 27.
 */
export function describe(random: Random, subject: Subject): string {
  const wanted = Math.min(300, 20 * Math.exp(0.95 * normal(random)));
  let text = fill(pick(random, OPENINGS), random, subject);
  const further = sample(random, [...subject.theme.sentences, ...SENTENCES], 12);
  for (const sentence of further) {
    if (text.length >= wanted) break;
    text += fill(sentence, random, subject);
  }
  return shorten(text, 500);
}

/** What one distribution holds. */
export const describeResource = (random: Random, subject: Subject, format: string): string =>
  `${shorten(fill(pick(random, RESOURCES), random, subject), 300)}（${format}）`;

export const note = (random: Random, subject: Subject): string => fill(pick(random, NOTES), random, subject);

export const withdrawalReason = (random: Random): string => pick(random, WITHDRAWALS);

/** Cuts a text to so many characters. */
export const shorten = (text: string, limit: number): string =>
  text.length <= limit ? text : Array.from(text).slice(0, limit).join("");
