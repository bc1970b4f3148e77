import { readable } from "../commands.ts";
import { formAnswers } from "../issue-form.ts";
import { LABELS } from "../names.ts";
import type { OpinionRecord } from "./record.ts";

/** An issue as the desk reads it. */
export interface OpinionIssue {
  title: string;
  body: string;
  /** Account of who opened it. */
  author: string;
  /** ISO time. */
  createdAt: string;
  number: number;
  url: string;
  /** How many comments it has. */
  comments: number;
}

interface Spoken {
  number: number;
  url: string;
  /** 意見標題, or the name of the wanted dataset where the issue has no title. */
  title: string;
  /** Account of who spoke, masked. */
  author: string;
  /** 發表日期, ISO time. */
  createdAt: string;
  /** 回覆狀態 (已回覆／未回覆): somebody has answered. */
  replied: boolean;
}

/** 我有話要說 (manual 四.4, 五.6; mission P13). */
export interface DatasetOpinion extends Spoken {
  form: "opinion";
  /** Absent where what was written is no identifier. */
  identifier?: string;
  /** 意見類型; absent where it is none of the form's. */
  kind?: string;
  /** 意見內容. */
  text: string;
}

/** 我還想要 (manual 三.4; mission M4). */
export interface WantedDataset extends Spoken {
  form: "wanted";
  /** 建議資料集名稱. */
  name: string;
  /** 建議開放的欄位; empty where none were named. */
  fields: string;
  /** 建議原因. */
  reason: string;
  /** 建議資料提供機關; empty where none was named. */
  agency: string;
}

export type Opinion = DatasetOpinion | WantedDataset;

/** Headings under which GitHub writes the answers of opinion.yml, in its order. */
export const OPINION_HEADINGS = ["資料集識別碼", "意見類型", "意見內容"] as const;
/** Those of wanted.yml, the manual's. */
export const WANTED_HEADINGS = ["建議資料集名稱", "建議開放的欄位", "建議原因", "建議資料提供機關"] as const;

/** 意見類型; the first is the manual's example. */
export const OPINION_KINDS = [
  "建議增加資料集內容",
  "資料內容或說明有誤",
  "檔案或連結無法使用",
  "資料格式或品質的建議",
  "其他",
] as const;

const IDENTIFIER = /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/;

/**
 * Reads an issue that somebody opened with one of the two forms. Nothing of it is believed: an issue's text may be
 * anything.
 * @returns undefined where it is of neither form
 */
export function parseOpinion(issue: OpinionIssue): Opinion | undefined {
  const { number, url, createdAt, comments } = issue;
  const spoken = { number, url, author: maskAccount(issue.author), createdAt, replied: comments > 0 };
  const title = readable(issue.title);
  const opinion = formAnswers(issue.body, OPINION_HEADINGS);
  const text = opinion.get("意見內容");
  if (text !== undefined) {
    const identifier = (opinion.get("資料集識別碼") ?? "").normalize("NFKC");
    const kind = opinion.get("意見類型") ?? "";
    return {
      form: "opinion",
      ...spoken,
      title,
      ...(IDENTIFIER.test(identifier) ? { identifier } : {}),
      ...((OPINION_KINDS as readonly string[]).includes(kind) ? { kind } : {}),
      text,
    };
  }
  const wanted = formAnswers(issue.body, WANTED_HEADINGS);
  const name = wanted.get("建議資料集名稱");
  if (name === undefined) return undefined;
  return {
    form: "wanted",
    ...spoken,
    title: title || name,
    name,
    fields: wanted.get("建議開放的欄位") ?? "",
    reason: wanted.get("建議原因") ?? "",
    agency: wanted.get("建議資料提供機關") ?? "",
  };
}

/**
 * Reads an issue that carries the label of one of the forms. One whose text is of neither form is taken as the label says,
 * with all that was written as its text: an operator may label what somebody opened without a form.
 * @returns undefined without a label, or where nothing was written
 */
export function opinionOf(record: OpinionRecord): Opinion | undefined {
  const { number, url, title, body, at: createdAt, account: author, labels } = record;
  const wanted = labels.includes(LABELS.wanted.name);
  if (!wanted && !labels.includes(LABELS.opinion.name)) return undefined;
  const parsed = parseOpinion({ number, url, title, body, createdAt, author, comments: 0 });
  if (parsed) return parsed;
  const [name, text] = [readable(title), readable(body)];
  if (name === "" && text === "") return undefined;
  const spoken = { number, url, author: maskAccount(author), createdAt, replied: false, title: name };
  return wanted
    ? { form: "wanted", ...spoken, name, fields: "", reason: text, agency: "" }
    : { form: "opinion", ...spoken, text };
}

/**
 * An account as the public pages show it: its beginning, at most four characters and at most half of it, and three stars
 * whatever its length (manual 四.4: 「stch***」).
 */
export function maskAccount(account: string): string {
  const characters = [...account];
  return `${characters.slice(0, Math.min(4, Math.ceil(characters.length / 2))).join("")}***`;
}
