import { createHash } from "node:crypto";
import { SNAPSHOT_BRANCH } from "../../review/names.ts";
import type { GitHub } from "./client.ts";
import { type BranchTip, branchTip, createCommit } from "./commits.ts";
import { statusOf } from "./log.ts";

const ATTEMPTS = 5;

/** Reads a file of the branch as it stands; undefined where there is none. */
export type ReadSnapshot = (path: string) => Promise<string | undefined>;

/** The name that git gives to a text. */
const blobName = (text: string) =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0`)
    .update(text)
    .digest("hex");

async function listBlobs(github: GitHub, tip: BranchTip | undefined): Promise<Map<string, string>> {
  if (!tip) return new Map();
  const { owner, repo, rest } = github;
  const { data } = await rest.git.getTree({ owner, repo, tree_sha: tip.tree, recursive: "true" });
  return new Map(data.tree.flatMap((entry) => (entry.type === "blob" ? [[entry.path, entry.sha]] : [])));
}

function reader(github: GitHub, blobs: ReadonlyMap<string, string>): ReadSnapshot {
  const { owner, repo, rest } = github;
  return async (path) => {
    const blob = blobs.get(path);
    if (!blob) return undefined;
    const { data } = await rest.git.getBlob({ owner, repo, file_sha: blob });
    return Buffer.from(data.content, "base64").toString();
  };
}

/** Reads one file of the branch of snapshots as it stands. */
export async function readSnapshot(github: GitHub, path: string): Promise<string | undefined> {
  const blobs = await listBlobs(github, await branchTip(github, SNAPSHOT_BRANCH));
  return reader(github, blobs)(path);
}

/** Reads all files of a folder of the branch, by path. */
export async function readSnapshots(github: GitHub, folder: string): Promise<Map<string, string>> {
  const blobs = await listBlobs(github, await branchTip(github, SNAPSHOT_BRANCH));
  const read = reader(github, blobs);
  const texts = new Map<string, string>();
  for (const path of blobs.keys()) {
    const text = path.startsWith(`${folder}/`) ? await read(path) : undefined;
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}

/**
 * Changes files of the branch of snapshots in one commit; the branch begins with the first one. Where another run was
 * quicker, everything is read and changed anew.
 * @param change gives the files as they should be, told the paths that are there; it may be called several times
 * @returns whether anything differed and was written
 */
export async function changeSnapshots(
  github: GitHub,
  message: string,
  change: (read: ReadSnapshot, paths: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<boolean> {
  const { owner, repo, rest } = github;
  const branch = { owner, repo, ref: `heads/${SNAPSHOT_BRANCH}` };
  for (let attempt = 1; ; attempt++) {
    const tip = await branchTip(github, SNAPSHOT_BRANCH);
    const blobs = await listBlobs(github, tip);
    const wanted = await change(reader(github, blobs), [...blobs.keys()]);
    const files = new Map([...wanted].filter(([path, text]) => blobs.get(path) !== blobName(text)));
    if (files.size === 0) return false;
    const sha = await createCommit(github, tip, files, message);
    try {
      if (tip) await rest.git.updateRef({ ...branch, sha, force: false });
      else await rest.git.createRef({ ...branch, ref: `refs/${branch.ref}`, sha });
      return true;
    } catch (cause) {
      const status = statusOf(cause);
      if ((status !== 409 && status !== 422) || attempt === ATTEMPTS) throw cause;
    }
  }
}
