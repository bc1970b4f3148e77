import type { DeskAgencyName } from "../../../desk/data.ts";
import type { DeskRole, Scope } from "../../../desk/workbench.ts";
import { hasRole, holdersOf, isOperator, type Register } from "../../../review/register.ts";

/** Codes of an agency and of all below it. */
export function withBelow(code: string, names: readonly DeskAgencyName[]): Set<string> {
  const found = new Set([code]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const { code: own, parent } of names) if (parent && found.has(parent)) found.add(own);
  }
  return found;
}

/**
 * The agencies for which an account has a role. Where an agency has no reviewer its administrators review.
 * @returns undefined for all of them: the platform's operators
 */
export function ownAgencies(register: Register, account: string, role: DeskRole): Set<string> | undefined {
  if (isOperator(register, account)) return undefined;
  const found = new Set<string>();
  for (const code of register.agencies.keys()) {
    const stands =
      hasRole(register, account, role, code) ||
      (role === "reviewer" &&
        hasRole(register, account, "administrator", code) &&
        holdersOf(register, "reviewer", code).length === 0);
    if (stands) found.add(code);
  }
  return found;
}

/**
 * Whose rows a list shows, and what the person may do to them.
 * @param agency code that was chosen, or `all`; undefined for one's own where somebody is signed in, else for all
 */
export function scopeOf(
  input: {
    register: Register;
    names: readonly DeskAgencyName[];
    role: DeskRole;
    account: string | undefined;
  },
  agency: string | undefined,
): Scope {
  const { register, names, role, account } = input;
  const own = account === undefined ? undefined : ownAgencies(register, account, role);
  const who = { ...(account === undefined ? {} : { account }), ...(own ? { may: own } : {}) };
  const agencies = agency === "all" ? undefined : agency === undefined ? own : withBelow(agency, names);
  return agencies ? { ...who, agencies } : who;
}
