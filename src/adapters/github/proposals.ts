import type { Proposal } from "../../review/requests.ts";
import type { GitHub } from "./client.ts";
import { branchTip, createCommit } from "./commits.ts";
import { ONCE } from "./execute.ts";
import { statusOf } from "./log.ts";

/**
 * Opens the pull request that somebody asked for (mission P10, P11), from a branch in the catalogue's own repository.
 * Where it is open already, nothing is written.
 * @param source address of the comment or issue that asked
 * @returns its number
 */
export async function openProposal(github: GitHub, proposal: Proposal, source: string): Promise<number> {
  const { owner, repo, rest, bot, defaultBranch } = github;
  const { branch, title, draft, path, text, account } = proposal;
  const { data: open } = await rest.pulls.list({ owner, repo, state: "open", head: `${owner}:${branch}` });
  const present = open.filter(
    (pull) => pull.head.ref === branch && pull.head.repo?.full_name === pull.base.repo.full_name,
  );
  const known = present.find((pull) => pull.user?.login === bot && pull.base.ref === defaultBranch);
  if (known) return known.number;
  // The branch's name is the bot's alone; whatever somebody else put there would pass for what was asked for.
  for (const { number } of present) {
    await rest.issues.update({
      owner,
      repo,
      issue_number: number,
      state: "closed",
      state_reason: "not_planned",
    });
  }
  const sha = await createCommit(
    github,
    await branchTip(github, defaultBranch),
    new Map([[path, text]]),
    title,
  );
  await rest.git
    .createRef({ owner, repo, ref: `refs/heads/${branch}`, sha })
    .catch(async (cause: unknown) => {
      if (statusOf(cause) !== 422) throw cause;
      // Left over from a request that is done with.
      await rest.git.updateRef({ owner, repo, ref: `heads/${branch}`, sha, force: true });
    });
  const { data: pull } = await rest.pulls.create({
    owner,
    repo,
    title,
    head: branch,
    base: defaultBranch,
    draft,
    body: `依 ${account} 的申請代為建立：${source}`,
    ...ONCE,
  });
  return pull.number;
}
