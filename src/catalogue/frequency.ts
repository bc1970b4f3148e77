import type { Vocabularies } from "./vocabulary.ts";

/** An update frequency in typed form (資料集詮釋資料標準規範 柒三（二十）). */
export interface Frequency {
  /** The text as written, such as 每10分鐘. */
  code: string;
  zh: string;
  en: string;
  /** Group for facets and statistics, a code of frequency-groups. */
  group: string;
  /** Length of the interval in seconds; undefined for 不定期 and 不再更新, 0 for 即時. */
  seconds?: number;
  /** ISO 8601 duration. */
  period?: string;
  /** EU authority's address. */
  eu?: string;
}

interface Unit {
  iso: (n: number) => string;
  seconds: number;
  en: string;
  group: string;
}

const DAY = 86_400;
const UNITS: Record<string, Unit> = {
  秒: { iso: (n) => `PT${n}S`, seconds: 1, en: "second", group: "realtime" },
  分鐘: { iso: (n) => `PT${n}M`, seconds: 60, en: "minute", group: "minutes" },
  小時: { iso: (n) => `PT${n}H`, seconds: 3600, en: "hour", group: "hours" },
  日: { iso: (n) => `P${n}D`, seconds: DAY, en: "day", group: "day" },
  週: { iso: (n) => `P${n}W`, seconds: 7 * DAY, en: "week", group: "week" },
  旬: { iso: (n) => `P${10 * n}D`, seconds: 10 * DAY, en: "ten-day period", group: "month" },
  月: { iso: (n) => `P${n}M`, seconds: 30 * DAY, en: "month", group: "month" },
  季: { iso: (n) => `P${3 * n}M`, seconds: 91 * DAY, en: "quarter", group: "quarter" },
  半年: { iso: (n) => `P${6 * n}M`, seconds: 182 * DAY, en: "half-year", group: "halfyear" },
  年: { iso: (n) => `P${n}Y`, seconds: 365 * DAY, en: "year", group: "year" },
};

const REGULAR = /^每([2-9]|[1-9][0-9]{1,3})?(秒|分鐘|小時|日|週|旬|月|季|半年|年)$/;

/** What was read before, by the vocabulary: the texts are few, and every dataset has one. */
const known = new WeakMap<Vocabularies["frequencies"], Map<string, Frequency | undefined>>();

/**
 * Reads an update frequency.
 * @param code text of the field accrualPeriodicity
 * @param terms the vocabulary of named frequencies, for labels and EU counterparts
 * @returns undefined when the text is no frequency of the standard
 */
export function parseFrequency(code: string, terms: Vocabularies["frequencies"]): Frequency | undefined {
  let texts = known.get(terms);
  if (!texts) {
    texts = new Map();
    known.set(terms, texts);
  }
  if (!texts.has(code)) texts.set(code, readFrequency(code, terms));
  return texts.get(code);
}

function readFrequency(code: string, terms: Vocabularies["frequencies"]): Frequency | undefined {
  const named = terms.get(code);
  const match = REGULAR.exec(code);
  if (!match) {
    if (!named) return undefined;
    return {
      code,
      zh: named.zh,
      en: named.en,
      group: named.group,
      ...(named.period === "PT0S" ? { seconds: 0, period: "PT0S" } : {}),
      ...(named.eu ? { eu: named.eu } : {}),
    };
  }
  const count = match[1] ? Number(match[1]) : 1;
  const unit = UNITS[match[2]!]!;
  return {
    code,
    zh: named?.zh ?? code,
    en: named?.en ?? `Every ${count} ${unit.en}s`,
    group: named?.group ?? groupOf(unit, count),
    seconds: count * unit.seconds,
    period: named?.period ?? unit.iso(count),
    ...(named?.eu ? { eu: named.eu } : {}),
  };
}

/** Several months or years fall into the wider group, so that 每3月 stands beside 每季. */
function groupOf(unit: Unit, count: number): string {
  const days = (count * unit.seconds) / DAY;
  if (days < 1) return unit.group;
  if (days < 7) return "day";
  if (days < 21) return "week";
  if (days < 75) return "month";
  if (days < 150) return "quarter";
  if (days < 300) return "halfyear";
  return days < 500 ? "year" : "years";
}
