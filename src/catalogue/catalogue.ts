import { type Announcement, announcementsOf } from "./announcements.ts";
import { type Frequency, parseFrequency } from "./frequency.ts";
import { NO_PLAN_FILES, type PlanFiles } from "./plan/plan-files.ts";
import { defaultOf, SCHEMAS } from "./schema/fields.ts";
import type { AgencyFile } from "./schema/generated/agency.ts";
import type {
  DatasetFile as CompleteDatasetFile,
  Distribution as CompleteDistribution,
} from "./schema/generated/dataset.ts";
import type { SettingsFile } from "./schema/generated/settings.ts";
import { sortedByText } from "./sorted.ts";
import type { FormatTerm, Term, TypeTerm, Vocabularies } from "./vocabulary.ts";

export type { AgencyFile, SettingsFile };

/** A distribution as it may stand in the catalogue: an incomplete import lacks some of it. */
export type Distribution = Partial<CompleteDistribution> & Pick<CompleteDistribution, "resourceID">;

/** A dataset's file as it may stand in the catalogue: an incomplete import lacks mandatory fields. */
export type DatasetFile = Partial<Omit<CompleteDatasetFile, "identifier" | "title" | "distribution">> &
  Pick<CompleteDatasetFile, "identifier" | "title"> & { distribution: Distribution[] };

/** What all datasets of a catalogue are sorted, counted and searched by. */
const HEAD = [
  ...["identifier", "title", "keyword", "status", "withdrawal", "releaseDate"],
  ...["categoryCode", "type", "accrualPeriodicity", "cost", "dataClass"],
  ...["license", "licenseName", "licenseURL"],
] as const satisfies readonly (keyof DatasetFile)[];

/** A part of a dataset's file, so that whoever goes through the whole catalogue need not read all of each. */
export type DatasetHead = Pick<DatasetFile, (typeof HEAD)[number]> & {
  /** Whether it was imported without what is mandatory. */
  incomplete?: boolean;
  /** Codes of its formats, in order, without repeats. */
  formats: readonly string[];
  /** How many distributions it has. */
  distributions: number;
  /** Day on which the public first saw it: 上架日期, else 發布時間; undefined where neither is known. */
  released?: string;
  /** Last change of metadata or of any resource, a date; undefined where unknown. */
  updated?: string;
};

/** A dataset's file of which the whole is read when somebody asks for it. */
export interface DatasetSource {
  head: DatasetHead;
  file: () => DatasetFile;
}

/** An agency in its place in the tree. */
export interface Agency {
  code: string;
  name: string;
  nameEn: string;
  file: AgencyFile;
  parent?: Agency;
  children: Agency[];
  /** The 部會 it belongs to (行政院所屬二級機關／地方政府), itself where it is one or has none above. */
  ministry: Agency;
}

export interface Contact {
  name?: string;
  honorific?: string;
  phone?: string;
  email?: string;
}

export interface Licence {
  code: string;
  zh: string;
  en: string;
  url?: string;
  open: boolean;
}

/** A dataset with everything that its file leaves to the agency, the vocabularies and the defaults. */
export interface Dataset {
  readonly identifier: string;
  /** What all datasets are sorted, counted and searched by: at hand without reading the file. */
  readonly head: DatasetHead;
  /** The file's fields as written (typed, empty ones dropped). */
  readonly file: DatasetFile;
  readonly agency: Agency;
  readonly category?: Term | undefined;
  readonly type?: TypeTerm | undefined;
  /** Licence, charge, class and language of an incomplete import are unknown where its source named none. */
  readonly licence?: Licence | undefined;
  readonly cost?: string | undefined;
  readonly dataClass?: string | undefined;
  readonly language?: string | undefined;
  readonly frequency?: Frequency | undefined;
  /** Contact of the publisher (柒三（十七）–（十九）) and of the parent organisation (柒三（十三）–（十五）). */
  readonly contact: Contact;
  readonly organizationContact: Contact;
  readonly publisher: string;
  readonly organization: string;
  /** Codes of its formats, in order, without repeats. */
  readonly formats: readonly string[];
  /** Best stars of its formats, 0 where no format is known. */
  readonly stars: number;
  readonly withdrawn: boolean;
  /** Day on which the public first saw it: 上架日期, else 發布時間; undefined where neither is known. */
  readonly released?: string | undefined;
  /** Last change of metadata or of any resource, a date; undefined where unknown. */
  readonly updated?: string | undefined;
}

