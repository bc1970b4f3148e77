import type { Agency, AgencyFile } from "./catalogue.ts";
import { fieldAt } from "./schema/fields.ts";

/** A person of the register. */
export interface Person {
  /** GitHub account, without @, as the register writes it; compared without regard to case. */
  account: string;
  displayName: string;
}

/** Roles that an agency's file grants: 資料提供者, 資料審查者, 部會管理者. */
export type AgencyRole = "provider" | "reviewer" | "administrator";

export const AGENCY_ROLES: readonly AgencyRole[] = ["administrator", "reviewer", "provider"];

/** Every role of the register; the platform's operators stand above the agencies. */
export type RegisterRole = AgencyRole | "operator";

/** Names of the roles (manual; mission, 「Terms」). */
export const ROLE_LABELS: Record<RegisterRole, { zh: string; en: string }> = {
  operator: { zh: "平臺管理者", en: "Platform operator" },
  administrator: { zh: "部會管理者", en: "Ministry administrator" },
  reviewer: { zh: "資料審查者", en: "Reviewer" },
  provider: { zh: "資料提供者", en: "Provider" },
};

/** One line of the 授權清單 (manual 三.1: 部會、機關人員、身份、機關單位). */
export interface Authorisation {
  person: Person;
  role: RegisterRole;
  /** The agency that the role is for; none for an operator. */
  agency?: Agency;
  /** The agency whose file grants it. */
  listedIn?: Agency;
  deputy?: Person;
}

/** One line of the 使用紀錄 (manual 三.5: 部會管理人員、動作、角色、時間), with of whom and for which agency. */
export interface AuthorisationChange {
  commit: string;
  /** Name of who made the change, as git has it. */
  by: string;
  /** YYYY-MM-DD HH:MM in Taipei time. */
  time: string;
  act: "granted" | "revoked";
  role: RegisterRole;
  person: Person;
  /** Code of the agency that the role is for, and of the one whose file grants it; none for an operator. */
  agency?: string;
  listedIn?: string;
}

/** Names of the acts (manual 三.5: 新增／刪除). */
export const CHANGE_LABELS: Record<AuthorisationChange["act"], { zh: string; en: string }> = {
  granted: { zh: "新增", en: "Granted" },
  revoked: { zh: "刪除", en: "Revoked" },
};

/** One role for one agency, as a file writes it. */
export interface WrittenGrant {
  person: Person;
  role: AgencyRole;
  /** Code of the agency that the role is for. */
  agency: string;
  /** Where the person, the role and the agency's code stand in the file. */
  path: (string | number)[];
}

/** One person's entry in an agency's file. */
export interface WrittenPerson extends Person {
  deputy?: string;
  path: (string | number)[];
}

const ACCOUNT = new RegExp(fieldAt("agency", ["people", 0, "account"])!.pattern!);
const CODE = new RegExp(fieldAt("agency", ["code"])!.pattern!);

/** GitHub tells accounts apart without regard to case. */
export const accountKey = (account: string): string => account.toLowerCase();

/** Whether a text can be a GitHub account at all; anything else must never reach CODEOWNERS or a mention. */
export const isAccount = (value: unknown): value is string =>
  typeof value === "string" && ACCOUNT.test(value) && value.length <= 39;

/** Whether a text has the form of an agency's code. */
export const isAgencyCode = (value: unknown): value is string =>
  typeof value === "string" && CODE.test(value);

const listOf = (value: unknown): Record<string, unknown>[] =>
  (Array.isArray(value) ? value : []).map((item) => (item && typeof item === "object" ? item : {}));

/** The persons of an agency's file. What the schema refuses is left out, since a file may still be faulty. */
export function writtenPeople(file: AgencyFile): WrittenPerson[] {
  return listOf(file.people).flatMap((person, index) => {
    const { account, displayName, deputy } = person;
    if (!isAccount(account)) return [];
    return {
      account,
      displayName: typeof displayName === "string" && displayName !== "" ? displayName : account,
      ...(isAccount(deputy) ? { deputy } : {}),
      path: ["people", index],
    };
  });
}

/**
 * The roles that an agency's file grants, whether they hold or not. A role without agencies is for the file's own
 * (manual 三.2: one person × one role × several agencies).
 */
export function writtenGrants(file: AgencyFile): WrittenGrant[] {
  const people = listOf(file.people);
  return writtenPeople(file).flatMap(({ account, displayName, path }) =>
    listOf(people[path[1] as number]!.roles).flatMap(({ role, agencies }, index) => {
      if (!AGENCY_ROLES.includes(role as AgencyRole)) return [];
      const grant = { person: { account, displayName }, role: role as AgencyRole };
      const at = [...path, "roles", index];
      if (agencies === undefined) return [{ ...grant, agency: file.code, path: [...at, "role"] }];
      return (Array.isArray(agencies) ? agencies : []).flatMap((agency, i) =>
        isAgencyCode(agency) ? [{ ...grant, agency, path: [...at, "agencies", i] }] : [],
      );
    }),
  );
}

/**
 * Why a role does not hold: no such agency, or one that the file's agency does not stand above. A file may grant roles
 * for its own agency and for those below it in its ministry; else whoever decides on one agency's file could give
 * himself another's rights, or the ministry's (mission M2: 部會授權管理).
 */
export function voidReason(
  grant: WrittenGrant,
  listedIn: string,
  agencies: ReadonlyMap<string, Agency>,
): "unknown" | "foreign" | undefined {
  const target = agencies.get(grant.agency);
  if (!target) return "unknown";
  const from = agencies.get(listedIn);
  if (!from || target.ministry !== from.ministry) return "foreign";
  let above: Agency | undefined = target;
  while (above && above !== from) above = above.parent;
  return above ? undefined : "foreign";
}
