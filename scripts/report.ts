import { ArtifactError, downloadLinks } from "../src/adapters/github/artifact.ts";
import { pullRequestsOf, workflowRunOf } from "../src/adapters/github/events.ts";
import { oneLine } from "../src/adapters/github/log.ts";
import type { Assessment } from "../src/review/assessment.ts";
import { command, noPositionals, UsageError } from "./command.ts";
import { botCommand, publish, readEvent, reviewPullRequest } from "./review-run.ts";
import { updateSnapshots } from "./review-snapshots.ts";

const HELP = `用法：npm run report -- --event 檔案

在 validate 結束後，把連結檢查的結果寫進送審案的說明留言。結果只供參考：它來自送審者可以改動的流程，
所以只當作資料讀取，也不影響審查。後來的更新會保留同一版本的結果。
  --event 檔案    引發工作流程的 workflow_run 事件（GITHUB_EVENT_PATH）
  --root DIR      主分支的資料夾，預設為本專案
  --help          顯示這份說明

環境變數與 npm run review 相同。`;

await command(HELP, { event: { type: "string" } }, async (call) => {
  noPositionals(call);
  const event = call.text("event");
  if (event === undefined) throw new UsageError("請以 --event 指定事件檔案");
  const source = workflowRunOf(await readEvent(event));
  if (!source) throw new UsageError(`${event} 不是 workflow_run 事件`);
  return botCommand(call.root, async (run) => {
    const numbers = await pullRequestsOf(run.github, source, source.head_sha);
    if (numbers.length === 0) {
      console.error("沒有開啟中的送審案以這次檢查的版本為最新版本，略過");
      return;
    }
    const bytes = await downloadLinks(run.github, source.id).catch((cause: unknown) => {
      if (!(cause instanceof ArtifactError)) throw cause;
      console.error(oneLine(cause.message));
      return undefined;
    });
    const assessments: Assessment[] = [];
    let merged = false;
    for (const number of numbers) {
      const reviewed = await reviewPullRequest(
        run,
        number,
        bytes ? { links: { head: source.head_sha, bytes } } : {},
      );
      if (!reviewed) continue;
      assessments.push(reviewed.assessment);
      merged ||= reviewed.merged;
    }
    await updateSnapshots(run, assessments);
    if (merged) await publish(run);
  });
});
