import type { Floor } from "./floor.ts";
import type { Run } from "./measure.ts";
import type { OutputSize } from "./output-size.ts";
import type { Spread } from "./statistics.ts";

/** The machine that the numbers are of. */
export interface Machine {
  processors: number;
  /** Bytes. */
  memory: number;
  /** Version of the kernel, such as 6.12. */
  kernel: string;
  node: string;
  hugo?: string;
}

/** A command's runs on a corpus. */
export interface Timing {
  name: TimingName;
  /** Datasets of the corpus. */
  count: number;
  runs: Run[];
  /** Seconds until all pages were written, for builds. */
  pages?: number[];
}

/** A rebuilt site against one that was built from nothing. */
export interface Comparison {
  count: number;
  files: number;
  differing: string[];
}

/** What bench:search found. */
export interface SearchResult {
  pieces: number;
  found: number;
  /** Pieces that ten titles at most hold, and how many of these led to the dataset among the first ten. */
  rare: number;
  rareInFirstTen: number;
  /** Pieces of agencies and keywords, and how many found at least the datasets that hold them. */
  words: number;
  wordsFound: number;
  /** With an empty cache: the search page opened at the query's own address. */
  cold: SearchCost;
  /** With an empty cache: the query typed into the search page. */
  typed: SearchCost;
  /** On a page that has answered before. */
  warm: SearchCost;
}

export interface SearchCost {
  queries: number;
  bytes: { median: number; p95: number };
  milliseconds: { median: number; p95: number };
}

/** What bench:overdue found. */
export interface OverdueResult {
  submissions: number;
  seconds: Spread;
}

/** One pair of an alternating comparison with another generator. */
export interface Pair {
  ours: Run;
  theirs: Run;
}

export interface PeerResult {
  count: number;
  ours: { pages: number; bytes: number };
  theirs: { pages: number; bytes: number };
  pairs: Pair[];
}

/** Everything that a run of the benchmark measured. */
export interface Results {
  machine: Machine;
  /** Runs of each command. */
  runs: number;
  corpora: { count: number; files: number; bytes: number }[];
  timings: Timing[];
  comparisons: Comparison[];
  outputs: ({ count: number } & OutputSize)[];
  floors: ({ count: number } & Floor)[];
  searches: ({ count: number } & SearchResult)[];
  overdue?: OverdueResult;
  peers: PeerResult[];
  /** Commands that failed. */
  failures: { count: number; message: string }[];
}

/** Results of several runs of the benchmark on one machine as one, by numbers of datasets. */
export function joinResults(all: readonly Results[]): Results {
  const byCount = <Item extends { count: number }>(of: (results: Results) => readonly Item[]): Item[] =>
    all.flatMap(of).sort((a, b) => a.count - b.count);
  const names = Object.keys(TIMINGS);
  const [first] = all;
  const overdue = all.findLast((results) => results.overdue)?.overdue;
  return {
    machine: first!.machine,
    runs: Math.min(...all.map(({ runs }) => runs)),
    corpora: byCount(({ corpora }) => corpora),
    timings: byCount(({ timings }) => timings).sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name)),
    comparisons: byCount(({ comparisons }) => comparisons),
    outputs: byCount(({ outputs }) => outputs),
    floors: byCount(({ floors }) => floors),
    searches: byCount(({ searches }) => searches),
    ...(overdue ? { overdue } : {}),
    peers: byCount(({ peers }) => peers),
    failures: byCount(({ failures }) => failures),
  };
}

/** What a command may cost: seconds, bytes of the largest process, seconds until its pages are written. */
export interface Limit {
  label: string;
  seconds: number;
  peak?: number;
  pages?: number;
}

/** The measured commands: what they are, and what they may cost at 53,000 datasets. */
export const TIMINGS = {
  "check-cold": { label: "load and check everything, empty cache", seconds: 8 },
  "check-cached": { label: "load and check everything, with its cache", seconds: 2 },
  "check-change": { label: "check a pull request of one dataset (`validate --base`)", seconds: 1.5 },
  build: { label: "complete build from nothing", seconds: 75, peak: 2e9 },
  rebuild: { label: "build after one dataset changed", seconds: 25, pages: 5 },
  preview: { label: "preview of one pull request's pages", seconds: 5 },
  history: { label: "history of all datasets from git, 100,000 commits", seconds: 10 },
} as const satisfies Record<string, Limit>;

export type TimingName = keyof typeof TIMINGS;

/** The number of datasets that the limits are for, and the one that growth is measured at. */
export const LIMIT_COUNT = 53_000;
export const DOUBLE_COUNT = 106_000;
/** A cost at the double count, at most, as a multiple of that at the limits' count. */
export const GROWTH_LIMIT = 2.3;