/** All that the site shows on a given day. */
export interface Catalogue {
  settings: SettingsFile;
  vocabularies: Vocabularies;
  /** The day for which it stands, YYYY-MM-DD in Taipei. */
  today: string;
  agencies: Map<string, Agency>;
  /** Agencies without a parent. */
  roots: Agency[];
  /** Datasets in public view, by identifier. */
  datasets: Dataset[];
  /** Withdrawn ones: they keep an address, and leave lists, search and statistics. */
  withdrawn: Dataset[];
  /** 公告 whose day has come, newest first. */
  announcements: Announcement[];
  /** Files of the action plan, as written. */
  plan: PlanFiles;
}

export interface CatalogueInput {
  settings: SettingsFile;
  vocabularies: Vocabularies;
  agencies: readonly AgencyFile[];
  datasets: Iterable<DatasetSource>;
  /** Default: none. */
  announcements?: readonly Announcement[];
  /** Default: none. */
  plan?: PlanFiles;
  /** YYYY-MM-DD in Taipei time. */
  today: string;
}

/**
 * Links agencies into their tree. Parents that do not exist and cycles are cut; the checker reports them.
 * @returns agencies by code
 */
export function linkAgencies(files: readonly AgencyFile[]): Map<string, Agency> {
  const agencies = new Map<string, Agency>();
  for (const file of files) {
    const agency: Agency = {
      code: file.code,
      name: file.name,
      nameEn: file.nameEn ?? file.name,
      file,
      children: [],
      ministry: undefined as unknown as Agency,
    };
    agencies.set(file.code, agency);
  }
  for (const agency of agencies.values()) {
    const parent = agency.file.parent ? agencies.get(agency.file.parent) : undefined;
    if (!parent) continue;
    let above: Agency | undefined = parent;
    while (above && above !== agency) above = above.parent;
    if (above === agency) continue;
    agency.parent = parent;
    parent.children.push(agency);
  }
  for (const agency of agencies.values()) {
    let ministry: Agency = agency;
    while (!ministry.file.ministry && ministry.parent) ministry = ministry.parent;
    // Under a root that is no ministry itself (行政院), the branch right below it is the ministry.
    if (!ministry.file.ministry && ministry !== agency) {
      ministry = agency;
      while (ministry.parent?.parent) ministry = ministry.parent;
    }
    agency.ministry = ministry;
    agency.children.sort((a, b) => (a.code < b.code ? -1 : 1));
  }
  return agencies;
}

/** Whether a dataset is in public view on a day: its 上架日期 has come (mission L3). */
export function isReleased({ releaseDate }: Pick<DatasetFile, "releaseDate">, today: string): boolean {
  return releaseDate === undefined || releaseDate <= today;
}

/** Builds the catalogue of a day from checked files. A dataset whose 上架日期 lies ahead is left out entirely. */
export function buildCatalogue(input: CatalogueInput): Catalogue {
  const agencies = linkAgencies(input.agencies);
  const datasets: Dataset[] = [];
  const withdrawn: Dataset[] = [];
  for (const source of input.datasets) {
    const agency = agencies.get(source.head.identifier.slice(0, 10));
    if (!agency || !isReleased(source.head, input.today)) continue;
    const dataset = new ResolvedDataset(source, agency, input.vocabularies);
    (dataset.withdrawn ? withdrawn : datasets).push(dataset);
  }
  const byIdentifier = (a: Dataset, b: Dataset) =>
    a.identifier < b.identifier ? -1 : a.identifier > b.identifier ? 1 : 0;
  datasets.sort(byIdentifier);
  withdrawn.sort(byIdentifier);
  return {
    settings: input.settings,
    vocabularies: input.vocabularies,
    today: input.today,
    agencies,
    roots: [...agencies.values()].filter((a) => !a.parent).sort((a, b) => (a.code < b.code ? -1 : 1)),
    datasets,
    withdrawn,
    announcements: announcementsOf(input.announcements ?? [], input.today),
    plan: input.plan ?? NO_PLAN_FILES,
  };
}

