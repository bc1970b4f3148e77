/**
 * Reads the many ways in which officers write how often data change, and maps those whose meaning is certain to the
 * spelling of the metadata standard.
 */

export interface FrequencyReading {
  /** Spelling of the standard; undefined when no reading is certain. */
  value?: string;
  /** The original says more than the value, so it has to be kept beside it. */
  lossy: boolean;
}

const UNIT = "秒|分鐘|小時|日|週|旬|月|季|半年|年";
const DIGITS: Record<string, string> = {
  一: "1",
  二: "2",
  兩: "2",
  三: "3",
  四: "4",
  五: "5",
  六: "6",
  七: "7",
  八: "8",
  九: "9",
  十: "10",
};

const IRREGULAR = /^(?:不定期(?:更新)?|不定時(?:更新)?)$/;
const NEVER = /^(?:不再更新|不更新|不需更新|無須更新|永不(?:更新)?|停止更新)$/;
/** Updates that follow an event: irregular, and the original tells which event. */
const BY_EVENT = /異動|變更|修改|修正|檢討|核定|議期|發布時|隨時|不定期|為止/;

const BARE = new RegExp(`^(?:每|按)?(\\d+)?個?(${UNIT})(?:刊|更新|定期|定期更新)?$`);
const ONCE = new RegExp(`^(?:每|按)?(\\d+)?個?(${UNIT})(?:更新)?1次(?:更新)?$|^1次/(${UNIT})$`);
const TIMES = new RegExp(`^每?1?(${UNIT})(?:更新)?(\\d+)次(?:更新)?$|^(\\d+)次/(${UNIT})$`);
/** A certain rhythm with a detail behind it: 每年2月底, 每季結束後15日, 每月下旬, 每年1次以上. */
const DETAILED = new RegExp(`^每(\\d+)?個?(${UNIT})(?:結束後.*|[上中下]旬.*|[初底].*|\\d+[月日].*|1次以上)$`);
const PHRASE = new RegExp(`每(\\d+)?個?(${UNIT})`, "g");

/** How many of a shorter unit a longer one holds, where it is always the same number. */
const DIVISIBLE: Record<string, [count: number, unit: string]> = {
  分鐘: [60, "秒"],
  小時: [60, "分鐘"],
  日: [24, "小時"],
  季: [3, "月"],
  半年: [6, "月"],
  年: [12, "月"],
};

function compose(count: number, unit: string): string | undefined {
  if (count < 1 || count > 9999) return undefined;
  if (unit === "月" && count === 3) return "每季";
  if (unit === "月" && count === 6) return "每半年";
  if (unit === "月" && count % 12 === 0) return compose(count / 12, "年");
  return count === 1 ? `每${unit}` : `每${count}${unit}`;
}

function timesPer(unit: string, times: number): string | undefined {
  const [count, smaller] = DIVISIBLE[unit] ?? [0, ""];
  return times > 1 && count > 0 && count % times === 0 ? compose(count / times, smaller) : undefined;
}

const normalise = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/[天]/g, "日")
    .replace(/周/g, "週")
    .replace(/分(?!鐘)/g, "分鐘")
    .replace(/(?:小)?時(?=$|[\d(,])/g, (match, at: number, whole: string) =>
      /[每\d]$/.test(whole.slice(0, at)) ? "小時" : match,
    )
    .replace(
      /[一二兩三四五六七八九十](?=個?(?:秒|分鐘|小時|日|週|旬|月|季|年|次))/g,
      (digit) => DIGITS[digit]!,
    );

/**
 * Reads an update frequency as officers write it.
 * @param text such as 每1月, 3個月, 每年2次, 1次/月, 每季結束後15日
 * @returns 即時, 不定期, 不再更新 or 每…; no value where the text is silent or says two things
 */
export function readFrequency(text: string): FrequencyReading {
  const plain = normalise(text);
  if (plain === "即時" || plain === "即時更新") return { value: "即時", lossy: false };
  if (IRREGULAR.test(plain)) return { value: "不定期", lossy: false };
  if (NEVER.test(plain)) return { value: "不再更新", lossy: false };
  if (plain === "單次") return { value: "不再更新", lossy: true };
  // A slip of the input method for 每日; the two sound alike.
  if (plain === "美日") return { value: "每日", lossy: true };
  const simple = BARE.exec(plain) ?? ONCE.exec(plain);
  if (simple) return certain(compose(Number(simple[1] ?? 1), (simple[2] ?? simple[3])!), false);
  const times = TIMES.exec(plain);
  if (times) return certain(timesPer((times[1] ?? times[4])!, Number(times[2] ?? times[3])), false);
  const detailed = DETAILED.exec(plain);
  if (detailed) return certain(compose(Number(detailed[1] ?? 1), detailed[2]!), true);
  if (BY_EVENT.test(plain)) return { value: "不定期", lossy: true };
  const phrases = [...plain.matchAll(PHRASE)];
  // 每月、年 and 每週至每月 say two things; 即時監控每5分鐘 says one.
  if (phrases.length === 1 && !new RegExp(`[、至或及~-](?:${UNIT})`).test(plain)) {
    return certain(compose(Number(phrases[0]![1] ?? 1), phrases[0]![2]!), true);
  }
  return { lossy: true };
}

const certain = (value: string | undefined, lossy: boolean): FrequencyReading =>
  value === undefined ? { lossy: true } : { value, lossy };
