import { copyFile, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import agencySchema from "../../../src/catalogue/schema/agency.schema.json" with { type: "json" };
import datasetSchema from "../../../src/catalogue/schema/dataset.schema.json" with { type: "json" };
import { MOST_IN_FULL } from "../../../src/exchange/extent.ts";
import { readYaml } from "../corpus/corpus.ts";
import { each, filesBelow } from "../folders.ts";
import { WORDS } from "./hugo-words.ts";

/*
 * Turns a catalogue into a Hugo site with the same kinds of pages. Each dataset is a content file with JSON front
 * matter and no body: Hugo reads JSON with Go's own decoder, faster than YAML or TOML, and pages from content files
 * are rendered in parallel. Agencies, vocabularies and labels are data files, read once. What this project works out
 * while it builds (stars, related datasets, history) is put in ready-made, and labels come as finished HTML, which
 * spares Hugo time.
 */

type Fields = Record<string, unknown>;
interface Dataset extends Fields {
  identifier: string;
  categoryCode: string;
  title: string;
  type: string;
  issued: string;
  modified: string;
  distribution: Fields[];
  status?: string;
  releaseDate?: string;
}
interface Agency extends Fields {
  code: string;
  name: string;
  nameEn?: string;
  parent?: string;
  ministry?: boolean;
  contacts: (Fields & { id: string })[];
}
interface Term extends Fields {
  code: string;
  zh: string;
  en: string;
}

const VOCABULARIES = [
  "categories",
  "charsets",
  "formats",
  "frequencies",
  "languages",
  "licences",
  "stars",
  "types",
];
const RELATED = 5;

/** A label as a dataset's page has it: in both languages, or in Chinese where English is left to a script. */
type Both = (zh: string, en: string) => string;
const pair: Both = (zh, en) => (zh === en ? zh : `<span>${zh}</span><span lang=en>${en}</span>`);
const alone: Both = (zh) => zh;

const drawn = (stars: number): string => "★".repeat(stars) + "☆".repeat(5 - stars);

/** Keys in lower case, since Hugo has parameters so. */
const lower = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key.toLowerCase(), value]));

async function readFolder<T>(folder: string, pick: (path: string) => boolean): Promise<T[]> {
  const paths = (await filesBelow(folder)).filter(pick);
  const found: T[] = new Array(paths.length);
  await each([...paths.keys()], async (index) => {
    found[index] = readYaml(await readFile(join(folder, paths[index] as string), "utf8")) as T;
  });
  return found;
}

