import type { Vocabularies } from "../catalogue/vocabulary.ts";
import { MOST_KNOWN } from "../exchange/harvest/state.ts";
import { readSource } from "../exchange/import/read-source.ts";
import { SourceError, type SourceRecord } from "../exchange/import/source-record.ts";
import type { DocumentValidators, FetchedDocument, SourceFetcher } from "./harvest-source.ts";

/** A source as an agency's file names it. */
export interface Source {
  profile: string;
  url: string;
}

/** All that a source lists. */
export interface Reading {
  records: SourceRecord[];
  /** Records that could not be read, in Chinese. */
  problems: string[];
  /** The validators of its documents by address, in their order; none where any lacks one. */
  documents: Map<string, DocumentValidators>;
}

const MOST_PAGES = 1_000;
const CKAN_ROWS = "500";

/**
 * Where reading begins. Of a CKAN portal its home page may be named as well; pages are large ones, in an order that
 * does not change while they are read.
 */
export function firstAddress({ profile, url }: Source): string {
  if (profile !== "ckan" || !URL.canParse(url)) return url;
  const address = new URL(url);
  if (!/\/api\//.test(address.pathname)) {
    address.pathname = `${address.pathname.replace(/\/+$/, "")}/api/3/action/package_search`;
    address.search = "";
  }
  if (!/\/package_search\/?$/.test(address.pathname)) return address.href;
  if (!address.searchParams.has("rows")) address.searchParams.set("rows", CKAN_ROWS);
  if (!address.searchParams.has("sort")) address.searchParams.set("sort", "id asc");
  return address.href;
}

/**
 * Reads every page of a source.
 * @param known validators of the latest reading, where nothing else calls for a new one
 * @returns undefined where every document of the latest reading is as it was
 * @throws SourceError in Chinese: what could not be read, why, and how to mend it
 */
export async function readAll(
  source: Source,
  vocabularies: Vocabularies,
  fetcher: SourceFetcher,
  known: ReadonlyMap<string, DocumentValidators> = new Map(),
): Promise<Reading | undefined> {
  const first = firstAddress(source);
  const fetched = new Map<string, FetchedDocument>();
  if (known.has(first)) {
    let changed = false;
    for (const [url, validators] of known) {
      const document = await fetcher.fetch(url, validators);
      if (!document) continue;
      fetched.set(url, document);
      changed = true;
      break;
    }
    if (!changed) return undefined;
  }
  const records: SourceRecord[] = [];
  const problems: string[] = [];
  const documents = new Map<string, DocumentValidators>();
  const ids = new Set<string>();
  let validated = true;
  for (let url: string | undefined = first; url !== undefined; ) {
    if (documents.has(url)) throw new SourceError(`${url} 的分頁繞回原處；請平臺修正下一頁的網址`);
    if (documents.size === MOST_PAGES) {
      throw new SourceError(`${first} 超過 ${MOST_PAGES} 頁；請加大每頁筆數`);
    }
    const document: FetchedDocument = fetched.get(url) ?? (await fetcher.fetch(url))!;
    const { etag, modified } = document;
    documents.set(url, { ...(etag ? { etag } : {}), ...(modified ? { modified } : {}) });
    validated &&= etag !== undefined || modified !== undefined;
    // What follows is reckoned from the address that was asked for, wherever it led.
    const page = await readSource(source.profile, { ...document, url }, vocabularies);
    for (const record of page.records) {
      if (ids.has(record.sourceID)) continue;
      ids.add(record.sourceID);
      records.push(record);
    }
    problems.push(...page.problems.map(({ place, message }) => `${place}：${message}`));
    if (records.length > MOST_KNOWN) {
      throw new SourceError(`${first} 超過 ${MOST_KNOWN} 筆；請分由各機關介接`);
    }
    url = page.next;
  }
  return { records, problems, documents: validated ? documents : new Map() };
}
