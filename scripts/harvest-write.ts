import { GitError, mergeBases } from "../src/adapters/git.ts";
import {
  closeWithWord,
  commitHarvest,
  describeHarvest,
  type HarvestPull,
  moveHarvest,
  openHarvest,
} from "../src/adapters/github/harvest.ts";
import { changeSnapshots } from "../src/adapters/github/snapshots.ts";
import type { Source } from "../src/adapters/harvest-reading.ts";
import { changedFiles, fetchHeads } from "../src/adapters/submission.ts";
import type { Agency } from "../src/catalogue/catalogue.ts";
import type { BranchPlan } from "../src/exchange/harvest/branch.ts";
import { endOffers } from "../src/exchange/harvest/plan.ts";
import { type HarvestState, statePath, writeHarvestState } from "../src/exchange/harvest/state.ts";
import { HARVEST_SETTLED } from "../src/review/harvest.ts";
import type { Run } from "./review-run.ts";

/*
 * The branch and the pull request of one agency's harvest: what stands there, and what is to be written. What is
 * remembered is written before the branch moves, so that a run that breaks off is made good by the next one.
 */

/** An agency whose file names a source. */
export interface Harvested {
  agency: Agency;
  source: Source;
}

/** One agency's part of a run. */
export interface Task extends Harvested {
  run: Run;
  /** The main branch's commit in the work tree. */
  base: string;
}

/** Remembers an agency's state. */
export async function saveState({ run, agency }: Task, state: HarvestState): Promise<void> {
  const files = new Map([[statePath(agency.code), writeHarvestState(state)]]);
  await changeSnapshots(run.github, `介接紀錄：${agency.code}`, async () => files);
}

/** The files of a pull request's branch, as far as they differ from the main branch. */
export interface Branch {
  head: string;
  /** Text by path; undefined for one that is deleted there, or no text. */
  present: Map<string, string | undefined>;
  /** On the main branch. */
  published: Map<string, string>;
  /** Whether the main branch's commit is part of it, and the bot's last one. */
  hasBase: boolean;
  hasOwn: boolean;
}

/** Reads what stands on the branch of an open pull request. */
export async function readBranch(
  { run, base }: Task,
  pull: HarvestPull,
  own: string | undefined,
): Promise<Branch> {
  const { repository, remote, github } = run;
  const { heads } = await fetchHeads(repository, [pull.number], remote, github.defaultBranch);
  const head = heads.get(pull.number);
  if (!head) throw new GitError(`無法取得送審案 #${pull.number} 的內容`);
  const has = async (commit: string) =>
    (await mergeBases(repository, commit, head).catch(() => [] as string[])).includes(commit);
  const textOf = (bytes: Uint8Array | undefined) => {
    try {
      return bytes && new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return undefined;
    }
  };
  const present = new Map<string, string | undefined>();
  const published = new Map<string, string>();
  for (const file of await changedFiles(repository, base, head)) {
    const before = textOf(file.published);
    const after = textOf(file.submitted);
    if (before !== undefined) published.set(file.path, before);
    // What the main branch has by now is no difference any more.
    if (after === undefined || after !== before) present.set(file.path, after);
  }
  return {
    head,
    present,
    published,
    hasBase: await has(base),
    hasOwn: own === undefined || (await has(own)),
  };
}

/**
 * Writes what differs on GitHub.
 * @returns the pull request whose review has to be looked at anew
 */
export async function writeOffer(
  task: Task,
  state: HarvestState,
  wanted: {
    pull: HarvestPull | undefined;
    branch: Branch | undefined;
    files: BranchPlan;
    text: { title: string; body: string };
  },
): Promise<number | undefined> {
  const { run, base } = task;
  const { github } = run;
  const { code } = task.agency;
  const { pull, branch, files, text } = wanted;
  if (!pull || !branch) {
    if (files.files.size > 0) state.head = await commitHarvest(github, base, [base], files.files, text.title);
    else delete state.head;
    await saveState(task, state);
    return state.head === undefined ? undefined : openHarvest(github, code, state.head, text);
  }
  if (files.files.size === 0 && files.mended.length === 0) {
    endOffers(state, pull.number);
    await saveState(task, state);
    await closeWithWord(github, pull.number, HARVEST_SETTLED, "not_planned");
    return pull.number;
  }
  if (files.differs) state.head = await commitOn(task, branch, files, text.title);
  await saveState(task, state);
  if (files.differs) await moveHarvest(github, code, state.head!);
  await describeHarvest(github, pull, text);
  return files.differs ? pull.number : undefined;
}

/**
 * A commit on the branch of an open pull request. The main branch comes in with it, or a file that changed there as well
 * would stand in conflict; but not past what people wrote on the branch, whose conflicts are theirs to settle.
 */
async function commitOn(
  { run, base }: Task,
  { head, hasBase, published }: Branch,
  files: BranchPlan,
  message: string,
): Promise<string> {
  if (files.mended.length === 0 && !hasBase) {
    return commitHarvest(run.github, base, [head, base], files.files, message);
  }
  const changes = new Map<string, string | undefined>();
  const mended = new Set(files.mended);
  for (const [path, text] of files.files) if (!mended.has(path)) changes.set(path, text);
  for (const path of files.stale) changes.set(path, published.get(path));
  return commitHarvest(run.github, head, [head], changes, message);
}
