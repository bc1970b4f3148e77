import { type Agency, type AgencyFile, linkAgencies } from "../catalogue/catalogue.ts";
import {
  AGENCY_ROLES,
  type AgencyRole,
  accountKey,
  isAccount,
  isAgencyCode,
  type Person,
  voidReason,
  writtenGrants,
  writtenPeople,
} from "../catalogue/grants.ts";

export type { AgencyRole, Person } from "../catalogue/grants.ts";

/** A role that holds. */
export interface Grant {
  person: Person;
  role: AgencyRole;
  /** Code of the agency that the role is for. */
  agency: string;
  /** Code of the agency whose file grants it. */
  listedIn: string;
}

/** Who may do what (design 5): the agencies' files and the platform's operators, indexed for many questions. */
export interface Register {
  /** By code, in the order of codes. */
  agencies: ReadonlyMap<string, Agency>;
  /** In the order of the listing files' codes, then as written. */
  grants: readonly Grant[];
  operators: readonly Person[];
  /** @internal Persons with a role that holds, and operators, by account key. */
  people: ReadonlyMap<string, Person>;
  /** @internal Account keys of operators. */
  operatorKeys: ReadonlySet<string>;
  /** @internal By role and agency, then by account key and in its order; administrators of the ministry included. */
  holders: ReadonlyMap<string, ReadonlyMap<string, Person>>;
  /** @internal Deputies by account key. */
  deputies: ReadonlyMap<string, string>;
}

const holdersKey = (role: AgencyRole, agency: string) => `${role} ${agency}`;
const byAccount = (a: Person, b: Person) => (accountKey(a.account) < accountKey(b.account) ? -1 : 1);
const byCode = (a: AgencyFile, b: AgencyFile) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

/**
 * Builds the register. Grants for agencies that do not exist or belong to another ministry are void and left out, and
 * so is whatever the schema refuses; the checker reports both.
 * @param operators persons of platform/operators.yaml (平臺管理者)
 */
export function buildRegister(files: readonly AgencyFile[], operators: readonly Person[]): Register {
  const sorted = files.filter((file) => isAgencyCode(file.code)).sort(byCode);
  const agencies = linkAgencies(sorted);
  const people = new Map<string, Person>();
  const holders = new Map<string, Map<string, Person>>();
  const deputies = new Map<string, string>();
  const grants: Grant[] = [];
  const seen = new Set<string>();
  const named: Person[] = operators.filter((person) => isAccount(person.account));
  for (const person of named) people.set(accountKey(person.account), person);
  for (const file of sorted) {
    const granted = new Set<string>();
    for (const written of writtenGrants(file)) {
      if (voidReason(written, file.code, agencies)) continue;
      const key = accountKey(written.person.account);
      granted.add(key);
      if (!people.has(key)) people.set(key, written.person);
      const { role, agency } = written;
      const once = `${key} ${role} ${agency} ${file.code}`;
      if (seen.has(once)) continue;
      seen.add(once);
      grants.push({ person: written.person, role, agency, listedIn: file.code });
      const index = holdersKey(role, agency);
      const list = holders.get(index) ?? new Map<string, Person>();
      list.set(key, people.get(key)!);
      holders.set(index, list);
    }
    for (const { account, deputy } of writtenPeople(file)) {
      const key = accountKey(account);
      // An entry whose roles are all void says nothing about the person.
      if (deputy && granted.has(key) && !deputies.has(key)) deputies.set(key, accountKey(deputy));
    }
  }
  const sortedHolders = new Map<string, ReadonlyMap<string, Person>>();
  for (const { code, ministry } of agencies.values()) {
    for (const role of AGENCY_ROLES) {
      const above = role === "administrator" ? (holders.get(holdersKey(role, ministry.code)) ?? []) : [];
      const all = new Map([...(holders.get(holdersKey(role, code)) ?? []), ...above]);
      sortedHolders.set(holdersKey(role, code), new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1))));
    }
  }
  return {
    agencies,
    grants,
    operators: [...new Map(named.map((p) => [accountKey(p.account), p])).values()].sort(byAccount),
    people,
    operatorKeys: new Set(named.map((p) => accountKey(p.account))),
    holders: sortedHolders,
    deputies,
  };
}

/** The person of an account; somebody whom nobody lists is called by the account. */
export function personOf(register: Register, account: string): Person {
  return register.people.get(accountKey(account)) ?? { account, displayName: account };
}

/** Whether an account has any role anywhere (mission L1: 公務帳號). */
export function isListed(register: Register, account: string): boolean {
  return register.people.has(accountKey(account));
}

/** Whether an account has a role for an agency; an administrator of a ministry is one of all its agencies. */
export function hasRole(register: Register, account: string, role: AgencyRole, agency: string): boolean {
  return register.holders.get(holdersKey(role, agency))?.has(accountKey(account)) === true;
}

/** Whether an account is one of the platform's operators (平臺管理者). */
export function isOperator(register: Register, account: string): boolean {
  return register.operatorKeys.has(accountKey(account));
}

/** Who has a role for an agency, sorted by account; administrators are those of its ministry and its own. */
export function holdersOf(register: Register, role: AgencyRole, agency: string): Person[] {
  return [...(register.holders.get(holdersKey(role, agency))?.values() ?? [])];
}

/** Who is told when a person is late; undefined where none is named, or one whom nobody lists. */
export function deputyOf(register: Register, account: string): Person | undefined {
  const deputy = register.deputies.get(accountKey(account));
  return deputy === undefined || deputy === accountKey(account) ? undefined : register.people.get(deputy);
}
