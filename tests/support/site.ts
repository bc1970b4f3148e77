import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Every file below a folder, as paths with `/`, in byte order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}

/** The file that a static host answers an address below the base with; undefined where it would answer 404. */
export function fileFor(path: string, files: ReadonlySet<string>): string | undefined {
  const decoded = decodeURIComponent(path.replace(/[?#].*$/, ""));
  const candidates =
    decoded === "" || decoded.endsWith("/") ? [`${decoded}index.html`] : [decoded, `${decoded}.html`];
  return candidates.find((candidate) => files.has(candidate));
}

/** Addresses that a page refers to, as written. */
export function addressesIn(html: string): string[] {
  const body = html.replace(/<script type="application\/(?:ld\+)?json"[^>]*>[\s\S]*?<\/script>/g, "");
  const found = [...body.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map((m) => m[1]!);
  return found.map((address) => address.replaceAll("&amp;", "&").replaceAll("&#38;", "&"));
}

/** A built site's text file. */
export const readSite = (folder: string, path: string) => readFile(join(folder, path), "utf8");
