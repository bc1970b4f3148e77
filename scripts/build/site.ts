import { fork } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type BuildRecord, leaveRecord, takeRecord } from "../../src/adapters/build-record.ts";
import { type ChoosePages, renderPages, type SitePage } from "../../src/adapters/build-site.ts";
import { checkCatalogue } from "../../src/adapters/catalogue.ts";
import { checksFile } from "../../src/adapters/check/cache.ts";
import { report, summary } from "../../src/adapters/report.ts";
import { provideContext } from "../../src/site/context.ts";
import { PROJECT } from "../command.ts";
import { assemble, type Site, type Sources } from "./assemble.ts";
import { type DataRecord, writeData, writeDescriptions } from "./data.ts";
import { type Step, shown } from "./step.ts";

const SHOWN_WARNINGS = 20;
/** From so many datasets on a second process pays for its start. */
const WORTH_A_PROCESS = 3000;
/** Data files and search index of a dataset take as long as so many pages. */
const DATA_IN_PAGES = 0.9;

export interface BuildOptions extends Sources {
  /** Builds all anew, whatever the output folder holds. Default: false. */
  fresh?: boolean;
  /** Default: two for a large catalogue. */
  processes?: 1 | 2;
}

/** What the second process of a build is told: first what to build from; then, once the output folder is ready, to write. */
export type BuildOrder =
  | { sources: Sources; out: string }
  /** Whether the output folder holds a site whose record was taken. */
  | { hasRecord: boolean };

/** What it answers: now and then a line to show, at last what it wrote. */
export type BuildMessage = { line: string } | { data: DataRecord };

const isStale =
  ({ pages }: BuildRecord) =>
  ({ path, key }: SitePage) =>
    key === undefined || pages[path] !== key;

/** Where the pages of a build from nothing are cut in two, so that both processes end together. */
const cutOf = (pages: number, datasets: number): number =>
  Math.min(pages, Math.round((pages + datasets * DATA_IN_PAGES) / 2));

const firstShare =
  (site: Site): ChoosePages =>
  (pages) =>
    pages.slice(0, cutOf(pages.length, site.context.fingerprints.size));

/** The pages that the second process renders. */
export const secondShare =
  (site: Site): ChoosePages =>
  (pages) =>
    pages.slice(cutOf(pages.length, site.context.fingerprints.size));

/** Renders pages, and says how far it is. */
export async function writePages(site: Site, out: string, choose: ChoosePages, step: Step): Promise<void> {
  await step(
    "產生網頁",
    async (progress) => {
      let done = 0;
      let total = 0;
      provideContext(site.context);
      const { url } = site.context.catalogue.settings;
      const chosen: ChoosePages = (pages) => {
        const these = choose(pages);
        total = these.length;
        return these;
      };
      await renderPages({ project: PROJECT, out, url }, chosen, () => progress(++done, total));
      return done;
    },
    (pages) => `${pages} 頁`,
  );
}

/** A second process, which writes the data, and part of the pages where all are to be rendered. */
function secondProcess(sources: Sources, out: string) {
  const child = fork(join(import.meta.dirname, "worker.ts"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const tell = (order: BuildOrder) => child.send(order);
  const data = new Promise<DataRecord>((done, fail) => {
    let written: DataRecord | undefined;
    child.on("message", (message: BuildMessage) => {
      if ("line" in message) console.error(message.line);
      else written = message.data;
    });
    child.on("error", fail);
    child.on("exit", (code) =>
      code === 0 && written ? done(written) : fail(new Error(`產生資料檔的程序以代碼 ${code} 結束`)),
    );
  });
  // Its failure is told when it is waited for, not before.
  data.catch(() => {});
  tell({ sources, out });
  return { data, write: (hasRecord: boolean) => tell({ hasRecord }), stop: () => child.kill() };
}

/** Removes what an earlier build wrote and this one did not. */
async function removeGone(out: string, before: BuildRecord, after: BuildRecord): Promise<void> {
  const filesOf = (record: BuildRecord) => [
    ...Object.keys(record.pages).map((path) => `${path.replace(/^\/|\/$/g, "")}/index.html`),
    ...Object.values(record.datasets).flatMap(({ files }) => files),
    ...record.files,
  ];
  const kept = new Set(filesOf(after));
  for (const file of filesOf(before)) if (!kept.has(file)) await rm(join(out, file), { force: true });
}

/**
 * Checks a catalogue and builds its whole site: pages, data files, feeds, search index. Into a folder that holds a site of
 * the same day, code and surroundings only what differs is written; the result is the same, byte by byte.
 * @returns the site's base path, or undefined when an error stands and nothing was built
 */
export async function buildSite(out: string, options: BuildOptions): Promise<{ base: string } | undefined> {
  const { root, today, snapshots, cache } = options;
  const sources: Sources = { root, today, snapshots, cache };
  const checked = await shown(
    "檢查目錄",
    (progress) => checkCatalogue(root, today, progress, checksFile(cache, root)),
    (c) => summary(c.diagnostics, c.judged),
  );
  const errors = checked.diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0 || !checked.input) {
    process.stderr.write(report(errors, "text"));
    console.error("有錯誤，網站沒有建置。");
    return undefined;
  }
  const warnings = checked.diagnostics.length;
  if (warnings > 0 && warnings <= SHOWN_WARNINGS) process.stderr.write(report(checked.diagnostics, "text"));
  else if (warnings > 0) console.error(`有 ${warnings} 個警告；以 npm run validate 查看`);

  const processes = options.processes ?? (checked.input.hashes.size < WORTH_A_PROCESS ? 1 : 2);
  const second = processes === 2 ? secondProcess(sources, out) : undefined;
  try {
    const taken = await takeRecord(cache, out);
    const site = await assemble(sources, checked.input, shown);
    const before = taken?.key === site.key && !options.fresh ? taken : undefined;
    // Scripts and styles are bundled anew each time, under names by their content.
    await rm(before ? join(out, "assets") : out, { recursive: true, force: true });
    second?.write(before !== undefined);
    const pages: Record<string, string> = {};
    const choose: ChoosePages = (all) => {
      for (const { path, key } of all) pages[path] = key ?? "";
      if (before) return all.filter(isStale(before));
      return second ? firstShare(site)(all) : all;
    };
    await writePages(site, out, choose, shown);
    const own = before || !second ? await writeDescriptions(site, out, shown) : [];
    const data = await (second?.data ?? writeData(site, root, out, before, shown));
    const after: BuildRecord = { key: site.key, pages, ...data, files: [...own, ...data.files] };
    if (before) await removeGone(out, before, after);
    await leaveRecord(cache, out, after);
    return { base: site.context.base };
  } catch (cause) {
    second?.stop();
    throw cause;
  }
}
