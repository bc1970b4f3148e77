/** The second process of a build: checks a catalogue, then does what it is told, until nobody is left to tell it. */

import { on } from "node:events";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { checksFile } from "../../src/adapters/check/cache.ts";
import { type Answer, type Order, withoutDatasets } from "./second.ts";

process.once("disconnect", () => process.exit());
/** Answers; resolves when all of it has gone, which work that lets nothing else have its turn would hold up. */
const answer = (message: Answer) =>
  new Promise<void>((done, fail) => {
    process.send!(message, (cause: Error | null) => (cause ? fail(cause) : done()));
  });

/** The next order, which must be of a kind, however late it is asked for. */
const told = on(process, "message")[Symbol.asyncIterator]();
const next = async <Kind extends Order>() => ((await told.next()).value as [Kind])[0];

const { sources } = await next<Extract<Order, { sources: unknown }>>();
const { root, today, cache } = sources;
const progress = (done: number, total: number) => void answer({ progress: [done, total] });
const checked = await checkCatalogue(root, today, progress, checksFile(cache, root));
await answer({ checked: withoutDatasets(checked) });
if (checked.input) {
  // Loaded now, since the first process waits for the check.
  const { workApart } = await import("./apart.ts");
  await workApart(sources, checked.input, next, answer);
}