/** The fields' names, as HTML. */
function labels(both: Both): Fields {
  interface Named {
    title?: string;
    "x-en"?: string;
    "x-enum-labels"?: Record<string, { zh: string; en: string }>;
  }
  const properties: Record<string, Named> = {
    ...datasetSchema.$defs.distribution.properties,
    ...(datasetSchema.properties as Record<string, Named>),
  };
  const named = Object.entries(properties).map(([key, { title, "x-en": en }]) => [
    key.toLowerCase(),
    both(title ?? key, en ?? key),
  ]);
  const listed = (field: string): Fields =>
    Object.fromEntries(
      Object.entries(properties[field]?.["x-enum-labels"] ?? {}).map(([code, { zh, en }]) => [
        code,
        both(zh, en),
      ]),
    );
  const more = Object.entries(WORDS.labels).map(([key, [zh, en]]) => [key, both(zh, en)]);
  return {
    ...Object.fromEntries(named),
    ...Object.fromEntries(more),
    agencycode: agencySchema.properties.code.title,
    costs: listed("cost"),
    classes: listed("dataClass"),
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

/**
 * Writes a Hugo site of a catalogue: content, data, templates and settings.
 * @param root the catalogue
 * @param folder receives the site; must not exist
 * @param day datasets released later are left out, YYYY-MM-DD
 */
export async function writeHugoSite(root: string, folder: string, day: string): Promise<void> {
  const datasets = (
    await readFolder<Dataset>(join(root, "datasets"), (path) => path.endsWith(".yaml"))
  ).filter(({ releaseDate }) => releaseDate === undefined || releaseDate <= day);
  const both = datasets.length > MOST_IN_FULL ? alone : pair;
  const agencies = await readFolder<Agency>(join(root, "agencies"), (path) => path.endsWith("agency.yaml"));
  const settings = readYaml(await readFile(join(root, "platform/settings.yaml"), "utf8")) as Fields;
  const stars = new Map<string, number>();
  const vocabularies: Fields = {};
  for (const name of VOCABULARIES) {
    const text = await readFile(join(root, `platform/vocabularies/${name}.yaml`), "utf8");
    const terms = readYaml(text) as Term[];
    vocabularies[name] = Object.fromEntries(
      terms.map((term) => {
        const value = name === "stars" ? Number(term.code) : Number(term.stars ?? 0);
        if (name === "formats") stars.set(term.code, value);
        return [term.code, { ...term, label: both(term.zh, term.en), drawn: drawn(value) }];
      }),
    );
  }
  const files = new Map<string, string>([
    [
      "hugo.json",
      json({
        baseURL: settings.url,
        title: settings.name,
        disablePathToLower: true,
        // The standard ones would take /categories/ for themselves.
        taxonomies: { unused: "unused" },
        disableKinds: ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"],
        pagination: { disableAliases: true },
        timeout: "30m",
      }),
    ],
    ["data/site.json", json({ ...lower(settings), chinese: both === alone })],
    ["data/words.json", json(WORDS)],
    ["data/labels.json", json(labels(both))],
    ["data/vocabularies.json", json(vocabularies)],
    [
      "data/agencies.json",
      json(
        Object.fromEntries(
          agencies.map((agency) => [
            agency.code,
            { ...lower(agency), contacts: Object.fromEntries(agency.contacts.map((c) => [c.id, c])) },
          ]),
        ),
      ),
    ],
  ]);
  const published = datasets.filter(({ status }) => status !== "withdrawn");
  const related = relatedOf(published);
  for (const dataset of datasets) {
    const { type, title, modified, distribution, ...fields } = dataset;
    const formats = distribution.map(({ format }) => stars.get(String(format)) ?? 1);
    files.set(
      `content/datasets/${dataset.identifier}.md`,
      json({
        ...lower(fields),
        title,
        type: dataset.status === "withdrawn" ? "withdrawn" : "dataset",
        date: dataset.issued.slice(0, 10),
        agency: dataset.identifier.slice(0, 10),
        datatype: type,
        changed: modified,
        stars: String(Math.max(1, ...formats)),
        distribution: distribution.map(lower),
        history: [{ time: "2026-01-01T08:00", author: "資料提供者", subject: "匯入資料集清單" }],
        related: related(dataset),
      }),
    );
  }
  for (const [path, content] of listPages(
    published,
    agencies,
    vocabularies.categories as Record<string, Term>,
  )) {
    files.set(path, content);
  }
  const places = [...files.keys()].map((path) => dirname(join(folder, path)));
  for (const place of new Set(places)) await mkdir(place, { recursive: true });
  await each([...files], ([path, content]) => writeFile(join(folder, path), content));
  await copyTemplates(join(folder, "layouts"));
}

/** The templates beside this file; a withdrawn dataset has the page of any other, and stands in no list. */
async function copyTemplates(layouts: string): Promise<void> {
  const templates = join(import.meta.dirname, "hugo");
  for (const path of await filesBelow(templates)) {
    const target = join(layouts, path.replace(/\.tmpl$/, ".html"));
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(templates, path), target);
  }
  await cp(join(layouts, "dataset"), join(layouts, "withdrawn"), { recursive: true });
}

/** Some neighbours of a dataset among those of its agency, instead of those that this project works out. */
function relatedOf(datasets: readonly Dataset[]) {
  const byAgency = Map.groupBy(datasets, ({ identifier }) => identifier.slice(0, 10));
  return ({ identifier }: Dataset) => {
    const code = identifier.slice(0, 10);
    const list = byAgency.get(code) ?? [];
    const at = list.findIndex((other) => other.identifier >= identifier);
    return [...list.slice(at + 1), ...list.slice(0, Math.max(0, at))]
      .slice(0, RELATED)
      .map((other) => ({ id: other.identifier, title: other.title }));
  };
}

/** The pages that are lists, in both languages: of all datasets, an agency's, a category's, and figures of agencies. */
function* listPages(
  datasets: readonly Dataset[],
  agencies: readonly Agency[],
  categories: Record<string, Term>,
): Generator<[path: string, content: string]> {
  const owners = new Set(datasets.map(({ identifier }) => identifier.slice(0, 10)));
  for (const english of [false, true]) {
    const prefix = english ? "content/en/" : "content/";
    const page = (place: string, fields: Fields): [string, string] => [
      `${prefix}${place}_index.md`,
      json({ ...fields, ...(english ? { english } : {}), place }),
    ];
    const { zh, en } = WORDS;
    const { titles } = english ? en : zh;
    const nameOf = ({ name, nameEn }: Agency) => (english ? (nameEn ?? name) : name);
    yield page("", { type: "overview", of: "categories", title: titles.home });
    yield page("datasets/", { type: "list", title: titles.datasets });
    yield page("agencies/", { type: "overview", of: "agencies", title: titles.agencies });
    yield page("categories/", { type: "overview", of: "categories", title: titles.categories });
    yield page("quality/", { type: "overview", of: "agencies", title: titles.quality });
    yield page("plan/", { type: "overview", of: "agencies", title: titles.plan });
    for (const [key, term] of Object.entries(categories)) {
      const title = english ? term.en : term.zh;
      yield page(`categories/${key}/`, { type: "list", group: "categorycode", key, title });
    }
    for (const agency of agencies) {
      const key = agency.code;
      const title = nameOf(agency);
      yield page(`agencies/${key}/`, { type: "list", group: "agency", key, title });
      const figures = { type: "figures", group: "agency", key, title: `${title} ${titles.quality}` };
      if (owners.has(key)) yield page(`quality/agencies/${key}/`, figures);
      if (!agency.ministry) continue;
      yield page(`quality/ministries/${key}/`, figures);
      yield page(`plan/targets/${key}/`, { ...figures, title: `${title} ${titles.plan}` });
    }
  }
}
