import { loadPlatform } from "../src/adapters/catalogue.ts";
import { loadRegister } from "../src/adapters/register.ts";
import { taipeiDay } from "../src/catalogue/today.ts";
import { planHarvest } from "../src/exchange/harvest/plan.ts";
import { publisherTest } from "../src/exchange/harvest/publisher.ts";
import { newState } from "../src/exchange/harvest/state.ts";
import { SourceError } from "../src/exchange/import/source-record.ts";
import { harvestBody, harvestTitle } from "../src/review/harvest.ts";
import { command, noPositionals, UsageError } from "./command.ts";
import { harvest, harvestedAgencies, offerOf, readOnce, readPublished, sourceName } from "./harvest-run.ts";
import type { Harvested } from "./harvest-write.ts";
import { botCommand } from "./review-run.ts";

const HELP = `用法：npm run harvest -- [--agency 機關代碼] [--dry-run]

讀取各機關 agency.yaml 的 harvest 所指的平臺清單，與主分支比較，每個機關以一件送審案提出新增、變更與下架（跨平臺介接規範）。
再執行一次不會寫入任何東西。在取出的主分支裡執行，需要主分支的完整歷史。
  --agency 代碼   只讀取這個機關
  --dry-run       只顯示會提出什麼，不連 GitHub，也不寫入
  --root DIR      主分支的資料夾，預設為本專案
  --help          顯示這份說明

環境變數與 npm run review 相同；--dry-run 不需要。`;

/** Those agencies that are meant. */
function chosen(agencies: Harvested[], code: string | undefined): Harvested[] {
  if (code === undefined) {
    if (agencies.length === 0) console.error("沒有機關在 agency.yaml 填寫 harvest（介接來源）");
    return agencies;
  }
  const found = agencies.filter(({ agency }) => agency.code === code);
  if (found.length === 0) throw new UsageError(`機關 ${code} 的 agency.yaml 沒有 harvest（介接來源）`);
  return found;
}

/** Shows what a first reading would offer; what earlier ones saw is not known here. */
async function show(root: string, code: string | undefined): Promise<number> {
  const { register } = await loadRegister(root);
  const { vocabularies } = await loadPlatform(root);
  const today = taipeiDay(new Date());
  let failed = false;
  for (const harvested of chosen(harvestedAgencies(register.agencies), code)) {
    const { agency, source } = harvested;
    try {
      const reading = (await readOnce(source, vocabularies, {}))!;
      const state = newState(agency.code, source, today);
      const plan = planHarvest(state, {
        agency: agency.code,
        source: sourceName(source),
        records: reading.records,
        problems: reading.problems,
        published: await readPublished(root, agency.code),
        otherPublisher: publisherTest(agency, register.agencies, source.profile),
        today,
      });
      const missing = [...state.known.values()].filter((known) => known.missing === today);
      const offer = offerOf(harvested, plan, [], reading.problems);
      console.log(`${harvestTitle(offer)}\n\n${harvestBody(offer)}\n`);
      if (missing.length > 0) {
        const names = missing.map(({ identifier }) => identifier).join("、");
        console.log(`來源未列出，隔日仍如此即提出下架：${names}\n`);
      }
    } catch (cause) {
      if (!(cause instanceof SourceError)) throw cause;
      console.error(`${agency.name}（${agency.code}）：${cause.message}`);
      failed = true;
    }
  }
  return failed ? 1 : 0;
}

await command(HELP, { agency: { type: "string" }, "dry-run": { type: "boolean" } }, async (call) => {
  noPositionals(call);
  const code = call.text("agency");
  if (call.flag("dry-run")) return show(call.root, code);
  return botCommand(call.root, async (run) => {
    await harvest(run, chosen(harvestedAgencies(run.register.agencies), code));
  });
});
