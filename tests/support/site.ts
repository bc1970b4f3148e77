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

const TAG = /<(\/?)([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi;
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
/** Elements whose end tag a page may leave out, and what the start of another ends. */
const ENDED: Record<string, RegExp> = {
  li: /^li$/,
  dt: /^d[td]$/,
  dd: /^d[td]$/,
  tr: /^t[dhr]$/,
  td: /^t[dh]$/,
  th: /^t[dh]$/,
  tbody: /^(?:t[dhr]|thead|tbody)$/,
  option: /^option$/,
};
const BLOCK =
  /^(?:article|aside|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|table|ul)$/;

const quoted = (attributes: string) =>
  attributes.replace(/=(?:"[^"]*"|'[^']*'|(\S+))/g, (all, bare: string | undefined) =>
    bare === undefined ? all : `="${bare}"`,
  );

/** A page with what it leaves out: quotes around its attributes' values, and the end tags that HTML implies. */
export function spelledOut(html: string): string {
  const open: string[] = [];
  let text = "";
  let done = 0;
  const close = (ended: (name: string) => boolean) => {
    while (open.length > 0 && ended(open.at(-1)!)) text += `</${open.pop()}>`;
  };
  for (const match of html.matchAll(TAG)) {
    const [tag, slash, name = "", attributes = ""] = match;
    if (open.at(-1) === "script" && !(slash && name === "script")) continue;
    text += html.slice(done, match.index);
    done = match.index + tag.length;
    if (slash) {
      close((last) => last !== name);
      open.pop();
    } else {
      const ended = ENDED[name];
      if (ended) close((last) => ended.test(last));
      else if (BLOCK.test(name)) close((last) => last === "p");
      if (!VOID.test(name) && !/(?:^|[\s"'])\/$/.test(attributes)) open.push(name);
    }
    text += `<${slash}${name}${quoted(attributes)}>`;
  }
  text += html.slice(done);
  close(() => true);
  return text;
}

/** Addresses that a page refers to, as written. */
export function addressesIn(html: string): string[] {
  const body = html.replace(/<script type="?application\/(?:ld\+)?json[^>]*>[\s\S]*?<\/script>/g, "");
  const found = [...spelledOut(body).matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map((m) => m[1]!);
  return found.map((address) => address.replaceAll("&amp;", "&").replaceAll("&#38;", "&"));
}

/** A built site's text file. */
export const readSite = (folder: string, path: string) => readFile(join(folder, path), "utf8");

/** A built site's page, spelled out. */
export const readPage = async (folder: string, path: string): Promise<string> =>
  spelledOut(await readSite(folder, path));
