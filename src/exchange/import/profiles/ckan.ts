import type { Vocabularies } from "../../../catalogue/vocabulary.ts";
import {
  collect,
  isObject,
  type JsonObject,
  limitRecords,
  listOf,
  own,
  ownText,
  parseJsonDocument,
} from "../json-document.ts";
import { isCharsetName, isMetadataName, readNamed, unpacked } from "../names.ts";
import { type DistributionParts, type Part, readDistributionList } from "../record-distribution.ts";
import { isBlank, RecordReader, readContactName, titleText } from "../record-reader.ts";
import {
  finishRecord,
  readAgencyCode,
  readOid,
  type SourceDocument,
  SourceError,
  type SourcePage,
  type SourceRecord,
} from "../source-record.ts";
import { readWithdrawal } from "../withdrawal.ts";

/** CKAN's action API: package_search, current_package_list_with_resources, package_show (CKAN API guide, v3). */

/** Members that only mean something inside the platform, or repeat others. */
const INTERNAL = new Set(
  (
    "id name title title_translated notes notes_translated url author author_email maintainer maintainer_email license_id " +
    "license_title license_url isopen organization owner_org groups tags metadata_created metadata_modified extras resources " +
    "state private type num_resources num_tags creator_user_id revision_id revision_timestamp relationships_as_object " +
    "relationships_as_subject tracking_summary version_id"
  ).split(" "),
);
const RESOURCE_INTERNAL = new Set(
  (
    "id url name description format mimetype last_modified package_id position state revision_id revision_timestamp created " +
    "metadata_modified cache_url cache_last_updated mimetype_inner url_type resource_type datastore_active " +
    "datastore_contains_all_records_of_source_file tracking_summary resource_group_id webstore_url webstore_last_updated on_same_domain"
  ).split(" "),
);

/**
 * Reads a document of CKAN's API.
 * @throws SourceError when it holds no records: an error of the platform, or a list of names only
 */
export function readCkan(document: SourceDocument, vocabularies: Vocabularies): SourcePage {
  const value = parseJsonDocument(document);
  const { url } = document;
  if (own(value, "success") === false) {
    const error = own(value, "error");
    const said = titleText(ownText(error, "message") ?? ownText(error, "__type")) ?? "未說明原因";
    throw new SourceError(`${url} 回報失敗：${said.slice(0, 200)}；請確認網址與參數`);
  }
  const result = isObject(value) && Object.hasOwn(value, "result") ? value.result : value;
  const packages = packagesOf(result, url);
  limitRecords(packages.length, url);
  const page = collect<SourceRecord>(
    packages,
    (index) => `result[${index}]`,
    (item) => readPackage(item, vocabularies),
  );
  const count = own(result, "count");
  const total = typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
  const next = ownText(value, "next") ?? ownText(result, "next");
  const following = next === undefined ? nextPage(url, packages.length, total) : resolved(next, url);
  return {
    ...page,
    ...(following === undefined ? {} : { next: following }),
    ...(total === undefined ? {} : { total }),
  };
}

function packagesOf(result: unknown, url: string): unknown[] {
  const list = Array.isArray(result) ? result : own(result, "results");
  if (Array.isArray(list)) {
    if (list.length > 0 && list.every((item) => typeof item === "string")) {
      throw new SourceError(
        `${url} 只有資料集名稱，沒有內容（package_list）；請改用 package_search?rows=1000 或 current_package_list_with_resources?limit=1000 的網址`,
      );
    }
    return list;
  }
  if (isObject(result) && (Object.hasOwn(result, "resources") || Object.hasOwn(result, "title")))
    return [result];
  throw new SourceError(
    `${url} 不是 CKAN 的資料集清單：找不到 result.results；請確認網址是 package_search 等動作`,
  );
}

const resolved = (next: string, url: string): string | undefined =>
  URL.canParse(next, url) ? new URL(next, url).href : undefined;

