import type { GitHub } from "./client.ts";
import { statusOf } from "./log.ts";

/** A commit on a branch, with its tree. */
export interface BranchTip {
  commit: string;
  tree: string;
}

/** The tip of a branch; undefined where there is no such branch. */
export async function branchTip(github: GitHub, branch: string): Promise<BranchTip | undefined> {
  const { owner, repo, rest } = github;
  const ref = await rest.git.getRef({ owner, repo, ref: `heads/${branch}` }).catch((cause: unknown) => {
    if (statusOf(cause) !== 404) throw cause;
  });
  if (!ref) return undefined;
  const commit = ref.data.object.sha;
  const { data } = await rest.git.getCommit({ owner, repo, commit_sha: commit });
  return { commit, tree: data.tree.sha };
}

/**
 * Makes one commit of files beside what its parent holds, without moving any branch.
 * @param parent undefined for a first commit without history
 * @returns the commit
 */
export async function createCommit(
  github: GitHub,
  parent: BranchTip | undefined,
  files: ReadonlyMap<string, string>,
  message: string,
): Promise<string> {
  const { owner, repo, rest } = github;
  const { data: tree } = await rest.git.createTree({
    owner,
    repo,
    ...(parent ? { base_tree: parent.tree } : {}),
    tree: [...files].map(([path, content]) => ({ path, mode: "100644", type: "blob", content })),
  });
  const { data: commit } = await rest.git.createCommit({
    owner,
    repo,
    message,
    tree: tree.sha,
    parents: parent ? [parent.commit] : [],
  });
  return commit.sha;
}
