import { describe, expect, test } from "vitest";
import {
  at,
  did,
  LOCKED,
  MODIFICATION,
  NEW,
  opened,
  PLATFORM,
  REGISTER_CHANGE,
  reviews,
  says,
  TAKEDOWN,
  told,
} from "./assess.test-helper.ts";
import type { Act, Role, State, Submission } from "./assessment.ts";
import { type Decision, decide, type Stage } from "./decision-table.ts";
import type { PullRequestEvent, PullRequestRecord } from "./records.ts";

/*
 * Every cell of state × act × role × day against what mission.md says, written by hand. A cell holds the next state, or
 * `!` and why it is refused; a refusal leaves the state as it is.
 */

type Party = Exclude<Role, "citizen"> | "outsider";
type Command = "submit" | "withdraw" | "return" | "approve";
const PARTIES: Party[] = ["provider", "reviewer", "administrator", "operator", "outsider"];
const ACTORS: Record<Party, string> = {
  provider: "po",
  reviewer: "rev",
  administrator: "adm",
  operator: "op",
  outsider: "nobody",
};
const WORDS: Record<Command, string> = {
  submit: "/送審",
  withdraw: "/抽回",
  return: "/退回 3 請補",
  approve: "/通過",
};
const BUTTONS: Record<Command, (time: string, actor: string) => PullRequestEvent> = {
  submit: (time, actor) => did(time, actor, "readied"),
  withdraw: (time, actor) => did(time, actor, "drafted"),
  return: (time, actor) => reviews(time, actor, "returned"),
  approve: (time, actor) => reviews(time, actor, "approved"),
};

/** Working days after Monday, 2 March 2026, on which the clocks start. */
const DAYS = { 0: "2026-03-02", 6: "2026-03-10", 7: "2026-03-11", 8: "2026-03-12" } as const;
type Day = keyof typeof DAYS;
const DAY_NUMBERS: Day[] = [0, 6, 7, 8];

/** A clock that runs since 2 March, by the day. */
const RUNNING = {
  0: { elapsed: 0, left: 7, deadline: "2026-03-11", overdue: false },
  6: { elapsed: 6, left: 1, deadline: "2026-03-11", overdue: false },
  7: { elapsed: 7, left: 0, deadline: "2026-03-11", overdue: false },
  8: { elapsed: 8, left: -1, deadline: "2026-03-11", overdue: true },
};
/** A clock that an act of that day started. */
const STARTED = {
  0: { elapsed: 0, left: 7, deadline: "2026-03-11", overdue: false },
  6: { elapsed: 0, left: 7, deadline: "2026-03-19", overdue: false },
  7: { elapsed: 0, left: 7, deadline: "2026-03-20", overdue: false },
  8: { elapsed: 0, left: 7, deadline: "2026-03-23", overdue: false },
};

const T0 = "2026-03-02T01:10:00Z";
const STATES: Record<State, { events: PullRequestEvent[]; record?: Partial<PullRequestRecord> }> = {
  unlisted: { events: [opened(T0, false, "guest")] },
  draft: { events: [opened(T0, true)] },
  inReview: { events: [opened(T0)] },
  returned: { events: [opened("2026-02-26T01:00:00Z"), reviews(T0, "rev", "returned")] },
  approved: { events: [opened("2026-02-26T01:00:00Z"), reviews(T0, "rev", "approved")] },
  merged: {
    events: [
      opened("2026-02-26T01:00:00Z"),
      reviews("2026-02-26T02:00:00Z", "rev", "approved"),
      did(T0, "github-actions[bot]", "merged"),
    ],
    record: { state: "merged" },
  },
  closed: {
    events: [opened("2026-02-26T01:00:00Z"), did(T0, "po", "closed")],
    record: { state: "closed" },
  },
};

type Row = [provider: string, reviewer: string, administrator: string, operator: string, outsider: string];
type Table = Record<State, Record<Command, Row>>;

