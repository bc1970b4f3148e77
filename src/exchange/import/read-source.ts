import type { Vocabularies } from "../../catalogue/vocabulary.ts";
import { LARGEST_DOCUMENT } from "./json-document.ts";
import { readCkan } from "./profiles/ckan.ts";
import { dataGovTw } from "./profiles/data-gov-tw.ts";
import { readDataGovTwJson } from "./profiles/data-gov-tw-json.ts";
import { readDcatRdf } from "./profiles/dcat-rdf.ts";
import { readDcatUs } from "./profiles/dcat-us.ts";
import { readMetadataStandard } from "./profiles/metadata-standard.ts";
import { taipei } from "./profiles/taipei.ts";
import { taoyuan } from "./profiles/taoyuan.ts";
import { type SourceDocument, SourceError, type SourcePage } from "./source-record.ts";
import { readTableDocument } from "./source-rows.ts";

type Read = (document: SourceDocument, vocabularies: Vocabularies) => SourcePage | Promise<SourcePage>;

/** Profiles whose records are objects, with what they are. */
export const OBJECT_PROFILES: ReadonlyMap<string, string> = new Map([
  ["ckan", "CKAN 的 package_search、current_package_list_with_resources 或 package_show"],
  ["dcat-us", "DCAT-US 1.1 的 data.json"],
  ["dcat-rdf", "DCAT 的 JSON-LD、Turtle、N-Triples 或 RDF/XML"],
  ["data.gov.tw-json", "政府資料開放平臺的 JSON（22 欄匯出檔或 v2 介面）"],
  ["metadata-standard", "資料集詮釋資料標準規範的 JSON"],
]);

const READERS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["ckan", readCkan],
  ["dcat-us", readDcatUs],
  ["dcat-rdf", readDcatRdf],
  ["data.gov.tw-json", readDataGovTwJson],
  ["metadata-standard", readMetadataStandard],
  ...[dataGovTw, taoyuan, taipei].map((profile): [string, Read] => [
    profile.name,
    (document, vocabularies) => readTableDocument(profile, document, vocabularies),
  ]),
]);

/**
 * Reads one document, or one page, of a source.
 * @param profile name of the source's form: an agency's `harvest.profile`, or a table profile
 * @param document its bytes as they came (decompressed), the address that they came from, and its Content-Type
 * @returns the records, what could not be read, and where the next page is
 * @throws SourceError when the document as a whole is not what the profile says
 */
export async function readSource(
  profile: string,
  document: SourceDocument,
  vocabularies: Vocabularies,
): Promise<SourcePage> {
  const read = READERS.get(profile);
  if (!read) {
    throw new SourceError(
      `沒有介接設定「${profile}」，可用的是：${[...READERS.keys()].join("、")}；請更正 harvest.profile`,
    );
  }
  if (document.bytes.length > LARGEST_DOCUMENT) {
    throw new SourceError(
      `${document.url} 的內容有 ${document.bytes.length} 位元組，超過上限 ${LARGEST_DOCUMENT}；請改用分頁的網址`,
    );
  }
  const page = await read(document, vocabularies);
  return withoutRepeats(page);
}

/** A source's id stands for one dataset: of several records with one id the first is taken, the others are told. */
function withoutRepeats(page: SourcePage): SourcePage {
  const seen = new Set<string>();
  const problems = [...page.problems];
  const records = page.records.filter(({ sourceID, title }) => {
    if (!seen.has(sourceID)) {
      seen.add(sourceID);
      return true;
    }
    problems.push({ place: sourceID, message: `編號重複，只取第一筆；未取用的是「${title.slice(0, 60)}」` });
    return false;
  });
  return { ...page, records, problems };
}
