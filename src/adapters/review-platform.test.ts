import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { CalendarFile } from "../catalogue/schema/generated/calendar.ts";
import { addWorkdays, type WorkCalendar, workCalendar, workdaysBetween } from "../review/calendar.ts";
import { loadCalendarFiles, loadReviewPlatform } from "./review-platform.ts";

const PROJECT = resolve(import.meta.dirname, "../..");

const FILES: Record<string, string | Uint8Array> = {
  "operators.yaml": "operators:\n  - account: Op-1\n    displayName: 平臺管理者\n",
  "review-phrases.yaml":
    "phrases:\n  - number: 2\n    text: 請補\n  - number: 1\n    text: 請改\n    en: Amend\n",
  "calendars/2027.yaml": "year: 2027\nsource: 試用\nclosed:\n  - date: 2027-01-01\n    name: 開國紀念日\n",
  "calendars/2028.yaml": "year: 2028\nsource: 試用\nclosed:\n  - date: 2028-01-03\n    name: 補假\n",
};

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A platform folder; an override of undefined leaves a file out. */
async function platform(overrides: Record<string, string | Uint8Array | undefined> = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "platform-"));
  folders.push(root);
  for (const [name, content] of Object.entries({ ...FILES, ...overrides })) {
    if (content === undefined) continue;
    await mkdir(dirname(join(root, "platform", name)), { recursive: true });
    await writeFile(join(root, "platform", name), content);
  }
  return root;
}

describe("loadReviewPlatform", () => {
  it("reads operators, phrases and calendars", async () => {
    const loaded = await loadReviewPlatform(await platform({ "calendars/.gitkeep": "" }));
    expect(loaded.operators).toEqual([{ account: "Op-1", displayName: "平臺管理者" }]);
    expect(loaded.phrases).toEqual(
      new Map([
        [2, "請補"],
        [1, "請改"],
      ]),
    );
    expect(workdaysBetween(loaded.calendar, "2027-12-31", "2028-01-04")).toBe(1);
  });

  const closed = (date: string) => `year: 2028\nsource: 試用\nclosed:\n  - date: ${date}\n    name: 補假\n`;
  it.each<[string, Record<string, string | Uint8Array | undefined>, string, string]>([
    ["no operators", { "operators.yaml": undefined }, "platform/operators.yaml", "檔案不存在"],
    [
      "an account with @, and no name",
      { "operators.yaml": 'operators:\n  - account: "@op"\n' },
      "platform/operators.yaml",
      "operators 第 1 項：缺少 displayName（顯示名稱）；operators 第 1 項 account：「@op」的格式不符；不含 @ 的帳號。",
    ],
    [
      "an operator twice",
      {
        "operators.yaml":
          "operators:\n  - account: op-a\n    displayName: 甲\n  - account: Op-A\n    displayName: 乙\n",
      },
      "platform/operators.yaml",
      "第 1 項與第 2 項的帳號都是 op-a；請只留一個",
    ],
    [
      "an empty list",
      { "operators.yaml": "operators: []\n" },
      "platform/operators.yaml",
      "operators：不可空白",
    ],
    [
      "a list that is text",
      { "operators.yaml": "operators: op-a\n" },
      "platform/operators.yaml",
      "operators：應為清單（每項以「- 」開頭）",
    ],
    [
      "a phrase's number twice",
      { "review-phrases.yaml": "phrases:\n  - number: 3\n    text: 甲\n  - number: 3\n    text: 乙\n" },
      "platform/review-phrases.yaml",
      "第 1 項與第 2 項的編號都是 3；請只留一個",
    ],
    [
      "a phrase with number 0 and a strange field",
      { "review-phrases.yaml": "phrases:\n  - number: 0\n    text: 甲\n    zh: 乙\n" },
      "platform/review-phrases.yaml",
      "phrases 第 1 項：不認得的欄位 zh；請刪除或更正欄位名稱；phrases 第 1 項 number：「0」不可小於 1",
    ],
    [
      "a phrase without a number",
      { "review-phrases.yaml": "phrases:\n  - number: 一\n    text: 甲\n" },
      "platform/review-phrases.yaml",
      "phrases 第 1 項 number：應為整數",
    ],
    [
      "a phrase of 501 characters",
      { "review-phrases.yaml": `phrases:\n  - number: 1\n    text: ${"甲".repeat(501)}\n` },
      "platform/review-phrases.yaml",
      "phrases 第 1 項 text：超過上限 500",
    ],
    [
      "no calendars",
      { "calendars/2027.yaml": undefined, "calendars/2028.yaml": undefined },
      "platform/calendars",
      "資料夾不存在",
    ],
    [
      "an empty folder of calendars",
      { "calendars/2027.yaml": undefined, "calendars/2028.yaml": undefined, "calendars/.gitkeep": "" },
      "platform/calendars",
      "沒有任何一年的辦公日曆；請以 npm run calendar 匯入官方的辦公日曆表",
    ],
    [
      "a misnamed calendar",
      { "calendars/117.yaml": closed("2028-01-03") },
      "platform/calendars/117.yaml",
      "檔名應為 <西元年>.yaml；請更名或移走這個檔案",
    ],
    [
      "a missing year",
      {
        "calendars/2027.yaml": undefined,
        "calendars/2026.yaml": closed("2026-01-01").replace("2028", "2026"),
      },
      "platform/calendars/2027.yaml",
      "platform/calendars/ 沒有 2027 年的辦公日曆，無法計算工作天；請平臺管理者依行政院人事行政總處公布的辦公日曆表新增 2027.yaml",
    ],
    [
      "a date of another form",
      { "calendars/2028.yaml": closed("117.01.03") },
      "platform/calendars/2028.yaml",
      "closed 第 1 項 date：「117.01.03」的格式不符；西元 YYYY-MM-DD。",
    ],
    [
      "days that are no exceptions",
      { "calendars/2028.yaml": closed("2028-01-01") },
      "platform/calendars/2028.yaml",
      "原日曆 closed 的 2028-01-01（星期六）本來就是放假日；closed 只列放假的星期一至五，請刪除這一天或更正日期",
    ],
  ])("tells of %s", async (_, overrides, file, message) => {
    const root = await platform(overrides);
    await expect(loadReviewPlatform(root)).rejects.toMatchObject({ file, message });
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ["broken YAML", "operators:\n  - account: a\n  - account: b\n account: c\n", /^第 \d 行：/],
    ["a key twice", "operators: []\noperators: []\n", /^第 2 行：.*operators/],
    ["an alias", "operators: &a\n  - *a\n", /^第 1 行：/],
    ["bytes that are no text", new Uint8Array([0xff, 0x00, 0xc3, 0x28]), /./],
    ["an empty file", "", /./],
  ])("tells of %s", async (_, content, message) => {
    const root = await platform({ "operators.yaml": content });
    await expect(loadReviewPlatform(root)).rejects.toMatchObject({
      name: "Error",
      file: "platform/operators.yaml",
      message: expect.stringMatching(message),
    });
  });
});

