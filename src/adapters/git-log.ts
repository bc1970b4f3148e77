import { availableParallelism } from "node:os";
import type { Repository } from "./git.ts";
import { ROOMY } from "./git-blobs.ts";
import { run, stream } from "./git-process.ts";

/** One commit's touch on one file. */
export interface Touch {
  commit: string;
  author: string;
  /** Commit time, seconds since 1970. */
  seconds: number;
  subject: string;
  path: string;
  /** Blob names; undefined where the file did not exist on that side. */
  before: string | undefined;
  after: string | undefined;
}

/** Fewer commits are sooner read by one process than by two. */
const WORTH_A_PROCESS = 5000;
/** Each holds some 300 MB of a large repository's objects. */
const MOST_PROCESSES = 4;

/** Readings under way: what was done to datasets and to the register is asked at the same time. */
const underWay = new Map<string, Promise<readonly Touch[]>>();

/**
 * Reads the history of the catalogue's files, newest first. Merges count as their first parent's change, so that a
 * merged submission is one entry with the merge's time. Who asks for what is just being read gets the same answer.
 * @param range a commit, or `A..B`, by their whole names
 * @throws GitError when git fails
 */
export function readHistory(repository: Repository, range: string): Promise<readonly Touch[]> {
  const key = `${repository.root}\0${range}`;
  const reading = underWay.get(key) ?? readSlices(repository, range).finally(() => underWay.delete(key));
  underWay.set(key, reading);
  return reading;
}

async function readSlices(repository: Repository, range: string): Promise<Touch[]> {
  const list = await run(repository.root, ["rev-list", "--first-parent", range, "--"]);
  const commits = list.toString("latin1").split("\n").filter(Boolean);
  const most = Math.min(availableParallelism(), MOST_PROCESSES);
  const processes = Math.min(most, Math.ceil(commits.length / WORTH_A_PROCESS));
  const each = Math.ceil(commits.length / processes);
  const slices = Array.from({ length: processes }, (_, index) => {
    const slice = commits.slice(index * each, (index + 1) * each);
    return readSlice(repository, slice[0]!, slice.length);
  });
  return (await Promise.all(slices)).flat();
}

/** Reads some commits: one and those before it. */
async function readSlice(repository: Repository, newest: string, count: number): Promise<Touch[]> {
  const args = [
    ...ROOMY,
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--relative",
    "-z",
    "--format=%x01%H%x02%ct%x02%an%x02%s%x03",
    `--max-count=${count}`,
    newest,
    "--",
  ];
  const touches: Touch[] = [];
  let [commit, author, seconds, subject] = ["", "", 0, ""];
  let rest = "";
  let raw: string | undefined;
  const decoder = new TextDecoder();
  for await (const chunk of stream(repository.root, args)) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\0");
    rest = parts.pop()!;
    for (const part of parts) {
      if (raw !== undefined) {
        // Modes, blobs and what was done, such as `100644 100644 … … M`.
        const [, , before, after, deed] = raw.split(" ");
        touches.push({
          commit,
          author,
          seconds,
          subject,
          path: part,
          before: deed === "A" ? undefined : before,
          after: deed === "D" ? undefined : after,
        });
        raw = undefined;
        continue;
      }
      let text = part;
      if (text.startsWith("\u0001")) {
        const end = text.lastIndexOf("\u0003");
        const fields = text.slice(1, end).split("\u0002");
        [commit, author, subject] = [fields[0]!, fields[2]!, fields[3]!];
        seconds = Number(fields[1]);
        text = text.slice(end + 1);
      }
      const colon = text.startsWith("\n") ? 1 : 0;
      if (text.startsWith(":", colon)) raw = text.slice(colon + 1);
    }
  }
  return touches;
}
