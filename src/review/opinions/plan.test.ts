import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Action } from "../actions.ts";
import { expectNoReference, render } from "../markdown.test-helper.ts";
import {
  assessed,
  B,
  BOT,
  C,
  ID,
  issue,
  opinion,
  REGISTER,
  registerWith,
  says,
  siteOf,
  wanted,
} from "./opinions.test-helper.ts";
import { planOpinion } from "./plan.ts";
import type { OpinionRecord } from "./record.ts";
import { REQUEST_STATES } from "./types.ts";

const AT = "2026-03-04T02:00:00Z";
const NOW = "2026-03-06T02:00:00Z";

const planned = (
  record: OpinionRecord,
  now = NOW,
  register = REGISTER,
  others: OpinionRecord[] = [],
): Action[] => planOpinion(assessed(record, now, register, others), record, siteOf(register));

/** What GitHub's page would be after the actions. */
function apply(record: OpinionRecord, actions: readonly Action[]): OpinionRecord {
  const next = structuredClone(record);
  for (const action of actions) {
    if (action.type === "addLabels") next.labels.push(...action.labels);
    else if (action.type === "removeLabel") next.labels = next.labels.filter((each) => each !== action.label);
    else if (action.type === "comment") {
      // GitHub gives the line ends of a form.
      next.comments.push(says(NOW, BOT, action.body.replaceAll("\n", "\r\n"), { own: true }));
    } else if (action.type === "editComment") {
      Object.assign(next.comments.find(({ id }) => id === action.id)!, {
        body: action.body,
        tampered: false,
      });
    } else if (action.type === "deleteComment") {
      next.comments = next.comments.filter(({ id }) => id !== action.id);
    } else throw new Error(action.type);
  }
  return next;
}
const bodies = (actions: readonly Action[]) =>
  actions.flatMap((action) =>
    action.type === "comment" || action.type === "editComment" ? [action.body] : [],
  );
const text = (body: string) => body.replace(/^<!--.*-->\n/, "");

