import { describe, expect, it } from "vitest";
import { type NoticeComment, parseSentNotices, planNotices } from "../notices.ts";
import type { Register } from "../register.ts";
import {
  assessed,
  B,
  BOT,
  CALENDAR,
  ID,
  issue,
  opinion,
  REGISTER,
  registerWith,
  says,
  wanted,
} from "./opinions.test-helper.ts";
import type { OpinionRecord } from "./record.ts";

/** Who is told on which of the days of two weeks, each day once. */
function told(record: OpinionRecord, days: readonly string[], register: Register = REGISTER) {
  const comments: NoticeComment[] = [];
  const result: Record<string, string> = {};
  for (const day of days) {
    const now = new Date(`2026-${day}T03:00:00Z`);
    const input = {
      assessments: [],
      opinions: [assessed(record, now.toISOString(), register)],
      register,
      calendar: CALENDAR,
      bot: BOT,
      now,
    };
    const digests = planNotices({ ...input, sent: parseSentNotices(comments) });
    comments.push(
      ...digests.map(({ body }) => ({ body, at: now.toISOString(), own: true, tampered: false })),
    );
    expect(planNotices({ ...input, sent: parseSentNotices(comments) })).toEqual([]);
    const mentions = digests.flatMap((digest) => digest.mentions).sort();
    if (mentions.length > 0) result[day] = mentions.join();
  }
  return result;
}
const MARCH = Array.from({ length: 29 }, (_, i) => `03-${String(i + 2).padStart(2, "0")}`);

describe("the ladder of an answer", () => {
  it("has the submissions' rungs around its own deadline", () => {
    // Monday the 2nd: seven days of the calendar end on Monday the 9th; two before is a Saturday, told on Monday.
    expect(told(opinion(), MARCH)).toEqual({ "03-09": "pb,rb", "03-10": "adm", "03-12": "op" });
    // Fourteen end on Monday the 16th.
    expect(told(opinion(), MARCH, registerWith({ days: 14 }))).toEqual({
      "03-16": "pb,rb",
      "03-17": "adm",
      "03-19": "op",
    });
    // Seven working days end on Wednesday the 11th, as a submission's do.
    expect(told(opinion(), MARCH, registerWith({ counting: "working" }))).toEqual({
      "03-09": "pb,rb",
      "03-11": "pb,rb",
      "03-12": "adm",
      "03-16": "op",
    });
  });

  it("asks the administrators to answer a request, and to record the CIO's approval", () => {
    expect(told(wanted(), MARCH)).toEqual({ "03-09": "adm", "03-10": "adm", "03-12": "op" });
    const replied = opinion({ comments: [says("2026-03-03T02:00:00Z", "pb", "好")] });
    expect(told(replied, MARCH, registerWith({ approval: true }))).toEqual({
      "03-09": "adm",
      "03-10": "adm",
      "03-12": "op",
    });
  });

  it("asks the operators to pass on what nobody has", () => {
    expect(told(issue("wanted", ["名稱", "", "原因", ""]), MARCH)).toEqual({ "03-09": "op", "03-12": "op" });
  });

  it("tells nobody once it is answered, merged or closed", () => {
    expect(told(opinion({ comments: [says("2026-03-03T02:00:00Z", "pb", "好")] }), MARCH)).toEqual({});
    expect(told(opinion({ open: false, closedAt: "2026-03-03T02:00:00Z" }), MARCH)).toEqual({});
  });

  it("says what is waited for, by when, of whom", () => {
    const line = (day: string, record: OpinionRecord, register: Register = REGISTER) => {
      const now = new Date(`2026-${day}T03:00:00Z`);
      const opinions = [assessed(record, now.toISOString(), register)];
      const sent = parseSentNotices([]);
      const digests = planNotices({
        assessments: [],
        opinions,
        sent,
        register,
        calendar: CALENDAR,
        bot: BOT,
        now,
      });
      return digests.map(({ body }) => body.replaceAll(/\(https[^)]*\)/g, ""));
    };
    expect(line("03-09", opinion())).toMatchSnapshot();
    expect(line("03-12", opinion({ title: "@everyone <b>" }))).toMatchSnapshot();
    expect(line("03-12", issue("opinion", [ID.replace(B, "Z00000000Z"), "其他", "x"]))).toMatchSnapshot();
  });
});
