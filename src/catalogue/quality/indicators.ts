import { addressOf, type Dataset, type Distribution } from "../catalogue.ts";
import { describedColumns } from "../columns.ts";
import type { FormatTerm, Vocabularies } from "../vocabulary.ts";
import { charsetFamily, foldedName, isWrapped } from "./compare.ts";
import type { AddressEvidence, Content, Verdict, Visit } from "./evidence.ts";
import {
  type DistributionQuality,
  type EvidenceOf,
  INDICATORS,
  type Indicators,
  type Outcome,
} from "./types.ts";
import { verdictOf } from "./verdict.ts";

/*
 * The six indicators of 資料品質檢測 (政府資料品質提升機制運作指引, 112 年 1 月; mission J2) that a machine can tell. An
 * indicator is unknown until something was seen that decides it: nothing is guessed from the metadata alone.
 */

/** Formats whose values a program can address one by one. */
const STRUCTURED: ReadonlySet<string> = new Set([
  ...[
    "CSV",
    "JSON",
    "XML",
    "GeoJSON",
    "KML",
    "KMZ",
    "SHP",
    "GML",
    "GPKG",
    "RSS",
    "ODS",
    "PARQUET",
    "DEM",
    "DSM",
  ],
  ...["RDF", "TTL", "JSON-LD", "SPARQL", "XLSX", "XLS", "MDB", "API", "WEBSERVICE", "WFS"],
]);

/** Formats for people to look at. What is in an archive, a text or an application nobody can tell from outside. */
const UNSTRUCTURED: ReadonlySet<string> = new Set([
  ...["PDF", "DOC", "DOCX", "ODT", "PPTX", "HTML", "JPG", "PNG", "TIFF", "MP3", "MP4"],
]);

/** Names of columns that evidence holds at most (`Content.columns`): beyond them nothing is said to be missing. */
const MOST_COLUMNS = 200;

const DAY = 86_400;

/** The format that a distribution really has: what its bytes show, unless the declared one comes in such a wrapper. */
function realFormat(content: Content, declared: string | undefined): string | undefined {
  const seen = content.format;
  if (seen === undefined) return declared;
  return declared !== undefined && isWrapped(seen, declared) ? declared : seen;
}

function downloadable(content: Content | undefined, last: Visit | undefined, format?: FormatTerm): Outcome {
  if (format?.kind === "app") return "unknown";
  const isService = format?.kind === "service";
  if (last?.reason === "soft-404") return isService ? "unknown" : "fail";
  if (!content) return "unknown";
  if (content.attachment) return "pass";
  if (content.format !== "HTML" || format?.code === "HTML") return "pass";
  // A service's address is often the page that explains it.
  return isService ? "unknown" : "fail";
}

function structured(content: Content | undefined, format?: FormatTerm): Outcome {
  if (!content || format?.kind === "app") return "unknown";
  const real = realFormat(content, format?.code);
  if (real === undefined) return "unknown";
  // The page that explains a service is not what it serves.
  if (format?.kind === "service" && real === "HTML") return "unknown";
  return STRUCTURED.has(real) ? "pass" : UNSTRUCTURED.has(real) ? "fail" : "unknown";
}

function encoding(content: Content | undefined, declared: string | undefined): Outcome {
  if (!content || declared === undefined || declared === "other") return "unknown";
  // The bytes are no text: 非文字格式 says so; another encoding may be that of the texts within.
  if (content.charset === undefined && !content.ascii) return declared === "none" ? "pass" : "unknown";
  if (declared === "none") return "fail";
  if (content.ascii) return declared === "UTF-16" ? "fail" : "pass";
  if (declared === "US-ASCII") return "fail";
  return charsetFamily(content.charset!) === charsetFamily(declared) ? "pass" : "fail";
}

/** Words of whoever explains instead of naming columns. */
const PROSE = /請|詳見|參[考閱見]|如下|本資料/;

