import { expect, it } from "vitest";
import { REQUEST_STATES, type ReplyClock } from "../review/opinions/types.ts";
import { clockSentence, requestSentence } from "./opinion-words.ts";

const clock = (more: Partial<ReplyClock>): ReplyClock => ({
  days: 7,
  counting: "calendar",
  deadline: "2026-03-09",
  used: 2,
  late: false,
  ...more,
});

it.each([
  [undefined, undefined, "還沒有轉請負責的機關。"],
  [undefined, "2026-03-04", "2026-03-04 回覆。"],
  [clock({}), "2026-03-04", "2026-03-04 回覆，用了 2 日；期限 7 日，至 2026-03-09。"],
  [
    clock({ used: 9, late: true }),
    "2026-03-11",
    "2026-03-11 回覆，用了 9 日；期限 7 日，至 2026-03-09，已逾期。",
  ],
  [clock({ left: 5 }), undefined, "尚未回覆；期限 7 日，至 2026-03-09，還有 5 日。"],
  [clock({ left: 0 }), undefined, "尚未回覆；期限 7 日，至 2026-03-09，今天到期。"],
  [clock({ left: -2, late: true }), undefined, "尚未回覆；期限 7 日，至 2026-03-09，已逾期 2 日。"],
  [
    clock({ days: 14, counting: "working", left: 1 }),
    undefined,
    "尚未回覆；期限 14 個工作天，至 2026-03-09，還有 1 個工作天。",
  ],
  [clock({}), undefined, "期限 7 日，至 2026-03-09。"],
])("a clock in words: %j, %s", (each, answered, sentence) => {
  expect(clockSentence(each, answered)).toBe(sentence);
});

it("tells where a request stands, in a sentence for each state", () => {
  const at = "2026-03-01T00:00:00Z";
  const known = { at, date: "2026-12-31", into: 12 };
  expect(REQUEST_STATES.map((state) => requestSentence({ ...known, state }, "2026-03-01"))).toEqual([
    "2026-03-01 受理。",
    "2026-03-01 開始評估是否開放。",
    "2026-03-01 決定開放，預計 2026-12-31 開放。",
    "2026-03-01 已開放。",
    "2026-03-01 決定無法開放。",
    "2026-03-01 併入其他需求（#12），在那裡回覆。",
  ]);
  expect(requestSentence({ at, state: "planned" }, "2026-03-01")).toBe("2026-03-01 決定開放。");
});
