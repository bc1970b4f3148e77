import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/*
 * What becomes of the files on the branch of an open pull request. The bot writes what it offers; whoever completes a
 * file there (fields that the source lacks) must find his work again, so the bot leaves what is not its own.
 */

/** Digest of a file's text, as the state remembers it. */
export const textDigest = (text: string): string => bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16);

export interface BranchInput {
  /** Texts that the harvest offers now, by path. */
  wanted: ReadonlyMap<string, string>;
  /** Paths that stay as they stand on the branch, since the source's last word on them is not known today. */
  kept: ReadonlySet<string>;
  /** What the branch changes against the main branch; undefined for a file that is deleted there, or no text. */
  present: ReadonlyMap<string, string | undefined>;
  /** Digests of what the bot wrote there. */
  wrote: ReadonlyMap<string, readonly string[]>;
  /** Whether the bot's last commit is part of the branch. */
  pushed: boolean;
}

export interface BranchPlan {
  /** Texts that the branch is to hold beside the main branch's files. */
  files: Map<string, string>;
  /** Paths of which others have written what stands there, or that they took away. Sorted. */
  mended: string[];
  /** Paths that the bot takes back. */
  stale: string[];
  /** Whether anything is to be written. */
  differs: boolean;
  /** What is to be remembered as written by the bot. */
  wrote: Map<string, string[]>;
}

/** Decides what the branch is to hold, and whether it has to be written. */
export function planBranch({ wanted, kept, present, wrote, pushed }: BranchInput): BranchPlan {
  const files = new Map<string, string>();
  const mended: string[] = [];
  const stale: string[] = [];
  const remembered = new Map<string, string[]>();
  let differs = false;
  for (const path of [...new Set([...wanted.keys(), ...present.keys()])].sort()) {
    const want = wanted.get(path);
    const own = wrote.get(path) ?? [];
    const text = present.get(path);
    if (present.has(path)) {
      const isOwn = text !== undefined && (text === want || own.includes(textDigest(text)));
      if (!isOwn || kept.has(path)) {
        if (!isOwn) mended.push(path);
        if (text !== undefined) files.set(path, text);
        if (own.length > 0) remembered.set(path, [...own]);
        continue;
      }
    } else if (pushed && own.length > 0) {
      // It stood on the branch, and somebody took it away.
      mended.push(path);
      remembered.set(path, [...own]);
      continue;
    }
    if (want === undefined) {
      stale.push(path);
      differs = true;
      continue;
    }
    files.set(path, want);
    const digest = textDigest(want);
    if (text === want) {
      remembered.set(path, own.includes(digest) ? [...own] : [digest]);
      continue;
    }
    // What stands there now counts as well: the commit may be lost after this was remembered.
    remembered.set(path, [digest, ...(text === undefined ? [] : [textDigest(text)])]);
    differs = true;
  }
  return { files, mended, stale, differs, wrote: remembered };
}
