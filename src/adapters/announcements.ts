import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ANNOUNCEMENTS, type Announcement } from "../catalogue/announcements.ts";
import type { Checked } from "../catalogue/check.ts";
import { diagnostic } from "../catalogue/diagnostics.ts";
import { readBytes } from "./files.ts";

const LINE_ONE = { line: 1, column: 1 };

/**
 * Reads and checks every announcement of a catalogue, by the names of their files; a catalogue may have none. Symbolic
 * links are refused, never followed.
 */
export async function readAnnouncements(root: string): Promise<Checked<Announcement>[]> {
  const entries = await readdir(join(root, ANNOUNCEMENTS), { withFileTypes: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return [];
      throw cause;
    },
  );
  if (entries.length === 0) return [];
  // It brings the readers of Markdown, half of all that a check would load.
  const { checkAnnouncement } = await import("../catalogue/check-announcement.ts");
  const read: Checked<Announcement>[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue;
    const path = `${ANNOUNCEMENTS}/${entry.name}`;
    if (entry.isSymbolicLink()) {
      read.push({ path, diagnostics: [diagnostic("file/symlink", path, LINE_ONE, {})] });
    } else {
      const bytes = entry.isFile() ? await readBytes(root, path) : undefined;
      read.push(checkAnnouncement(path, bytes ?? new Uint8Array()));
    }
  }
  return read;
}
