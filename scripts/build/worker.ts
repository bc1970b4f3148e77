/** The second process: checks the catalogue; in a build it then writes the site's data, and part of its pages. */

import { on } from "node:events";
import { takenRecord } from "../../src/adapters/build-record.ts";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { checksFile } from "../../src/adapters/check/cache.ts";
import { datasetKeys } from "../../src/site/page-keys.ts";
import { assemble, readPast } from "./assemble.ts";
import { writeData, writeDescriptions } from "./data.ts";
import { startPages } from "./pages.ts";
import { type Answer, type Order, withoutDatasets } from "./second.ts";
import { secondShare } from "./site.ts";
import { reported, silent } from "./step.ts";

/** What the first process says, one after the other, however late it is asked for. */
const told = on(process, "message")[Symbol.asyncIterator]();
const next = async <Kind extends Order>() => ((await told.next()).value as [Kind])[0];
const answer = (message: Answer, then = () => {}) => process.send!(message, then);

const { sources } = await next<Extract<Order, { sources: unknown }>>();
const { root, today, cache } = sources;
const { input, ...found } = await checkCatalogue(
  root,
  today,
  (done, total) => answer({ progress: [done, total] }),
  checksFile(cache, root),
);
answer({ checked: input ? { ...found, input: withoutDatasets(input) } : found });
if (input) {
  const past = next().then(() => readPast(sources));
  const site = await assemble(sources, input, past, silent);
  answer({ keys: datasetKeys(site.context) });
  const { out, hasRecord } = await next<Extract<Order, { out: string }>>();
  const before = hasRecord ? await takenRecord(cache, out) : undefined;
  const pages = before ? undefined : startPages(out, site.context.catalogue.settings.url);
  const data = await writeData(site, root, out, before, reported);
  // Where few pages are to be rendered, the first process has time for these.
  if (pages) {
    data.files.push(...(await writeDescriptions(site, out, reported)));
    await pages.write(site, secondShare(site), reported);
  }
  answer({ data }, () => process.disconnect());
}
