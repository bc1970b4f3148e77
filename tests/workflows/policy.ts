import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/index";
import type { Value } from "./expressions.ts";
import { isBasicExpression, isLiteral, isMapping, isSequence, property, type Workflow } from "./parser.ts";

/*
 * What a workflow of this repository must keep to, beyond what GitHub's parser and actionlint refuse. Sources: GitHub's
 * "Security hardening for GitHub Actions", and the rule that a pull request is data.
 */

/** Events whose run a stranger can cause, with what he wrote in it, while its token may write. */
const TRUSTED_CODE = new Set(["pull_request_target", "workflow_run", "issue_comment", "issues"]);
/** Events that run a pull request's own workflow file. */
const PULL_REQUEST_CODE = new Set(["pull_request", "pull_request_review"]);
/** Ways for a script to get hold of a pull request's files. */
const FETCHES = /\b(gh\s+pr|git\s+(clone|fetch|pull|checkout|switch|restore))\b|refs\/pull/;
/** Refs that a workflow with a write token may check out: its own, or the default branch. */
const OWN_REFS = new Set([undefined, `\${{ github.event.repository.default_branch }}`]);

/** A piece of a workflow as it was written, expressions in their `${{ }}`. */
function written(token: TemplateToken | undefined): Value | undefined {
  if (!token) return undefined;
  if (isBasicExpression(token)) return token.source?.trim() ?? token.toString();
  if (isMapping(token))
    return Object.fromEntries([...token].map(({ key, value }) => [String(key), written(value) ?? null]));
  if (isSequence(token)) return [...token].map((item) => written(item) ?? null);
  return isLiteral(token) ? token.toString() : null;
}

/** The rules that a workflow breaks, each with its place. */
export function violations({ file, template, root, text }: Workflow): string[] {
  const found: string[] = [];
  const say = (place: string, problem: string) => found.push(`${file} ${place}: ${problem}`);
  const events = Object.keys(template.events);

  const top = written(property(root, "permissions"));
  if (top === undefined || Object.keys(top as object).length > 0)
    say("permissions", "the workflow itself grants something; write `permissions: {}` at the top");
  if (!property(root, "concurrency")) say("concurrency", "there is no concurrency group");
  for (const { cron } of template.events.schedule ?? []) {
    if (/^(0|\*|\*\/\S+)$/.test(cron.split(" ")[0]!))
      say(`cron ${cron}`, "it is due on the full hour, when GitHub is late");
  }

  for (const job of template.jobs) {
    const id = job.id.value;
    const at = (...path: (string | number)[]) => property(root, "jobs", id, ...path);
    const limit = Number(written(at("timeout-minutes")));
    if (!(limit > 0 && limit <= 60)) say(id, "timeout-minutes is missing or above an hour");
    const permissions = written(at("permissions"));
    if (permissions === undefined || typeof permissions !== "object" || permissions === null) {
      say(id, "its permissions are not listed one by one");
    }
    const writes = Object.entries((permissions ?? {}) as Record<string, string>)
      .filter(([, level]) => level === "write")
      .map(([name]) => name);
    if (writes.length > 0 && events.some((event) => PULL_REQUEST_CODE.has(event)))
      say(id, `a pull request's own workflow asks for ${writes.join(", ")}: write`);
    const trusted = events.some((event) => TRUSTED_CODE.has(event)) || writes.length > 0;
    if (job.type !== "job") {
      say(id, "it is a reusable workflow, which these checks can't see into");
      continue;
    }
    for (const [index, step] of job.steps.entries()) {
      const place = `${id} step ${index + 1}`;
      if (!("name" in step && step.name)) say(place, "it has no name");
      if ("uses" in step) {
        const { value } = step.uses;
        if (!/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(value))
          say(place, `${value} is not pinned by a full commit SHA`);
        const line = text.split("\n").find((each) => each.includes(value)) ?? "";
        if (!/ # v\d+\.\d+\.\d+$/.test(line)) say(place, `${value} does not say its version in a comment`);
        if (!value.startsWith("actions/checkout@")) continue;
        const inputs = (written(at("steps", index, "with")) ?? {}) as Record<string, string>;
        if (inputs["persist-credentials"] !== "false") say(place, "checkout leaves its token in .git/config");
        if (trusted && (inputs.repository !== undefined || !OWN_REFS.has(inputs.ref)))
          say(place, `a workflow with rights checks out ${inputs.repository ?? inputs.ref}`);
      }
      if ("run" in step) {
        // Even a harmless one teaches the next author that it is done so.
        if (isBasicExpression(step.run)) say(place, "the script holds an expression; pass it by env");
        if (trusted && FETCHES.test(step.run.toString()))
          say(place, "a script with rights fetches by itself");
        const shell =
          written(at("steps", index, "shell")) ?? written(property(root, "defaults", "run", "shell"));
        if (shell !== "bash") say(place, "its shell is not bash, so a failure within a pipe goes unseen");
      }
    }
  }
  return found;
}
