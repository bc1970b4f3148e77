import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";

/*
 * The figures of quality, counted once more from the raw files: the catalogue's YAML and the evidence as JSON. Written from
 * what the site's pages say of each rule, and without any of the code that judges quality.
 */

type Yaml = Record<string, unknown>;
interface Visit {
  at: string;
  verdict: "alive" | "dead" | "unknown";
}
interface Content {
  at: string;
  lastModified?: string;
  attachment?: boolean;
  format?: string;
  charset?: string;
  ascii?: boolean;
  columns?: string[];
}
interface Evidence {
  visits: (Visit & { reason: string })[];
  content?: Content;
}
export type Sign = "pass" | "fail" | "unknown";
export const ASKED = ["linkable", "downloadable", "structured", "encoding", "columns", "timely"] as const;
export type Asked = (typeof ASKED)[number];
export const LINKS = ["alive", "dead", "unknown", "unvisited"] as const;

export interface Counted {
  identifier: string;
  title: string;
  agency: string;
  ministry: string;
  signs: Record<Asked, Sign>;
  grade: string;
  stars: number;
  /** Findability, accessibility, interoperability, reusability, contextuality. */
  points: number[];
  /** Points of the mend that brings most; 0 where the publisher can gain none. */
  gain: number;
  /** alive, dead, unknown, unvisited. */
  links: number[];
  dead: { resourceID: string; url: string; since: string; last: string }[];
}

const read = async (path: string): Promise<Yaml> => load(await readFile(path, "utf8")) as Yaml;
const day = (time: string) => new Date(Date.parse(time) + 8 * 3_600_000).toISOString().slice(0, 10);
const text = (value: unknown): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : String(value);

async function vocabulary(root: string, name: string): Promise<Map<string, Yaml>> {
  const list = load(await readFile(join(root, "platform/vocabularies", `${name}.yaml`), "utf8")) as Yaml[];
  return new Map(list.map((term) => [String(term.code), term]));
}

/** Alive, dead on three days, or neither; with the first of the failures. */
function lastWord(visits: readonly Visit[]): { word: "alive" | "dead" | "unknown"; since?: string } {
  const failed: string[] = [];
  for (const { at, verdict } of [...visits].reverse()) {
    if (verdict === "alive") {
      if (failed.length === 0) return { word: "alive" };
      break;
    }
    if (verdict === "dead") failed.unshift(at);
  }
  return new Set(failed.map(day)).size >= 3 ? { word: "dead", since: failed[0]! } : { word: "unknown" };
}

/** Formats of the vocabulary that programs read, by what the site's page on quality lists. */
const READ_BY_PROGRAMS =
  "CSV JSON XML GeoJSON KML KMZ SHP GML GPKG RSS ODS PARQUET DEM DSM RDF TTL JSON-LD SPARQL XLSX XLS MDB API WEBSERVICE WFS".split(
    " ",
  );
const FOR_PEOPLE = "PDF DOC DOCX ODT PPTX HTML JPG PNG TIFF MP3 MP4".split(" ");
const BIG5 = ["BIG5", "CP950", "BIG5-HKSCS"];

