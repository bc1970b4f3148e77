import type { Catalogue, Dataset } from "../catalogue/catalogue.ts";
import type { HistoryEntry } from "../catalogue/history.ts";
import type { Plan } from "../catalogue/plan/plan.ts";
import type {
  CatalogueQuality,
  DatasetQuality,
  EvidenceOf,
  QualityHistory,
} from "../catalogue/quality/types.ts";
import type { Related } from "../catalogue/related.ts";
import type { Usage } from "../catalogue/usage/types.ts";
import type { RegisterLists } from "../exchange/authorisations.ts";
import type { OpinionEntry } from "../review/opinions/types.ts";
import type { HistoryRecord } from "../review/queues.ts";

/** What every page draws from: the checked catalogue of today, and what is derived from it once, when a page first asks. */
export interface SiteContext {
  catalogue: Catalogue;
  /** Newest first; empty when the catalogue is not in a git repository. */
  history: ReadonlyMap<string, readonly HistoryEntry[]>;
  /** 資料集歷史紀錄 from the reviews, newest first; empty where no snapshot was given. */
  reviews: ReadonlyMap<string, readonly HistoryRecord[]>;
  /** Whether the site has review/overdue.json. */
  hasOverdueList: boolean;
  /** Related datasets' identifiers, closest first. */
  related: Related;
  /** Each dataset's state, as a short text: which it is, its file and its history (page-keys.ts). */
  fingerprints: ReadonlyMap<string, string>;
  /** Datasets in view by identifier, withdrawn ones included. */
  byIdentifier: ReadonlyMap<string, Dataset>;
  /** 授權清單, and 使用紀錄 newest first; the latter is empty when the catalogue is not in a git repository. */
  register: RegisterLists;
  /** 常用審查用語 by number; empty where the catalogue has no back office. */
  phrases: ReadonlyMap<number, string>;
  /** Quality of every dataset in view, judged from metadata and what evidence there is. */
  quality: CatalogueQuality;
  /** Quality of one dataset, which does not ask for all others'; undefined for one that is not in view. */
  qualityOf: (identifier: string) => DatasetQuality | undefined;
  /** Evidence of an address, where it was visited. */
  evidenceOf: EvidenceOf;
  /** Without points where no snapshot was given. */
  qualityHistory: QualityHistory;
  /** The action plan on the day of the build. */
  plan: Plan;
  /** Opinions and requests, newest first; empty where no snapshot was given. */
  opinions: readonly OpinionEntry[];
  /** ISO time at which the opinions were read; undefined where no snapshot was given. */
  opinionsTakenAt: string | undefined;
  /** Views and downloads; undefined where nobody counted. */
  usage: Usage | undefined;
  /** Base path of the site, starting and ending with `/`. */
  base: string;
  /** Address of the site without the base path, such as https://data.example. */
  origin: string;
}

const KEY = Symbol.for("open-data-catalogue.site-context");

/** Hands the context to the pages, which the bundler loads as modules of their own. */
export function provideContext(context: SiteContext): void {
  (globalThis as Record<symbol, unknown>)[KEY] = context;
}

/** The context of this build. Throws when pages are rendered without the build's set-up. */
export function siteContext(): SiteContext {
  const context = (globalThis as Record<symbol, unknown>)[KEY] as SiteContext | undefined;
  if (!context) throw new Error("the site is built by scripts/build.ts, which loads the catalogue first");
  return context;
}