/** A new dataset: its agency's reviewer decides. */
const DATASET: Table = {
  unlisted: {
    // The submitter had opened it for review: one more 送審 is one too many, the rest waits for the register.
    submit: ["!wrongState", "!noRight", "!noRight", "!noRight", "!noRight"],
    withdraw: ["unlisted", "!noRight", "!noRight", "!noRight", "!noRight"],
    return: ["!own", "unlisted", "!noRight", "!noRight", "!noRight"],
    approve: ["!own", "unlisted", "!noRight", "!noRight", "!noRight"],
  },
  draft: {
    submit: ["inReview", "!noRight", "!noRight", "!noRight", "!noRight"],
    withdraw: ["!wrongState", "!noRight", "!noRight", "!noRight", "!noRight"],
    return: ["!own", "!wrongState", "!noRight", "!noRight", "!noRight"],
    approve: ["!own", "!wrongState", "!noRight", "!noRight", "!noRight"],
  },
  inReview: {
    submit: ["!wrongState", "!noRight", "!noRight", "!noRight", "!noRight"],
    withdraw: ["draft", "!noRight", "!noRight", "!noRight", "!noRight"],
    return: ["!own", "returned", "!noRight", "!noRight", "!noRight"],
    approve: ["!own", "approved", "!noRight", "!noRight", "!noRight"],
  },
  returned: {
    submit: ["inReview", "!noRight", "!noRight", "!noRight", "!noRight"],
    withdraw: ["!wrongState", "!noRight", "!noRight", "!noRight", "!noRight"],
    return: ["!own", "returned", "!noRight", "!noRight", "!noRight"],
    approve: ["!own", "!wrongState", "!noRight", "!noRight", "!noRight"],
  },
  approved: {
    submit: ["!wrongState", "!noRight", "!noRight", "!noRight", "!noRight"],
    withdraw: ["draft", "!noRight", "!noRight", "!noRight", "!noRight"],
    return: ["!own", "returned", "!noRight", "!noRight", "!noRight"],
    approve: ["!own", "approved", "!noRight", "!noRight", "!noRight"],
  },
  merged: {
    submit: ["!wrongState", "!noRight", "!noRight", "!noRight", "!noRight"],
    withdraw: ["!wrongState", "!noRight", "!noRight", "!noRight", "!noRight"],
    return: ["!own", "!wrongState", "!noRight", "!noRight", "!noRight"],
    approve: ["!own", "!wrongState", "!noRight", "!noRight", "!noRight"],
  },
  closed: {
    submit: ["!wrongState", "!noRight", "!noRight", "!noRight", "!noRight"],
    withdraw: ["!wrongState", "!noRight", "!noRight", "!noRight", "!noRight"],
    return: ["!own", "!wrongState", "!noRight", "!noRight", "!noRight"],
    approve: ["!own", "!wrongState", "!noRight", "!noRight", "!noRight"],
  },
};

/** Why a cell of another submission differs: who holds its requirements. */
const DECIDERS: Record<string, { submission: Submission; decides: Party[] }> = {
  "a register change": { submission: REGISTER_CHANGE, decides: ["administrator", "operator"] },
  "a file of the platform": { submission: PLATFORM, decides: ["operator"] },
};

/** Column of the one who sent it in, and of an outsider, in the table above. */
const [SENT_IN, OUTSIDE] = [0, 4];

function clockAfter(state: State, changed: boolean, day: Day) {
  if (state !== "inReview" && state !== "returned") return undefined;
  return { kind: state === "returned" ? "return" : "review", ...(changed ? STARTED : RUNNING)[day] };
}

