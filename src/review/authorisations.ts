import type { Agency, AgencyFile } from "../catalogue/catalogue.ts";
import {
  AGENCY_ROLES,
  type Authorisation,
  type AuthorisationChange,
  accountKey,
  isAccount,
  type Person,
  type RegisterRole,
  writtenGrants,
} from "../catalogue/grants.ts";
import { deputyOf, type Register } from "./register.ts";

const ROLE_ORDER: readonly RegisterRole[] = ["operator", ...AGENCY_ROLES];
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The 授權清單 (manual 三.1; mission M1): every role that holds, operators first, then by ministry, agency, role and
 * account.
 */
export function authorisations(register: Register): Authorisation[] {
  const rows: Authorisation[] = register.operators.map((person) => ({ person, role: "operator" }));
  for (const { person, role, agency, listedIn } of register.grants) {
    const deputy = deputyOf(register, person.account);
    rows.push({
      person,
      role,
      agency: register.agencies.get(agency)!,
      listedIn: register.agencies.get(listedIn)!,
      ...(deputy ? { deputy } : {}),
    });
  }
  return rows.sort(
    (a, b) =>
      compare(a.agency?.ministry.code ?? "", b.agency?.ministry.code ?? "") ||
      compare(a.agency?.code ?? "", b.agency?.code ?? "") ||
      ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role) ||
      compare(accountKey(a.person.account), accountKey(b.person.account)) ||
      compare(a.listedIn?.code ?? "", b.listedIn?.code ?? ""),
  );
}

/** One person with all roles. */
export interface PersonAuthorisations {
  person: Person;
  deputy?: Person;
  roles: { role: RegisterRole; agencies: Agency[] }[];
}

/** The 授權清單 by person, sorted by account; an agency that two files name stands once. */
export function byPerson(rows: readonly Authorisation[]): PersonAuthorisations[] {
  const people = new Map<
    string,
    { person: Person; deputy?: Person; roles: Map<RegisterRole, Set<Agency>> }
  >();
  for (const { person, role, agency, deputy } of rows) {
    const key = accountKey(person.account);
    const entry = people.get(key) ?? { person, roles: new Map<RegisterRole, Set<Agency>>() };
    people.set(key, entry);
    if (deputy) entry.deputy = deputy;
    const agencies = entry.roles.get(role) ?? new Set();
    entry.roles.set(role, agency ? agencies.add(agency) : agencies);
  }
  return [...people]
    .sort(([a], [b]) => compare(a, b))
    .map(([, { roles, ...entry }]) => ({
      ...entry,
      roles: ROLE_ORDER.filter((role) => roles.has(role)).map((role) => ({
        role,
        agencies: [...roles.get(role)!],
      })),
    }));
}

/** A version of one file of the register: an agency's, or the operators' list. */
export type RegisterVersion = { agency: string; file: AgencyFile } | { operators: readonly Person[] };

type Held = Pick<AuthorisationChange, "role" | "person" | "agency" | "listedIn">;

/** Everything that a version grants, whether it holds or not, by a key that a new display name leaves alone. */
function heldIn(version: RegisterVersion | undefined): Map<string, Held> {
  const held = new Map<string, Held>();
  if (!version) return held;
  if ("operators" in version) {
    for (const person of version.operators) {
      if (isAccount(person.account)) held.set(accountKey(person.account), { role: "operator", person });
    }
    return held;
  }
  const { agency: code, file } = version;
  // A file stands for the agency of its folder, whatever it says itself.
  for (const { person, role, agency } of writtenGrants({ ...file, code })) {
    held.set(`${accountKey(person.account)} ${role} ${agency}`, { role, person, agency, listedIn: code });
  }
  return held;
}

/**
 * What one version of a file of the register granted and revoked against the one before (manual 三.5; mission M5). A
 * display name or the order of entries is no grant.
 * @returns revocations first, each kind by account, role and agency
 */
export function compareVersions(
  before: RegisterVersion | undefined,
  after: RegisterVersion | undefined,
): (Held & Pick<AuthorisationChange, "act">)[] {
  const old = heldIn(before);
  const now = heldIn(after);
  const only = (these: Map<string, Held>, those: Map<string, Held>, act: AuthorisationChange["act"]) =>
    [...these]
      .filter(([key]) => !those.has(key))
      .sort(([a], [b]) => compare(a, b))
      .map(([, held]) => ({ ...held, act }));
  return [...only(old, now, "revoked"), ...only(now, old, "granted")];
}
