import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { connect } from "./client.ts";
import { openProposal } from "./proposals.ts";
import { type Call, type Reply, startServer } from "./server.test-helper.ts";
import { changeSnapshots, readSnapshot } from "./snapshots.ts";

const name = (text: string) =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");

/** A server that keeps branches, commits and flat trees. */
async function gitServer(before: (call: Call) => Reply | undefined = () => undefined) {
  const blobs = new Map<string, string>();
  const trees = new Map<string, Map<string, string>>();
  const commits = new Map<string, { tree: string; parents: string[]; message: string }>();
  const refs = new Map<string, string>();
  let count = 0;
  const put = (branch: string, files: Record<string, string>) => {
    const tree = `tree${++count}`;
    for (const text of Object.values(files)) blobs.set(name(text), text);
    trees.set(tree, new Map(Object.entries(files).map(([path, text]) => [path, name(text)])));
    commits.set(`commit${count}`, { tree, parents: [], message: "" });
    refs.set(`heads/${branch}`, `commit${count}`);
  };
  const server = await startServer((call) => {
    const given = before(call);
    if (given) return given;
    const { method, body } = call;
    const path = decodeURIComponent(call.path)
      .replace(/^\/repos\/gov\/catalogue/, "")
      .replace(/\?.*/, "");
    const key = /^\/git\/(?:refs?\/(.+)|commits\/(.+)|trees\/(.+)|blobs\/(.+))$/.exec(path) ?? [];
    if (method === "GET" && key[1]) {
      const sha = refs.get(key[1]);
      return sha ? { json: { object: { sha } } } : undefined;
    }
    if (method === "GET" && key[2]) return { json: { tree: { sha: commits.get(key[2])!.tree } } };
    if (method === "GET" && key[3]) {
      const entries = [...trees.get(key[3])!].map(([at, sha]) => ({ path: at, sha, type: "blob" }));
      return { json: { tree: [...entries, { path: "folder", sha: "x", type: "tree" }] } };
    }
    if (method === "GET" && key[4]) {
      return { json: { content: Buffer.from(blobs.get(key[4])!).toString("base64"), encoding: "base64" } };
    }
    if (path === "/git/trees") {
      const tree = `tree${++count}`;
      const entries = body.tree.map((entry: { path: string; content: string }) => {
        blobs.set(name(entry.content), entry.content);
        return [entry.path, name(entry.content)];
      });
      trees.set(tree, new Map([...(trees.get(body.base_tree) ?? []), ...entries]));
      return { status: 201, json: { sha: tree } };
    }
    if (path === "/git/commits") {
      commits.set(`commit${++count}`, body);
      return { status: 201, json: { sha: `commit${count}` } };
    }
    if (path === "/git/refs") {
      const ref = body.ref.replace(/^refs\//, "");
      if (refs.has(ref)) return { status: 422, json: { message: "Reference already exists" } };
      refs.set(ref, body.sha);
      return { status: 201, json: {} };
    }
    if (method === "PATCH" && key[1]) {
      if (!body.force && commits.get(body.sha)!.parents[0] !== refs.get(key[1])) {
        return { status: 422, json: { message: "Update is not a fast forward" } };
      }
      refs.set(key[1], body.sha);
      return { json: {} };
    }
    return undefined;
  });
  const github = await connect(server.environment, { writePauseMs: 0 });
  const files = (branch: string) => {
    const tree = trees.get(commits.get(refs.get(`heads/${branch}`)!)!.tree)!;
    return Object.fromEntries([...tree].map(([path, sha]) => [path, blobs.get(sha)]));
  };
  return {
    github,
    calls: server.calls,
    put,
    files,
    commit: (branch: string) => commits.get(refs.get(`heads/${branch}`)!)!,
  };
}

test("the branch begins without history, with one commit of all files", async () => {
  const { github, files, commit } = await gitServer();
  const written = await changeSnapshots(github, "清單", async (read) => {
    expect(await read("review/a.json")).toBeUndefined();
    return new Map([
      ["review/a.json", "甲\n"],
      ["review/b.json", "乙\n"],
    ]);
  });
  expect(written).toBe(true);
  expect(files("snapshots")).toEqual({ "review/a.json": "甲\n", "review/b.json": "乙\n" });
  expect(commit("snapshots")).toMatchObject({ parents: [], message: "清單" });
});

test("only what differs is written, and nothing where nothing does", async () => {
  const { github, put, calls, files } = await gitServer();
  put("snapshots", { "a.json": "一", "b.json": "二" });
  const change = async () => new Map([["a.json", "一"]]);
  await expect(changeSnapshots(github, "x", change)).resolves.toBe(false);
  expect(calls.filter((call) => call.method !== "GET").length).toBe(1);
  await expect(
    changeSnapshots(
      github,
      "x",
      async (read) =>
        new Map([
          ["a.json", "一"],
          ["b.json", `${await read("b.json")}！`],
        ]),
    ),
  ).resolves.toBe(true);
  const tree = calls.find((call) => call.path.endsWith("/git/trees"))!;
  expect(tree.body.tree).toEqual([{ path: "b.json", mode: "100644", type: "blob", content: "二！" }]);
  expect(files("snapshots")).toEqual({ "a.json": "一", "b.json": "二！" });
  await expect(readSnapshot(github, "b.json")).resolves.toBe("二！");
  await expect(readSnapshot(github, "c.json")).resolves.toBeUndefined();
});

test("where another run was quicker, the change is made on top of its result", async () => {
  const { github, put, files } = await gitServer();
  put("snapshots", { "a.json": "1" });
  let rounds = 0;
  await changeSnapshots(github, "x", async (read) => {
    const text = `${await read("a.json")}+`;
    if (++rounds === 1) put("snapshots", { "a.json": "2" });
    return new Map([["a.json", text]]);
  });
  expect(rounds).toBe(2);
  expect(files("snapshots")).toEqual({ "a.json": "2+" });
});

test("gives up on a branch that never holds still", async () => {
  let count = 10;
  const { github, put } = await gitServer(({ method }) =>
    method === "PATCH" ? { status: 422, json: { message: "Update is not a fast forward" } } : undefined,
  );
  put("snapshots", { "a.json": "1" });
  await expect(
    changeSnapshots(github, "x", async () => new Map([["a.json", String(++count)]])),
  ).rejects.toThrow("Update is not a fast forward");
  expect(count).toBe(15);
});

const proposal = {
  act: "takedown",
  identifier: "A41000000G-000001",
  path: "datasets/A41000000G/000001.yaml",
  account: "officer",
  branch: "takedown/A41000000G-000001/officer",
  title: "申請下架 A41000000G-000001",
  text: "status: withdrawn\n",
  draft: false,
} as const;
const SOURCE = "https://github.com/gov/catalogue/issues/3";

test("a proposal is a branch with one commit on the main branch, and a pull request", async () => {
  const { github, put, files, commit, calls } = await gitServer(({ method, path }) => {
    if (!/\/pulls(\?|$)/.test(path)) return undefined;
    return method === "GET" ? { json: [] } : { status: 201, json: { number: 12 } };
  });
  put("main", { "datasets/A41000000G/000001.yaml": "status: published\n", other: "x" });
  await expect(openProposal(github, proposal, SOURCE)).resolves.toBe(12);
  expect(files(proposal.branch)).toEqual({ [proposal.path]: "status: withdrawn\n", other: "x" });
  expect(commit(proposal.branch)).toMatchObject({ parents: ["commit1"], message: proposal.title });
  expect(calls.at(-1)!.body).toEqual({
    title: proposal.title,
    head: proposal.branch,
    base: "main",
    draft: false,
    body: `依 officer 的申請代為建立：${SOURCE}`,
  });
  // A branch that was left over is used again.
  put("main", { other: "y" });
  await openProposal(github, proposal, SOURCE);
  expect(files(proposal.branch)).toEqual({ [proposal.path]: "status: withdrawn\n", other: "y" });
});

const pull = (number: number, fullName: string, login = "github-actions[bot]") => ({
  number,
  user: { login },
  head: { ref: proposal.branch, repo: { full_name: fullName } },
  base: { ref: "main", repo: { full_name: "gov/catalogue" } },
});

test("what somebody else put on a proposal's branch is closed, and passes for no proposal", async () => {
  const { github, put, calls } = await gitServer(({ method, path }) => {
    if (path.endsWith("/issues/6")) return { json: {} };
    if (!/\/pulls(\?|$)/.test(path)) return undefined;
    return method === "GET"
      ? { json: [pull(6, "gov/catalogue", "insider")] }
      : { status: 201, json: { number: 12 } };
  });
  put("main", { "datasets/A41000000G/000001.yaml": "status: published\n" });
  await expect(openProposal(github, proposal, SOURCE)).resolves.toBe(12);
  expect(calls.find(({ path }) => path.endsWith("/issues/6"))).toMatchObject({
    method: "PATCH",
    body: { state: "closed" },
  });
});

test("a proposal that is open already is not made again; a fork's branch of that name is none", async () => {
  const { github, calls } = await gitServer(({ path }) =>
    path.includes("/pulls?") ? { json: [pull(4, "officer/catalogue"), pull(5, "gov/catalogue")] } : undefined,
  );
  await expect(openProposal(github, proposal, SOURCE)).resolves.toBe(5);
  expect(calls).toHaveLength(2);
  expect(decodeURIComponent(calls[1]!.path)).toContain(`head=gov:${proposal.branch}`);
});