describe.each(Object.entries(DATASET) as [State, Record<Command, Row>][])("%s", (state, acts) => {
  describe.each(Object.entries(acts) as [Command, Row][])("%s", (act, row) => {
    describe.each(PARTIES.map((party, i) => [party, row[i]!] as const))("by %s → %s", (party, cell) => {
      test.each(DAY_NUMBERS)("on day %i", (day) => {
        const actor = state === "unlisted" && party === "provider" ? "guest" : ACTORS[party];
        const { events, record } = STATES[state];
        const now = `${DAYS[day]}T04:00:00Z`;
        const time = `${DAYS[day]}T03:00:00Z`;
        const refused = cell.startsWith("!");
        const next = refused ? state : (cell as State);
        const changed = next !== state;

        const byCommand = at(now, [...events, says(time, actor, WORDS[act])], record ? { record } : {});
        expect(byCommand.state).toBe(next);
        expect(told(byCommand)).toEqual(refused ? [`${actor}:${cell.slice(1)}`] : []);

        const byButton = at(now, [...events, BUTTONS[act](time, actor)], record ? { record } : {});
        expect(byButton.state).toBe(next);
        // GitHub's draft switch has nothing to answer to, and an approving passer-by blocks nothing.
        const silent = act === "submit" || act === "withdraw" || (act === "approve" && party === "outsider");
        expect(told(byButton)).toEqual(refused && !silent ? [`${actor}:${cell.slice(1)}`] : []);

        for (const { clock } of [byCommand, byButton]) {
          const expected = clockAfter(next, changed, day);
          if (!expected) expect(clock).toBeUndefined();
          else expect(clock).toEqual({ ...expected, since: changed ? time : T0 });
        }
      });
    });
  });
});

describe.each(Object.entries(DECIDERS))("%s", (_, { submission, decides }) => {
  describe.each(["return", "approve"] as const)("%s", (act) => {
    test.each(PARTIES)("in review, by %s", (party) => {
      const cell = decides.includes(party)
        ? { return: "returned", approve: "approved" }[act]
        : party === "provider"
          ? "!own"
          : "!noRight";
      const events = [opened(T0), says("2026-03-02T03:00:00Z", ACTORS[party], WORDS[act])];
      const assessment = at("2026-03-02T04:00:00Z", events, { submission });
      expect(assessment.state).toBe(cell.startsWith("!") ? "inReview" : cell);
      expect(told(assessment)).toEqual(cell.startsWith("!") ? [`${ACTORS[party]}:${cell.slice(1)}`] : []);
    });
  });
});

/**
 * A citizen's correction (mission A15): every cell of the table above, with the citizen in the place of the provider; to
 * the agency's own provider it is somebody else's.
 */
const CORRECTORS: [string, string, (row: Row) => string][] = [
  ["the citizen", "guest", (row) => row[SENT_IN]!],
  ["a reviewer", "rev", (row) => row[1]],
  ["an administrator", "adm", (row) => row[2]],
  ["an operator", "op", (row) => row[3]],
  ["the agency's provider", "po", (row) => row[OUTSIDE]!],
  ["a passer-by", "nobody", (row) => row[OUTSIDE]!],
];
const { unlisted: _, ...CORRECTION } = DATASET;

describe.each(Object.entries(CORRECTION) as [State, Record<Command, Row>][])(
  "a correction, %s",
  (state, acts) => {
    describe.each(Object.entries(acts) as [Command, Row][])("%s", (act, row) => {
      test.each(CORRECTORS)("by %s", (_, actor, cellOf) => {
        const cell = cellOf(row);
        const by = (events: PullRequestEvent[], day: Day) =>
          at(`${DAYS[day]}T04:00:00Z`, events, {
            submission: MODIFICATION,
            record: { ...STATES[state].record, author: "guest" },
          });
        const before = STATES[state].events.map((event) =>
          event.actor === "po" ? { ...event, actor: "guest" } : event,
        );
        for (const day of DAY_NUMBERS) {
          const time = `${DAYS[day]}T03:00:00Z`;
          const refused = cell.startsWith("!");
          const next = refused ? state : (cell as State);
          const assessment = by([...before, says(time, actor, WORDS[act])], day);
          expect(assessment).toMatchObject({ state: next, submission: { kind: "correction" } });
          expect(told(assessment)).toEqual(refused ? [`${actor}:${cell.slice(1)}`] : []);
          const byButton = by([...before, BUTTONS[act](time, actor)], day);
          expect(byButton.state).toBe(next);
          const changed = next !== state;
          const expected = clockAfter(next, changed, day);
          for (const { clock } of [assessment, byButton]) {
            if (!expected) expect(clock).toBeUndefined();
            else expect(clock).toEqual({ ...expected, since: changed ? time : T0 });
          }
        }
      });
    });
  },
);