/** The head of a dataset's file. */
export function headOf(file: DatasetFile): DatasetHead {
  const fields: Partial<Record<keyof DatasetFile, unknown>> = {};
  for (const field of HEAD) if (file[field] !== undefined) fields[field] = file[field];
  const released = file.releaseDate ?? file.issued?.slice(0, 10);
  const updated = latest(file);
  return {
    ...(fields as Pick<DatasetFile, (typeof HEAD)[number]>),
    ...(file.provenance?.incomplete ? { incomplete: true } : {}),
    formats: [...new Set(file.distribution.flatMap((d) => (d.format ? [d.format] : [])))],
    distributions: file.distribution.length,
    ...(released ? { released } : {}),
    ...(updated ? { updated } : {}),
  };
}

/** A file that is at hand, as a source. */
export const sourceOf = (file: DatasetFile): DatasetSource => ({ head: headOf(file), file: () => file });

/** Fills in what a dataset's file leaves to its agency, the vocabularies and the schema's defaults, when it is asked for. */
class ResolvedDataset implements Dataset {
  readonly identifier: string;
  readonly head: DatasetHead;
  readonly agency: Agency;
  readonly stars: number;
  readonly #vocabularies: Vocabularies;
  readonly #read: () => DatasetFile;
  #file: DatasetFile | undefined;

  constructor({ head, file }: DatasetSource, agency: Agency, vocabularies: Vocabularies) {
    this.identifier = head.identifier;
    this.head = head;
    this.agency = agency;
    this.#vocabularies = vocabularies;
    this.#read = file;
    let stars = 0;
    for (const format of head.formats) stars = Math.max(stars, vocabularies.formats.get(format)?.stars ?? 0);
    this.stars = stars;
  }

  get file() {
    this.#file ??= this.#read();
    return this.#file;
  }

  get category() {
    const { categoryCode } = this.head;
    return categoryCode ? this.#vocabularies.categories.get(categoryCode) : undefined;
  }

  get type() {
    return this.head.type ? this.#vocabularies.types.get(this.head.type) : undefined;
  }

