import { isoDate, rocDate } from "../../catalogue/dates.ts";
import { readFrequency } from "../../catalogue/frequency-reading.ts";
import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import { readAddress } from "./addresses.ts";
import type { NoteCode } from "./notes.ts";
import { splitList, trim } from "./text.ts";

/** Fields of the dataset that a transform may set. */
export type Fields = Record<string, string | number | readonly string[]>;

export interface Reading {
  fields?: Fields;
  /** The cell goes to `provenance.unmapped` as it was. */
  keep?: boolean;
  notes?: readonly { code: NoteCode; detail?: string }[];
}

export type Transform = (text: string, field: string, vocabularies: Vocabularies) => Reading;

const keep = (code: NoteCode): Reading => ({ keep: true, notes: [{ code }] });

/** 無 in a cell that asks for an address or a law says that there is none. */
const NONE = /^(?:無|沒有|none|n\/a|-)$/i;

/** Text as given. */
const text: Transform = (value, field) => ({ fields: { [field]: value } });

const address: Transform = (value, field) => {
  if (NONE.test(value)) return { notes: [{ code: "none-marker" }] };
  const read = readAddress(value);
  if (!read) return keep("address-refused");
  return { fields: { [field]: read.url }, ...(read.mended ? { notes: [{ code: "address-mended" }] } : {}) };
};

const date =
  (withTime: boolean): Transform =>
  (value, field) => {
    const read = isoDate(value) ?? rocDate(value);
    // A time where only a day may stand would be lost.
    if (!read || (!withTime && read.length > 10)) return keep("date-refused");
    return {
      fields: { [field]: read },
      ...(read === value ? {} : { notes: [{ code: "date-mended", detail: `${value} → ${read}` }] }),
    };
  };

const frequency: Transform = (value, field) => {
  const read = readFrequency(value);
  if (read.value === undefined) return keep("frequency-unknown");
  if (!read.lossy) return { fields: { [field]: read.value } };
  return {
    fields: { [field]: read.value },
    keep: true,
    notes: [{ code: "frequency-approximated", detail: `${value} → ${read.value}` }],
  };
};

/** Common misspellings of the categories' names. */
const CATEGORY_SPELLINGS: Record<string, string> = { 購屋及遷徒: "購屋及遷徙" };

const category: Transform = (value, field, { categories }) => {
  const name = trim(value.replace(/[（(]\s*\d+\s*[）)]$/, ""));
  const wanted = CATEGORY_SPELLINGS[name] ?? name;
  for (const term of categories.values()) {
    if (term.code === wanted || term.zh === wanted) {
      return {
        fields: { [field]: term.code },
        ...(wanted !== name ? { notes: [{ code: "respelled", detail: `${name} → ${wanted}` }] } : {}),
      };
    }
  }
  return keep("category-unknown");
};

const TYPES: Record<string, string> = {
  原始資料: "rawData",
  檔案資料: "rawData",
  系統介接程式: "SERVICES",
  網路服務: "SERVICES",
  API: "SERVICES",
  服務: "SERVICES",
  工具軟體: "TOOLS",
  行動化應用軟體: "TOOLS",
  應用程式: "TOOLS",
  其他: "OTHER",
};

const type: Transform = (value, field, { types }) => {
  const code = TYPES[value.normalize("NFKC").toUpperCase()] ?? value;
  return types.has(code) ? { fields: { [field]: code } } : keep("type-unknown");
};

const licence: Transform = (value, field, { licences }) => {
  const plain = value
    .normalize("NFKC")
    .replace(/[\s\-–—－‐_]/g, "")
    .replace(/^依/, "");
  if (/^政府資料開放授權條款(?:第?[1一]版|1\.0)?$/.test(plain))
    return { fields: { [field]: "OGDL-Taiwan-1.0" } };
  for (const term of licences.values()) {
    if (term.code !== "other" && [term.code, term.zh, term.url].includes(value)) {
      return { fields: { [field]: term.code } };
    }
  }
  return { fields: { [field]: "other", licenseName: value }, notes: [{ code: "licence-other" }] };
};

const cost: Transform = (value, field) => {
  if (value === "免費") return { fields: { [field]: "免費" } };
  if (/^(?:無|無償|0|免|免費索取|免費提供|不收費|免收費|免計費)$/.test(value))
    return { fields: { [field]: "免費" }, keep: true };
  if (/^(?:付費|收費|須付費|需付費|有償)$/.test(value)) {
    return { fields: { [field]: "付費" }, keep: value !== "付費" };
  }
  return keep("cost-unknown");
};

const count: Transform = (value, field) => {
  const digits = /^(\d{1,15}|\d{1,3}(?:,\d{3})+)\s*筆?$/.exec(value.normalize("NFKC"))?.[1];
  return digits ? { fields: { [field]: Number(digits.replaceAll(",", "")) } } : keep("count-refused");
};

const email: Transform = (value, field) =>
  /^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(value)
    ? { fields: { [field]: value } }
    : keep("email-refused");

const keywords: Transform = (value, field) => {
  const items = splitList(value).filter((item) => item !== "");
  const distinct = [...new Set(items)];
  if (distinct.length === 0) return {};
  return {
    fields: { [field]: distinct },
    ...(distinct.length < items.length ? { notes: [{ code: "keyword-repeated" }] } : {}),
  };
};

/** A charge's explanation or law: only a charged dataset has room for it, so the importer may still put it aside. */
const law: Transform = (value, field) =>
  NONE.test(value) ? { notes: [{ code: "none-marker" }] } : { fields: { [field]: value } };

/** A language's code by its code, names, EU counterpart, or a tag that begins with it (zh-Hant-TW, zh_TW). */
const language: Transform = (value, field, { languages }) => {
  const wanted = value.toLowerCase();
  for (const term of languages.values()) {
    const names = [term.code, term.zh, term.en, term.eu ?? "", /[^/]+$/.exec(term.eu ?? "")?.[0] ?? ""];
    if (names.some((name) => name.toLowerCase() === wanted)) return { fields: { [field]: term.code } };
    const isTag = wanted.startsWith(`${term.code}-`) || wanted.startsWith(`${term.code}_`);
    if (isTag && wanted.length < 20) return { fields: { [field]: term.code } };
  }
  return keep("language-unknown");
};

/** One of a short list of words, as the schema gives it. */
const oneOf =
  (...words: string[]): Transform =>
  (value, field) =>
    words.includes(value) ? { fields: { [field]: value } } : keep("word-unknown");

const legacy: Transform = (value, field) =>
  /^\d{1,9}$/.test(value) ? { fields: { [field]: value } } : keep("word-unknown");

/** How a cell becomes a field's value, by the names that profiles use. */
export const TRANSFORMS = {
  text,
  address,
  date: date(false),
  dateTime: date(true),
  frequency,
  category,
  type,
  licence,
  cost,
  count,
  email,
  keywords,
  law,
  language,
  dataClass: oneOf("甲", "乙"),
  honorific: oneOf("先生", "小姐", "女士"),
  legacy,
} satisfies Record<string, Transform>;

export type TransformName = keyof typeof TRANSFORMS;
