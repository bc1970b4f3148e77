import { describe, expect, it } from "vitest";
import { parseFrequency } from "./frequency.ts";
import type { FrequencyTerm } from "./vocabulary.ts";

const terms = new Map<string, FrequencyTerm>([
  ["即時", { code: "即時", zh: "即時", en: "Continuous", group: "realtime", period: "PT0S" }],
  ["每月", { code: "每月", zh: "每月", en: "Monthly", group: "month", period: "P1M", eu: "eu:MONTHLY" }],
  ["不定期", { code: "不定期", zh: "不定期", en: "Irregular", group: "irregular", eu: "eu:IRREG" }],
]);
const parse = (code: string) => parseFrequency(code, terms);

describe("update frequencies", () => {
  it.each([
    ["每月", 30 * 86_400, "P1M", "month", "Monthly"],
    ["每10分鐘", 600, "PT10M", "minutes", "Every 10 minutes"],
    ["每30秒", 30, "PT30S", "realtime", "Every 30 seconds"],
    ["每12小時", 43_200, "PT12H", "hours", "Every 12 hours"],
    ["每3日", 3 * 86_400, "P3D", "day", "Every 3 days"],
    ["每10日", 10 * 86_400, "P10D", "week", "Every 10 days"],
    ["每旬", 10 * 86_400, "P10D", "week", "Every 1 ten-day periods"],
    ["每2月", 60 * 86_400, "P2M", "month", "Every 2 months"],
    ["每3月", 90 * 86_400, "P3M", "quarter", "Every 3 months"],
    ["每6月", 180 * 86_400, "P6M", "halfyear", "Every 6 months"],
    ["每12月", 360 * 86_400, "P12M", "year", "Every 12 months"],
    ["每4年", 4 * 365 * 86_400, "P4Y", "years", "Every 4 years"],
  ])("%s is %i seconds, %s", (code, seconds, period, group, en) => {
    expect(parse(code)).toMatchObject({ code, seconds, period, group, en });
  });

  it("know what has no interval", () => {
    expect(parse("即時")).toMatchObject({ seconds: 0, period: "PT0S", group: "realtime" });
    expect(parse("不定期")?.seconds).toBeUndefined();
    expect(parse("不定期")?.eu).toBe("eu:IRREG");
  });

  it.each(["", "每", "每1月", "每0日", "每月一次", "monthly", "每10000日", "每２月"])("%s is none", (code) =>
    expect(parse(code)).toBeUndefined(),
  );
});
