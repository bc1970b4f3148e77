import { rename, rm } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/**
 * So long after many files were deleted, ext4 is slow to make others: it does not give out an inode that was deleted in
 * the last minute, five more while the deletion waits to be written, and looks at each of them anew for every file
 * (`recently_deleted` in the kernel's fs/ext4/ialloc.c). A build then takes up to twice its system time.
 */
const QUIET_MS = 6 * 60_000;

/** Outputs that are done with. They are deleted together, and no run begins soon after. */
export interface Aside {
  /** Moves a folder out of the way; one that does not exist is none. */
  put: (folder: string) => Promise<void>;
  /** Deletes all that was put aside. */
  remove: () => Promise<void>;
  /** Waits until deletions no longer cost others their time. */
  quiet: () => Promise<void>;
}

/** Keeps outputs until they can be deleted. */
export function startAside(say: (text: string) => void): Aside {
  const folders: string[] = [];
  let deleted = -QUIET_MS;
  return {
    async put(folder) {
      const to = `${folder}-${process.pid}-${folders.length}`;
      try {
        await rename(folder, to);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
        throw cause;
      }
      folders.push(to);
    },
    async remove() {
      if (folders.length === 0) return;
      for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
      deleted = performance.now();
    },
    async quiet() {
      const wait = deleted + QUIET_MS - performance.now();
      if (wait <= 0) return;
      say(`刪除檔案後等候 ${Math.ceil(wait / 1000)} 秒，以免影響下一次測量`);
      await setTimeout(wait);
    },
  };
}
