import type { Action } from "./actions.ts";
import { BOT, CALENDAR, PHRASES, REGISTER } from "./assess.test-helper.ts";
import { assess } from "./assess.ts";
import type { Assessment, Submission } from "./assessment.ts";
import { plan } from "./plan.ts";
import { checkStatus } from "./plan-statuses.ts";
import type { PullRequestRecord } from "./records.ts";
import type { ReviewSite, StatusContent } from "./status-comment.ts";

export const SITE: ReviewSite = {
  url: "https://data.example/",
  repository: "example/catalogue",
  serverUrl: "https://github.example",
  register: REGISTER,
  phrases: PHRASES,
};

export const NO_CONTENT: StatusContent = { datasets: [], diagnostics: [] };

/** What GitHub's pages would be after the actions; `at` is the server's time. */
export function apply(record: PullRequestRecord, actions: readonly Action[], at: string): PullRequestRecord {
  const next = structuredClone(record);
  for (const [index, action] of actions.entries()) {
    const event = { at, actor: BOT };
    switch (action.type) {
      case "comment":
        next.events.push({
          ...event,
          type: "commented",
          id: `BOT_${next.events.length}_${index}`,
          // GitHub gives the line ends of a form.
          body: action.body.replaceAll("\n", "\r\n"),
          url: "https://github.example/own",
          edited: false,
          own: true,
          tampered: false,
        });
        break;
      case "editComment":
        for (const e of next.events) {
          if (e.type === "commented" && e.id === action.id)
            Object.assign(e, { body: action.body, tampered: false });
        }
        break;
      case "deleteComment":
        next.events = next.events.filter((e) => e.type !== "commented" || e.id !== action.id);
        break;
      case "addLabels":
        next.labels.push(...action.labels);
        break;
      case "removeLabel":
        next.labels = next.labels.filter((label) => label !== action.label);
        next.events.push({ ...event, type: "unlabelled", label: action.label });
        break;
      case "setStatus": {
        const { context, state, description } = action;
        next.statuses = next.statuses.filter((s) => s.context !== context);
        next.statuses.push({ context, state, description, at });
        break;
      }
      case "requestReview":
        next.requestedReviewers.push(...action.reviewers);
        for (const reviewer of action.reviewers)
          next.events.push({ ...event, type: "reviewRequested", reviewer });
        break;
      case "markReady":
        next.draft = false;
        next.events.push({ ...event, type: "readied" });
        break;
      case "markDraft":
        next.draft = true;
        next.events.push({ ...event, type: "drafted" });
        break;
      case "enableAutoMerge":
      case "disableAutoMerge":
        next.autoMerge = action.type === "enableAutoMerge";
        break;
      case "merge":
        next.state = "merged";
        next.autoMerge = false;
        next.events.push({ ...event, type: "merged" });
    }
  }
  return next;
}

/** One run: derive with what the checker found, decide. */
export function run(
  record: PullRequestRecord,
  submission: Submission,
  now: string,
  content: StatusContent = NO_CONTENT,
  site: ReviewSite = SITE,
): { assessment: Assessment; actions: Action[] } {
  const checked = {
    ...record,
    statuses: [
      ...record.statuses.filter((s) => s.context !== checkStatus([]).context),
      ...(record.state === "open" ? [{ ...checkStatus(content.diagnostics), at: now }] : []),
    ],
  };
  const assessment = assess({
    record: checked,
    submission,
    register: site.register,
    calendar: CALENDAR,
    phrases: PHRASES,
    bot: BOT,
    now: new Date(now),
  });
  return { assessment, actions: plan(assessment, record, content, site) };
}