/** `名稱(說明)` items between enumeration commas or, where there are none, semicolons or commas. */
function namesOf(description: string): string[][] {
  const split = (separators: string) => {
    const items = [""];
    let open = 0;
    for (const sign of description) {
      if ("(（".includes(sign)) open++;
      if (")）".includes(sign)) open--;
      if (open === 0 && separators.includes(sign)) items.push("");
      else items[items.length - 1] += sign;
    }
    return items.map((item) => item.replace(/[。.]$/, "").trim()).filter(Boolean);
  };
  const items = split("、\n").length > 1 ? split("、\n") : description.split(/[;；,，]/).map((i) => i.trim());
  if (items.length < 2 || items.some((item) => /[。！？]/.test(item.replace(/[(（].*$/, "")))) return [];
  return items.map((item) => {
    const [, name, label] = /^(.+?)\s*[(（](.+)[)）]$/.exec(item) ?? [item, item];
    return label === undefined ? [name!] : [name!, label];
  });
}
const plain = (name: string) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s"'_-]/g, "");

const LENGTHS: Record<string, number> = {
  秒: 1,
  分鐘: 60,
  小時: 3600,
  日: 86_400,
  週: 7 * 86_400,
  旬: 10 * 86_400,
  月: 30 * 86_400,
  季: 91 * 86_400,
  半年: 182 * 86_400,
  年: 365 * 86_400,
};

function inTime(dataset: Yaml, distribution: Yaml, content: Content | undefined, today: string): Sign {
  const frequency = text(dataset.accrualPeriodicity);
  if (frequency === "不再更新") return "pass";
  const [, count = "1", unit] = /^每(\d*)(\D+)$/.exec(frequency) ?? [];
  const period = frequency === "即時" ? 0 : unit && Number(count || 1) * LENGTHS[unit]!;
  if (period === undefined || period === "") return "unknown";
  const length = Number(period);
  const allowed = length < 86_400 ? length + 86_400 : length + Math.max(length / 2, 3 * 86_400);
  const ages: number[] = [];
  if (content?.lastModified) ages.push((Date.parse(content.at) - Date.parse(content.lastModified)) / 1000);
  if (length >= 86_400) {
    for (const date of [distribution.resourceModified, dataset.modified]) {
      if (date) ages.push((Date.parse(today) - Date.parse(text(date).slice(0, 10))) / 1000);
    }
  }
  return ages.length === 0 ? "unknown" : ages.some((age) => age <= allowed) ? "pass" : "fail";
}

interface Known {
  formats: Map<string, Yaml>;
  licences: Map<string, Yaml>;
  types: Map<string, Yaml>;
  categories: Map<string, Yaml>;
  agencies: Map<string, Yaml>;
  evidence: Map<string, Evidence>;
  today: string;
}

/** Signs of one distribution; `all` are the columns that any of the dataset's distributions shows. */
function signsOf(dataset: Yaml, item: Yaml, all: Set<string>, known: Known): Record<Asked, Sign> {
  const none = Object.fromEntries(ASKED.map((name) => [name, "unknown"])) as Record<Asked, Sign>;
  const evidence = known.evidence.get(addressOf(item));
  if (!evidence) return none;
  const { word } = lastWord(evidence.visits);
  const content = word === "dead" ? undefined : evidence.content;
  const format = known.formats.get(text(item.format));
  const kind = format?.kind;
  const isPage = content?.format === "HTML" && item.format !== "HTML" && !content.attachment;
  const signs = { ...none };
  signs.linkable = word === "alive" ? "pass" : word === "dead" ? "fail" : "unknown";
  if (kind !== "app") {
    if (evidence.visits.at(-1)!.reason === "soft-404")
      signs.downloadable = kind === "service" ? "unknown" : "fail";
    else if (content) signs.downloadable = !isPage ? "pass" : kind === "service" ? "unknown" : "fail";
  }
  // Of the made-up evidence every file shows the format that is declared, so no wrapper has to be looked through.
  const seen = content && (content.format ?? text(item.format));
  if (seen && kind !== "app" && !(kind === "service" && seen === "HTML")) {
    signs.structured = READ_BY_PROGRAMS.includes(seen)
      ? "pass"
      : FOR_PEOPLE.includes(seen)
        ? "fail"
        : "unknown";
  }
  const declared = item.characterSetCode === undefined ? undefined : text(item.characterSetCode);
  if (content && declared !== undefined && declared !== "other") {
    const same = (one: string, other: string) =>
      one === other || (BIG5.includes(one) && BIG5.includes(other));
    if (content.charset === undefined && !content.ascii)
      signs.encoding = declared === "none" ? "pass" : "unknown";
    else
      signs.encoding =
        declared !== "none" &&
        (content.ascii || (declared !== "US-ASCII" && same(content.charset!, declared)))
          ? "pass"
          : "fail";
  }
  const wanted = namesOf(text(dataset.fieldDescription ?? "")).map((names) => names.map(plain));
  const own = new Set((content?.columns ?? []).map(plain));
  if (own.size > 0 && wanted.length > 0) {
    const has = (set: Set<string>) => (names: string[]) => names.some((name) => set.has(name));
    signs.columns = wanted.some(has(own)) && wanted.every(has(all)) ? "pass" : "fail";
  }
  signs.timely = inTime(dataset, item, content, known.today);
  return signs;
}

const addressOf = (item: Yaml) => String(item.downloadURL ?? item.accessURL);

function gradeOf(signs: Record<Asked, Sign>): string {
  if (signs.linkable !== "pass") return signs.linkable === "fail" ? "poor" : "unrated";
  const failed = ASKED.filter((name) => signs[name] === "fail");
  const understood = (["encoding", "columns", "timely"] as const).some((name) => signs[name] === "pass");
  if (failed.length === 0 && signs.downloadable === "pass" && signs.structured === "pass" && understood) {
    return "excellent";
  }
  const reachable = signs.downloadable !== "fail" && signs.structured !== "fail";
  if (failed.length <= 1 && reachable) return "good";
  return failed.length <= 2 ? "fair" : "poor";
}

/** File types of the European portal's two lists, by the last part of their addresses. */
const FREE =
  "BMP CSV DBF GEOJSON GZIP HTML ICS JPEG2000 JSON JSON_LD KML KMZ NETCDF ODS PNG RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML RSS RTF TAR TIFF TSV TXT WMS_SRVC XML ZIP".split(
    " ",
  );
const READABLE =
  "CSV GEOJSON ICS JSON JSON_LD KML KMZ NETCDF ODS RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML RSS SHP XLS XLSX XML".split(
    " ",
  );

/** A metric of data.europa.eu's methodology: what it gives of how much, and what the publisher could still gain. */
type Metric = readonly [reached: number, gain: number];

/** The 22 metrics in their five dimensions. */
function metricsOf(
  dataset: Yaml,
  items: readonly Yaml[],
  links: readonly string[],
  known: Known,
): Metric[][] {
  const licence = known.licences.get(text(dataset.license ?? "OGDL-Taiwan-1.0"))!;
  const hasFile = items.map((item) => item.downloadURL !== undefined);
  const alive = links.map((word) => word === "alive");
  const failing = links.map((word) => word === "dead");
  const part = (points: number, hits: readonly boolean[]) =>
    Math.round((points * hits.filter(Boolean).length) / items.length);
  const formats = items.flatMap((item): Yaml[] => {
    const format = known.formats.get(text(item.format));
    return format ? [format] : [];
  });
  // Media type, EU format, non-proprietary, machine-readable: of the best format, since all are taken to hold the same.
  const reaches = formats.map((format) => {
    const type = String(format.eu ?? "").split("/file-type/")[1] ?? "";
    const hasType = format.iana !== undefined;
    return [
      hasType ? 10 : 0,
      hasType && format.eu ? 10 : 0,
      FREE.includes(type) ? 20 : 0,
      READABLE.includes(type) ? 20 : 0,
    ];
  });
  const best = reaches.reduce((one, other) => (sumOf(other) > sumOf(one) ? other : one), [0, 0, 0, 0]);
  const agency = known.agencies.get(text(dataset.identifier).slice(0, 10))!;
  const hasContact =
    Boolean(agency.contacts) || Object.keys(dataset).some((key) => /^publisherContact/.test(key));
  const changed = dataset.modified ?? items.find((item) => item.resourceModified)?.resourceModified;
  const has = (points: number, value: unknown): Metric => (value ? [points, 0] : [0, points]);
  const ours = (points: number): Metric => [points, 0];
  const shared = (points: number, hits: readonly boolean[], misses: readonly boolean[]): Metric => {
    const reached = part(points, hits);
    return [reached, Math.min(points - reached, part(points, misses))];
  };
  const files = (list: readonly boolean[]) => list.map((is, index) => is && hasFile[index]!);
  const euLicence = licence.eu && (dataset.licenseURL ?? licence.url) === licence.url;
  return [
    [
      has(30, dataset.keyword),
      has(30, known.categories.has(text(dataset.categoryCode))),
      has(20, dataset.spatial),
      has(20, dataset.temporalCoverageFrom || dataset.temporalCoverageTo),
    ],
    [
      shared(50, alive, failing),
      [part(20, hasFile), 20 - part(20, hasFile)],
      shared(30, files(alive), files(failing)),
    ],
    [has(20, formats.length), ...best.map((n, index): Metric => [n, [10, 10, 20, 20][index]! - n]), ours(30)],
    [
      ours(20),
      euLicence ? [10, 0] : [0, licence.open === true ? 0 : 10],
      ours(10),
      ours(5),
      has(20, hasContact),
      ours(10),
    ],
    // Rights are stated for what is charged; sizes are not stated at all.
    [
      [dataset.cost === "付費" ? 5 : 0, 0],
      [0, 0],
      has(5, dataset.issued || dataset.releaseDate),
      has(5, changed),
    ],
  ];
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0);

function ministryOf(code: string, agencies: Map<string, Yaml>): string {
  const line = [code];
  for (let at = agencies.get(code); at?.parent; at = agencies.get(String(at.parent)))
    line.push(String(at.parent));
  const named = line.find((each) => agencies.get(each)!.ministry === true);
  // Where nothing above is a ministry, it is the agency right below the top.
  return named ?? line.at(-2) ?? code;
}

/**
 * Counts a catalogue's quality from its files.
 * @param root the catalogue, complete datasets only
 * @param snapshots folder with `quality/evidence/`
 * @param today YYYY-MM-DD in Taipei
 */
export async function recount(root: string, snapshots: string, today: string): Promise<Counted[]> {
  const evidence = new Map<string, Evidence>();
  const folder = join(snapshots, "quality/evidence");
  for (const name of await readdir(folder)) {
    const { addresses } = JSON.parse(await readFile(join(folder, name), "utf8"));
    for (const [url, found] of Object.entries(addresses as Record<string, Evidence>))
      evidence.set(url, found);
  }
  const agencies = new Map<string, Yaml>();
  for (const code of await readdir(join(root, "agencies"))) {
    agencies.set(code, await read(join(root, "agencies", code, "agency.yaml")));
  }
  const [formats, licences, types, categories] = await Promise.all(
    ["formats", "licences", "types", "categories"].map((name) => vocabulary(root, name)),
  );
  const known: Known = {
    formats: formats!,
    licences: licences!,
    types: types!,
    categories: categories!,
    agencies,
    evidence,
    today,
  };
  const counted: Counted[] = [];
  for (const agency of (await readdir(join(root, "datasets"))).sort()) {
    for (const name of (await readdir(join(root, "datasets", agency))).sort()) {
      const dataset = await read(join(root, "datasets", agency, name));
      if (dataset.status === "withdrawn") continue;
      if (dataset.releaseDate && text(dataset.releaseDate) > today) continue;
      counted.push(count(dataset, agency, known));
    }
  }
  return counted;
}

function count(dataset: Yaml, agency: string, known: Known): Counted {
  const items = dataset.distribution as Yaml[];
  const found = items.map((item) => known.evidence.get(addressOf(item)));
  const words = found.map((each) => (each ? lastWord(each.visits).word : "unvisited"));
  const columns = new Set(
    found.flatMap((each, index) =>
      words[index] === "dead" ? [] : (each?.content?.columns ?? []).map(plain),
    ),
  );
  const each = items.map((item) => signsOf(dataset, item, columns, known));
  const signs = Object.fromEntries(
    ASKED.map((name) => {
      const all = each.map((one) => one[name]);
      return [name, all.includes("fail") ? "fail" : all.includes("pass") ? "pass" : "unknown"];
    }),
  ) as Record<Asked, Sign>;
  const metrics = metricsOf(dataset, items, words, known);
  return {
    identifier: text(dataset.identifier),
    title: text(dataset.title),
    agency,
    ministry: ministryOf(agency, known.agencies),
    signs,
    grade: gradeOf(signs),
    stars: Math.max(0, ...items.map((item) => Number(known.formats.get(text(item.format))?.stars ?? 0))),
    points: metrics.map((dimension) => sumOf(dimension.map(([reached]) => reached))),
    gain: Math.max(...metrics.flat().map(([, gain]) => gain)),
    links: LINKS.map((word) => words.filter((one) => one === word).length),
    dead: items.flatMap((item, index) => {
      const visits = found[index]?.visits ?? [];
      const { word, since } = lastWord(visits);
      if (visits.length === 0 || word !== "dead") return [];
      return [
        { resourceID: text(item.resourceID), url: addressOf(item), since: since!, last: visits.at(-1)!.at },
      ];
    }),
  };
}
