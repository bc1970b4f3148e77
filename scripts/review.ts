import { type Target, targetsOf } from "../src/adapters/github/events.ts";
import { readIssue } from "../src/adapters/github/issues.ts";
import type { Assessment } from "../src/review/assessment.ts";
import { command, noPositionals, UsageError } from "./command.ts";
import { reviewOpinion } from "./opinions-run.ts";
import {
  botCommand,
  publish,
  type Run,
  readEvent,
  reviewIssue,
  reviewPullRequest,
  sweep,
} from "./review-run.ts";
import { updateSnapshots } from "./review-snapshots.ts";

const HELP = `用法：npm run review -- --event 檔案 | --number 編號

依 GitHub 的紀錄更新一件送審案：標籤、狀態、說明留言、催請審查與合併；也處理下架與重新上架的申請，
以及「我有話要說」與「我還想要」的意見。
再執行一次不會寫入任何東西。在取出的主分支裡執行，需要完整歷史（fetch-depth: 0）。
  --event 檔案    引發工作流程的事件（GITHUB_EVENT_PATH）
  --number 編號   送審案（pull request）的編號
  --root DIR      主分支的資料夾，預設為本專案
  --help          顯示這份說明

環境變數：GITHUB_TOKEN、GITHUB_REPOSITORY（必要）；GITHUB_API_URL、GITHUB_GRAPHQL_URL、GITHUB_SERVER_URL；
CATALOGUE_WRITE_PAUSE_MS：兩次寫入之間的毫秒數，預設 1000（GitHub 的建議）；只在自架的 GitHub 才需要調整。`;

async function look(run: Run, target: Target): Promise<{ assessments: Assessment[]; merged: boolean }> {
  switch (target.kind) {
    case "pullRequest": {
      const reviewed = await reviewPullRequest(run, target.number);
      if (!reviewed) {
        console.error(`#${target.number} 不是送往主分支的送審案，略過`);
        return { assessments: [], merged: false };
      }
      return { assessments: [reviewed.assessment, ...reviewed.proposals], merged: reviewed.merged };
    }
    case "issue": {
      if (await reviewOpinion(run, target.number)) return { assessments: [], merged: false };
      const issue = await readIssue(run.github, target.number);
      const opened = issue ? await reviewIssue(run, issue) : [];
      return { assessments: opened, merged: false };
    }
    case "all": {
      const { open, ended, calendar } = await sweep(run, []);
      if (calendar) run.fail(calendar.message);
      return { assessments: [...open, ...ended], merged: ended.length > 0 };
    }
    default:
      console.error("這個事件與送審案無關");
      return { assessments: [], merged: false };
  }
}

await command(HELP, { event: { type: "string" }, number: { type: "string" } }, async (call) => {
  noPositionals(call);
  const [event, number] = [call.text("event"), call.text("number")];
  if ((event === undefined) === (number === undefined)) {
    throw new UsageError("請以 --event 或 --number 指定一件送審案");
  }
  if (number !== undefined && !/^[1-9]\d{0,8}$/.test(number)) {
    throw new UsageError(`--number 應為送審案的編號，不能是 ${number}`);
  }
  const payload = event === undefined ? { inputs: { number } } : await readEvent(event);
  return botCommand(call.root, async (run) => {
    let merged = false;
    const assessments: Assessment[] = [];
    for (const target of await targetsOf(run.github, payload)) {
      const result = await look(run, target);
      assessments.push(...result.assessments);
      merged ||= result.merged;
    }
    await updateSnapshots(run, assessments);
    if (merged) await publish(run);
  });
});
