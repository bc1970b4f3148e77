/** Reads the histories of a catalogue once, as a build does, and says how much memory it took; for `bench:history`. */

import { prepareNode } from "../command.ts";

prepareNode();
const { readDatasetHistory } = await import("../../src/adapters/history.ts");
const { readRegisterHistory } = await import("../../src/adapters/register-history.ts");
const [root, cache] = process.argv.slice(2);
const [{ entries }] = await Promise.all([
  readDatasetHistory(root!, cache),
  readRegisterHistory(root!, cache),
]);
console.log(JSON.stringify({ datasets: entries.size, kilobytes: process.resourceUsage().maxRSS }));
