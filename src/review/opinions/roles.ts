import { AGENCY_ROLES } from "../../catalogue/grants.ts";
import { hasRole, holdersOf, type Person, type Register } from "../register.ts";

/**
 * Whether an account speaks for an agency: it has any role for it or for its ministry, by today's register (manual 三.4,
 * 四.4, 五.6). What it writes below an opinion counts as an answer.
 */
export function isOfficial(register: Register, account: string, agency: string): boolean {
  const ministry = register.agencies.get(agency)?.ministry.code;
  if (account === "" || ministry === undefined) return false;
  return AGENCY_ROLES.some(
    (role) => hasRole(register, account, role, agency) || hasRole(register, account, role, ministry),
  );
}

/**
 * Who is to answer: an opinion those who provide and review the agency's datasets (manual 四.4, 五.6), a request the
 * ministry's administrators (manual 三.4); each stands in for the other where nobody is listed.
 */
export function answerersOf(register: Register, form: "opinion" | "wanted", agency: string): Person[] {
  const own = [...holdersOf(register, "provider", agency), ...holdersOf(register, "reviewer", agency)];
  const officers = [...new Map(own.map((person) => [person.account.toLowerCase(), person])).values()];
  const administrators = holdersOf(register, "administrator", agency);
  const [first, second] = form === "opinion" ? [officers, administrators] : [administrators, officers];
  return first.length > 0 ? first : second;
}
