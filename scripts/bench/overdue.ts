import { writeFile } from "node:fs/promises";
import { lookAtAll, openBusyOffice } from "../../tests/office/many.ts";
import { command, noPositionals, UsageError } from "../command.ts";
import type { OverdueResult } from "./results.ts";
import { spreadOf } from "./statistics.ts";

const HELP = `用法：npm run bench:overdue [-- 選項]

測量逾期巡視在沒有變動時的成本：在本機的 GitHub 替身放入各種狀態的送審案，讓機器人先處理完，再巡視三次，印出請求數、
GraphQL 點數、寫入數與時間的中位數。時間不含 GitHub 本身的延遲（替身在同一台電腦上），每次請求實際約需 0.1 至 1 秒。
  --count N   送審案件數，預設 1000
  --json FILE 也把結果寫成 JSON
  --help      顯示這份說明`;

const RUNS = 3;

await command(HELP, { count: { type: "string" }, json: { type: "string" } }, async (call) => {
  noPositionals(call);
  const text = call.text("count") ?? "1000";
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new UsageError(`--count 應為 1 至 99999，不能是 ${text}`);
  console.error(`準備 ${text} 件送審案……`);
  const { office } = await openBusyOffice(Number(text));
  try {
    await lookAtAll(office);
    // The day's notices and the lists.
    await office.overdue();
    const seconds: number[] = [];
    for (let run = 1; run <= RUNS; run++) {
      const before = office.double.requests.length;
      const start = performance.now();
      await office.overdue();
      seconds.push((performance.now() - start) / 1000);
      const requests = office.double.requests.slice(before);
      const git = requests.filter(({ path }) => path.includes(".git/")).length;
      const graphql = requests.filter(({ path }) => path === "/graphql");
      const points = graphql.reduce((sum, request) => sum + (request.points ?? 0), 0);
      const rest = requests.length - git - graphql.length;
      const writes = requests.filter((request) => request.write).length;
      console.log(
        `第 ${run} 次：REST ${rest} 次、GraphQL ${graphql.length} 次共 ${points} 點、git ${git} 次、寫入 ${writes} 次，${seconds.at(-1)!.toFixed(2)} 秒`,
      );
    }
    const result: OverdueResult = { submissions: Number(text), seconds: spreadOf(seconds) };
    console.log(`${text} 件，時間中位數 ${result.seconds.median.toFixed(2)} 秒`);
    const json = call.text("json");
    if (json) await writeFile(json, JSON.stringify(result));
    return 0;
  } finally {
    await office.close();
  }
});