/** `start` and `rows` of package_search, `offset` and `limit` of current_package_list_with_resources. */
function nextPage(url: string, length: number, total: number | undefined): string | undefined {
  if (!URL.canParse(url) || length === 0) return undefined;
  const next = new URL(url);
  const number = (name: string) => {
    const text = next.searchParams.get(name);
    return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  };
  if (total !== undefined) {
    const start = (number("start") ?? 0) + length;
    if (start >= total) return undefined;
    next.searchParams.set("start", String(start));
    return next.href;
  }
  const limit = number("limit");
  if (limit === undefined || length < limit) return undefined;
  next.searchParams.set("offset", String((number("offset") ?? 0) + length));
  return next.href;
}

function readPackage(
  item: unknown,
  vocabularies: Vocabularies,
): SourceRecord | { problem: string } | undefined {
  if (!isObject(item)) return { problem: "不是物件，未取用" };
  const type = ownText(item, "type");
  // What is deleted or private is not offered; harvest sources, showcases and the like are no datasets.
  if (own(item, "state") === "deleted" || own(item, "private") === true) return undefined;
  if (type !== undefined && type !== "dataset" && !Object.hasOwn(item, "resources")) return undefined;
  const reader = new RecordReader(vocabularies, "utc");
  const extras = extrasOf(item);
  const publisher = readPublisher(reader, item, extras);
  readTexts(reader, item, publisher.name);
  readTerms(reader, item, extras);
  for (const { key, value } of extras) {
    if (key === "withdrawal") readWithdrawal(reader, unpacked(value), "extras.withdrawal");
    else readNamed(reader, key, value, `extras.${key}`);
  }
  for (const [name, value] of Object.entries(item)) {
    if (!INTERNAL.has(name)) readNamed(reader, name, value, name);
  }
  readTimes(reader, item);
  const title = own(item, "title_translated") ?? own(item, "title");
  const distributions = readDistributionList(reader, listOf(own(item, "resources")), "resources", partsOf);
  return finishRecord(
    {
      sourceID: ownText(item, "id") ?? ownText(item, "name"),
      title: { text: titleText(title) ?? titleText(own(item, "name")), place: "title" },
      publisher,
    },
    reader.settled(),
    distributions,
    "resources",
  );
}

interface Extra {
  key: string;
  value: unknown;
}

/** Extras are a list of keys and values; some platforms give a mapping. */
function extrasOf(item: JsonObject): Extra[] {
  const extras = own(item, "extras");
  if (isObject(extras)) return Object.entries(extras).map(([key, value]) => ({ key, value }));
  return listOf(extras).flatMap((extra) => {
    const key = ownText(extra, "key");
    return key === undefined ? [] : [{ key, value: own(extra, "value") }];
  });
}

function readTexts(reader: RecordReader, item: JsonObject, publisher: string | undefined): void {
  reader.field("description", own(item, "notes_translated") ?? own(item, "notes"), "notes");
  reader.field("landingPage", own(item, "url"), "url");
  // The maintainer is whom to ask; the author only where there is none, and where it is not the agency itself.
  const hasMaintainer = !isBlank(own(item, "maintainer")) || !isBlank(own(item, "maintainer_email"));
  const [who, other] = hasMaintainer ? ["maintainer", "author"] : ["author", "maintainer"];
  if (own(item, who) !== publisher) readContactName(reader, own(item, who), who);
  reader.field("publisherContactEmail", own(item, `${who}_email`), `${who}_email`);
  for (const name of [other, `${other}_email`]) {
    const value = own(item, name);
    if (value !== publisher && value !== own(item, name.replace(other, who)))
      reader.keep(name, own(item, name));
  }
}

