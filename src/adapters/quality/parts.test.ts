import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listParts, openPart, type PartLine, partName, readPart, readPartLine } from "./parts.ts";
import { visitOn } from "./run.test-helper.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parts-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const VISIT = visitOn("2026-11-21");
/** A line with this evidence, whatever it is. */
const raw = (addresses: unknown, agency = "0000000000") => JSON.stringify({ version: 1, agency, addresses });
const text = ({ url, visit, content }: PartLine) =>
  raw({ [url]: { visits: [visit], ...(content ? { content } : {}) } });
const line = (number: number): PartLine => ({ url: `https://a.tw/${number}`, visit: visitOn("2026-11-21") });
async function all(path: string, skipped?: (count: number) => void): Promise<PartLine[]> {
  const lines: PartLine[] = [];
  for await (const each of readPart(path, skipped)) lines.push(each);
  return lines;
}

it("holds each visit as soon as it was written, and goes on after an interruption", async () => {
  const path = join(folder, "deep", partName(3));
  const first = await openPart(path);
  first.write(line(1));
  first.write({ ...line(2), content: { at: "2026-11-21T04:00:00Z", sampled: 10, columns: ["欄位"] } });
  expect(await all(path)).toHaveLength(2);
  first.close();
  const second = await openPart(path);
  second.write(line(3));
  second.close();
  expect((await all(path)).map(({ url }) => url)).toEqual([1, 2, 3].map((n) => `https://a.tw/${n}`));
  expect((await all(path))[1]!.content).toEqual({
    at: "2026-11-21T04:00:00Z",
    sampled: 10,
    columns: ["欄位"],
  });
});

it("goes on after the last whole line, wherever the last write was cut", async () => {
  const path = join(folder, partName(1));
  const texts = [line(1), line(2)].map((each) => `${text(each)}\n`);
  for (let cut = 0; cut <= texts[1]!.length; cut++) {
    await writeFile(path, texts[0]! + texts[1]!.slice(0, cut));
    const part = await openPart(path);
    part.write(line(3));
    part.close();
    const whole = cut === texts[1]!.length ? [1, 2, 3] : [1, 3];
    expect((await all(path)).map(({ url }) => url)).toEqual(whole.map((n) => `https://a.tw/${n}`));
  }
});

it("reads lines longer than what is read at once, and skips one that is too long", async () => {
  const path = join(folder, partName(1));
  const columns = Array.from({ length: 200 }, (_, n) => `${n}${"欄".repeat(190)}`);
  const long: PartLine = { ...line(2), content: { at: "2026-11-21T04:00:00Z", sampled: 1, columns } };
  const texts = [text(line(1)), text(long), "x".repeat(600_000), text(line(4))];
  await writeFile(path, `${texts.join("\n")}\n`);
  const skipped: number[] = [];
  expect(await all(path, (count) => skipped.push(count))).toEqual([line(1), long, line(4)]);
  expect(skipped).toEqual([1]);
});

it.each([
  ["no JSON", "{"],
  ["no object", "[]"],
  ["null", "null"],
  ["a number", "7"],
  ["no address", raw({})],
  ["two addresses", raw({ a: { visits: [VISIT] }, b: { visits: [VISIT] } })],
  ["no visit", raw({ u: { visits: [] } })],
  ["two visits", raw({ u: { visits: [VISIT, VISIT] } })],
  ["an unknown verdict", raw({ u: { visits: [{ ...VISIT, verdict: "gone" }] } })],
  ["an unknown reason", raw({ u: { visits: [{ ...VISIT, reason: "because" }] } })],
  ["no time", raw({ u: { visits: [{ ...VISIT, at: "yesterday" }] } })],
  ["a strange content", raw({ u: { visits: [VISIT], content: { at: 7 } } })],
  ["an agency's evidence", raw({ u: { visits: [VISIT] } }, "A01000000A")],
  ["an endless address", raw({ ["u".repeat(5000)]: { visits: [VISIT] } })],
])("refuses a line with %s", (_, given) => {
  expect(readPartLine(given)).toBeUndefined();
});

it("takes an address for what it is, not for a property of an object", () => {
  const given = '{"version":1,"agency":"0000000000","addresses":{"__proto__":{"visits":[VISIT]}}}';
  const read = readPartLine(given.replace("VISIT", JSON.stringify(VISIT)));
  expect(read).toEqual({ url: "__proto__", visit: VISIT });
});

it("finds the parts of a folder and nothing else; none where every shard failed", async () => {
  const told: string[] = [];
  const list = (path: string) => listParts(path, (message) => told.push(message));
  expect(await list(join(folder, "missing"))).toEqual([]);
  for (const name of ["part-2.jsonl", "part-10.jsonl", "part-1.jsonl.new", "other.jsonl", "part-12345.jsonl"])
    await writeFile(join(folder, name), "");
  await mkdir(join(folder, "part-3.jsonl"));
  expect(await list(folder)).toEqual([join(folder, "part-10.jsonl"), join(folder, "part-2.jsonl")]);
  expect(told).toEqual(["part-3.jsonl 不是檔案或超過 1 GB，略過"]);
  expect(await readFile(join(folder, "other.jsonl"), "utf8")).toBe("");
});
