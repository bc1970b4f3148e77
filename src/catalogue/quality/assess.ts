import type { Catalogue, Dataset } from "../catalogue.ts";
import { once } from "../once.ts";
import type { Vocabularies } from "../vocabulary.ts";
import { gradeOf } from "./grade.ts";
import { intersect, judgeDistributions } from "./indicators.ts";
import { mqaOf } from "./mqa.ts";
import {
  type CatalogueQuality,
  type DatasetQuality,
  DIMENSIONS,
  type Dimension,
  type EvidenceOf,
  GRADES,
  type Grade,
  INDICATORS,
  type Indicator,
  type Indicators,
  type Mqa,
  type Outcome,
  type Totals,
} from "./types.ts";

const MOST_STARS = 5;
const COUNTS = ["datasets", "distributions", "alive", "dead", "unknown", "unvisited", "mqa"] as const;
const OUTCOMES = ["pass", "fail", "unknown"] as const;

/** Sums of no dataset. */
export function noTotals(): Totals {
  const outcomes = (): Record<Outcome, number> => ({ pass: 0, fail: 0, unknown: 0 });
  return {
    datasets: 0,
    distributions: 0,
    alive: 0,
    dead: 0,
    unknown: 0,
    unvisited: 0,
    stars: Array.from({ length: MOST_STARS + 1 }, () => 0),
    indicators: Object.fromEntries(INDICATORS.map((name) => [name, outcomes()])) as Record<
      Indicator,
      Record<Outcome, number>
    >,
    grades: Object.fromEntries(GRADES.map((name) => [name, 0])) as Record<Grade, number>,
    mqa: 0,
    dimensions: Object.fromEntries(DIMENSIONS.map((name) => [name, 0])) as Record<Dimension, number>,
  };
}

function add(totals: Totals, dataset: DatasetQuality): void {
  totals.datasets++;
  for (const name of ["alive", "dead", "unknown", "unvisited"] as const) {
    totals[name] += dataset[name];
    totals.distributions += dataset[name];
  }
  totals.stars[dataset.stars]!++;
  for (const name of INDICATORS) totals.indicators[name][dataset.indicators[name]]++;
  totals.grades[dataset.grade]++;
  totals.mqa += dataset.mqa.total;
  for (const name of DIMENSIONS) totals.dimensions[name] += dataset.mqa.dimensions[name];
  if (dataset.visited && dataset.visited > (totals.visited ?? "")) totals.visited = dataset.visited;
}

/** Equal values once, however many datasets have them: a catalogue has few different ones. */
class Shared {
  readonly #indicators = new Map<string, Indicators>();
  readonly #mqa = new Map<string, Mqa>();

  indicators(value: Indicators): Indicators {
    return sharedOf(this.#indicators, INDICATORS.map((name) => value[name]).join(), value);
  }

  mqa(value: Mqa): Mqa {
    // The mends tell of more than the points: whether a link fails or was never visited.
    const mends = value.mends.map(({ metric, points }) => `${metric}${points}`);
    return sharedOf(this.#mqa, `${Object.values(value.metrics).join()} ${mends.join()}`, value);
  }
}

function sharedOf<T>(known: Map<string, T>, key: string, value: T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  known.set(key, value);
  return value;
}

/**
 * Judges one dataset in view, as `assessQuality` does all of them.
 * @param evidenceOf what visits found; undefined for an address that nobody visited
 * @param today YYYY-MM-DD in Taipei
 * @param shared values that others have too
 */
export function assessDataset(
  dataset: Dataset,
  evidenceOf: EvidenceOf,
  vocabularies: Vocabularies,
  today: string,
  shared = new Shared(),
): DatasetQuality {
  const distributions = judgeDistributions(dataset, evidenceOf, vocabularies, today);
  const indicators = shared.indicators(intersect(distributions.map((d) => d.indicators)));
  const counts = { alive: 0, dead: 0, unknown: 0, unvisited: 0 };
  let visited: string | undefined;
  for (const distribution of distributions) {
    counts[distribution.verdict ?? "unvisited"]++;
    if (distribution.visited && distribution.visited > (visited ?? "")) visited = distribution.visited;
  }
  return {
    identifier: dataset.identifier,
    indicators,
    grade: gradeOf(indicators),
    stars: dataset.stars,
    mqa: shared.mqa(mqaOf(dataset, distributions, vocabularies)),
    ...counts,
    ...(visited ? { visited } : {}),
  };
}

/** Adds sums to sums. */
function addTotals(totals: Totals, other: Totals): void {
  for (const name of COUNTS) totals[name] += other[name];
  for (const [stars, count] of other.stars.entries()) totals.stars[stars]! += count;
  for (const name of INDICATORS) {
    for (const outcome of OUTCOMES) totals.indicators[name][outcome] += other.indicators[name][outcome];
  }
  for (const name of GRADES) totals.grades[name] += other.grades[name];
  for (const name of DIMENSIONS) totals.dimensions[name] += other.dimensions[name];
  if (other.visited && other.visited > (totals.visited ?? "")) totals.visited = other.visited;
}

/**
 * Judges the datasets in view, and sums it up by agency, by ministry and in all (mission A9, J2). A dataset is judged when
 * somebody asks for it, or for sums that nobody knows yet. Datasets with the same points share one object: none of the
 * result may be changed.
 * @param evidenceOf what visits found; undefined for an address that nobody visited
 * @param today YYYY-MM-DD in Taipei
 * @param known an agency's sums, where its datasets, their evidence and the day are those for which they were made
 */
export function assessQuality(
  catalogue: Catalogue,
  evidenceOf: EvidenceOf,
  today: string,
  known: (agency: string) => Totals | undefined = () => undefined,
): CatalogueQuality {
  const shared = new Shared();
  const inView = once(() => new Map(catalogue.datasets.map((dataset) => [dataset.identifier, dataset])));
  const judged = new Map<string, DatasetQuality>();
  const judge = (dataset: Dataset): DatasetQuality => {
    let quality = judged.get(dataset.identifier);
    if (!quality) {
      quality = assessDataset(dataset, evidenceOf, catalogue.vocabularies, today, shared);
      judged.set(dataset.identifier, quality);
    }
    return quality;
  };
  const total = noTotals();
  const agencies = new Map<string, Totals>();
  const ministries = new Map<string, Totals>();
  for (const [agency, own] of Map.groupBy(catalogue.datasets, (dataset) => dataset.agency)) {
    let totals = known(agency.code);
    if (!totals) {
      totals = noTotals();
      for (const dataset of own) add(totals, judge(dataset));
    }
    agencies.set(agency.code, totals);
    addTotals(total, totals);
    const above = ministries.get(agency.ministry.code) ?? noTotals();
    ministries.set(agency.ministry.code, above);
    addTotals(above, totals);
  }
  return {
    today,
    total,
    agencies,
    ministries,
    datasets: {
      get(identifier) {
        const dataset = inView().get(identifier);
        return dataset && judge(dataset);
      },
    },
  };
}
