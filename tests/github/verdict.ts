import { type Core, MOST_KEPT, ownersOf } from "./acts.ts";
import type { Issue, Repository, Review, Status } from "./model.ts";
import {
  bypasses,
  type PullRequestParameters,
  RANK,
  ruleOf,
  rulesetsOf,
  type StatusCheckParameters,
} from "./rulesets.ts";
import type { Actor, Verdict } from "./world.ts";

/*
 * What GitHub derives of a pull request: whether its reviews suffice, whether it merges cleanly, whether it may be
 * merged.
 */

type Pull = Issue & { pull: NonNullable<Issue["pull"]> };

const nameOf = (repository: Repository) => `${repository.owner}/${repository.name}`;

/** The opinion of each person that stands: the newest that is no mere comment, of those with write access. */
export function opinionsOf({ world }: Core, repository: Repository, { pull, author }: Pull): Review[] {
  const latest = new Map<string, Review>();
  for (const review of pull.reviews) {
    if (review.state !== "COMMENTED") latest.set(review.author, review);
  }
  return [...latest.values()].filter(
    (review) =>
      review.state !== "DISMISSED" &&
      review.author !== author &&
      // Apps review with their own permission; whether Actions may approve is asked when it does.
      (world.account(review.author).type === "Bot" ||
        RANK[world.permission(nameOf(repository), review.author)] >= RANK.write),
  );
}

/** What the reviews lack for one ruleset, in GitHub's words. */
function missingReviews(
  core: Core,
  repository: Repository,
  issue: Pull,
  rule: PullRequestParameters,
): string | undefined {
  const opinions = opinionsOf(core, repository, issue);
  if (opinions.some(({ state }) => state === "CHANGES_REQUESTED")) {
    return "Changes must be addressed before merging.";
  }
  const approvals = opinions.filter(({ state }) => state === "APPROVED");
  const count = rule.required_approving_review_count ?? 0;
  if (approvals.length < count) {
    return `At least ${count} approving review${count === 1 ? " is" : "s are"} required by reviewers with write access.`;
  }
  if (rule.require_code_owner_review) {
    const approvers = new Set(approvals.map(({ author }) => author));
    const missing = ownersOf(core, repository, issue).some(
      (owners) => owners.length > 0 && !owners.some((owner) => approvers.has(owner)),
    );
    if (missing) return "Waiting on code owner review from the owners of the changed files.";
  }
  if (rule.require_last_push_approval) {
    const { headOid, lastPushBy } = issue.pull;
    if (!approvals.some(({ commit, author }) => commit === headOid && author !== lastPushBy)) {
      return "New changes require approval from someone other than the last pusher.";
    }
  }
  return undefined;
}

/** Contexts that a ruleset waits for on a commit. */
export function missingStatuses(
  statuses: readonly Status[],
  rule: StatusCheckParameters,
  core: Core,
): string[] {
  return (rule.required_status_checks ?? [])
    .filter(({ context, integration_id: app }) => {
      const found = statuses.findLast(
        (status) =>
          status.context === context &&
          (app === undefined || core.world.account(status.creator).appId === app),
      );
      return found?.state !== "success";
    })
    .map(({ context }) => context);
}

/** Whether the head merges into the base as it stands now. */
export function isConflicting(core: Core, repository: Repository, { pull }: Pull): boolean {
  const inside = core.inside(repository);
  const base = inside.git.resolve(`refs/heads/${pull.baseBranch}`);
  if (base === undefined) return true;
  const key = `${base} ${pull.headOid}`;
  let conflicting = inside.conflicts.get(key);
  if (conflicting === undefined) {
    conflicting = !inside.git.mergesCleanly(base, pull.headOid);
    if (inside.conflicts.size > MOST_KEPT) inside.conflicts.clear();
    inside.conflicts.set(key, conflicting);
  }
  return conflicting;
}

