import type { AddressEvidence, Content, EvidenceFile, Verdict, Visit } from "./evidence.ts";
import { VISITS_KEPT } from "./evidence.ts";
import { REASONS } from "./reasons.ts";

/*
 * Evidence as a file of the branch of snapshots. Whoever may push could have written it, and it holds words of servers
 * (types, names of columns): each value is checked, texts are cut and rid of what no eye should meet.
 */

/** Characters of a file; GitHub takes no file of more than 100 MB. */
const LONGEST_FILE = 90_000_000;
const MOST_ADDRESSES = 200_000;
const LONGEST_ADDRESS = 4000;
const MOST_COLUMNS = 200;
const MOST_PERSONAL = 20;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

type Value = Record<string, unknown>;

const isObject = (value: unknown): value is Value =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Thrown within this file only, with the words for people. */
class Fault extends Error {}

function fail(what: string): never {
  throw new Fault(what);
}

/** Reads a part; the words of a fault within start with the part's name, which is made up only then. */
function within<T>(place: () => string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) throw new Fault(place() + error.message);
    throw error;
  }
}

const isTime = (value: unknown): value is string =>
  typeof value === "string" && TIME.test(value) && !Number.isNaN(Date.parse(value));

/** Nearly every text: nothing to rid it of. */
const PLAIN = /^(?:[\x21-\x7e\u4e00-\u9fff](?:[\x20-\x7e\u4e00-\u9fff]*[\x21-\x7e\u4e00-\u9fff])?)?$/;

/** Text without control characters and the like, of at most so many characters. */
export const cleanText = (text: string, limit: number): string => {
  if (text.length <= limit && PLAIN.test(text)) return text;
  const clean = text
    .slice(0, limit * 4)
    .replace(HIDDEN, " ")
    .trim();
  return clean.length <= limit ? clean : [...clean].slice(0, limit).join("");
};

const text =
  (limit: number) =>
  (value: unknown): string =>
    typeof value === "string" ? cleanText(value, limit) : fail("不是文字");

const count = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : fail("不是不小於 0 的整數");

const time = (value: unknown): string =>
  isTime(value) ? value : fail("不是 UTC 時間，如 2026-11-21T02:03:04Z");

const flag = (value: unknown): boolean => (typeof value === "boolean" ? value : fail("不是 true 或 false"));

const oneOf =
  (isKnown: (value: string) => boolean) =>
  (value: unknown): string =>
    typeof value === "string" && isKnown(value) ? value : fail("不在清單內");

const list =
  <T>(limit: number, read: (value: unknown) => T) =>
  (value: unknown): T[] => {
    if (!Array.isArray(value) || value.length > limit) fail(`不是清單，或超過 ${limit} 項`);
    let index = 0;
    return within(
      () => `第 ${index + 1} 項`,
      () => {
        const items: T[] = [];
        for (; index < value.length; index++) items.push(read(value[index]));
        return items;
      },
    );
  };

/** A text that is masked: whatever wrote the file, nothing else is shown. */
const masked = (value: unknown): string => {
  const clean = text(200)(value);
  return clean.includes("*") ? clean : fail("沒有遮蔽");
};

type Reader = (value: unknown) => unknown;

/** Reads an object by its fields; others are no part of the format. */
function object<T>(fields: Record<string, Reader>, mandatory: readonly string[]): (value: unknown) => T {
  const names = Object.keys(fields);
  return (value) => {
    if (!isObject(value)) fail("不是物件");
    const strange = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
    if (strange !== undefined) fail(`有不認得的欄位「${cleanText(strange, 40)}」`);
    const lacking = mandatory.find((name) => value[name] === undefined);
    if (lacking !== undefined) fail(`缺少 ${lacking}`);
    let at = "";
    return within(
      () => `的 ${at} `,
      () => {
        const result: Value = {};
        for (const name of names) {
          at = name;
          if (value[name] !== undefined) result[name] = fields[name]!(value[name]);
        }
        return result as T;
      },
    );
  };
}

