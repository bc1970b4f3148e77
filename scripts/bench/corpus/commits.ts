import type { YamlValue } from "../../../src/exchange/yaml-writer.ts";
import { type CorpusFile, datasetText, readYaml } from "./corpus.ts";
import { dayNumber, dayOf } from "./dates.ts";
import { between, randomNumbers } from "./random.ts";

/** The first commit adds everything on this day; the changes are spread over the days up to the last. */
const FIRST_DAY = "2026-01-01";
const LAST_DAY = "2026-03-22";
const DAY_SECONDS = 86_400;
const WHO = "資料提供者 <provider@data.example>";

type Dataset = Record<string, YamlValue> & { identifier: string; numberOfData?: number };

/** The dataset after its monthly update: more records, its first distribution and its metadata of that day. */
export function updated(content: string, day: string, growth: number): string {
  const dataset = readYaml(content) as Dataset;
  const [first, ...others] = dataset.distribution as Record<string, YamlValue>[];
  return datasetText({
    ...dataset,
    numberOfData: (dataset.numberOfData ?? 0) + growth,
    modified: day,
    distribution: [{ ...first, resourceModified: day }, ...others],
  });
}

/**
 * A history for `git fast-import`: one commit that adds all files, then commits that change one dataset each. Dates
 * and names are fixed, so the same files give the same commits.
 * @param files all files of the corpus; datasets that a commit changes get their last content
 */
export function* historyOf(files: CorpusFile[], commits: number, seed: number): Generator<string> {
  const random = randomNumbers(seed);
  const datasets = files.filter(({ path }) => path.startsWith("datasets/"));
  const start = dayNumber(FIRST_DAY) * DAY_SECONDS;
  const span = (dayNumber(LAST_DAY) - dayNumber(FIRST_DAY)) * DAY_SECONDS;
  yield commitHead(start, "匯入資料集清單");
  for (const { path, content } of files) yield fileText(path, content);
  for (let index = 1; index <= commits && datasets.length > 0; index++) {
    const file = datasets[between(random, 0, datasets.length - 1)] as CorpusFile;
    const seconds = start + Math.floor((span * index) / commits);
    file.content = updated(file.content, dayOf(Math.floor(seconds / DAY_SECONDS)), between(random, 1, 500));
    yield commitHead(seconds, `更新 ${file.path.replace(/^datasets\/(.*)\.yaml$/, "$1").replace("/", "-")}`);
    yield fileText(file.path, file.content);
  }
  yield "done\n";
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
const commitHead = (seconds: number, subject: string): string =>
  `commit refs/heads/main\nauthor ${WHO} ${seconds} +0800\ncommitter ${WHO} ${seconds} +0800\n${data(subject)}`;
const fileText = (path: string, content: string): string => `M 100644 inline ${path}\n${data(content)}`;
