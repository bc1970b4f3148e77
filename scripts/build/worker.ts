/** The second process of a build: does what it is told, one after the other, until nobody is left to tell it. */

import { on } from "node:events";
import { takenRecord } from "../../src/adapters/build-record.ts";
import { type CheckedInput, checkCatalogue } from "../../src/adapters/catalogue.ts";
import { checkerKey, checksFile, readChecks } from "../../src/adapters/check/cache.ts";
import type { Progress } from "../../src/adapters/check/datasets.ts";
import { readDatasetHistory } from "../../src/adapters/history.ts";
import { provideContext } from "../../src/site/context.ts";
import { datasetKeys } from "../../src/site/page-keys.ts";
import { assemble, type Site, type Sources } from "./assemble.ts";
import { loadPages, pageFiller } from "./dataset-pages.ts";
import { type Answer, type Order, pack, withDatasets, withoutDatasets } from "./second.ts";
import { reported, silent } from "./step.ts";

process.once("disconnect", () => process.exit());
/** Answers; resolves when all of it has gone, which work that lets nothing else have its turn would hold up. */
const answer = (message: Answer) =>
  new Promise<void>((done, fail) => {
    process.send!(message, (cause: Error | null) => (cause ? fail(cause) : done()));
  });

/** The next order, which must be of a kind, however late it is asked for. */
const told = on(process, "message")[Symbol.asyncIterator]();
const next = async <Kind extends Order>() => ((await told.next()).value as [Kind])[0];

/** What a site is built from, checked by this process or by the first one. */
async function inputOf({
  sources,
  checks,
}: Extract<Order, { checks: unknown }>): Promise<CheckedInput | undefined> {
  const { root, today, cache } = sources;
  const check = (tell?: Progress) => checkCatalogue(root, today, tell, checksFile(cache, root));
  if (checks) {
    const checked = await check((done, total) => void answer({ progress: [done, total] }));
    await answer({ checked: withoutDatasets(checked) });
    return checked.input;
  }
  // While there is time: what fills pages, what the cache holds, and of that the datasets' heads.
  loadPages();
  const ahead = readChecks(checksFile(cache, root), checkerKey(root));
  ahead.checks[0]?.check.value?.head();
  const { checked } = await next<Extract<Order, { checked: unknown }>>();
  return ((await withDatasets(sources, checked, ahead)) ?? (await check())).input;
}

/** Writes all data of a site that is built from nothing; of one that is there, not what the first process has time for. */
async function writeFiles(
  site: Site,
  { root, cache }: Sources,
  { out, hasRecord, first }: Extract<Order, { data: unknown }>["data"],
) {
  if (first) first.identifiers.forEach(pageFiller(out, first.html));
  await answer({ filled: true });
  const { writeApart, writeData } = await import("./data.ts");
  const before = hasRecord ? (await takenRecord(cache, out)).data : undefined;
  const data = await writeData(site, root, out, before, reported);
  const apart = hasRecord ? undefined : await writeApart(site, out, undefined, reported);
  await answer({ data, apart });
}

const first = await next<Extract<Order, { checks: unknown }>>();
const { sources } = first;
const input = await inputOf(first);
if (input) {
  const past = next<Extract<Order, { past: unknown }>>().then(async ({ past }) => {
    const datasets = await readDatasetHistory(sources.root, sources.cache, past.atHand);
    return { ...past, datasets };
  });
  const site = await assemble(sources, input, past, silent);
  await answer({ keys: pack(datasetKeys(site.context)) });
  provideContext(site.context);
  let fill: ReturnType<typeof pageFiller> | undefined;
  for (;;) {
    const order = await next();
    if ("data" in order) await writeFiles(site, sources, order.data);
    if ("template" in order) fill = pageFiller(order.template.out, order.template.html);
    if ("share" in order) for (const identifier of order.share) fill!(identifier);
    if ("template" in order || "share" in order) await answer({ wants: "pages" });
  }
}
