import { rm } from "node:fs/promises";
import { changesSince, findRepository, GitError } from "../../src/adapters/git.ts";
import { keptBundle } from "../../src/adapters/kept-bundle.ts";
import { writeOutputs } from "../../src/adapters/output.ts";
import { report } from "../../src/adapters/report.ts";
import { identifierOf } from "../../src/catalogue/check.ts";
import { datasetPath } from "../../src/exchange/addresses.ts";
import { UsageError } from "../command.ts";
import { assemble, type Sources } from "./assemble.ts";
import { labels } from "./dataset-pages.ts";
import { load } from "./load.ts";
import { fillKept, writePages } from "./pages.ts";
import { secondFor } from "./second.ts";
import { shown, silent } from "./step.ts";

/**
 * Identifiers of the datasets whose files differ from a revision's and are still there.
 * @throws UsageError where there is nothing to compare with
 */
async function changedDatasets(root: string, base: string): Promise<string[]> {
  const repository = await findRepository(root);
  if (!repository) throw new UsageError(`${root} 不在 git 儲存庫中，無法與 ${base} 比較`);
  const { changes } = await changesSince(repository, base).catch((cause) => {
    throw cause instanceof GitError ? new UsageError(cause.message) : cause;
  });
  return changes.flatMap(({ path, kind }) => (kind === "deleted" ? [] : (identifierOf(path) ?? [])));
}

/**
 * Writes the pages of the datasets that differ from a revision, and prints their addresses.
 * @returns whether no error stands in the way
 * @throws UsageError where there is nothing to compare with
 */
export async function previewSite(out: string, base: string, sources: Sources): Promise<boolean> {
  const { root } = sources;
  const changed = changedDatasets(root, base);
  // What is wrong is told when it is waited for.
  changed.catch(() => {});
  const kept = await keptBundle(sources.cache, root);
  // Without bundling, this is soon done by one process.
  const second = kept ? undefined : await secondFor(sources);
  const { checked, past, bundle, pages, abandon } = await load(sources, out, silent, kept, second);
  try {
    // It has nothing to write.
    second?.stop();
    const wanted = await changed;
    const errors = checked.diagnostics.filter((d) => d.severity === "error");
    if (errors.length > 0 || !checked.input) {
      process.stderr.write(report(errors, "text"));
      console.error("有錯誤，沒有產生預覽。");
      return false;
    }
    const site = await assemble(sources, checked.input, past, silent);
    // One whose 上架日期 lies ahead has no page yet.
    const identifiers = wanted.filter((identifier) => site.context.byIdentifier.has(identifier));
    if (identifiers.length === 0) {
      console.error(`自 ${base} 以來沒有變動任何公開中的資料集。`);
      return true;
    }
    await rm(out, { recursive: true, force: true });
    if (bundle?.template.key === site.key()) {
      await fillKept(site, out, bundle, identifiers, shown);
    } else {
      const datasets = Promise.resolve({ identifiers });
      await writePages(site, out, { datasets }, pages(), undefined, shown);
    }
    await writeOutputs(out, [labels()]);
    for (const identifier of identifiers) console.log(datasetPath(identifier));
    return true;
  } finally {
    abandon();
  }
}
