/** The second process of a history's reading: compares the versions that it is told, tells what it found, and ends. */

import { type CompareOrder, compareHere } from "./history-blobs.ts";

process.once("message", async (order: CompareOrder) => {
  // What is not yet sent would be lost with the connection.
  for await (const deeds of compareHere(order)) await new Promise((sent) => process.send!(deeds, sent));
  process.disconnect();
});
