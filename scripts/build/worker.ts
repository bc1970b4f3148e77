/** The second process of a build: does what it is told, one after the other, until nobody is left to tell it. */

import { on } from "node:events";
import { takenRecord } from "../../src/adapters/build-record.ts";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { checksFile } from "../../src/adapters/check/cache.ts";
import { provideContext } from "../../src/site/context.ts";
import { datasetKeys } from "../../src/site/page-keys.ts";
import { assemble, readPast, type Site, type Sources } from "./assemble.ts";
import { pageFiller } from "./dataset-pages.ts";
import { type Answer, type Order, withoutDatasets } from "./second.ts";
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

async function check({ root, today, cache }: Sources) {
  const tell = (done: number, total: number) => void answer({ progress: [done, total] });
  const { input, ...found } = await checkCatalogue(root, today, tell, checksFile(cache, root));
  const { tells } = await next<Extract<Order, { tells: unknown }>>();
  if (tells) await answer({ checked: input ? { ...found, input: withoutDatasets(input) } : found });
  return input;
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
  const before = hasRecord ? await takenRecord(cache, out) : undefined;
  const data = await writeData(site, root, out, before, reported);
  const apart = hasRecord ? undefined : await writeApart(site, out, undefined, reported);
  await answer({ data, apart });
}

const { sources } = await next<Extract<Order, { sources: unknown }>>();
const input = await check(sources);
if (input) {
  const past = next().then(() => readPast(sources));
  const site = await assemble(sources, input, past, silent);
  await answer({ keys: datasetKeys(site.context) });
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