describe("the plan", () => {
  it("labels and comments once; again, nothing is written", () => {
    const comments = [
      says(AT, "stranger", "/受理"),
      says(AT, "pb", "/評估 一週內答覆"),
      says(AT, "pb", "/同意"),
      says(AT, "rb", "/說明"),
    ];
    let record = wanted({ comments, labels: ["我還想要", "good first issue", "機關：丙部", "已開放"] });
    const first = planned(record);
    expect(first.map((action) => action.type)).toEqual([
      "addLabels",
      "removeLabel",
      "removeLabel",
      "comment",
      "comment",
      "comment",
      "comment",
    ]);
    record = apply(record, first);
    expect(record.labels.sort()).toEqual(
      ["good first issue", "已回覆", "我還想要", "機關：乙署", "評估"].sort(),
    );
    expect(planned(record)).toEqual([]);
    expect(planned(record, "2026-03-30T02:00:00Z")).toEqual([]);
  });

  it("changes the comment with what happens, not with the days", () => {
    let record = opinion();
    record = apply(record, planned(record));
    expect(planned(record, "2026-03-09T15:00:00Z")).toEqual([]);
    expect(planned(record, "2026-03-09T16:00:00Z").map((action) => action.type)).toEqual([
      "addLabels",
      "removeLabel",
      "editComment",
    ]);
  });

  it("puts right what somebody changed, and removes what overlapping runs posted twice", () => {
    let record = opinion();
    record = apply(apply(record, planned(record)), planned(record));
    expect(planned(record)).toMatchObject([{ type: "deleteComment", id: record.comments[1]!.id }]);
    record = apply(record, planned(record));
    Object.assign(record.comments[0]!, {
      body: `${record.comments[0]!.body}改`,
      edited: true,
      tampered: true,
    });
    expect(planned(record)).toMatchObject([{ type: "editComment", id: record.comments[0]!.id }]);
    expect(planned(apply(record, planned(record)))).toEqual([]);
  });

  it("leaves a stranger's comment with the bot's marker alone", () => {
    const [body] = bodies(planned(opinion()));
    const record = opinion({ comments: [says(AT, "stranger", body!)] });
    expect(planned(record).map((action) => action.type)).toEqual(["addLabels", "comment"]);
  });

  it("answers a stranger once, and who is listed ten times", () => {
    const many = (account: string) => Array.from({ length: 30 }, () => says(AT, account, "/無法開放"));
    const record = wanted({ comments: [...many("stranger"), ...many("pb")] });
    const after = apply(record, planned(record));
    expect(after.comments).toHaveLength(60 + 1 + 1 + 10);
    expect(planned(after)).toEqual([]);
  });

  it("writes no comment in what was closed before anybody saw it", () => {
    expect(planned(opinion({ open: false, closedAt: AT })).map((action) => action.type)).toEqual([
      "addLabels",
    ]);
  });

  test("converges after one run, whatever is written", () => {
    const who = fc.constantFrom("pb", "rb", "adm", "op", "pc", "citizen", "stranger", "");
    const word = fc.constantFrom(
      "/受理",
      "/評估 x",
      "/預計開放 2026-12-31",
      `/已開放 ${ID} 好`,
      "/無法開放 法規：甲 理由：乙",
      "/併入 #8",
      "/核准回覆",
      `/轉請 ${C}`,
      `/轉請 ${B}`,
      "/說明",
      "/不明",
      "已處理",
      "👍",
    );
    const comment = fc.tuple(who, word, fc.boolean());
    fc.assert(
      fc.property(
        fc.array(comment, { maxLength: 12 }),
        fc.boolean(),
        fc.boolean(),
        (said, approval, isWanted) => {
          const register = registerWith({ approval });
          const comments = said.map(([account, body, edited], i) =>
            says(
              `2026-03-04T02:00:${String(i + 10)}Z`,
              account,
              body,
              edited ? { edited, tampered: true, editor: account } : {},
            ),
          );
          const record = isWanted ? wanted({ comments }) : opinion({ comments });
          const others = [wanted({ number: 8 })];
          const after = apply(record, planned(record, NOW, register, others));
          expect(planned(after, NOW, register, others)).toEqual([]);
          const [before, then] = [record, after].map((each) => assessed(each, NOW, register, others).entry);
          expect({ ...then, replies: then!.replies.length }).toEqual({
            ...before,
            replies: before!.replies.length,
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("the bot's comment", () => {
  it.each([
    ["of an opinion", opinion()],
    ["of an opinion that nobody is known to answer", issue("opinion", ["不知道", "其他", "x"])],
    ["of one that is answered", opinion({ comments: [says(AT, "pb", "好")] })],
    ["of a request", wanted()],
    ...[
      "/評估",
      "/預計開放 2026-12-31",
      `/已開放 ${ID}`,
      "/無法開放 法規：個資法 第 16 條 理由：含 @somebody 的資料 #1",
      "/併入 #8",
    ].map((command): [string, OpinionRecord] => [command, wanted({ comments: [says(AT, "pb", command)] })]),
  ])("%s", (_, record) => {
    expect(text(bodies(planned(record, NOW, REGISTER, [wanted({ number: 8 })]))[0]!)).toMatchSnapshot();
  });

  it("says that the CIO's approval is waited for, and that it is late", () => {
    const register = registerWith({ days: 3, counting: "working", approval: true });
    const record = opinion({ comments: [says(AT, "pb", "好")] });
    expect(text(bodies(planned(record, "2026-03-06T02:00:00Z", register))[0]!)).toMatchSnapshot();
  });

  it("names every state", () => {
    expect(REQUEST_STATES).toHaveLength(6);
  });
});

describe("an answer", () => {
  it.each([
    ["noRight", says(AT, "stranger", "/受理"), wanted()],
    ["noRight of an approval", says(AT, "pb", "/核准回覆"), wanted()],
    ["edited", says(AT, "pb", "/受理", { edited: true, tampered: true, editor: "pb" }), wanted()],
    ["own", says(AT, "pb", "/受理"), wanted({ account: "pb" })],
    ["unknownCommand", says(AT, "pb", "/同意"), wanted()],
    ["unrouted", says(AT, "op", "/受理"), issue("wanted", ["名稱", "", "原因", ""])],
    ["notRequest", says(AT, "pb", "/受理"), opinion()],
    ["agencyUnknown", says(AT, "op", "/轉請 @everyone"), wanted()],
    ["agencySame", says(AT, "op", "/轉請 乙署"), wanted()],
    ["dateMissing", says(AT, "pb", "/預計開放 很快"), wanted()],
    ["datePast", says(AT, "pb", "/預計開放 2020-01-01"), wanted()],
    ["datasetUnknown", says(AT, "pb", "/已開放"), wanted()],
    ["datasetNotInView", says(AT, "pb", `/已開放 ${B}-000003`), wanted()],
    ["lawMissing", says(AT, "pb", "/無法開放 不行"), wanted()],
    ["mergeMissing", says(AT, "pb", "/併入"), wanted()],
    ["mergeTarget", says(AT, "pb", "/併入 #99"), wanted()],
    ["mergeCycle", says(AT, "pb", "/併入 #7"), wanted()],
    ["noReply", says(AT, "adm", "/核准回覆"), opinion({ labels: ["我有話要說"] })],
    ["help below a request", says(AT, "pb", "/說明"), wanted()],
    ["help below an opinion", says(AT, "pb", "/說明"), opinion()],
  ])("%s", (name, comment, record) => {
    const register = registerWith({ approval: name === "noReply" });
    const answers = bodies(planned({ ...record, comments: [comment] }, NOW, register)).slice(1);
    expect(answers).toHaveLength(1);
    expect(text(answers[0]!).replace(/（\[您的留言\].*?\)）/, "")).toMatchSnapshot();
  });
});

test("nobody is mentioned, and nothing is referred to, whatever is written", () => {
  const evil =
    "@everyone @gov/team #1 GH-2 https://evil.example/x www.evil.example <script>x</script> ![x](https://evil.example/y)";
  const comments = [
    says(AT, "pb", `/無法開放 法規：${evil} 理由：${evil}`),
    says(AT, "pb", `/轉請 ${evil}`),
    says(AT, "op", `/轉請 @everyone`),
    says(AT, "pb", "/@everyone"),
    says(AT, "pb", `/預計開放 ${evil}`),
    says(AT, "pb", `/已開放 ${evil}`),
  ];
  for (const record of [
    wanted({ comments, title: evil }),
    issue("opinion", [evil, evil, evil], { comments, title: evil }),
  ]) {
    for (const body of bodies(planned(record))) expectNoReference(render(body));
  }
});