describe("acts that are open, by state and role", () => {
  type Open = Partial<Record<Role, Act[]>>;
  const NOBODY = { provider: [], citizen: [], reviewer: [], administrator: [], operator: [] };
  const OPEN: [State, string, Submission, Open][] = [
    ["unlisted", "new", NEW, { provider: ["delete"] }],
    ["draft", "new", NEW, { provider: ["submit", "delete"] }],
    ["inReview", "new", NEW, { provider: ["withdraw"], reviewer: ["approve", "return"] }],
    ["returned", "new", NEW, { provider: ["submit", "delete"] }],
    ["approved", "new", NEW, { provider: ["withdraw"], reviewer: ["return"] }],
    ["merged", "new", NEW, { provider: ["modify", "takedown"] }],
    ["merged", "locked", LOCKED, { provider: ["modify", "takedown"] }],
    ["merged", "takedown", TAKEDOWN, { provider: ["relist"] }],
    ["merged", "register", REGISTER_CHANGE, {}],
    ["merged", "platform", PLATFORM, {}],
    ["closed", "new", NEW, {}],
    [
      "inReview",
      "locked",
      LOCKED,
      { provider: ["withdraw"], reviewer: ["approve", "return"], operator: ["approve", "return"] },
    ],
    [
      "inReview",
      "register",
      REGISTER_CHANGE,
      { provider: ["withdraw"], administrator: ["approve", "return"] },
    ],
    ["inReview", "platform", PLATFORM, { provider: ["withdraw"], operator: ["approve", "return"] }],
  ];
  describe.each(OPEN)("%s, %s", (state, _, submission, open) => {
    test.each(DAY_NUMBERS)("on day %i", (day) => {
      const { events, record } = STATES[state];
      const assessment = at(`${DAYS[day]}T04:00:00Z`, events, { submission, ...(record ? { record } : {}) });
      expect(assessment.state).toBe(state);
      expect(assessment.acts).toEqual({ ...NOBODY, ...open });
    });
  });
});

describe("the table itself", () => {
  // Only what is allowed; the rest of stage × act × role is refused.
  const P = "provider citizen";
  const DECIDE = "reviewer administrator operator";
  const ALLOWED: [Stage, Decision["act"], string, Stage][] = [
    ["none", "save", P, "draft"],
    ["none", "submit", P, "inReview"],
    ["draft", "submit", P, "inReview"],
    ["returned", "submit", P, "inReview"],
    ["unlisted", "delete", P, "closed"],
    ["draft", "delete", P, "closed"],
    ["returned", "delete", P, "closed"],
    ["inReview", "withdraw", P, "draft"],
    ["approved", "withdraw", P, "draft"],
    ["inReview", "approve", DECIDE, "approved"],
    ["approved", "approve", DECIDE, "approved"],
    ["inReview", "return", DECIDE, "returned"],
    ["approved", "return", DECIDE, "returned"],
    ["returned", "return", DECIDE, "returned"],
    ["published", "modify", "provider", "draft"],
    ["published", "modify", "citizen", "inReview"],
    ["published", "takedown", "provider", "inReview"],
    ["withdrawn", "relist", "provider", "draft"],
  ];
  const STAGES: Stage[] = [
    "none",
    "unlisted",
    "draft",
    "inReview",
    "returned",
    "approved",
    "merged",
    "closed",
    "published",
    "withdrawn",
  ];
  const ACTS: Decision["act"][] = [
    "save",
    "submit",
    "withdraw",
    "delete",
    "return",
    "approve",
    "modify",
    "takedown",
    "relist",
  ];
  test.each(STAGES.flatMap((stage) => ACTS.map((act) => [stage, act] as const)))("%s × %s", (stage, act) => {
    for (const party of [...PARTIES, "citizen"] as const) {
      const roles: Role[] = party === "outsider" ? [] : [party];
      const cell = ALLOWED.find(([s, a, by]) => s === stage && a === act && by.split(" ").includes(party));
      const deciding = act === "approve" || act === "return";
      const sends = party === "provider" || (party === "citizen" && act !== "takedown" && act !== "relist");
      const ever = party === "outsider" ? false : deciding ? !["provider", "citizen"].includes(party) : sends;
      const expected = cell ? { to: cell[3] } : { refused: ever ? "wrongState" : "noRight" };
      expect(decide(stage, act, roles)).toEqual(expected);
    }
  });
});
