/** Certain mends of what officers write by habit: 民國 dates, slashes, words for a frequency. */

const pad = (n: number | string) => String(n).padStart(2, "0");

/** Whether a YYYY-MM-DD (with or without a time) exists in the calendar. */
export function isRealDate(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split("-").map(Number);
  const date = new Date(Date.UTC(year!, month! - 1, day!));
  return date.getUTCMonth() === month! - 1 && date.getUTCDate() === day;
}

const TIME = /(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

function withTime(date: string, text: string): string | undefined {
  if (!isRealDate(date)) return undefined;
  const time = TIME.exec(text);
  if (time?.[1] === undefined) return date;
  return `${date} ${pad(time[1])}:${time[2]}:${time[3] ?? "00"}`;
}

/**
 * Reads a date of the Republic (民國), such as 104.01.05, 104/1/5, 104年1月5日 or 1040105.
 * @returns the Gregorian YYYY-MM-DD, undefined where the text is none or the day does not exist
 */
export function rocDate(text: string): string | undefined {
  const folded = text.normalize("NFKC").trim();
  const match =
    /^(?:中華民國|民國)?\s*(\d{2,3})\s*[./年-]\s*(\d{1,2})\s*[./月-]\s*(\d{1,2})日?(?=$|[ T])/.exec(folded) ??
    /^(?:中華民國|民國)?(\d{3})(\d{2})(\d{2})(?=$|[ T])/.exec(folded);
  if (!match) return undefined;
  const year = Number(match[1]) + 1911;
  if (year > 2100) return undefined;
  return withTime(`${year}-${pad(match[2]!)}-${pad(match[3]!)}`, folded);
}

/**
 * Reads a Gregorian date that is not written as YYYY-MM-DD: 2015/8/6, 2015.08.06, 2015年8月6日, 20150806,
 * an ISO time with T, full-width digits.
 * @returns the date as the standard wants it, undefined where the text is none or the day does not exist
 */
export function isoDate(text: string): string | undefined {
  const folded = text
    .normalize("NFKC")
    .trim()
    .replace(/(?:\.\d+)?(?:Z|\+08:?00)$/, "");
  const match =
    /^([12]\d{3})\s*[./年-]\s*(\d{1,2})\s*[./月-]\s*(\d{1,2})日?(?=$|[ T])/.exec(folded) ??
    /^([12]\d{3})(\d{2})(\d{2})(?=$|[ T])/.exec(folded);
  if (!match) return undefined;
  return withTime(`${match[1]}-${pad(match[2]!)}-${pad(match[3]!)}`, folded);
}

const FREQUENCY_WORDS: Record<string, string> = {
  每天: "每日",
  每周: "每週",
  每星期: "每週",
  每個月: "每月",
  每月更新: "每月",
  每年更新: "每年",
  每季更新: "每季",
  每日更新: "每日",
  每週更新: "每週",
  每年度: "每年",
  每分: "每分鐘",
  每時: "每小時",
  每鐘頭: "每小時",
  即時更新: "即時",
  不定期更新: "不定期",
  不定時: "不定期",
  每兩年: "每2年",
  每二年: "每2年",
  每三年: "每3年",
  每兩月: "每2月",
  每兩週: "每2週",
  每雙週: "每2週",
  每兩個月: "每2月",
};

/** The frequency that a text can only mean; undefined where there is doubt (資料集詮釋資料標準規範 柒三（二十）). */
export function frequencySuggestion(text: string): string | undefined {
  const folded = text.normalize("NFKC").replace(/\s/g, "").replace(/周$/, "週");
  const word = FREQUENCY_WORDS[folded];
  if (word) return word;
  const match = /^每([1-9]\d{0,3})?個?(秒|分鐘?|小時|日|天|週|旬|月|季|年)(?:更新)?(?:一次|1次)?$/.exec(
    folded,
  );
  if (!match) return undefined;
  const unit = match[2]!.replace(/^分$/, "分鐘").replace("天", "日");
  const count = match[1] === undefined || match[1] === "1" ? "" : match[1];
  const result = `每${count}${unit}`;
  return result === text ? undefined : result;
}
