import {
  DOUBLE_COUNT,
  GROWTH_LIMIT,
  LIMIT_COUNT,
  type Limit,
  type PeerResult,
  type Results,
  TIMINGS,
  type Timing,
  type TimingName,
} from "./results.ts";
import { type Spread, spreadOf } from "./statistics.ts";

type Cell = string | number;

/** A Markdown table; every column but the first is aligned to the right. */
function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.join(" | ")} |\n`;
  const rule = headings.map((_, index) => (index === 0 ? "---" : "---:"));
  return line(headings) + line(rule) + rows.map(line).join("");
}

const whole = (value: number): string => Math.round(value).toLocaleString("en");
const seconds = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
const kilobytes = (bytes: number): string => `${(bytes / 1e3).toFixed(1)} kB`;
const spread = ({ median, min, max }: Spread): string =>
  `${seconds(median)} (${seconds(min)}–${seconds(max)})`;
const verdict = (ok: boolean): string => (ok ? "yes" : "**no**");

const wallOf = (timing: Timing): Spread => spreadOf(timing.runs.map(({ wall }) => wall));
const cpuOf = (timing: Timing): Spread => spreadOf(timing.runs.map(({ user, system }) => user + system));
const peakOf = (timing: Timing): number => Math.max(...timing.runs.map(({ peak }) => peak));

function timings({ timings: all }: Results): string {
  const rows = all.flatMap((timing): Cell[][] => {
    const limit: Limit = TIMINGS[timing.name];
    const judged = timing.count === LIMIT_COUNT;
    const wall = wallOf(timing);
    const fits = wall.median <= limit.seconds && peakOf(timing) <= (limit.peak ?? Infinity);
    const most = `${limit.seconds} s${limit.peak ? `, ${limit.peak / 1e9} GB` : ""}`;
    const cost = [spread(wall), spread(cpuOf(timing)), megabytes(peakOf(timing))];
    const row = [limit.label, whole(timing.count), ...cost, most, judged ? verdict(fits) : ""];
    if (!timing.pages) return [row];
    const pages = spreadOf(timing.pages);
    return [
      row,
      [
        `${limit.label}: until all pages are written`,
        whole(timing.count),
        spread(pages),
        "",
        "",
        limit.pages ? `${limit.pages} s` : "",
        judged && limit.pages ? verdict(pages.median <= limit.pages) : "",
      ],
    ];
  });
  return table(
    ["what", "datasets", "seconds", "user + system", "largest process", "at most", "reached"],
    rows,
  );
}

function comparisons({ comparisons: all }: Results): string {
  const rows = all.map(({ count, files, differing }) => [
    whole(count),
    whole(files),
    differing.length === 0 ? "none" : `**${whole(differing.length)}**: ${differing.slice(0, 3).join(", ")}`,
  ]);
  return table(["datasets", "files", "files that differ from a build from nothing"], rows);
}

function outputs({ outputs: all }: Results): string {
  const rows = all.map(({ count, bytes, files, largest, tooLarge }) => [
    whole(count),
    megabytes(bytes),
    kilobytes(bytes / count),
    whole(files),
    `${largest[0]?.path} ${megabytes(largest[0]?.bytes ?? 0)}`,
    tooLarge.length,
  ]);
  return table(["datasets", "bytes", "per dataset", "files", "largest file", "files over 25 MB"], rows);
}

/** The output that the limits are for, else the largest. */
const judgedOutput = ({ outputs: all }: Results) =>
  all.find(({ count }) => count === LIMIT_COUNT) ?? all.at(-1);

function kinds(results: Results): string {
  const last = judgedOutput(results);
  if (!last) return "";
  const rows = Object.entries(last.kinds)
    .sort(([, a], [, b]) => b.bytes - a.bytes)
    .slice(0, 15)
    .map(([kind, { files, bytes }]) => [kind, whole(files), megabytes(bytes), kilobytes(bytes / last.count)]);
  return table([`first folder, at ${whole(last.count)}`, "files", "bytes", "per dataset"], rows);
}

function pages(results: Results): string {
  const last = judgedOutput(results);
  if (!last) return "";
  const rows = Object.entries(last.pages).map(([kind, page]) => [
    kind,
    whole(page.pages),
    kilobytes(page.median),
    kilobytes(page.p95),
    `${kilobytes(page.largest.bytes)} ${page.largest.path}`,
  ]);
  const heading = `pages, at ${whole(last.count)}`;
  return table([heading, "number", "gzip median", "gzip p95", "largest measured"], rows);
}

function floors({ floors: all }: Results): string {
  const rows = all.map(({ count, read, written }) => [
    whole(count),
    `${whole(read.files)} files, ${megabytes(read.bytes)}`,
    seconds(read.seconds),
    `${whole(written.files)} files, ${megabytes(written.bytes)}`,
    seconds(written.seconds),
  ]);
  return table(["datasets", "read", "seconds", "written", "seconds"], rows);
}

function growth({ timings: all }: Results): string {
  const find = (name: TimingName, count: number) =>
    all.find((timing) => timing.name === name && timing.count === count);
  const rows = (Object.keys(TIMINGS) as TimingName[]).flatMap((name) => {
    const [single, double] = [find(name, LIMIT_COUNT), find(name, DOUBLE_COUNT)];
    if (!single || !double) return [];
    const wall = wallOf(double).median / wallOf(single).median;
    const peak = peakOf(double) / peakOf(single);
    return [[TIMINGS[name].label, wall.toFixed(2), peak.toFixed(2), verdict(wall <= GROWTH_LIMIT)]];
  });
  const heading = `${whole(DOUBLE_COUNT)} against ${whole(LIMIT_COUNT)}`;
  return table([heading, "seconds", "largest process", `at most ${GROWTH_LIMIT}`], rows);
}

function searches({ searches: all }: Results): string {
  const rows = all.map(({ cold, typed, warm, ...result }) => [
    whole(result.count),
    `${whole(result.found)} of ${whole(result.pieces)}`,
    `${whole(result.rareInFirstTen)} of ${whole(result.rare)}`,
    `${whole(result.wordsFound)} of ${whole(result.words)}`,
    ...[cold, typed, warm].flatMap(({ bytes, milliseconds }) => [
      `${kilobytes(bytes.median)}, ${kilobytes(bytes.p95)}`,
      `${whole(milliseconds.median)}, ${whole(milliseconds.p95)} ms`,
    ]),
  ]);
  return table(
    [
      "datasets",
      "titles found",
      "among the first ten",
      "agencies and keywords found",
      "opened with a query: bytes, median and p95",
      "time",
      "first typed query: bytes",
      "time",
      "further queries: bytes",
      "time",
    ],
    rows,
  );
}

const overdue = ({ overdue: result }: Results): string =>
  result
    ? table(
        ["overdue run over open pull requests (test double)", "seconds", "at most", "reached"],
        [[whole(result.submissions), spread(result.seconds), "10 s", verdict(result.seconds.median <= 10)]],
      )
    : "";

function peerRows({ count, pairs, ours, theirs }: PeerResult): Cell[][] {
  const row = (label: string, { pages: number, bytes }: PeerResult["ours"], side: "ours" | "theirs") => {
    const runs = pairs.map((pair) => pair[side]);
    return [
      label,
      whole(count),
      whole(number),
      megabytes(bytes),
      spread(spreadOf(runs.map(({ wall }) => wall))),
      spread(spreadOf(runs.map(({ user, system }) => user + system))),
      megabytes(Math.max(...runs.map(({ peak }) => peak))),
    ];
  };
  const ratio = (of: (run: PeerResult["pairs"][number]["ours"]) => number) =>
    spread(spreadOf(pairs.map((pair) => of(pair.ours) / of(pair.theirs))));
  return [
    row("this project, pages only", ours, "ours"),
    row("Hugo", theirs, "theirs"),
    [
      "ratio",
      whole(count),
      (ours.pages / theirs.pages).toFixed(2),
      (ours.bytes / theirs.bytes).toFixed(2),
      ratio(({ wall }) => wall),
      ratio(({ user, system }) => user + system),
      ratio(({ peak }) => peak),
    ],
  ];
}

const peers = ({ peers: all }: Results): string =>
  table(
    ["generator", "datasets", "pages", "bytes", "seconds", "user + system", "largest process"],
    all.flatMap(peerRows),
  );

const failures = ({ failures: all }: Results): string =>
  table(
    ["datasets", "what failed"],
    all.map(({ count, message }) => [whole(count), message.split("\n", 1)[0] ?? ""]),
  );

const SECTIONS: readonly [
  title: string,
  has: (results: Results) => boolean,
  write: (results: Results) => string,
][] = [
  ["Time and memory", (r) => r.timings.length > 0, timings],
  ["Same output as from nothing", (r) => r.comparisons.length > 0, comparisons],
  ["Output", (r) => r.outputs.length > 0, outputs],
  ["Output by kind", (r) => r.outputs.length > 0, kinds],
  ["Pages", (r) => r.outputs.length > 0, pages],
  ["Search", (r) => r.searches.length > 0, searches],
  ["Overdue run", (r) => r.overdue !== undefined, overdue],
  ["Growth", (r) => [LIMIT_COUNT, DOUBLE_COUNT].every((n) => r.timings.some((t) => t.count === n)), growth],
  ["Physical floor", (r) => r.floors.length > 0, floors],
  ["Peer", (r) => r.peers.length > 0, peers],
  ["Failures", (r) => r.failures.length > 0, failures],
];

/** The tables of a run's results in Markdown; medians with the least and the greatest in brackets. */
export function markdown(results: Results): string {
  const { machine, runs } = results;
  const about = [
    `${machine.processors} processors, ${(machine.memory / 2 ** 30).toFixed(0)} GiB of memory`,
    `Linux ${machine.kernel}, Node.js ${machine.node}${machine.hugo ? `, Hugo ${machine.hugo}` : ""}`,
    `${runs} runs of each at least; medians, with the least and the greatest in brackets`,
  ];
  const sections = SECTIONS.filter(([, has]) => has(results)).map(
    ([title, , write]) => `### ${title}\n\n${write(results)}`,
  );
  return `${about.join("; ")}.\n\n${sections.join("\n")}`;
}