export function verdictOf(core: Core, repository: Repository, issue: Pull, viewer?: Actor): Verdict {
  const { pull } = issue;
  const statuses = core.world.latestStatuses(nameOf(repository), pull.headOid);
  const rulesets = rulesetsOf(repository, `refs/heads/${pull.baseBranch}`);
  const bypassed = (ruleset: (typeof rulesets)[number]) =>
    bypasses(core.world, repository, ruleset, viewer, true);

  const reviewRules = rulesets.flatMap(
    (ruleset) => ruleOf<PullRequestParameters>(ruleset, "pull_request") ?? [],
  );
  const asksReview = reviewRules.some(
    (rule) =>
      (rule.required_approving_review_count ?? 0) > 0 ||
      rule.require_last_push_approval ||
      (rule.require_code_owner_review && ownersOf(core, repository, issue).some(({ length }) => length > 0)),
  );
  const lacks = (rule: PullRequestParameters) => missingReviews(core, repository, issue, rule) !== undefined;
  let reviewDecision: Verdict["reviewDecision"] = null;
  if (opinionsOf(core, repository, issue).some(({ state }) => state === "CHANGES_REQUESTED")) {
    reviewDecision = "CHANGES_REQUESTED";
  } else if (asksReview) reviewDecision = reviewRules.some(lacks) ? "REVIEW_REQUIRED" : "APPROVED";

  const reasonsOf = (ruleset: (typeof rulesets)[number]): string[] => {
    const found: string[] = [];
    const reviews = ruleOf<PullRequestParameters>(ruleset, "pull_request");
    const reason = reviews && missingReviews(core, repository, issue, reviews);
    if (reason) found.push(reason);
    const checks = ruleOf<StatusCheckParameters>(ruleset, "required_status_checks");
    const missing = checks ? missingStatuses(repository.statuses.get(pull.headOid) ?? [], checks, core) : [];
    if (missing.length === 1) found.push(`Required status check "${missing[0]}" is expected.`);
    else if (missing.length > 1)
      found.push(
        `${missing.length} of ${checks!.required_status_checks!.length} required status checks are expected.`,
      );
    if (ruleOf(ruleset, "update")) found.push("Cannot update this protected ref.");
    return found;
  };
  const reasons = rulesets.map((ruleset) => ({ ruleset, found: reasonsOf(ruleset) }));
  const standing = reasons.flatMap(({ ruleset, found }) => (bypassed(ruleset) ? [] : found));
  const viewerCanMergeAsAdmin = rulesets.length > 0 && rulesets.every(bypassed);
  const blocked =
    standing.length > 0 ? { blocked: `Repository rule violations found\n\n${standing.join("\n\n")}` } : {};

  if (issue.state === "closed") {
    return {
      reviewDecision,
      mergeable: "UNKNOWN",
      mergeStateStatus: "UNKNOWN",
      viewerCanMergeAsAdmin,
      ...blocked,
    };
  }
  const { git } = core.inside(repository);
  const conflicting = isConflicting(core, repository, issue);
  const isStrict = rulesets.some(
    (ruleset) =>
      ruleOf<StatusCheckParameters>(ruleset, "required_status_checks")?.strict_required_status_checks_policy,
  );
  let mergeStateStatus: Verdict["mergeStateStatus"] = "CLEAN";
  if (conflicting) mergeStateStatus = "DIRTY";
  else if (pull.draft) mergeStateStatus = "DRAFT";
  else if (reasons.some(({ found }) => found.length > 0)) mergeStateStatus = "BLOCKED";
  else if (isStrict && !git.isAncestor(git.resolve(`refs/heads/${pull.baseBranch}`)!, pull.headOid)) {
    mergeStateStatus = "BEHIND";
  } else if (statuses.some(({ state }) => state !== "success")) mergeStateStatus = "UNSTABLE";
  return {
    reviewDecision,
    mergeable: conflicting ? "CONFLICTING" : "MERGEABLE",
    mergeStateStatus,
    viewerCanMergeAsAdmin,
    ...blocked,
  };
}
