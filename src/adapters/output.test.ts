import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeOutputs } from "./output.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "output-"));
});
afterEach(() => rm(folder, { recursive: true }));

const PIECES = ["第一段\n", "", "第二段\n".repeat(50_000)];
const WHOLE = PIECES.join("");

describe("writeOutputs", () => {
  it("writes texts, bytes and pieces, and counts them", async () => {
    const written: number[] = [];
    const files = [
      { path: "a/b/text.json", content: "{}" },
      { path: "a/bytes.ods", content: new Uint8Array([1, 2, 3]) },
      { path: "pieces.csv", content: PIECES },
    ];
    const total = await writeOutputs(folder, files, (count) => written.push(count));
    expect(total).toEqual({ files: 3, bytes: 2 + 3 + Buffer.byteLength(WHOLE) });
    expect(written).toEqual([1, 2, 3]);
    expect(await readFile(join(folder, "a/b/text.json"), "utf8")).toBe("{}");
    expect([...(await readFile(join(folder, "a/bytes.ods")))]).toEqual([1, 2, 3]);
    expect(await readFile(join(folder, "pieces.csv"), "utf8")).toBe(WHOLE);
  });

  it("compresses what stands at a path that ends with .gz, to the same bytes each time", async () => {
    const read = async () => {
      const { bytes } = await writeOutputs(folder, [
        { path: "x/pieces.csv.gz", content: PIECES },
        { path: "x/text.jsonl.gz", content: "{}\n" },
        { path: "x/bytes.gz", content: new Uint8Array([1, 2, 3]) },
        { path: "x/empty.gz", content: [] },
      ]);
      const names = ["pieces.csv.gz", "text.jsonl.gz", "bytes.gz", "empty.gz"];
      const files = await Promise.all(names.map((name) => readFile(join(folder, "x", name))));
      expect(bytes).toBe(files.reduce((sum, file) => sum + file.length, 0));
      return files;
    };
    const files = await read();
    const contents = files.map((file) => gunzipSync(file));
    expect(contents[0]!.toString()).toBe(WHOLE);
    expect(contents[1]!.toString()).toBe("{}\n");
    expect([...contents[2]!]).toEqual([1, 2, 3]);
    expect(contents[3]!.length).toBe(0);
    // Bytes 4 to 7 of the header are the time (RFC 1952, 2.3).
    for (const file of files) expect([...file.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
    expect(await read()).toEqual(files);
  });
});
