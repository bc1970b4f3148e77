import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FAILSAFE_SCHEMA, load } from "js-yaml";
import { describe, expect, it, onTestFinished } from "vitest";
import { makeRepository } from "../scripts/bench/history-repository.ts";
import { readBlobs } from "../src/adapters/git-blobs.ts";
import { readDatasetHistory } from "../src/adapters/history.ts";
import { readRegisterHistory } from "../src/adapters/register-history.ts";
import type { DatasetFile } from "../src/catalogue/catalogue.ts";
import { identifierOf } from "../src/catalogue/check.ts";
import { toHistoryEntry } from "../src/catalogue/history.ts";
import { normalise } from "../src/catalogue/schema/fields.ts";
import {
  AGENCY,
  datasetFile,
  datasetYaml,
  type TestRepository,
  testRepository,
} from "./support/repository.ts";

const BASE = Date.parse("2026-01-01T00:00:00+08:00");
const hour = (number: number) => new Date(BASE + number * 3_600_000).toISOString();

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "history-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The entries of every dataset in their order, with or without a cache. */
const told = async ({ root }: { root: string }, cache?: string) => [
  ...(await readDatasetHistory(root, cache)).entries,
];

function parsed(text: string): DatasetFile | undefined {
  try {
    const raw = load(text.replace(/^\uFEFF/, ""), { schema: FAILSAFE_SCHEMA, maxDepth: 12 });
    const isMap = raw !== null && typeof raw === "object" && !Array.isArray(raw);
    return isMap ? (normalise("dataset", raw) as DatasetFile) : undefined;
  } catch {
    return undefined;
  }
}

/** The same, commit by commit and file by file, as anybody would compare them by hand. */
async function byHand({ git }: TestRepository) {
  const filesAt = async (commit: string | undefined) => {
    const lines = commit ? (await git("ls-tree", "-r", commit, "datasets/")).split("\n").filter(Boolean) : [];
    return new Map(lines.map((line) => [line.split("\t")[1]!, line.split(/[ \t]/)[2]!]));
  };
  const found = new Map<string, unknown[]>();
  for (const line of (await git("log", "--first-parent", "--format=%H%x09%P%x09%an%x09%ct%x09%s"))
    .split("\n")
    .filter(Boolean)) {
    const [commit, parents, author, seconds, subject] = line.split("\t") as [string, ...string[]];
    const before = await filesAt(parents!.split(" ")[0] || undefined);
    const after = await filesAt(commit);
    for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      const identifier = identifierOf(path);
      const [was, is] = [before.get(path), after.get(path)];
      if (!identifier || was === is) continue;
      const version = async (blob: string | undefined) =>
        blob
          ? (parsed(await git("cat-file", "blob", blob)) ?? { identifier, title: "", distribution: [] })
          : undefined;
      const time = new Date((Number(seconds) + 8 * 3600) * 1000).toISOString().slice(0, 16).replace("T", " ");
      const revision = { commit, author: author!, time, subject: subject! };
      const entry = toHistoryEntry({ ...revision, before: await version(was), after: await version(is) });
      if (entry) found.set(identifier, [...(found.get(identifier) ?? []), entry]);
    }
  }
  return [...found];
}

/** Numbers below a limit, always the same ones. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
}

/** Makes changes of every kind to a few datasets, one after the other. */
function changesTo(repository: TestRepository, seed: number) {
  const { write, remove, git, commit } = repository;
  const pick = numbers(seed);
  let count = 0;
  const there = new Set<string>();
  const put = async (serial: string) => {
    const plain = datasetYaml(serial, {
      description: ["一", "二", "三"][pick(3)]!,
      notes: ["", "註", '"引：\\n號"'][pick(3)]!,
      "odd.name": ["", "", "x"][pick(3)]!,
      keyword: ["", "\n  - 甲\n  - 乙", "[甲, 丙]"][pick(3)]!,
      status: ["", "", "withdrawn"][pick(3)]!,
    });
    const text = [
      plain,
      plain,
      plain,
      `\uFEFF${plain}`,
      `# 註解\n${plain}`,
      plain.replaceAll("\n", "\r\n"),
      `${plain}distribution: [\n`,
      "title: &a [*a]\n",
      `${plain}distribution.A41000000G-${serial}-001.format: JSON\n`,
    ][pick(9)]!;
    await write(datasetFile(serial), pick(15) === 0 ? new Uint8Array([0xff, 0xfe]) : text);
    there.add(serial);
  };
  return async () => {
    for (let files = 1 + pick(3); files > 0; files--) {
      const serial = `00000${1 + pick(4)}`;
      if (there.has(serial) && pick(6) === 0) {
        await remove(datasetFile(serial));
        there.delete(serial);
      } else await put(serial);
    }
    if (pick(4) === 0) await write("agencies/A41000000G/agency.yaml", `${AGENCY}# ${count}\n`);
    count++;
    const isMerge = pick(5) === 0 && count > 1;
    if (isMerge) await git("checkout", "-q", "-b", `branch-${count}`);
    await commit(`change ${count}`, hour(count));
    if (!isMerge) return;
    await git("checkout", "-q", "main");
    await repository.commit("between", hour(count));
    const who = ["-c", "user.name=reviewer", "-c", "user.email=reviewer@example.gov.tw"];
    await git(...who, "merge", "-q", "--no-ff", "-m", `merge ${count}`, `branch-${count}`);
  };
}

