import type { Permission, Repository, Ruleset } from "./model.ts";
import type { Actor, World } from "./world.ts";

/*
 * Rulesets of branches, as far as the double knows them; a rule that it does not know is refused when it is made, so
 * that no test relies on what nobody enforces.
 */

export const RANK: Record<Permission, number> = {
  none: 0,
  read: 1,
  triage: 2,
  write: 3,
  maintain: 4,
  admin: 5,
};
/** GitHub's app for workflows. */
export const ACTIONS_APP = 15368;

interface BypassActor {
  actor_id: number | null;
  actor_type: string;
  bypass_mode?: "always" | "pull_request";
}

interface Body {
  name: string;
  target?: string;
  enforcement: string;
  bypass_actors?: BypassActor[];
  conditions?: { ref_name?: { include?: string[]; exclude?: string[] } };
  rules?: { type: string; parameters?: Record<string, unknown> }[];
}

export interface PullRequestParameters {
  required_approving_review_count?: number;
  require_code_owner_review?: boolean;
  dismiss_stale_reviews_on_push?: boolean;
  require_last_push_approval?: boolean;
  allowed_merge_methods?: string[];
}

export interface StatusCheckParameters {
  required_status_checks?: { context: string; integration_id?: number }[];
  strict_required_status_checks_policy?: boolean;
}

const KNOWN = [
  "pull_request",
  "required_status_checks",
  "deletion",
  "non_fast_forward",
  "creation",
  "update",
];
/** Repository roles by GitHub's numbers. */
const ROLES: Record<number, Permission> = { 2: "maintain", 4: "write", 5: "admin" };

const bodyOf = (ruleset: Ruleset) => ruleset.body as unknown as Body;

/** What GitHub or the double refuses in a ruleset. */
export function faultOf(body: Record<string, unknown>): string | undefined {
  const { bypass_actors: actors = [], rules = [], target = "branch" } = body as unknown as Body;
  for (const { type } of rules)
    if (!KNOWN.includes(type)) throw new Error(`the double knows no rule ${type}`);
  if (target !== "branch") throw new Error(`the double knows no ruleset for ${target}`);
  for (const { actor_type: type, actor_id: id } of actors) {
    if (type === "Integration" && id === ACTIONS_APP) {
      return "Actor GitHub Actions integration must be part of the ruleset source or owner organization";
    }
    if (!["Integration", "RepositoryRole", "OrganizationAdmin"].includes(type)) {
      throw new Error(`the double knows no bypass actor ${type}`);
    }
  }
  return undefined;
}

function matches(pattern: string, ref: string, repository: Repository): boolean {
  if (pattern === "~ALL") return true;
  if (pattern === "~DEFAULT_BRANCH") return ref === `refs/heads/${repository.defaultBranch}`;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("**/", "\u0001")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]")
    .replaceAll("\u0001", "(?:.*/)?");
  return new RegExp(`^${source}$`).test(ref);
}

/** Rulesets that are in force for a ref. */
export function rulesetsOf(repository: Repository, ref: string): Ruleset[] {
  return [...repository.rulesets.values()].filter((ruleset) => {
    const { enforcement, conditions } = bodyOf(ruleset);
    const { include = [], exclude = [] } = conditions?.ref_name ?? {};
    const any = (patterns: string[]) => patterns.some((pattern) => matches(pattern, ref, repository));
    return enforcement === "active" && any(include) && !any(exclude);
  });
}

export function ruleOf<Parameters = object>(ruleset: Ruleset, type: string): Parameters | undefined {
  const rule = bodyOf(ruleset).rules?.find((each) => each.type === type);
  return rule && ((rule.parameters ?? {}) as Parameters);
}

/** Whether an actor may pass a ruleset by: always, or only when merging a pull request. */
export function bypasses(
  world: World,
  repository: Repository,
  ruleset: Ruleset,
  actor: Actor | undefined,
  isMerge: boolean,
): boolean {
  if (!actor) return false;
  const account = world.findAccount(actor.login);
  const permission = world.permission(`${repository.owner}/${repository.name}`, actor.login);
  return (bodyOf(ruleset).bypass_actors ?? []).some(
    ({ actor_id: id, actor_type: type, bypass_mode: mode }) => {
      if (mode === "pull_request" && !isMerge) return false;
      if (type === "Integration") return account?.appId !== undefined && account.appId === id;
      if (type === "OrganizationAdmin") return account?.type === "User" && permission === "admin";
      const role = ROLES[id ?? 0];
      return account?.type === "User" && role !== undefined && RANK[permission] >= RANK[role];
    },
  );
}