/** A described item that can be the name of a column: no sentence, no list of values. */
const isName = (name: string) =>
  /^[\p{L}\p{N}][\p{L}\p{N}\p{M} _./%()（）@#$&*+:-]{0,59}$/u.test(name) && !PROSE.test(name);

/** Names, or the explanations behind them, of which each column that a dataset describes must show one. */
type Wanted = readonly (readonly string[])[];

function wantedColumns(fieldDescription: string | undefined): Wanted {
  if (fieldDescription === undefined) return [];
  return describedColumns(fieldDescription)
    .filter(({ name }) => isName(name.normalize("NFKC")))
    .map(({ name, label }) => [foldedName(name), ...(label === undefined ? [] : [foldedName(label)])]);
}

/**
 * Every described column is there. 主要欄位說明 describes the dataset as a whole, so what another of its distributions
 * shows is missing from none; but a distribution that shows none of them fails.
 */
function columns(seen: ReadonlySet<string>, all: ReadonlySet<string>, wanted: Wanted): Outcome {
  if (seen.size === 0 || wanted.length === 0) return "unknown";
  const shows = (names: ReadonlySet<string>) => (item: readonly string[]) => item.some((n) => names.has(n));
  if (wanted.some(shows(seen)) && wanted.every(shows(all))) return "pass";
  return seen.size >= MOST_COLUMNS ? "unknown" : "fail";
}

const seenColumns = (content: Content | undefined): ReadonlySet<string> =>
  new Set((content?.columns ?? []).map(foldedName).filter((name) => name !== ""));

/** Seconds since 1970 of a day or of a time in UTC; days are only compared with days. */
const seconds = (time: string): number => Date.parse(time) / 1000;

/**
 * How old the newest data of a dataset may be: the period of its frequency and half of it again, at least three days more,
 * so that weekends and short holidays are no fault; for what changes within a day, one day more.
 * @param period seconds, from `Frequency`
 */
export const allowedAge = (period: number): number =>
  period < DAY ? period + DAY : period + Math.max(period / 2, 3 * DAY);

function timely(
  dataset: Dataset,
  distribution: Distribution,
  content: Content | undefined,
  today: string,
): Outcome {
  const frequency = dataset.frequency;
  if (!frequency) return "unknown";
  if (frequency.group === "never") return "pass";
  // 不定期 promises no day.
  if (frequency.seconds === undefined) return "unknown";
  const limit = allowedAge(frequency.seconds);
  const ages: number[] = [];
  // What a server says of a file is measured at the visit, which may lie some days back.
  if (content?.lastModified) ages.push(seconds(content.at) - seconds(content.lastModified));
  // Dates that people write are too coarse for what changes within a day.
  if (frequency.seconds >= DAY) {
    for (const date of [distribution.resourceModified, dataset.file.modified]) {
      if (date !== undefined) ages.push(seconds(today) - seconds(date.slice(0, 10)));
    }
  }
  const known = ages.filter((age) => !Number.isNaN(age));
  if (known.length === 0) return "unknown";
  return Math.min(...known) <= limit ? "pass" : "fail";
}

const ALL_UNKNOWN: Indicators = {
  linkable: "unknown",
  downloadable: "unknown",
  structured: "unknown",
  encoding: "unknown",
  columns: "unknown",
  timely: "unknown",
};

const LINKABLE: Record<Verdict, Outcome> = { alive: "pass", dead: "fail", unknown: "unknown" };

/** A file that was read from an address which is dead by now proves nothing any more. */
const contentOf = (
  evidence: AddressEvidence | undefined,
  verdict: Verdict | undefined,
): Content | undefined => (verdict === "dead" ? undefined : evidence?.content);

/**
 * Judges each distribution of a dataset by its indicators (mission J2).
 * @param evidenceOf what visits found, by the address as the catalogue writes it
 * @param today YYYY-MM-DD in Taipei
 * @returns in the order of the dataset's distributions
 */
export function judgeDistributions(
  dataset: Dataset,
  evidenceOf: EvidenceOf,
  vocabularies: Vocabularies,
  today: string,
): DistributionQuality[] {
  const parts = dataset.file.distribution.map((distribution) => {
    const url = addressOf(distribution);
    const evidence = url === undefined ? undefined : evidenceOf(url);
    const format = distribution.format ? vocabularies.formats.get(distribution.format) : undefined;
    const verdict = evidence && verdictOf(evidence.visits);
    return { distribution, url, evidence, format, verdict, content: contentOf(evidence, verdict) };
  });
  const judge = (): ((part: (typeof parts)[number]) => Indicators) => {
    const all = new Set(parts.flatMap(({ content }) => [...seenColumns(content)]));
    // Where no file shows columns, nothing is compared with them.
    const wanted = all.size > 0 ? wantedColumns(dataset.file.fieldDescription) : [];
    return ({ distribution, evidence, format, verdict, content }) => {
      const last = evidence?.visits.at(-1);
      if (!last || !verdict) return ALL_UNKNOWN;
      return {
        linkable: LINKABLE[verdict],
        downloadable: downloadable(content, last, format),
        structured: structured(content, format),
        encoding: encoding(content, distribution.characterSetCode),
        columns: columns(seenColumns(content), all, wanted),
        timely: timely(dataset, distribution, content, today),
      };
    };
  };
  // Most datasets of a catalogue without evidence need none of this.
  const indicatorsOf = parts.some(({ evidence }) => evidence) ? judge() : () => ALL_UNKNOWN;
  return parts.map((part) => {
    const last = part.evidence?.visits.at(-1);
    return {
      resourceID: part.distribution.resourceID,
      ...(part.url === undefined ? {} : { url: part.url }),
      ...(last ? { verdict: part.verdict!, reason: last.reason, visited: last.at } : {}),
      indicators: indicatorsOf(part),
      stars: part.format?.stars ?? 0,
      ...(part.evidence ? { evidence: part.evidence } : {}),
    };
  });
}

/**
 * A dataset's indicators from its distributions': one that fails fails the dataset, unknown ones change nothing
 * (政府資料品質提升機制運作指引: 資料集結果為所有資料資源檢測結果之交集).
 */
export function intersect(list: readonly Indicators[]): Indicators {
  const result = { ...ALL_UNKNOWN };
  for (const each of list) {
    if (each === ALL_UNKNOWN) continue;
    for (const indicator of INDICATORS) {
      const outcome = each[indicator];
      if (outcome === "fail" || (outcome === "pass" && result[indicator] === "unknown")) {
        result[indicator] = outcome;
      }
    }
  }
  return result;
}
