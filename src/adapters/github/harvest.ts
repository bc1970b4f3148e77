import { harvestBranch, harvestMarker, LABELS } from "../../review/names.ts";
import type { GitHub } from "./client.ts";
import { ensureLabels, ONCE, postComment } from "./execute.ts";
import { statusOf } from "./log.ts";

/*
 * The bot's own pull request and issue about an agency's portal (mission A10).
 */

/** A pull request from the branch of an agency's harvest. */
export interface HarvestPull {
  number: number;
  /** Commit at its head. */
  head: string;
  open: boolean;
  title: string;
  body: string;
}

const MOST_PULLS = 50;

const unixLines = (text: string | null | undefined): string => (text ?? "").replace(/\r\n/g, "\n");

/**
 * Reads what became of an agency's harvest.
 * @returns the newest pull request of the bot's, and the number of an open one that somebody else made from the branch
 */
export async function readHarvestPull(
  github: GitHub,
  agency: string,
): Promise<{ latest?: HarvestPull; foreign?: number }> {
  const { owner, repo, rest, bot, defaultBranch } = github;
  const branch = harvestBranch(agency);
  const { data } = await rest.pulls.list({
    owner,
    repo,
    state: "all",
    head: `${owner}:${branch}`,
    base: defaultBranch,
    sort: "created",
    direction: "desc",
    per_page: MOST_PULLS,
  });
  const here = data.filter(
    (pull) => pull.head.ref === branch && pull.head.repo?.full_name === pull.base.repo.full_name,
  );
  const foreign = here.find((pull) => pull.state === "open" && pull.user?.login !== bot);
  const latest = here.find((pull) => pull.user?.login === bot);
  return {
    ...(foreign ? { foreign: foreign.number } : {}),
    ...(latest
      ? {
          latest: {
            number: latest.number,
            head: latest.head.sha,
            open: latest.state === "open",
            title: latest.title,
            body: unixLines(latest.body),
          },
        }
      : {}),
  };
}

/** Files in one call; a dataset's is a few kilobytes. */
const FILES_AT_ONCE = 200;

/**
 * Makes the commit of a harvest, without moving any branch.
 * @param base commit whose files it starts from
 * @param files texts by path; undefined for one that is to go
 * @returns the commit
 */
export async function commitHarvest(
  github: GitHub,
  base: string,
  parents: readonly string[],
  files: ReadonlyMap<string, string | undefined>,
  message: string,
): Promise<string> {
  const { owner, repo, rest } = github;
  const { data: start } = await rest.git.getCommit({ owner, repo, commit_sha: base });
  let tree = start.tree.sha;
  const entries = [...files];
  for (let at = 0; at < entries.length; at += FILES_AT_ONCE) {
    const { data } = await rest.git.createTree({
      owner,
      repo,
      base_tree: tree,
      tree: entries.slice(at, at + FILES_AT_ONCE).map(([path, content]) => ({
        path,
        mode: "100644",
        type: "blob",
        ...(content === undefined ? { sha: null } : { content }),
      })),
    });
    tree = data.sha;
  }
  const { data: commit } = await rest.git.createCommit({ owner, repo, message, tree, parents: [...parents] });
  return commit.sha;
}

/**
 * Moves the branch of an open pull request; where somebody pushed in the meantime GitHub refuses, and the next run
 * makes up for it.
 */
export async function moveHarvest(github: GitHub, agency: string, commit: string): Promise<void> {
  const { owner, repo, rest } = github;
  await rest.git.updateRef({ owner, repo, ref: `heads/${harvestBranch(agency)}`, sha: commit, force: false });
}

/**
 * Opens the pull request of an agency's harvest.
 * @returns its number
 */
export async function openHarvest(
  github: GitHub,
  agency: string,
  commit: string,
  text: { title: string; body: string },
): Promise<number> {
  const { owner, repo, rest, defaultBranch } = github;
  const branch = harvestBranch(agency);
  await rest.git
    .createRef({ owner, repo, ref: `refs/heads/${branch}`, sha: commit })
    .catch(async (cause: unknown) => {
      if (statusOf(cause) !== 422) throw cause;
      // Left over from a pull request that is over, which keeps its commits.
      await rest.git.updateRef({ owner, repo, ref: `heads/${branch}`, sha: commit, force: true });
    });
  const { data } = await rest.pulls.create({
    owner,
    repo,
    ...text,
    head: branch,
    base: defaultBranch,
    ...ONCE,
  });
  return data.number;
}

/** Gives the pull request its text where it has another. */
export async function describeHarvest(
  github: GitHub,
  pull: HarvestPull,
  text: { title: string; body: string },
): Promise<boolean> {
  if (pull.title === text.title && pull.body === text.body) return false;
  const { owner, repo, rest } = github;
  await rest.pulls.update({ owner, repo, pull_number: pull.number, ...text });
  return true;
}

/** Closes a conversation of the bot's own with a word why. */
export async function closeWithWord(
  github: GitHub,
  number: number,
  word: string,
  reason: "completed" | "not_planned",
): Promise<void> {
  const { owner, repo, rest } = github;
  await postComment(github, number, word);
  await rest.issues.update({ owner, repo, issue_number: number, state: "closed", state_reason: reason });
}

/** The open issue about an agency's source. */
export interface HarvestIssue {
  number: number;
  body: string;
}

/** The bot's open issues about sources, by agency's code. */
export async function readHarvestIssues(github: GitHub): Promise<Map<string, HarvestIssue>> {
  const { owner, repo, rest, bot } = github;
  const found = new Map<string, HarvestIssue>();
  for (let page = 1; ; page++) {
    const { data } = await rest.issues.listForRepo({
      owner,
      repo,
      labels: LABELS.harvest.name,
      state: "open",
      per_page: 100,
      page,
    });
    for (const issue of data) {
      if (issue.pull_request || issue.user?.login !== bot) continue;
      const body = unixLines(issue.body);
      const agency = /^<!-- catalogue-harvest ([A-Za-z0-9_]{10}) -->/.exec(body)?.[1];
      if (agency && body.startsWith(harvestMarker(agency))) found.set(agency, { number: issue.number, body });
    }
    if (data.length < 100) return found;
  }
}

/**
 * Opens the issue about a source that can't be read, or gives the open one its text where it has another.
 * @returns its number where it was opened now
 */
export async function reportHarvest(
  github: GitHub,
  issue: HarvestIssue | undefined,
  text: { title: string; body: string },
): Promise<number | undefined> {
  const { owner, repo, rest } = github;
  if (!issue) {
    await ensureLabels(github, [LABELS.harvest.name]);
    const { data } = await rest.issues.create({
      owner,
      repo,
      ...text,
      labels: [LABELS.harvest.name],
      ...ONCE,
    });
    return data.number;
  }
  if (issue.body !== text.body) {
    await rest.issues.update({ owner, repo, issue_number: issue.number, body: text.body });
  }
  return undefined;
}