describe("histories of random repositories", () => {
  it.each([1, 2])(
    "are what commits hold, and the same from a cache at any time (%i)",
    async (seed) => {
      const repository = await testRepository();
      const cache = await emptyFolder();
      const change = changesTo(repository, seed);
      for (let round = 0; round < 5; round++) {
        for (let commits = 0; commits < 3; commits++) await change();
        const anew = await told(repository);
        if (round === 4) expect(anew).toEqual(await byHand(repository));
        expect(await told(repository, cache)).toEqual(anew);
        expect(await told(repository, cache)).toEqual(anew);
      }
    },
    120_000,
  );
});

describe("what is kept of a history", () => {
  async function kept() {
    const repository = await testRepository();
    const cache = await emptyFolder();
    const step = async (number: number, description: string) => {
      await repository.write(datasetFile("000001"), datasetYaml("000001", { description }));
      await repository.write(
        "agencies/A41000000G/agency.yaml",
        `${AGENCY}people:
  - account: officer-${number}
    displayName: 承辦人
    roles:
      - role: provider
`,
      );
      await repository.commit(`step ${number}`, hour(number));
    };
    const readAll = async () => {
      expect(await told(repository, cache)).toEqual(await told(repository));
      const register = await readRegisterHistory(repository.root, cache);
      expect(register).toEqual(await readRegisterHistory(repository.root));
      return (await told(repository, cache))[0]![1].map(({ subject }) => subject);
    };
    await step(1, "一");
    await step(2, "二");
    expect(await readAll()).toEqual(["step 2", "step 1"]);
    return { ...repository, cache, step, readAll };
  }

  it("is gone on from where commits follow", async () => {
    const { step, readAll } = await kept();
    await step(3, "三");
    expect(await readAll()).toEqual(["step 3", "step 2", "step 1"]);
  });

  it("is let go where the history was rewritten, went back, or runs beside it", async () => {
    const { git, step, readAll } = await kept();
    await git("reset", "-q", "--hard", "HEAD~1");
    expect(await readAll()).toEqual(["step 1"]);
    await step(4, "四");
    await git("checkout", "-q", "-b", "side", "HEAD~1");
    await step(5, "五");
    expect(await readAll()).toEqual(["step 5", "step 1"]);
    // The commit that was kept comes before the present one, though not on the line of first parents.
    await git("checkout", "-q", "main");
    const who = ["-c", "user.name=reviewer", "-c", "user.email=reviewer@example.gov.tw"];
    await git(...who, "merge", "-q", "--no-ff", "-s", "ours", "-m", "merge", "side");
    expect(await readAll()).toEqual(["step 4", "step 1"]);
  });

  it("is let go where it can't be read or was kept of something else", async () => {
    const { cache, readAll } = await kept();
    const files = await readdir(cache);
    expect(files.map((name) => name.replace(/-[0-9a-f]+/, ""))).toEqual(["history.json", "register.json"]);
    const history = join(cache, files.find((name) => name.startsWith("history"))!);
    for (const text of ["", "{", "null", '{"key":"other","head":"x","items":[]}']) {
      await writeFile(history, text);
      expect(await readAll()).toEqual(["step 2", "step 1"]);
    }
  });
});

describe("blobs", () => {
  it("are told from what is none, so that a commit in a dataset's place shifts no other", async () => {
    const { root, write, git, commit } = await testRepository();
    await write(datasetFile("000001"), datasetYaml("000001"));
    await commit("one", hour(1));
    const names = ["HEAD", "HEAD:datasets", "nothing", `HEAD:${datasetFile("000001")}`];
    names.unshift((await git("rev-parse", "HEAD")).trim());
    const found: (string | undefined)[] = [];
    for await (const blobs of readBlobs({ root, prefix: "" }, names)) {
      for (const { bytes } of blobs) found.push(bytes && Buffer.from(bytes).toString());
    }
    expect(found).toEqual([undefined, undefined, undefined, undefined, datasetYaml("000001")]);
  });
});

describe("long histories", () => {
  it("are read in several pieces without a gap, and made the same again", async () => {
    const { root, write } = await testRepository();
    for (const serial of ["000001", "000002"]) await write(datasetFile(serial), datasetYaml(serial));
    const made = await emptyFolder();
    const commits = 5200;
    await makeRepository(root, join(made, "one"), commits);
    const { entries, depth } = await readDatasetHistory(join(made, "one"));
    expect(depth).toBe("full");
    const all = [...entries.values()].flat();
    expect(all.filter(({ act }) => act === "created")).toHaveLength(2);
    expect(new Set(all.map(({ commit }) => commit)).size).toBe(commits + 1);
    for (const list of entries.values()) {
      expect(list).toEqual([...list].sort((a, b) => (a.time < b.time ? 1 : -1)));
    }
    await makeRepository(root, join(made, "two"), commits);
    expect(await told({ root: join(made, "two") })).toEqual([...entries]);
  }, 120_000);
});
