import { REQUIRED_CONTEXTS, SNAPSHOT_BRANCH } from "../../review/names.ts";

/** A rule of a branch, as GitHub's API takes and gives it. */
export interface Rule {
  type: string;
  parameters?: Record<string, unknown>;
}

/** A set of rules for branches, as GitHub's API takes and gives it. */
export interface Ruleset {
  name: string;
  target: "branch";
  enforcement: "active" | "disabled" | "evaluate";
  conditions: { ref_name: { include: string[]; exclude: string[] } };
  rules: Rule[];
  bypass_actors?: Record<string, unknown>[];
}

/** Number of the app GitHub Actions: a status of the same name that anybody else sets doesn't count. */
const ACTIONS_APP = 15368;

/**
 * The main branch: only by pull request, with a code owner's approval of the present version, and the bot's verdicts
 * (mission R4, M2, P9). Nobody is let past; an operator may add an app by hand.
 */
export const MAIN_BRANCH: Ruleset = {
  name: "主分支",
  target: "branch",
  enforcement: "active",
  conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
  rules: [
    { type: "deletion" },
    { type: "non_fast_forward" },
    {
      type: "pull_request",
      parameters: {
        required_approving_review_count: 1,
        require_code_owner_review: true,
        dismiss_stale_reviews_on_push: true,
        // A reviewer who changes a submission himself leaves its approval to another.
        require_last_push_approval: true,
        required_review_thread_resolution: false,
        allowed_merge_methods: ["squash"],
      },
    },
    {
      type: "required_status_checks",
      parameters: {
        strict_required_status_checks_policy: false,
        required_status_checks: REQUIRED_CONTEXTS.map((context) => ({
          context,
          integration_id: ACTIONS_APP,
        })),
      },
    },
  ],
};

/** Snapshots are only added to, so that whatever was shown can be looked up. */
export const SNAPSHOTS: Ruleset = {
  name: "快照分支",
  target: "branch",
  enforcement: "active",
  conditions: { ref_name: { include: [`refs/heads/${SNAPSHOT_BRANCH}`], exclude: [] } },
  rules: [{ type: "deletion" }, { type: "non_fast_forward" }],
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether everything that is wanted is there; GitHub adds fields of its own, and operators add rules. */
function covers(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(actual) && wanted.every((item) => actual.some((each) => covers(each, item)));
  if (isObject(wanted))
    return isObject(actual) && Object.entries(wanted).every(([key, value]) => covers(actual[key], value));
  return actual === wanted;
}

/** Lists in which more is stricter; of any other list, more is laxer. */
const ADDITIVE = new Set(["required_status_checks"]);

function isRight(actual: Rule | undefined, wanted: Rule): boolean {
  if (!actual) return false;
  return Object.entries(wanted.parameters ?? {}).every(([key, value]) => {
    const given = actual.parameters?.[key];
    const same = Array.isArray(value) && !ADDITIVE.has(key) ? covers(value, given) : true;
    return same && covers(given, value);
  });
}

function mend(actual: Rule | undefined, wanted: Rule): Rule {
  if (!wanted.parameters) return actual ?? wanted;
  const parameters: Record<string, unknown> = { ...actual?.parameters, ...wanted.parameters };
  for (const key of ADDITIVE) {
    const given = actual?.parameters?.[key];
    const own = wanted.parameters[key];
    if (!Array.isArray(given) || !Array.isArray(own)) continue;
    const contexts = new Set(own.map((check) => check.context));
    parameters[key] = [...given.filter((check) => !contexts.has(check.context)), ...own];
  }
  return { type: wanted.type, parameters };
}

/**
 * What a ruleset has to become: rules and persons let past that an operator added stay, and so do stricter checks.
 * @returns undefined where it is right as it is
 */
export function mendedRuleset(actual: Ruleset, wanted: Ruleset): Ruleset | undefined {
  const ruleOf = (type: string) => actual.rules.find((rule) => rule.type === type);
  const right =
    actual.enforcement === wanted.enforcement &&
    covers(actual.conditions, wanted.conditions) &&
    covers(wanted.conditions, { ref_name: { exclude: actual.conditions?.ref_name?.exclude ?? [] } }) &&
    wanted.rules.every((rule) => isRight(ruleOf(rule.type), rule));
  if (right) return undefined;
  const types = new Set(wanted.rules.map(({ type }) => type));
  return {
    ...wanted,
    rules: [
      ...actual.rules.filter(({ type }) => !types.has(type)),
      ...wanted.rules.map((rule) => mend(ruleOf(rule.type), rule)),
    ],
    ...(actual.bypass_actors ? { bypass_actors: actual.bypass_actors } : {}),
  };
}
