import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Blocks } from "../exchange/output-file.ts";
import { type FileBlocks, writeOutputs } from "./output.ts";

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

describe("files in blocks", () => {
  /** What each block says, by its key; one whose key is empty has none. */
  type Content = readonly (readonly [key: string, text: string])[];
  const made: string[] = [];
  const blocksOf = (content: Content) =>
    new Blocks(
      content.map(([key, text]) => ({
        ...(key === "" ? {} : { key }),
        lines: () => {
          made.push(text);
          return [text.slice(0, 3), text.slice(3)];
        },
      })),
    );

  /** Writes a file, plain and compressed. */
  async function write(content: Content, before: FileBlocks["before"] = {}) {
    made.length = 0;
    const paths = ["list.csv", "list.csv.gz"] as const;
    const blocks: FileBlocks = { before, after: {} };
    const files = paths.map((path) => ({ path, content: blocksOf(content) }));
    const { bytes } = await writeOutputs(folder, files, undefined, blocks);
    const [plain, packed] = await Promise.all(paths.map((path) => readFile(join(folder, path))));
    expect(bytes).toBe(plain!.length + packed!.length);
    const text = content.map(([, each]) => each).join("");
    expect(plain!.toString()).toBe(text);
    expect(gunzipSync(packed!).toString()).toBe(text);
    return { after: blocks.after, packed: packed!, made: [...made] };
  }

  const long = (name: string) => `${name}，資料集\n`.repeat(2000);
  const first: Content = [
    ["", "標題\n"],
    ["k1", long("一")],
    ["k2", long("二")],
    ["k3", long("三")],
  ];

  it("are one file, with what is in it made once for each form", async () => {
    const { made } = await write(first);
    expect(made).toEqual([...first, ...first].map(([, text]) => text));
    await write([]);
    await write([["k1", ""]]);
  });

  it("take over what they held, and are the same bytes as from nothing", async () => {
    const { after } = await write(first);
    const second: Content = [["", "新標題\n"], first[3]!, ["k4", long("四")], first[1]!];
    const again = await write(second, after);
    expect(new Set(again.made)).toEqual(new Set(["新標題\n", long("四")]));
    await rm(folder, { recursive: true });
    const anew = await write(second);
    expect(again.packed.equals(anew.packed)).toBe(true);
    expect(again.after).toEqual(anew.after);
  });

  it("are made anew where the file is not what was written, or gone", async () => {
    const { after } = await write(first);
    for (const name of ["list.csv", "list.csv.gz"]) await rm(join(folder, name));
    expect((await write(first, after)).made).toHaveLength(8);
    for (const name of ["list.csv", "list.csv.gz"]) await writeFile(join(folder, name), "something else");
    expect((await write(first, after)).made).toHaveLength(8);
  });
});
