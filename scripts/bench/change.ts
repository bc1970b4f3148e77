import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { datasetText, readYaml } from "./corpus/corpus.ts";

/** Commits get a time of their own, so that the same change is the same commit. */
const TIME = "2026-03-23T12:00:00+08:00";

const git = (root: string, ...args: string[]): string =>
  execFileSync("git", args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, GIT_AUTHOR_DATE: TIME, GIT_COMMITTER_DATE: TIME },
    maxBuffer: 1 << 28,
  }).trim();

/** A commit that belongs to nobody. */
const IDENTITY = [
  "-c",
  "user.name=資料提供者",
  "-c",
  "user.email=provider@data.example",
  "-c",
  "commit.gpgsign=false",
];

/** The commit that a corpus stands at. */
export const headOf = (root: string): string => git(root, "rev-parse", "HEAD");

/** Puts a corpus back to a commit. */
export const resetTo = (root: string, commit: string): void => {
  git(root, "reset", "--quiet", "--hard", commit);
};

interface Changed {
  description: string;
  keyword: string[];
  modified: string;
}

/**
 * Changes one dataset in the work tree as a pull request does: description, keywords and date of change.
 * @param number which change it is: each takes another dataset
 * @returns the path of its file
 */
export function editOne(root: string, number: number): string {
  const paths = git(root, "ls-files", "datasets").split("\n");
  const path = paths[(number * 7919) % paths.length] as string;
  const file = join(root, path);
  const dataset = readYaml(readFileSync(file, "utf8")) as Changed & Record<string, string>;
  writeFileSync(
    file,
    datasetText({
      ...dataset,
      description: `${dataset.description.slice(0, 400)}本次更新補充說明第${number}項。`,
      keyword: [...dataset.keyword, `補充${number}`],
      modified: "2026-03-23",
    }),
  );
  return path;
}

/** The same, accepted: the change is committed. */
export function changeOne(root: string, number: number): void {
  const path = editOne(root, number);
  git(root, "add", path);
  git(root, ...IDENTITY, "commit", "--quiet", "--message", `更新 ${path}`);
}
