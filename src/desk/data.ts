import type { AgencyFile, Catalogue, DatasetSource, SettingsFile } from "../catalogue/catalogue.ts";
import { isReleased } from "../catalogue/catalogue.ts";
import type { Person } from "../catalogue/grants.ts";
import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { type Extent, extentOf } from "../exchange/extent.ts";

/*
 * What the officer's desk reads of the catalogue, as files of the site: nothing of it is secret, and nothing of it is
 * asked of a server. One file for the platform, one for each agency, one with all titles, one with the register.
 */

/** Where the repository stands. */
export interface Repository {
  owner: string;
  name: string;
  branch: string;
  /** Web address of the server, without a slash at the end. */
  web: string;
  /** Address of its REST API, without a slash at the end. */
  api: string;
}

/** office/platform.json */
export interface DeskPlatform {
  /** Day of the build, YYYY-MM-DD in Taipei. */
  builtOn: string;
  settings: SettingsFile;
  /** Which files the site has of a dataset. */
  extent: Extent;
  /** Absent where the settings name no repository: then there is nowhere to submit to. */
  repository?: Repository;
  /** Each vocabulary's terms, in order. */
  vocabularies: { [K in keyof Vocabularies]: (Vocabularies[K] extends Map<string, infer T> ? T : never)[] };
  /** 常用審查用語, by number. */
  phrases: { number: number; text: string }[];
  operators: Person[];
  agencies: DeskAgencyName[];
}

/** An agency in the lists to choose from, sorted by code. */
export interface DeskAgencyName {
  code: string;
  name: string;
  parent?: string;
  /** Code of its 部會; its own where it is one. */
  ministry: string;
}

/** office/agencies/<code>.json */
export interface DeskAgency {
  agency: AgencyFile;
  /** Its parents, nearest first. */
  above: AgencyFile[];
  datasets: DeskDataset[];
}

/** A dataset of an agency, sorted by serial. */
export interface DeskDataset {
  serial: string;
  /** Absent while its 上架日期 lies ahead: the serial is taken, and only the day is told. */
  title?: string;
  /** 預計上架日期, while it lies ahead. */
  releaseDate?: string;
  status?: "withdrawn";
  /** Its import is incomplete, so that its title is compared with no other's. */
  incomplete?: true;
  /** Last change, YYYY-MM-DD. */
  updated?: string;
}

/** office/register.json: what the register and CODEOWNERS are made from, sorted by code. */
export type DeskRegister = Omit<AgencyFile, "contacts">[];

/** Vocabularies as the checker takes them. */
export function deskVocabularies(platform: DeskPlatform): Vocabularies {
  const maps = Object.entries(platform.vocabularies).map(([name, terms]) => [
    name,
    new Map((terms as { code: string }[]).map((term) => [term.code, term])),
  ]);
  return Object.fromEntries(maps);
}

/** Where the settings say that the repository stands. */
export function repositoryOf(settings: SettingsFile): Repository | undefined {
  const [owner, name] = settings.repository?.split("/") ?? [];
  if (!owner || !name) return undefined;
  const web = settings.github ?? "https://github.com";
  const api = settings.githubApi ?? (settings.github ? `${web}/api/v3` : "https://api.github.com");
  return { owner, name, branch: settings.branch ?? "main", web, api };
}

const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);

/** What the desk's files are made from. */
export interface DeskInput {
  catalogue: Catalogue;
  /** Every file of the catalogue, those in view or not. */
  datasets: Iterable<DatasetSource>;
  operators: readonly Person[];
  phrases: ReadonlyMap<number, string>;
}

/** The desk's files, below the site's base. */
export function deskFiles(input: DeskInput): { path: string; content: string }[] {
  const { catalogue, operators, phrases } = input;
  const { settings, vocabularies, today } = catalogue;
  const repository = repositoryOf(settings);
  const agencies = [...catalogue.agencies.values()].sort(byCode);
  const platform: DeskPlatform = {
    builtOn: today,
    settings,
    extent: extentOf(catalogue),
    ...(repository ? { repository } : {}),
    vocabularies: Object.fromEntries(
      Object.entries(vocabularies).map(([name, terms]) => [name, [...terms.values()]]),
    ) as DeskPlatform["vocabularies"],
    phrases: [...phrases].map(([number, text]) => ({ number, text })),
    operators: [...operators],
    agencies: agencies.map(({ code, name, parent, ministry }) => ({
      code,
      name,
      ...(parent ? { parent: parent.code } : {}),
      ministry: ministry.code,
    })),
  };
  const updated = new Map(
    [...catalogue.datasets, ...catalogue.withdrawn].map((d) => [d.identifier, d.updated] as const),
  );
  const datasets = new Map<string, DeskDataset[]>(agencies.map(({ code }) => [code, []]));
  let titles = "";
  for (const { head } of input.datasets) {
    if (!/^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/.test(head.identifier)) continue;
    const serial = head.identifier.slice(11);
    const list = datasets.get(head.identifier.slice(0, 10));
    if (!isReleased(head, today)) {
      list?.push({ serial, releaseDate: head.releaseDate! });
      continue;
    }
    const day = updated.get(head.identifier);
    list?.push({
      serial,
      title: head.title,
      ...(head.status === "withdrawn" ? { status: "withdrawn" } : {}),
      ...(head.incomplete ? { incomplete: true } : {}),
      ...(day ? { updated: day } : {}),
    });
    if (head.status !== "withdrawn") titles += `${head.identifier}\t${head.title.replace(/\s+/g, " ")}\n`;
  }
  const register: DeskRegister = agencies.map(({ file: { contacts: _, ...file } }) => file);
  const json = (path: string, value: unknown) => ({ path, content: `${JSON.stringify(value)}\n` });
  return [
    json("office/platform.json", platform),
    json("office/register.json", register),
    { path: "office/titles.txt", content: titles },
    ...agencies.map((agency) => {
      const above: AgencyFile[] = [];
      for (let next = agency.parent; next; next = next.parent) above.push(next.file);
      const own = datasets.get(agency.code)!.sort((a, b) => (a.serial < b.serial ? -1 : 1));
      return json(`office/agencies/${agency.code}.json`, { agency: agency.file, above, datasets: own });
    }),
  ];
}
