import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runScript } from "../support/repository.ts";
import { filesBelow, readSite } from "../support/site.ts";

/*
 * How much JavaScript a visitor loads, compressed as hosts do: every script of a page with all that it imports, at once
 * or later. A build may split or merge files as it likes; what counts is the sum.
 */

const PUBLIC_LIMIT = 10_000;
const FORM_LIMIT = 200_000;

let out: string;
let pages: string[];

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "budget-"));
  const built = await runScript("build", "--out", out);
  expect(built.code, built.stderr).toBe(0);
  pages = (await filesBelow(out)).filter((path) => path.endsWith(".html"));
});
afterAll(() => rm(out, { recursive: true, force: true }));

interface Scripts {
  /** Paths below the site. */
  files: string[];
  inline: string[];
}

/** What a page names itself. */
function scriptsOf(html: string): Scripts {
  const files: string[] = [];
  const inline: string[] = [];
  for (const [, attributes = "", text = ""] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
    const src = /\ssrc="([^"]*)"/.exec(attributes)?.[1];
    if (src) files.push(src.slice(1));
    else if (!/\stype="application\//.test(attributes)) inline.push(text);
  }
  for (const [, href = ""] of html.matchAll(/<link\b[^>]*rel="modulepreload"[^>]*href="([^"]*)"/g)) {
    files.push(href.slice(1));
  }
  return { files, inline };
}

const closures = new Map<string, Promise<string[]>>();

/** A script with all that it imports, statically and dynamically, as a parser finds it. */
function closure(file: string): Promise<string[]> {
  let found = closures.get(file);
  if (!found) {
    found = build({
      entryPoints: [join(out, file)],
      absWorkingDir: out,
      bundle: true,
      splitting: true,
      format: "esm",
      outdir: join(out, "_never"),
      write: false,
      metafile: true,
      logLevel: "silent",
    }).then(({ metafile }) => Object.keys(metafile.inputs));
    closures.set(file, found);
  }
  return found;
}

const sizes = new Map<string, Promise<number>>();
const gzipped = (bytes: Uint8Array | string) => gzipSync(bytes).length;

function sizeOf(file: string): Promise<number> {
  let size = sizes.get(file);
  if (!size) {
    size = readFile(join(out, file)).then(gzipped);
    sizes.set(file, size);
  }
  return size;
}

/** Bytes of JavaScript that a page may load, and from which files. */
async function weigh(page: string): Promise<{ bytes: number; files: string[] }> {
  const { files, inline } = scriptsOf(await readSite(out, page));
  const all = new Set<string>();
  for (const file of files) for (const each of await closure(file)) all.add(relative(out, join(out, each)));
  const loaded = await Promise.all([...all].map(sizeOf));
  const bytes = [...loaded, ...inline.map(gzipped)].reduce((sum, size) => sum + size, 0);
  return { bytes, files: [...all].sort() };
}

const isOffice = (page: string) => page.startsWith("office/");
const isSearch = (page: string) => /^(?:en\/)?search\//.test(page);

describe("JavaScript, gzip", () => {
  it("of every public page but search is under 10 kB", async () => {
    const open = pages.filter((page) => !isOffice(page) && !isSearch(page));
    expect(open.length).toBeGreaterThan(100);
    const heavy: string[] = [];
    let most = 0;
    for (const page of open) {
      const { bytes, files } = await weigh(page);
      most = Math.max(most, bytes);
      if (bytes >= PUBLIC_LIMIT) heavy.push(`${page}: ${bytes} (${files.join(", ")})`);
    }
    expect(heavy).toEqual([]);
    // Some page has a script, else nothing was measured.
    expect(most).toBeGreaterThan(0);
  });

  it.each(["office/datasets/new/index.html", "office/datasets/edit/index.html"])(
    "of the form (%s) is under 200 kB, all that it loads later included",
    async (page) => {
      const { bytes, files } = await weigh(page);
      expect(bytes, files.join(", ")).toBeLessThan(FORM_LIMIT);
      // The validator alone weighs more than this.
      expect(bytes).toBeGreaterThan(20_000);
    },
  );

  it("is counted wherever it is: static and dynamic imports, preloads, inline scripts", async () => {
    const html = `<script type="module" src="/a.js"></script><script>inline()</script>
      <script type="application/ld+json">{}</script><link rel="modulepreload" href="/b.js">`;
    expect(scriptsOf(html)).toEqual({ files: ["a.js", "b.js"], inline: ["inline()"] });
    const { files } = await weigh("office/datasets/new/index.html");
    const texts = await Promise.all(files.map((file) => readSite(out, file)));
    for (const [at, text] of texts.entries()) {
      for (const [, name = ""] of text.matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g)) {
        const here = files[at]!.replace(/[^/]*$/, "");
        expect(files, `${files[at]} names ${name}`).toContain(here + name);
      }
    }
  });
});
