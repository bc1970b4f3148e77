import { type Agency, type AgencyFile, linkAgencies } from "./catalogue.ts";
import { agencyCodeOf, type Checked, type Finding, finding } from "./check.ts";
import { accountKey, voidReason, type WrittenGrant, writtenGrants, writtenPeople } from "./grants.ts";

/** Nobody may approve his own submission, so one reviewer is not enough (design 5). */
const REVIEWERS_WANTED = 2;

interface Entry {
  path: string;
  code: string;
  agency: Agency;
  judged: boolean;
  people: ReturnType<typeof writtenPeople>;
  grants: WrittenGrant[];
}

/**
 * The rules of the register across agencies' files (mission M1, M2): roles for known agencies of one's own ministry,
 * two reviewers, deputies that somebody lists, an administrator for each ministry. A file that is not judged is named
 * only where a judged one of its ministry may have taken from it what it needs.
 * @returns findings by the file that they are about
 */
export function registerFindings(
  files: readonly Checked<AgencyFile>[],
  judged: (path: string) => boolean,
): Map<string, Finding[]> {
  const entries = readEntries(files, judged);
  const found = new Map<string, Finding[]>();
  const add = (path: string, item: Finding) => {
    const list = found.get(path);
    if (list) list.push(item);
    else found.set(path, [item]);
  };
  for (const [path, item] of [...grantFindings(entries), ...spellingFindings(entries)]) add(path, item);
  // What nobody can read may hold the very person that seems to be missing.
  if (entries.every((entry) => entry.readable)) {
    for (const [path, item] of [...deputyFindings(entries), ...staffFindings(entries)]) add(path, item);
  }
  return found;
}

type Found = [path: string, finding: Finding][];
type ReadEntry = Entry & { readable: boolean };

function readEntries(files: readonly Checked<AgencyFile>[], judged: (path: string) => boolean): ReadEntry[] {
  const placed = files.flatMap(({ path, value }) => {
    const code = agencyCodeOf(path);
    // A file stands for the agency of its folder, whatever it says itself.
    return code ? [{ path, code, readable: value !== undefined, file: { name: code, ...value, code } }] : [];
  });
  const agencies = linkAgencies(placed.map((p) => p.file));
  return placed.map(({ path, code, readable, file }) => ({
    path,
    code,
    readable,
    agency: agencies.get(code)!,
    judged: judged(path),
    people: writtenPeople(file),
    grants: writtenGrants(file),
  }));
}

function grantFindings(entries: readonly ReadEntry[]): Found {
  const byCode = new Map(entries.map((entry) => [entry.code, entry]));
  const agencies = new Map(entries.map((entry) => [entry.code, entry.agency]));
  const found: Found = [];
  for (const entry of entries) {
    for (const grant of entry.grants) {
      const reason = voidReason(grant, entry.code, agencies);
      if (!reason) continue;
      const target = byCode.get(grant.agency);
      if (reason === "unknown") {
        if (entry.judged) {
          found.push([
            entry.path,
            finding("role/agency-unknown", grant.path, "value", { agency: grant.agency }),
          ]);
        }
      } else if ((entry.judged || target!.judged) && target!.readable && entry.readable) {
        const args = {
          agency: `${target!.agency.name}（${grant.agency}）`,
          theirs: target!.agency.ministry.name,
          ours: entry.agency.name,
        };
        found.push([entry.path, finding("role/agency-foreign", grant.path, "value", args)]);
      }
    }
  }
  return found;
}

function spellingFindings(entries: readonly ReadEntry[]): Found {
  const spelled = new Map<string, { account: string; entry: Entry }>();
  // The published spelling stands; a judged file is measured by it.
  for (const entry of entries.toSorted((a, b) => Number(a.judged) - Number(b.judged))) {
    for (const { account } of entry.people) {
      const key = accountKey(account);
      if (!spelled.has(key)) spelled.set(key, { account, entry });
    }
  }
  return entries
    .filter((entry) => entry.judged)
    .flatMap((entry) =>
      entry.people.flatMap(({ account, path }): Found => {
        const other = spelled.get(accountKey(account))!;
        if (other.account === account || other.entry === entry) return [];
        const args = { account, other: other.account, agency: other.entry.agency.name };
        return [[entry.path, finding("people/case", [...path, "account"], "value", args)]];
      }),
    );
}

/** Ministries whose register a judged file may have changed. */
const concerned = (entries: readonly Entry[]): ReadonlySet<Agency> =>
  new Set(entries.filter((entry) => entry.judged).map((entry) => entry.agency.ministry));

function deputyFindings(entries: readonly Entry[]): Found {
  const listed = new Set(entries.flatMap((e) => e.people.map((p) => accountKey(p.account))));
  const ministries = concerned(entries);
  return entries
    .filter((entry) => ministries.has(entry.agency.ministry))
    .flatMap((entry) =>
      entry.people
        .filter(({ deputy }) => deputy !== undefined && !listed.has(accountKey(deputy)))
        .map(({ deputy, path }): Found[number] => [
          entry.path,
          finding("people/deputy-unknown", [...path, "deputy"], "value", { deputy: deputy! }),
        ]),
    );
}

/** Too few reviewers, and ministries without an administrator. */
function staffFindings(entries: readonly Entry[]): Found {
  const agencies = new Map(entries.map((entry) => [entry.code, entry.agency]));
  const reviewers = new Map<string, Set<string>>();
  const granted = new Set<string>();
  const administered = new Set<string>();
  const staffed = new Set<Agency>();
  for (const entry of entries) {
    if (entry.people.length > 0) staffed.add(entry.agency.ministry);
    for (const grant of entry.grants) {
      if (voidReason(grant, entry.code, agencies)) continue;
      granted.add(grant.agency);
      if (grant.role === "administrator") administered.add(grant.agency);
      if (grant.role !== "reviewer") continue;
      const set = reviewers.get(grant.agency) ?? new Set();
      reviewers.set(grant.agency, set.add(accountKey(grant.person.account)));
    }
  }
  const ministries = concerned(entries);
  const found: Found = [];
  for (const { path, code, agency, people } of entries) {
    if (!ministries.has(agency.ministry)) continue;
    const count = reviewers.get(code)?.size ?? 0;
    const args = { agency: agency.name, count };
    if (count < REVIEWERS_WANTED) {
      // An agency that nobody works for yet, as after an import, has nothing to review either.
      if (people.length > 0) found.push([path, finding("reviewers/too-few", ["people"], "key", args)]);
      else if (granted.has(code)) found.push([path, finding("reviewers/to-come", ["code"], "key", args)]);
    }
    if (agency.ministry === agency && staffed.has(agency) && !administered.has(code)) {
      const place = people.length > 0 ? "people" : "code";
      found.push([path, finding("administrator/none", [place], "key", { agency: agency.name })]);
    }
  }
  return found;
}
