import { describe, expect, it } from "vitest";
import type { CalendarFile } from "../catalogue/schema/generated/calendar.ts";
import { calendarProblems } from "./calendar-problems.ts";

const named = (...dates: string[]) => dates.map((date) => ({ date, name: "某日" }));
const file = (parts: Partial<CalendarFile>): CalendarFile => ({
  year: 2025,
  source: "試用",
  closed: [],
  ...parts,
});
const amended = (...amendments: NonNullable<CalendarFile["amendments"]>) =>
  file({ closed: named("2025-01-01"), worked: named("2025-02-08"), amendments });

describe("calendarProblems", () => {
  it("finds nothing in a sound calendar", () => {
    const sound = amended(
      { published: "2024-12-01", source: "修正" },
      { published: "2025-06-13", source: "修正", closed: named("2025-02-08", "2025-09-29") },
      { published: "2025-06-14", source: "修正", worked: named("2025-01-01", "2025-09-29", "2025-02-08") },
    );
    expect(calendarProblems(sound, 2025)).toEqual([]);
  });

  it.each<[string, CalendarFile, string]>([
    ["another year's file", file({ year: 2024 }), "year 是 2024，與檔名的 2025 不符；請改成一致"],
    [
      "a day that does not exist",
      file({ closed: named("2025-02-29") }),
      "原日曆 closed 的 2025-02-29 不是實際存在的日期；請對照辦公日曆表更正",
    ],
    [
      "a day of another year",
      file({ closed: named("2026-01-01") }),
      "原日曆 closed 的 2026-01-01 不在 2025 年；請移到該年的檔案，或更正日期",
    ],
    [
      "a closed Saturday",
      file({ closed: named("2025-01-04") }),
      "原日曆 closed 的 2025-01-04（星期六）本來就是放假日；closed 只列放假的星期一至五，請刪除這一天或更正日期",
    ],
    [
      "a worked Friday",
      file({ worked: named("2025-01-03") }),
      "原日曆 worked 的 2025-01-03（星期五）本來就是上班日；worked 只列要上班的星期六、日，請刪除這一天或更正日期",
    ],
    [
      "a day listed twice",
      file({ closed: named("2025-01-01", "2025-01-01") }),
      "原日曆重複列出 2025-01-01（星期三）；請只留一個",
    ],
    [
      "an amendment that opens what is open",
      amended({ published: "2025-06-13", source: "修正", worked: named("2025-09-29") }),
      "第 1 次修正 worked 的 2025-09-29（星期一）本來就是上班日；修正只列與前一版不同的日子，請刪除這一天或更正日期",
    ],
    [
      "an amendment that closes what is closed",
      amended({ published: "2025-06-13", source: "修正", closed: named("2025-01-01") }),
      "第 1 次修正 closed 的 2025-01-01（星期三）本來就是放假日；修正只列與前一版不同的日子，請刪除這一天或更正日期",
    ],
    [
      "an amendment that closes and opens a day",
      amended({
        published: "2025-06-13",
        source: "修正",
        closed: named("2025-09-29"),
        worked: named("2025-09-29"),
      }),
      "第 1 次修正重複列出 2025-09-29（星期一）；請只留一個",
    ],
    [
      "amendments out of order",
      amended({ published: "2025-06-13", source: "一" }, { published: "2025-06-13", source: "二" }),
      "第 2 次修正的公布日期 2025-06-13 沒有晚於前一次的 2025-06-13；請依公布日期先後排列",
    ],
    [
      "an amendment of no day",
      amended({ published: "2025-06-31", source: "修正" }),
      "第 1 次修正的公布日期 2025-06-31 不是實際存在的日期；請對照公文更正",
    ],
  ])("tells of %s", (_, calendar, message) => {
    expect(calendarProblems(calendar, 2025)).toEqual([message]);
  });
});
