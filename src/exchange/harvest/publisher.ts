import type { Agency } from "../../catalogue/catalogue.ts";
import type { SourceRecord } from "../import/source-record.ts";

/** A name as it is compared: width, case, blanks and the two forms of 臺 don't count. */
const fold = (name: string): string =>
  name.normalize("NFKC").toLowerCase().replaceAll("台", "臺").replace(/\s+/g, "");

const namesOf = ({ file }: Agency): string[] =>
  [file.name, ...(file.nameEn ? [file.nameEn] : []), ...(file.shortNames ?? [])].map(fold);

/** Lists of the whole country: a publisher there is an agency's official name, and most are others'. */
const NATIONAL: ReadonlySet<string> = new Set(["data.gov.tw", "data.gov.tw-json"]);

/**
 * Tells the records of a portal that clearly are another agency's: by code, OID, or a name that the register has for
 * another one. Whatever is not clear counts as the agency's own on its own portal (a CKAN organisation may be one of its
 * offices), and as another's in a list of the whole country.
 * @param profile the source's
 * @returns a test that gives the other agency's name
 */
export function publisherTest(
  agency: Agency,
  agencies: ReadonlyMap<string, Agency>,
  profile: string,
): (publisher: NonNullable<SourceRecord["publisher"]>) => string | undefined {
  const own = new Set(namesOf(agency));
  const byName = new Map<string, Agency>();
  const byOid = new Map<string, Agency>();
  for (const each of agencies.values()) {
    for (const name of namesOf(each)) if (!byName.has(name)) byName.set(name, each);
    if (each.file.oid) byOid.set(each.file.oid, each);
  }
  return ({ code, oid, name }) => {
    if (code === agency.code || (oid !== undefined && oid === agency.file.oid)) return undefined;
    const known =
      (code === undefined ? undefined : agencies.get(code)) ??
      (oid === undefined ? undefined : byOid.get(oid));
    if (known) return known.name;
    if (name === undefined || own.has(fold(name))) return undefined;
    return byName.get(fold(name))?.name ?? (NATIONAL.has(profile) ? name : undefined);
  };
}
