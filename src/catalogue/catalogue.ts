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
import type { FormatTerm, Term, TypeTerm, Vocabularies } from "./vocabulary.ts";

export type { AgencyFile, SettingsFile };

/** A distribution as it may stand in the catalogue: an incomplete import lacks some of it. */
export type Distribution = Partial<CompleteDistribution> & Pick<CompleteDistribution, "resourceID">;

/** A dataset's file as it may stand in the catalogue: an incomplete import lacks mandatory fields. */
export type DatasetFile = Partial<Omit<CompleteDatasetFile, "identifier" | "title" | "distribution">> &
  Pick<CompleteDatasetFile, "identifier" | "title"> & { distribution: Distribution[] };

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
  identifier: string;
  /** The file's fields as written (typed, empty ones dropped). */
  file: DatasetFile;
  agency: Agency;
  category?: Term;
  type?: TypeTerm;
  /** Licence, charge, class and language of an incomplete import are unknown where its source named none. */
  licence?: Licence;
  cost?: string;
  dataClass?: string;
  language?: string;
  frequency?: Frequency;
  /** Contact of the publisher (柒三（十七）–（十九）) and of the parent organisation (柒三（十三）–（十五）). */
  contact: Contact;
  organizationContact: Contact;
  publisher: string;
  organization: string;
  /** Codes of its formats, in order, without repeats. */
  formats: string[];
  /** Best stars of its formats, 0 where no format is known. */
  stars: number;
  withdrawn: boolean;
  /** Day on which the public first saw it: 上架日期, else 發布時間; undefined where neither is known. */
  released?: string;
  /** Last change of metadata or of any resource, a date; undefined where unknown. */
  updated?: string;
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
  datasets: Iterable<DatasetFile>;
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
export function isReleased(file: DatasetFile, today: string): boolean {
  return file.releaseDate === undefined || file.releaseDate <= today;
}

/** Builds the catalogue of a day from checked files. A dataset whose 上架日期 lies ahead is left out entirely. */
export function buildCatalogue(input: CatalogueInput): Catalogue {
  const agencies = linkAgencies(input.agencies);
  const datasets: Dataset[] = [];
  const withdrawn: Dataset[] = [];
  for (const file of input.datasets) {
    const agency = agencies.get(file.identifier.slice(0, 10));
    if (!agency || !isReleased(file, input.today)) continue;
    const dataset = resolveDataset(file, agency, input.vocabularies);
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

/** Fills in what a dataset's file leaves to its agency, the vocabularies and the schema's defaults. */
export function resolveDataset(file: DatasetFile, agency: Agency, vocabularies: Vocabularies): Dataset {
  const formats = [...new Set(file.distribution.flatMap((d) => (d.format ? [d.format] : [])))];
  const stars = formats.reduce((best, f) => Math.max(best, vocabularies.formats.get(f)?.stars ?? 0), 0);
  const category = file.categoryCode ? vocabularies.categories.get(file.categoryCode) : undefined;
  const type = file.type ? vocabularies.types.get(file.type) : undefined;
  const frequency = file.accrualPeriodicity
    ? parseFrequency(file.accrualPeriodicity, vocabularies.frequencies)
    : undefined;
  const released = file.releaseDate ?? file.issued?.slice(0, 10);
  const updated = latest(file);
  const organization = agency.ministry;
  // A default stands for what an officer leaves out, not for what another platform's list never held.
  const fallback = (field: string) => (file.provenance?.incomplete ? undefined : defaultOf(field));
  const licence = licenceOf(file.license ?? fallback("license"), file, vocabularies);
  const cost = file.cost ?? fallback("cost");
  const dataClass = file.dataClass ?? fallback("dataClass");
  const language = file.language ?? fallback("language");
  return {
    identifier: file.identifier,
    file,
    agency,
    ...(category ? { category } : {}),
    ...(type ? { type } : {}),
    ...(licence ? { licence } : {}),
    ...(cost ? { cost } : {}),
    ...(dataClass ? { dataClass } : {}),
    ...(language ? { language } : {}),
    ...(frequency ? { frequency } : {}),
    contact: contactOf(file, agency),
    organizationContact: organizationContactOf(file, organization),
    publisher: agency.name,
    organization: file.organization ?? organization.name,
    formats,
    stars,
    withdrawn: file.status === "withdrawn",
    ...(released ? { released } : {}),
    ...(updated ? { updated } : {}),
  };
}

function licenceOf(
  code: string | undefined,
  file: DatasetFile,
  vocabularies: Vocabularies,
): Licence | undefined {
  if (!code) return undefined;
  const term = vocabularies.licences.get(code);
  const url = file.licenseURL ?? term?.url;
  return {
    code,
    zh: file.licenseName ?? term?.zh ?? code,
    en: file.licenseName ?? term?.en ?? code,
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

/** Newest first by the day of release, then of update, then by identifier; undated ones come last. */
export function byNewest(a: Dataset, b: Dataset): number {
  const later = (left = "", right = "") => (left > right ? -1 : left < right ? 1 : 0);
  return (
    later(a.released, b.released) || later(a.updated, b.updated) || (a.identifier < b.identifier ? -1 : 1)
  );
}

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
