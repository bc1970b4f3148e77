import { describe, expect, it } from "vitest";
import { isoDate, isRealDate, rocDate } from "./dates.ts";

describe("民國 dates", () => {
  it.each([
    ["104.01.05", "2015-01-05"],
    ["104/1/5", "2015-01-05"],
    ["104-1-5", "2015-01-05"],
    ["104年1月5日", "2015-01-05"],
    ["民國104年1月5日", "2015-01-05"],
    ["中華民國 104 年 1 月 5 日", "2015-01-05"],
    ["1040105", "2015-01-05"],
    ["１０４．０１．０５", "2015-01-05"],
    ["民國89/12/31", "2000-12-31"],
    ["104/1/5 9:30", "2015-01-05 09:30:00"],
  ])("%s is %s", (text, iso) => expect(rocDate(text)).toBe(iso));

  it.each([
    "2015-01-05",
    "104/13/1",
    "104/2/30",
    "104",
    "20107-12-15",
    "89/12/31",
    "93-08-01",
    "104/1-5",
    "0104-01-01",
    "每月",
  ])("%s is none", (text) => expect(rocDate(text)).toBeUndefined());
});

describe("dates in other forms", () => {
  it.each([
    ["2015/8/6", "2015-08-06"],
    ["2015.8.6", "2015-08-06"],
    ["2015年8月6日", "2015-08-06"],
    ["20150806", "2015-08-06"],
    ["２０１５/８/６", "2015-08-06"],
    ["2015-8-6", "2015-08-06"],
    ["2015-08-06", "2015-08-06"],
    ["2015-08-06T09:30:00+08:00", "2015-08-06 09:30:00"],
    ["2015/8/6 9:05", "2015-08-06 09:05:00"],
  ])("%s is %s", (text, iso) => expect(isoDate(text)).toBe(iso));

  it.each([
    "2015",
    "2015-08",
    "2015/2/30",
    "12:30",
    "20107-12-15",
    "1040105",
    "2017-1/2",
    "2017-01-01 25:00",
  ])("%s is none", (text) => expect(isoDate(text)).toBeUndefined());

  it("must exist", () => {
    expect(isRealDate("2024-02-29")).toBe(true);
    expect(isRealDate("2023-02-29")).toBe(false);
    expect(isRealDate("2023-04-31 10:00:00")).toBe(false);
  });

  it("exist as often as a year has days", () => {
    const two = (n: number) => String(n).padStart(2, "0");
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    const daysOf = (year: number) =>
      numbers.flatMap((month) => numbers.filter((day) => isRealDate(`${year}-${two(month)}-${two(day)}`)));
    expect([1900, 2000, 2023, 2024].map((year) => daysOf(year).length)).toEqual([365, 366, 365, 366]);
  });
});
