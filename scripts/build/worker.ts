/** The second process of a build: reads the catalogue that was checked, writes its data, and part of its pages. */

import { on } from "node:events";
import { takenRecord } from "../../src/adapters/build-record.ts";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { checksFile } from "../../src/adapters/check/cache.ts";
import { assemble } from "./assemble.ts";
import { writeData, writeDescriptions } from "./data.ts";
import { type BuildMessage, type BuildOrder, secondShare, writePages } from "./site.ts";
import { reported, silent } from "./step.ts";

/** What the first process says, one after the other, however late it is asked for. */
const told = on(process, "message")[Symbol.asyncIterator]();
const next = async () => ((await told.next()).value as [BuildOrder])[0];

const { sources, out } = (await next()) as Extract<BuildOrder, { out: string }>;
const { root, today, cache } = sources;
const { input } = await checkCatalogue(root, today, undefined, checksFile(cache, root));
if (!input) throw new Error("the catalogue changed while it was built");
const site = await assemble(sources, input, silent);
const { hasRecord } = (await next()) as Extract<BuildOrder, { hasRecord: boolean }>;
const before = hasRecord ? await takenRecord(cache, out) : undefined;
const data = await writeData(site, root, out, before, reported);
// Where few pages are to be rendered, the first process has time for these.
if (!before) {
  data.files.push(...(await writeDescriptions(site, out, reported)));
  await writePages(site, out, secondShare(site), reported);
}
const message: BuildMessage = { data };
process.send!(message, () => process.disconnect());
