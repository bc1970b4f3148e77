import { addDays, daysBetween } from "../../catalogue/plan/periods.ts";
import { taipeiDay } from "../../catalogue/today.ts";
import { addWorkdays, type WorkCalendar, workdaysBetween } from "../calendar.ts";
import type { ReplyPolicy } from "./policy.ts";
import type { ReplyClock } from "./types.ts";

/**
 * The clock of an answer: the day of the opinion is day 0, the deadline the last day in time (行動策略: 「7 日內回覆」,
 * 「14 日內回應」; mission D3, J1). Days are those of Taipei.
 * @param createdAt ISO time of the opinion
 * @param end ISO time of the answer, or at which nobody waits for one any more; undefined while it is waited for
 * @throws CalendarError where working days run beyond the calendars
 */
export function replyClock(
  createdAt: string,
  end: string | undefined,
  policy: Pick<ReplyPolicy, "days" | "counting">,
  calendar: WorkCalendar,
  now: Date,
): ReplyClock {
  const { days, counting } = policy;
  const from = taipeiDay(new Date(createdAt));
  const until = taipeiDay(end === undefined ? now : new Date(end));
  const working = counting === "working";
  const deadline = working ? addWorkdays(calendar, from, days) : addDays(from, days);
  const between = (a: string, b: string) => (working ? workdaysBetween(calendar, a, b) : daysBetween(a, b));
  return {
    days,
    counting,
    deadline,
    used: until > from ? between(from, until) : 0,
    ...(end === undefined ? { left: between(until, deadline) } : {}),
    late: until > deadline,
  };
}
