import { describe, expect, it } from "vitest";
import {
  A,
  at,
  B,
  change,
  did,
  HEAD,
  LOCKED,
  OLD_HEAD,
  opened,
  RECEIVED,
  recordOf,
  reviews,
  says,
  status,
  submissionOf,
  told,
} from "./assess.test-helper.ts";
import { CONTEXTS, LABELS } from "./names.ts";
import { NO_CONTENT, run, SITE } from "./plan.test-helper.ts";
import { yieldsTo } from "./plan-statuses.ts";
import { historyRecords } from "./queues.ts";
import { renderStatus } from "./status-comment.ts";

/*
 * Which version of a submission an approval and a status are for. Whoever sends in decides in which order versions come:
 * one may be there before, come back by force, or be another pull request's too.
 */

const OPEN = opened("2026-03-02T01:00:00Z");
const NOW = "2026-03-04T02:00:00Z";
const OWN = "https://github.example/pull/7";
const OTHER = "https://github.example/pull/6";
const replaced = (time: string) => ({ type: "replaced" as const, at: time, actor: "po" });
const received = (url: string, time = RECEIVED) => [
  { ...status(CONTEXTS.received, "success", time), url },
  status(CONTEXTS.check),
];

describe("a version that was there before", () => {
  const command = says("2026-03-03T02:00:00Z", "rev", "/通過");

  it("is approved by a command after it was received for this pull request", () => {
    const { state } = at(NOW, [OPEN, command], { record: { statuses: received(OWN) } });
    expect(state).toBe("approved");
  });

  it.each([
    ["later by force", [OPEN, command, replaced("2026-03-03T03:00:00Z")], received(OWN)],
    [
      "by force in the second of the command",
      [OPEN, command, replaced("2026-03-03T02:00:00Z")],
      received(OWN),
    ],
    [
      "by force in the same second, listed before",
      [OPEN, replaced("2026-03-03T02:00:00Z"), command],
      received(OWN),
    ],
    ["and was received for another pull request only", [OPEN, command], received(OTHER)],
  ])("is not approved where it came %s", (_, events, statuses) => {
    const assessment = at(NOW, events, { record: { statuses } });
    expect(assessment.state).toBe("inReview");
    expect(told(assessment)).toEqual(["rev:contentChanged"]);
  });

  it("is approved anew after it came by force", () => {
    const events = [
      OPEN,
      command,
      replaced("2026-03-03T03:00:00Z"),
      says("2026-03-03T04:00:00Z", "rev2", "/通過"),
    ];
    expect(at(NOW, events, { record: { statuses: received(OWN) } }).requirements[0]!.given).toMatchObject({
      by: { account: "rev2" },
    });
  });

  it("keeps no operator's word on locked fields from another version", () => {
    const events = [
      OPEN,
      reviews("2026-03-03T01:00:00Z", "rev", "approved", { commit: OLD_HEAD }),
      says("2026-03-03T02:00:00Z", "op", "/通過"),
      replaced("2026-03-03T03:00:00Z"),
      reviews("2026-03-03T04:00:00Z", "rev", "approved"),
    ];
    const { requirements } = at(NOW, events, { submission: LOCKED, record: { statuses: received(OWN) } });
    expect(requirements.map((r) => [r.reason, r.given?.by.account])).toEqual([
      ["datasets", "rev"],
      ["locked", undefined],
    ]);
  });

  it("keeps no approval by button from before the pull request was turned to the main branch", () => {
    const events = [
      OPEN,
      reviews("2026-03-03T02:00:00Z", "rev", "approved"),
      replaced("2026-03-03T03:00:00Z"),
    ];
    expect(at(NOW, events).state).toBe("inReview");
  });
});

describe("a head that two pull requests have", () => {
  const record = recordOf([OPEN]);
  const other = { ...record, number: 6, url: OTHER };
  const strange = [LABELS.unlisted.name];

  it.each([
    ["the older keeps its statuses", record, other, true],
    ["the younger leaves them", other, record, false],
    ["a stranger leaves them, though his is older", { ...other, labels: strange }, record, true],
    ["nobody leaves them to a stranger", record, { ...other, labels: strange }, false],
    [
      "of two strangers the older keeps them",
      { ...record, labels: strange },
      { ...other, labels: strange },
      true,
    ],
    ["not where the other is over", record, { ...other, state: "closed" as const }, false],
    ["not where the other moved on", record, { ...other, head: OLD_HEAD }, false],
    ["not where the other goes elsewhere", record, { ...other, baseBranch: "elsewhere" }, false],
  ])("%s", (_, one, another, expected) => {
    expect(yieldsTo(one, another)).toBe(expected);
  });

  it("is received once for each of them", () => {
    const submission = submissionOf({ datasets: [change(A, "new")] });
    const contexts = (url: string) =>
      run(
        recordOf([OPEN], {
          statuses: received(url).map((s) => ({ ...s, description: "平臺已收到這個版本" })),
        }),
        submission,
        NOW,
      ).actions.flatMap((action) => (action.type === "setStatus" ? action.context : []));
    expect(contexts(OWN)).not.toContain(CONTEXTS.received);
    expect(contexts(OTHER)).toContain(CONTEXTS.received);
  });

  it("gets no status and no merge from the one that leaves them, which says so", () => {
    const events = [OPEN, reviews("2026-03-03T02:00:00Z", "rev", "approved")];
    const submission = submissionOf({ datasets: [change(A, "new")] });
    const alone = run(recordOf(events), submission, NOW);
    expect(alone.actions.map(({ type }) => type)).toContain("merge");
    const shared = recordOf(events, { sharedWith: 6 });
    const { assessment, actions } = run(shared, submission, NOW);
    expect(actions.map(({ type }) => type)).toEqual(["addLabels", "comment"]);
    expect(assessment.missing).toEqual([{ what: "shared", number: 6 }]);
    expect(renderStatus(assessment, shared, SITE, NO_CONTENT)).toContain(`[第 6 號送件](${OTHER})`);
  });
});

describe("what a hostile version says", () => {
  it("is no release date unless it is a day", () => {
    const dated = (releaseDate: string) => {
      const { after } = change(A, "new");
      return at(NOW, [OPEN], {
        submission: submissionOf({ datasets: [change(A, "new", { after: { ...after, releaseDate } })] }),
      }).releaseDate;
    };
    expect(["2026-05-01", "2026-05-01\n@all", "9".repeat(300_000), "<img>"].map(dated)).toEqual([
      "2026-05-01",
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("stays out of the datasets' histories once a stranger has closed it himself", () => {
    const events = (actor: string) => [
      opened("2026-03-02T01:00:00Z", false, actor),
      did("2026-03-02T02:00:00Z", actor, "closed"),
    ];
    const agencies = (actor: string) => [
      ...historyRecords(at(NOW, events(actor), { record: { state: "closed" } })).keys(),
    ];
    expect(agencies("po")).toEqual([A]);
    expect(agencies("mallory")).toEqual([]);
  });

  it("merges by itself from no branch that the bot opened, since others may push there", () => {
    const submission = submissionOf({ datasets: [change(B, "modification")] });
    const assessed = (more: object) => at(NOW, [OPEN], { submission, record: { mayBypass: true, ...more } });
    expect(assessed({ author: "pb" }).requirements).toEqual([]);
    const own = {
      author: "github-actions[bot]",
      fork: false,
      headBranch: `relisting/${B}-000001/pb`,
      head: HEAD,
    };
    const { submitter, requirements } = assessed(own);
    expect(submitter.account).toBe("pb");
    expect(requirements).toMatchObject([{ role: "reviewer", agency: B }]);
  });
});