function readTerms(reader: RecordReader, item: JsonObject, extras: Extra[]): void {
  const part = (name: string) => ({ name, value: own(item, name) });
  reader.licence([part("license_id"), part("license_title")], part("license_url"));
  const tags = listOf(own(item, "tags")).map((tag) => (isObject(tag) ? (tag.display_name ?? tag.name) : tag));
  // CKAN refuses tags with punctuation; an export may hold the whole list among its extras.
  const whole = extras.findIndex(({ key }) => key === "keyword");
  const listed = whole < 0 ? undefined : unpacked(extras[whole]!.value);
  if (Array.isArray(listed) && tags.every((tag) => listed.includes(tag))) {
    extras.splice(whole, 1);
    reader.keywords(listed, "extras.keyword");
  } else reader.keywords(tags, "tags");
  for (const [index, group] of listOf(own(item, "groups")).entries()) {
    const names = isObject(group)
      ? ["name", "title", "display_name"].map((name) => ownText(group, name))
      : [group];
    const { categories } = reader.vocabularies;
    const term = [...categories.values()].find(({ code, zh }) =>
      names.some((name) => typeof name === "string" && [code.toLowerCase(), zh].includes(name.toLowerCase())),
    );
    if (term && reader.fields.categoryCode === undefined)
      reader.set("categoryCode", term.code, "groups", group);
    else
      reader.keep(
        `groups[${index}]`,
        names.findLast((name) => name !== undefined),
      );
  }
}

/** The stored times of the package count only where its extras tell no others: an export is newer than its dataset. */
function readTimes(reader: RecordReader, item: JsonObject): void {
  if (reader.fields.issued === undefined)
    reader.field("issued", own(item, "metadata_created"), "metadata_created");
  if (reader.fields.modified === undefined) {
    reader.field("modified", own(item, "metadata_modified"), "metadata_modified");
  }
}

/** Keys of extras that tell who publishes, which is no field of a dataset. */
const PUBLISHER_KEYS = {
  publisherOID: "oid",
  publisherOrgCode: "code",
  publisher_name: "name",
  publisher: "name",
} as const;

function readPublisher(reader: RecordReader, item: JsonObject, extras: Extra[]) {
  const found: { name?: string; code?: string; oid?: string } = {};
  for (let index = extras.length - 1; index >= 0; index--) {
    const { key, value } = extras[index]!;
    if (!Object.hasOwn(PUBLISHER_KEYS, key) || typeof value !== "string") continue;
    found[PUBLISHER_KEYS[key as keyof typeof PUBLISHER_KEYS]] = titleText(value) ?? "";
    extras.splice(index, 1);
  }
  const organization = own(item, "organization");
  const name = found.name ?? titleText(own(organization, "title")) ?? titleText(own(organization, "name"));
  const code = readAgencyCode(found.code) ?? readAgencyCode(ownText(organization, "name")?.toUpperCase());
  const description = ownText(organization, "description");
  if (description !== undefined && description !== name) reader.keep("organization.description", description);
  return { name, code, oid: readOid(found.oid) };
}

function partsOf(resource: JsonObject): DistributionParts {
  const part = (name: string): Part => ({ name, value: own(resource, name) });
  const rest = Object.keys(resource)
    .filter((name) => !RESOURCE_INTERNAL.has(name))
    .map(part);
  const named = (is: (name: string) => boolean) =>
    rest.find(({ name, value }) => is(name) && !isBlank(value));
  const [charset, metadata] = [named(isCharsetName), named(isMetadataName)];
  const access = named((name) => name === "access_url" || name === "accessURL");
  const download = named((name) => name === "download_url" || name === "downloadURL");
  // To the letter what `last_modified` tells in UTC.
  const modified = named((name) => name === "resourceModified");
  const taken = [charset, metadata, access, download, modified];
  const isAccess = access !== undefined && access.value === own(resource, "url");
  const address = isAccess ? undefined : part("url");
  return {
    // Beside an access address of its own, the address is the one to download from.
    ...(access === undefined || isAccess ? { address } : {}),
    accessURL: access,
    downloadURL: download ?? (access === undefined ? undefined : address),
    formats: isBlank(resource.format) ? [part("mimetype")] : [part("format")],
    charset,
    metadata,
    // The name repeats the description on many platforms, or is a file's; it speaks where there is no description.
    descriptions: [part("description"), part("name")],
    modified: modified ?? part("last_modified"),
    id: part("id"),
    rest: rest.filter((other) => !taken.includes(other)),
  };
}