  get licence() {
    return licenceOf(this.head.license ?? this.#fallback("license"), this.head, this.#vocabularies);
  }

  get cost() {
    return this.head.cost ?? this.#fallback("cost");
  }

  get dataClass() {
    return this.head.dataClass ?? this.#fallback("dataClass");
  }

  get language() {
    return this.file.language ?? this.#fallback("language");
  }

  get frequency() {
    const { accrualPeriodicity } = this.head;
    return accrualPeriodicity
      ? parseFrequency(accrualPeriodicity, this.#vocabularies.frequencies)
      : undefined;
  }

  get contact() {
    return contactOf(this.file, this.agency);
  }

  get organizationContact() {
    return organizationContactOf(this.file, this.agency.ministry);
  }

  get publisher() {
    return this.agency.name;
  }

  get organization() {
    return this.file.organization ?? this.agency.ministry.name;
  }

  get formats() {
    return this.head.formats;
  }

  get withdrawn() {
    return this.head.status === "withdrawn";
  }

  get released() {
    return this.head.released;
  }

  get updated() {
    return this.head.updated;
  }

  /** A default stands for what an officer leaves out, not for what another platform's list never held. */
  #fallback(field: string): string | undefined {
    return this.head.incomplete ? undefined : defaultOf(field);
  }
}

/** The dataset that a file stands for. */
export const resolveDataset = (file: DatasetFile, agency: Agency, vocabularies: Vocabularies): Dataset =>
  new ResolvedDataset(sourceOf(file), agency, vocabularies);

function licenceOf(
  code: string | undefined,
  head: DatasetHead,
  vocabularies: Vocabularies,
): Licence | undefined {
  if (!code) return undefined;
  const term = vocabularies.licences.get(code);
  const url = head.licenseURL ?? term?.url;
  return {
    code,
    zh: head.licenseName ?? term?.zh ?? code,
    en: head.licenseName ?? term?.en ?? code,
    ...(url ? { url } : {}),
    open: term?.open ?? false,
  };
}

const compact = (contact: Record<keyof Contact, string | undefined>): Contact =>
  Object.fromEntries(Object.entries(contact).filter(([, value]) => value !== undefined));

/** A dataset's contact: its own fields, else the agency's window that it names, else the agency's first. */
function contactOf(file: DatasetFile, agency: Agency): Contact {
  const windows = agency.file.contacts ?? [];
  const window = windows.find((c) => c.id === file.contact) ?? windows[0];
  return compact({
    name: file.publisherContactName ?? window?.name,
    honorific: file.publisherContactHonorific,
    phone: file.publisherContactPhone ?? window?.phone,
    email: file.publisherContactEmail ?? window?.email,
  });
}

function organizationContactOf(file: DatasetFile, ministry: Agency): Contact {
  const window = ministry.file.contacts?.[0];
  return compact({
    name: file.organizationContactName ?? window?.name,
    honorific: undefined,
    phone: file.organizationContactPhone ?? window?.phone,
    email: file.organizationContactEmail ?? window?.email,
  });
}

function latest(file: DatasetFile): string | undefined {
  let last = file.modified;
  for (const d of file.distribution) {
    if (d.resourceModified && (!last || d.resourceModified > last)) last = d.resourceModified;
  }
  return last?.slice(0, 10);
}

/** Datasets newest first by the day of release, then of update, then by identifier; undated ones come last. */
export const newestFirst = (datasets: readonly Dataset[]): Dataset[] =>
  sortedByText(datasets, ({ released = "", updated = "" }) => `${released} ${updated}`, "down");

/** The sentence to cite a dataset with (mission D5; 行動策略 引用標示). */
export function attributionOf(dataset: Dataset): string {
  const standard = SCHEMAS.agency.properties.attribution!.default as string;
  const template = dataset.agency.file.attribution ?? standard;
  const year = (dataset.updated ?? dataset.released ?? "").slice(0, 4);
  const values: Record<string, string> = {
    publisher: dataset.publisher,
    title: dataset.file.title,
    year,
    licence: dataset.licence ? `「${dataset.licence.zh}」` : "",
  };
  // Without a licence nothing can be said about the terms, so the sentence ends before them.
  const withoutTerms = (text: string) => text.replace(/[^。]*\{licence\}[^。]*。?/, "");
  const sentence = dataset.licence ? template : withoutTerms(template) || withoutTerms(standard);
  const filled = sentence.replace(/\{(publisher|title|year|licence)\}/g, (_, key: string) => values[key]!);
  return year ? filled : filled.replace(/，，+/g, "，").replace(/（）/g, "");
}

/** An address of a distribution, and which kind it is. */
export function addressOf(distribution: Distribution): string | undefined {
  return distribution.downloadURL ?? distribution.accessURL;
}

/** A format's term, or a stand-in for a distribution whose format is unknown. */
export function formatOf(code: string | undefined, vocabularies: Vocabularies): FormatTerm {
  const unknown: FormatTerm = { code: "", zh: "格式未註明", en: "Format not given", kind: "file", stars: 0 };
  return (code ? vocabularies.formats.get(code) : undefined) ?? unknown;
}