const VERDICTS: readonly string[] = ["alive", "dead", "unknown"] satisfies Verdict[];

const readVisit = object<Visit>(
  {
    at: time,
    verdict: oneOf((word) => VERDICTS.includes(word)),
    reason: oneOf((word) => Object.hasOwn(REASONS, word)),
    status: count,
    ms: count,
    read: count,
    finalUrl: text(2000),
    detail: text(100),
  },
  ["at", "verdict", "reason"],
);

const readPersonal = object<NonNullable<Content["personal"]>[number]>(
  { kind: text(40), masked, row: count, column: text(200) },
  ["kind", "masked", "row", "column"],
);

const readContent = object<Content>(
  {
    at: time,
    contentType: text(100),
    bytes: count,
    lastModified: time,
    attachment: flag,
    format: text(40),
    charset: text(40),
    ascii: flag,
    columns: list(MOST_COLUMNS, text(200)),
    rows: count,
    sampled: count,
    personal: list(MOST_PERSONAL, readPersonal),
  },
  ["at", "sampled"],
);

const readAddress = object<AddressEvidence>(
  {
    visits: (value) => {
      const visits = list(VISITS_KEPT, readVisit)(value);
      if (visits.length === 0) fail("沒有檢測紀錄");
      const isSorted = visits.every((visit, index) => index === 0 || visit.at >= visits[index - 1]!.at);
      return isSorted ? visits : fail("沒有由舊到新排列");
    },
    content: readContent,
  },
  ["visits"],
);

/**
 * Reads an agency's evidence: taken whole or not at all.
 * @param agency code that the file's name tells
 * @returns the evidence, or in Chinese why it can't be used
 */
export function readEvidence(
  source: string,
  agency: string,
): { evidence: EvidenceFile } | { problem: string } {
  if (source.length > LONGEST_FILE) return { problem: `檔案超過 ${LONGEST_FILE} 字` };
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { problem: "不是 JSON" };
  }
  try {
    return { evidence: readFile(value, agency) };
  } catch (error) {
    if (error instanceof Fault) return { problem: error.message };
    throw error;
  }
}

function readFile(value: unknown, agency: string): EvidenceFile {
  if (!isObject(value) || value.version !== 1 || !isObject(value.addresses)) fail("不是第 1 版的檢測紀錄");
  if (value.agency !== agency) fail(`agency 與檔名的機關代碼 ${agency} 不同`);
  const entries = Object.entries(value.addresses);
  if (entries.length > MOST_ADDRESSES) fail(`網址超過 ${MOST_ADDRESSES} 個`);
  const addresses: Record<string, AddressEvidence> = Object.create(null);
  for (const [url, each] of entries) {
    addresses[url] = within(
      () => `「${cleanText(url, 80)}」`,
      () =>
        url.length <= LONGEST_ADDRESS ? readAddress(each) : fail(`開頭的網址超過 ${LONGEST_ADDRESS} 字`),
    );
  }
  return { version: 1, agency, addresses };
}

/** The visits that are kept: the last ones. */
const lastVisits = ({ visits, ...rest }: AddressEvidence): AddressEvidence => ({
  visits: visits.slice(-VISITS_KEPT),
  ...rest,
});

/**
 * Writes an agency's evidence: addresses in byte order, one a line, so that the branch changes only where something was
 * visited. What `readEvidence` takes, it gives back the same.
 */
export function writeEvidence(file: EvidenceFile): string {
  // Addresses are ASCII, so that the order of characters is that of bytes.
  const lines = Object.keys(file.addresses)
    .sort()
    .map((url) => `${JSON.stringify(url)}:${JSON.stringify(lastVisits(file.addresses[url]!))}`);
  const body = lines.length === 0 ? "" : `\n${lines.join(",\n")}\n`;
  return `{"version":1,"agency":${JSON.stringify(file.agency)},"addresses":{${body}}}\n`;
}
