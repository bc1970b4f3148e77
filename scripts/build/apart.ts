import { takenRecord } from "../../src/adapters/build-record.ts";
import type { CheckedInput } from "../../src/adapters/catalogue.ts";
import { readDatasetHistory } from "../../src/adapters/history.ts";
import { provideContext } from "../../src/site/context.ts";
import { datasetKeys } from "../../src/site/page-keys.ts";
import { assemble, type Past, type Site, type Sources } from "./assemble.ts";
import { pageFiller } from "./dataset-pages.ts";
import { type Answer, type Order, pack } from "./second.ts";
import { reported, silent } from "./step.ts";

type Tell = (message: Answer) => Promise<void>;

/** Writes all data of a site that is built from nothing; of one that is there, not what the first process has time for. */
async function writeFiles(
  site: Site,
  { root, cache }: Sources,
  { out, hasRecord, first }: Extract<Order, { data: unknown }>["data"],
  answer: Tell,
) {
  if (first) first.identifiers.forEach(pageFiller(out, first.html));
  await answer({ filled: true });
  const { writeApart, writeData } = await import("./data.ts");
  const before = hasRecord ? (await takenRecord(cache, out)).data : undefined;
  const data = await writeData(site, root, out, before, reported);
  const apart = hasRecord ? undefined : await writeApart(site, out, undefined, reported);
  await answer({ data, apart });
}

/**
 * What the second process does with a catalogue that it checked: finds the keys of datasets' pages, then what it is told.
 * @param next gives the next order, which must be of a kind
 */
export async function workApart(
  sources: Sources,
  input: CheckedInput,
  next: <Kind extends Order>() => Promise<Kind>,
  answer: Tell,
): Promise<never> {
  const past = next<Extract<Order, { past: unknown }>>().then(async ({ past }): Promise<Past> => {
    const datasets = await readDatasetHistory(sources.root, sources.cache, past.atHand);
    return { ...past, datasets };
  });
  const site = await assemble(sources, input, past, silent);
  await answer({ keys: pack(datasetKeys(site.context)) });
  provideContext(site.context);
  let fill: ReturnType<typeof pageFiller> | undefined;
  for (;;) {
    const order = await next();
    if ("data" in order) await writeFiles(site, sources, order.data, answer);
    if ("template" in order) fill = pageFiller(order.template.out, order.template.html);
    if ("share" in order) for (const identifier of order.share) fill!(identifier);
    if ("template" in order || "share" in order) await answer({ wants: "pages" });
  }
}
