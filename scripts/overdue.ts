import { postComment } from "../src/adapters/github/execute.ts";
import { listRequestIssues, openNoticesIssue, readNotices } from "../src/adapters/github/issues.ts";
import type { Assessment } from "../src/review/assessment.ts";
import { CalendarError } from "../src/review/calendar.ts";
import { noticesIssue, parseSentNotices, planNotices } from "../src/review/notices.ts";
import type { OpinionAssessment } from "../src/review/opinions/assess.ts";
import { command, noPositionals } from "./command.ts";
import { sweepOpinions } from "./opinions-run.ts";
import { botCommand, publish, type Run, reviewIssue, sweep, tell } from "./review-run.ts";
import { lastOpen, replaceSnapshots } from "./review-snapshots.ts";

const HELP = `用法：npm run overdue

巡視所有開啟中的送審案與意見：更新逾期的標示、寄出當日的逾期通知、更新清單，並補上先前漏掉的事件。
再執行一次不會寫入任何東西；漏跑的排程由下一次補上。
  --root DIR      主分支的資料夾，預設為本專案
  --help          顯示這份說明

環境變數與 npm run review 相同。`;

const NOTHING_SENT = { rungs: new Map<string, number>(), mentioned: new Map<string, Set<string>>() };
const calendarMarker = (year: number) => `<!-- catalogue-calendar ${year} -->`;

/** The month's notices, and once a month the word that a calendar is missing. */
async function notify(
  run: Run,
  open: readonly Assessment[],
  opinions: readonly OpinionAssessment[],
  missing?: CalendarError,
): Promise<void> {
  const { github, register, review } = run;
  const now = github.now();
  const input = { assessments: open, opinions, register, calendar: review.calendar, bot: github.bot, now };
  let problem = missing;
  let due = false;
  try {
    due = planNotices({ ...input, sent: NOTHING_SENT }).length > 0;
  } catch (cause) {
    if (!(cause instanceof CalendarError)) throw cause;
    problem ??= cause;
  }
  if (problem) run.fail(problem.message);
  // Reading what was sent costs more than knowing that nothing is due.
  if (!due && !problem) return;
  const { comments, issues } = await readNotices(github);
  const digests = due ? planNotices({ ...input, sent: parseSentNotices(comments) }) : [];
  const bodies = digests.map((digest) => digest.body);
  const marker = problem && calendarMarker(problem.year);
  const month = noticesIssue(now);
  const number = issues.get(month.title);
  if (problem && marker && !comments.some((c) => c.own && c.issue === number && c.body.startsWith(marker))) {
    bodies.push(`${marker}\n${problem.message}`);
  }
  if (bodies.length === 0) return;
  const target = number ?? (await openNoticesIssue(github, month));
  for (const body of bodies) await postComment(github, target, body);
  console.error(`逾期通知 ${bodies.length} 則，寫入 #${target}`);
}

await command(HELP, {}, async (call) => {
  noPositionals(call);
  return botCommand(call.root, async (run) => {
    /** One part that fails must not keep the others from running. */
    const part = async (label: string, work: () => Promise<void>) => {
      try {
        await work();
      } catch (cause) {
        run.fail(`${label}：${tell(cause)}`);
      }
    };
    let last: number[] = [];
    await part("讀取審查清單", async () => {
      last = await lastOpen(run);
    });
    const { listed, open, ended, calendar } = await sweep(run, last);
    await part("上下架申請", async () => {
      for (const issue of await listRequestIssues(run.github)) {
        await part(`#${issue.number}`, async () => {
          open.push(...(await reviewIssue(run, issue)));
        });
      }
    });
    let spoken: Awaited<ReturnType<typeof sweepOpinions>> = { opinions: [] };
    await part("意見", async () => {
      spoken = await sweepOpinions(run);
    });
    await part("逾期通知", () => notify(run, open, spoken.opinions, calendar ?? spoken.calendar));
    await part("審查清單", () => replaceSnapshots(run, listed, open, ended));
    await part("發布網站", () => publish(run));
  });
});