describe("this catalogue's own platform folder", () => {
  let files: CalendarFile[];
  let calendar: WorkCalendar;
  beforeAll(async () => {
    files = await loadCalendarFiles(PROJECT);
    calendar = workCalendar(files);
  });

  it("has operators, so that nobody has to approve his own submission, and phrases numbered from 1", async () => {
    const { operators, phrases } = await loadReviewPlatform(PROJECT);
    expect(operators.length).toBeGreaterThanOrEqual(2);
    expect([...phrases.keys()]).toEqual([...phrases.keys()].map((_, index) => index + 1));
    // Numbers are stable: what officers have learnt by heart keeps its meaning.
    expect(phrases.get(1)).toContain("主要欄位說明");
    expect(phrases.get(2)).toContain("下載網址");
    expect(phrases.get(3)).toContain("資料格式");
    expect(phrases.get(4)).toContain("更新頻率");
  });

  // Total closed days of a year as the Directorate-General of Personnel Administration announced them.
  it.each([
    [2013, 115],
    [2014, 113],
    [2015, 116],
    [2016, 116],
    [2017, 116],
    [2018, 115],
    [2019, 115],
    [2020, 115],
    [2021, 116],
    [2022, 115],
    [2023, 116],
    [2024, 115],
    [2025, 118],
    [2026, 120],
    [2027, 121],
  ])("%i has %i closed days", (year, closed) => {
    const [first, last] = [`${year}-01-01`, `${year}-12-31`];
    const length = year % 4 === 0 ? 366 : 365;
    const works = workdaysBetween(calendar, first, last) + (calendar.isWorkday(first) ? 1 : 0);
    expect(length - works).toBe(closed);
  });

  it.each(["2013-02-23", "2014-12-27", "2016-01-30", "2021-02-20", "2021-09-11", "2024-02-17", "2025-02-08"])(
    "%s is a Saturday that is worked",
    (day) => {
      expect(new Date(day).getUTCDay()).toBe(6);
      expect(calendar.isWorkday(day)).toBe(true);
    },
  );

  // Lunar New Year: the last work day before, and the first after.
  it.each([
    ["2013-02-08", "2013-02-18"],
    ["2014-01-29", "2014-02-05"],
    ["2015-02-17", "2015-02-24"],
    ["2016-02-05", "2016-02-15"],
    ["2017-01-26", "2017-02-02"],
    ["2021-02-09", "2021-02-17"],
    ["2024-02-07", "2024-02-15"],
    ["2025-01-24", "2025-02-03"],
    ["2026-02-13", "2026-02-23"],
    ["2027-02-03", "2027-02-11"],
  ])("nobody works between %s and %s", (before, after) => {
    expect(addWorkdays(calendar, before, 1)).toBe(after);
  });

  it.each([
    ["2025-06-12", "2025-09-29", true],
    ["2025-06-13", "2025-09-29", false],
    ["2025-06-12", "2025-10-24", true],
    ["2025-06-13", "2025-10-24", false],
    ["2025-06-12", "2025-12-25", true],
    ["2025-10-20", "2025-12-25", false],
    ["2014-10-20", "2014-12-27", false],
    ["2014-10-21", "2014-12-27", true],
    ["2014-10-20", "2015-01-02", true],
    ["2014-10-21", "2015-01-02", false],
  ])("on %s it was known of %s that it is worked: %s", (knownOn, day, works) => {
    expect(workCalendar(files, knownOn).isWorkday(day)).toBe(works);
  });
});
