import { type Agency, type Dataset, newestFirst } from "../catalogue/catalogue.ts";
import type { Authorisation } from "../catalogue/grants.ts";
import { siteContext } from "./context.ts";

/** What lists need, gathered in one pass over the catalogue. Every list stands newest first. */
export interface Indexes {
  newest: readonly Dataset[];
  byAgency: ReadonlyMap<string, readonly Dataset[]>;
  byCategory: ReadonlyMap<string, readonly Dataset[]>;
  /** Datasets of an agency and of all agencies below it. */
  totals: ReadonlyMap<string, number>;
  /** Agencies below an agency, at any depth. */
  descendants: ReadonlyMap<string, number>;
  /** Agencies that have a dataset. */
  publishers: number;
  /** Distributions of all datasets in view. */
  distributions: number;
  /** Roles that are held for an agency, by its code. */
  roles: ReadonlyMap<string, readonly Authorisation[]>;
}

let indexes: Indexes | undefined;

/** The indexes of this build; gathered when the first page asks. */
export function siteIndexes(): Indexes {
  indexes ??= gather();
  return indexes;
}

function gather(): Indexes {
  const { catalogue, register } = siteContext();
  const newest = newestFirst(catalogue.datasets);
  const byAgency = new Map<string, Dataset[]>();
  const byCategory = new Map<string, Dataset[]>();
  let distributions = 0;
  for (const dataset of newest) {
    append(byAgency, dataset.agency.code, dataset);
    if (dataset.category) append(byCategory, dataset.category.code, dataset);
    distributions += dataset.head.distributions;
  }
  const totals = new Map<string, number>();
  const descendants = new Map<string, number>();
  const count = (agency: Agency): void => {
    let total = byAgency.get(agency.code)?.length ?? 0;
    let below = 0;
    for (const child of agency.children) {
      count(child);
      total += totals.get(child.code)!;
      below += 1 + descendants.get(child.code)!;
    }
    totals.set(agency.code, total);
    descendants.set(agency.code, below);
  };
  for (const root of catalogue.roots) count(root);
  return {
    newest,
    byAgency,
    byCategory,
    totals,
    descendants,
    publishers: byAgency.size,
    distributions,
    roles: Map.groupBy(register.authorisations, ({ agency }) => agency?.code ?? ""),
  };
}

function append(map: Map<string, Dataset[]>, key: string, dataset: Dataset): void {
  const list = map.get(key);
  if (list) list.push(dataset);
  else map.set(key, [dataset]);
}
