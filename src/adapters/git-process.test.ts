import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type TestRepository, testRepository } from "../../tests/support/repository.ts";
import { readBlobs } from "./git-blobs.ts";
import { readHistory } from "./git-log.ts";
import { GitError, run, spool, streamTexts } from "./git-process.ts";

const TIME = "2026-01-05T09:00:00+08:00";

let repository: TestRepository;
/** Where files are put meanwhile. */
let folder: string;

beforeEach(async () => {
  repository = await testRepository();
  folder = await mkdtemp(join(tmpdir(), "spool-"));
  vi.stubEnv("TMPDIR", folder);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });
});

async function all(pieces: AsyncIterable<Buffer>): Promise<string> {
  const found: Buffer[] = [];
  for await (const piece of pieces) found.push(piece);
  return Buffer.concat(found).toString();
}

describe("streamTexts", () => {
  it("cuts at each NUL, wherever a piece of the output ends", async () => {
    const { root, write, git } = repository;
    const texts = Array.from({ length: 20_000 }, (_, number) => "字".repeat(number % 41));
    await write("texts", texts.join("\0"));
    await git("add", "texts");
    const found: string[] = [];
    for await (const some of streamTexts(root, ["cat-file", "blob", ":texts"])) found.push(...some);
    expect(found).toEqual(texts.slice(0, -1));
  });

  it("says what git says when it fails", async () => {
    const asking = streamTexts(repository.root, ["cat-file", "blob", "nothing"]);
    await expect(asking.next()).rejects.toThrow(/Not a valid object name/);
  });
});

describe("spool", () => {
  it("hands on what git writes, however much that is, and leaves nothing behind", async () => {
    const { root, write, git } = repository;
    await write("large.txt", "一行文字\n".repeat(300_000));
    await git("add", "large.txt");
    for (const args of [
      ["cat-file", "blob", ":large.txt"],
      ["ls-files", "nothing-of-this-name"],
    ])
      expect(await all(spool(root, args))).toBe((await run(root, args)).toString());
    expect(await readdir(folder)).toEqual([]);
  });

  it("gives git its input", async () => {
    const { root, git, commit } = repository;
    await commit("空", TIME);
    const head = (await git("rev-parse", "HEAD")).trim();
    expect(await all(spool(root, ["rev-list", "--stdin"], { input: `${head}\n` }))).toBe(`${head}\n`);
  });

  it("says what git says when it fails or runs over its time, and leaves nothing behind", async () => {
    const { root } = repository;
    await expect(all(spool(root, ["cat-file", "blob", "nothing"]))).rejects.toThrow(
      /Not a valid object name/,
    );
    await expect(all(spool(root, ["cat-file", "blob", "nothing"]))).rejects.toThrow(GitError);
    await expect(all(spool(join(root, "nowhere"), ["log"]))).rejects.toThrow(GitError);
    const endless = ["-c", "alias.endless=!sleep 60", "endless"];
    await expect(all(spool(root, endless, { limitMs: 50 }))).rejects.toThrow(GitError);
    expect(await readdir(folder)).toEqual([]);
  });

  it("stops where nobody reads on", async () => {
    const { root, write, git } = repository;
    await write("large.txt", "0123456789\n".repeat(300_000));
    await git("add", "large.txt");
    for await (const piece of spool(root, ["cat-file", "blob", ":large.txt"])) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("readBlobs", () => {
  it("finds many in the order asked, whatever is missing or no blob", async () => {
    const { root, write, git } = repository;
    const texts = Array.from({ length: 1200 }, (_, number) => "列\n".repeat(number % 90) + number);
    for (const [number, text] of texts.entries()) await write(`texts/${number}`, text);
    await git("add", ".");
    const staged = (await git("ls-files", "-s", "texts")).trim().split("\n");
    const names = new Map(staged.map((line) => [line.split("\ttexts/")[1]!, line.split(" ")[1]!]));
    const tree = (await git("write-tree")).trim();
    const asked = [...texts.keys()].toReversed().map((number) => names.get(String(number))!);
    asked.splice(7, 0, tree, "0".repeat(40), "nothing:here");
    const wanted: (string | undefined)[] = texts.toReversed();
    wanted.splice(7, 0, undefined, undefined, undefined);
    const found: (string | undefined)[] = [];
    const told: string[] = [];
    for await (const blobs of readBlobs({ root, prefix: "" }, asked)) {
      for (const { name, bytes } of blobs) {
        told.push(name);
        found.push(bytes && Buffer.from(bytes).toString());
      }
    }
    expect(told).toEqual(asked);
    expect(found).toEqual(wanted);
  });
});

describe("readHistory", () => {
  it("keeps commits apart, whatever their authors and subjects hold", async () => {
    const { root, write, remove, git, commit } = repository;
    await commit("目錄", TIME);
    const before = (await git("rev-parse", "HEAD")).trim();
    const people = ["甲", "\u0001乙\u0003", "丙\u0003\n:丁"];
    for (const [number, person] of people.entries()) {
      await write("datasets/a", String(number));
      await write(`datasets/\u0001${number}`, "");
      await commit(`\u0003:${number}\u0001`, TIME, person);
      await commit("空", TIME);
    }
    await remove("datasets/a");
    await commit("刪", TIME);
    const range = `${before}..${(await git("rev-parse", "HEAD")).trim()}`;
    const [one, other] = await Promise.all([0, 1].map(() => readHistory({ root, prefix: "" }, range)));
    expect(other).toBe(one);
    expect(await readHistory({ root, prefix: "" }, range)).toEqual(one);
    expect(await readHistory({ root, prefix: "" }, "HEAD..HEAD")).toEqual([]);
    expect(one!.map(({ path, before, after }) => [path, Boolean(before), Boolean(after)])).toEqual([
      ["datasets/a", true, false],
      ["datasets/\u00012", false, true],
      ["datasets/a", true, true],
      ["datasets/\u00011", false, true],
      ["datasets/a", true, true],
      ["datasets/\u00010", false, true],
      ["datasets/a", false, true],
    ]);
    expect(new Set(one!.map(({ commit }) => commit)).size).toBe(4);
    expect(new Set(one!.map(({ seconds }) => seconds))).toEqual(new Set([Date.parse(TIME) / 1000]));
  });
});
