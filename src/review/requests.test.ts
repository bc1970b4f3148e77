import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDataset } from "../catalogue/check.ts";
import { SAMPLE_TODAY, sampleVocabularies } from "../catalogue/fixtures.ts";
import { classify, readDataset } from "./classify.ts";
import type { CommentEvent, PullRequestRecord } from "./records.ts";
import { buildRegister } from "./register.ts";
import { parseRequestForm, propose, type RequestInput, requestsIn } from "./requests.ts";

const TODAY = SAMPLE_TODAY;
const ID = "A41000000G-000001";
const PATH = "datasets/A41000000G/000001.yaml";
const bytes = (text: string) => new TextEncoder().encode(text);
const REGISTER = buildRegister(
  [
    {
      code: "A41000000G",
      name: "某部",
      ministry: true,
      people: [
        { account: "provider", displayName: "承辦", roles: [{ role: "provider" }] },
        { account: "reviewer", displayName: "審查", roles: [{ role: "reviewer" }] },
      ],
    },
  ],
  [{ account: "operator", displayName: "維運" }],
);
const PUBLISHED = `# 本檔由某科維護
identifier: ${ID}
title: 測試資料集   # 名稱已鎖定
description: |
  第一行
  第二行
fieldDescription: a、b
categoryCode: E00
type: rawData
license: OGDL-Taiwan-1.0
cost: 免費
accrualPeriodicity: 每月
publisherContactName: 承辦人

distribution:
  - resourceID: ${ID}-001
    resourceDescription: 全部
    format: CSV
    characterSetCode: UTF-8
    downloadURL: https://data.example/a.csv
# 舊編號
legacyID: 123
`;
const WITHDRAWAL = `status: withdrawn
withdrawal:
  reason: B
  # 以公文為據
  explanation: 有爭議
  date: 2026-01-05
`;
const ask = (change: Partial<RequestInput> = {}): RequestInput => ({
  to: "IC_1",
  url: "https://github.example/1",
  act: "takedown",
  account: "provider",
  identifier: ID,
  reason: "A",
  explanation: "涉及公共利益",
  published: bytes(PUBLISHED),
  register: REGISTER,
  today: TODAY,
  ...change,
});
const proposed = (input: RequestInput) => {
  const outcome = propose(input);
  if (!("proposal" in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.proposal;
};
const problems = (text: string) =>
  checkDataset(PATH, bytes(text), { vocabularies: sampleVocabularies(), today: TODAY }).diagnostics.filter(
    (d) => d.severity === "error",
  );

describe("proposals", () => {
  test("a takedown changes its own lines alone", () => {
    const proposal = proposed(ask());
    expect(proposal).toMatchObject({
      act: "takedown",
      identifier: ID,
      path: PATH,
      account: "provider",
      branch: `takedown/${ID}/provider`,
      title: `申請下架 ${ID}`,
      draft: false,
    });
    const lines = `status: withdrawn\nwithdrawal:\n  reason: A\n  explanation: "涉及公共利益"\n  date: ${TODAY}\n`;
    expect(proposal.text.replace(lines, "")).toBe(PUBLISHED.replace("資料集   #", "資料集 #"));
    expect(problems(proposal.text)).toEqual([]);
    const file = { path: PATH, kind: "modified", mode: "100644" } as const;
    const change = { ...file, published: bytes(PUBLISHED), submitted: bytes(proposal.text) };
    expect(classify([change], TODAY)).toMatchObject({ kind: "takedown", datasets: [{ locked: [] }] });
  });

  test("a relisting keeps what was, and adds its day", () => {
    const before = PUBLISHED.replace("# 舊編號\n", `${WITHDRAWAL}# 舊編號\n`);
    const proposal = proposed(ask({ act: "relisting", published: bytes(before) }));
    expect(proposal.draft).toBe(true);
    expect(proposal.branch).toBe(`relisting/${ID}/provider`);
    expect(proposal.text).toContain(
      `status: published\nwithdrawal:\n  reason: B\n  # 以公文為據\n  explanation: 有爭議\n  date: 2026-01-05\n  relistedOn: ${TODAY}\n`,
    );
    expect(problems(proposal.text)).toEqual([]);
  });

  test("a second takedown forgets the first, and the relisting", () => {
    const before = `${PUBLISHED}${WITHDRAWAL.replace("withdrawn", "published")}  relistedOn: 2026-02-02\n`;
    const { text } = proposed(ask({ published: bytes(before) }));
    expect(readDataset(PATH, bytes(text))).toMatchObject({
      status: "withdrawn",
      withdrawal: { reason: "A", explanation: "涉及公共利益", date: TODAY },
    });
    expect(text).not.toContain("relistedOn");
    expect(problems(text)).toEqual([]);
  });

  test("a withdrawal that was to begin later does not end before it", () => {
    const before = `${PUBLISHED}${WITHDRAWAL.replace("2026-01-05", "2026-06-01")}`;
    const { text } = proposed(ask({ act: "relisting", published: bytes(before) }));
    expect(text).toContain("relistedOn: 2026-06-01");
    expect(problems(text)).toEqual([]);
  });

  test("an operator may ask too", () => {
    expect(proposed(ask({ account: "Operator" })).account).toBe("Operator");
  });

  test("whatever the explanation, the file stays readable and nothing else changes", () => {
    const was = readDataset(PATH, bytes(PUBLISHED))!;
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (noise) => {
        const explanation = `說明${noise}`;
        const { text } = proposed(ask({ explanation }));
        const now = readDataset(PATH, bytes(text))!;
        expect(problems(text)).toEqual([]);
        const { status, withdrawal, ...rest } = now;
        expect(status).toBe("withdrawn");
        expect(withdrawal!.explanation.startsWith("說明")).toBe(true);
        expect(rest).toEqual(was);
      }),
      { numRuns: 120 },
    );
  });
});

describe("refusals", () => {
  const withdrawn = bytes(`${PUBLISHED}${WITHDRAWAL}`);
  test.each<[string, Partial<RequestInput>, string, string | undefined]>([
    ["no identifier", { identifier: undefined as never }, "datasetUnknown", undefined],
    [
      "an identifier that leaves the folder",
      { identifier: "../../../x-000001" },
      "datasetUnknown",
      undefined,
    ],
    ["no such dataset", { published: undefined as never }, "datasetUnknown", ID],
    ["an unreadable one", { published: bytes("[") }, "datasetUnknown", ID],
    ["an outsider", { account: "outsider" }, "noRight", "資料提供者"],
    ["a reviewer", { account: "reviewer" }, "noRight", "資料提供者"],
    ["another agency's dataset", { identifier: "A00000000A-000001" }, "noRight", "資料提供者"],
    [
      "an outsider learns nothing of datasets",
      { account: "x", published: undefined as never },
      "noRight",
      "資料提供者",
    ],
    ["a ghost", { account: "" }, "noRight", "資料提供者"],
    ["no reason", { reason: undefined as never }, "reasonMissing", undefined],
    ["no explanation", { explanation: " \u200b。" }, "reasonMissing", undefined],
    ["too long", { explanation: "長".repeat(501) }, "reasonMissing", "說明最多 500 字"],
    ["withdrawn already", { published: withdrawn }, "notPublished", ID],
    ["not withdrawn", { act: "relisting" }, "notWithdrawn", ID],
  ])("%s", (_, change, reason, detail) => {
    const input = ask(change);
    expect(propose(input)).toEqual({
      answer: {
        to: "IC_1",
        command: input.act === "takedown" ? "takedown" : "relist",
        kind: "refused",
        reason,
        ...(detail ? { detail } : {}),
        actor: input.account,
        url: "https://github.example/1",
      },
    });
  });
});

describe("the form", () => {
  const form = (identifier: string, act: string, reason: string, explanation: string) =>
    `### 資料集識別碼\n\n${identifier}\n\n### 申請事項\n\n${act}\n\n### 下架原因\n\n${reason}\n\n### 說明\n\n${explanation}\n`;

  test("a takedown, as GitHub writes it", () => {
    const body = form(ID, "申請下架", "B 侵害第三人權利", "第一段\n\n第二段").replaceAll("\n", "\r\n");
    expect(parseRequestForm(body)).toEqual({
      act: "takedown",
      identifier: ID,
      reason: "B",
      explanation: "第一段\n\n第二段",
    });
  });

  test("a relisting without a reason", () => {
    expect(parseRequestForm(form(ID, "重新上架", "_No response_", "權利已取得"))).toEqual({
      act: "relisting",
      identifier: ID,
      explanation: "權利已取得",
    });
  });

  test("headings in the free text stay text", () => {
    const text = "說明\n\n### 申請事項\n\n重新上架\n\n### 說明\n\nx";
    expect(parseRequestForm(form(ID, "申請下架", "A 公益情事變更", text))).toEqual({
      act: "takedown",
      identifier: ID,
      reason: "A",
      explanation: text,
    });
  });

  test.each(["", "隨便寫", "### 說明", "### 資料集識別碼\n\n`; rm -rf /`"])("%j gives nothing", (body) => {
    expect(parseRequestForm(body)).toEqual({ explanation: "" });
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (body) => void parseRequestForm(body)));
  });
});

test("requests in a conversation, unedited and not the bot's own", () => {
  const comment = (id: string, body: string, change: Partial<CommentEvent> = {}): CommentEvent => ({
    type: "commented",
    at: "2026-03-02T01:00:00Z",
    actor: "provider",
    id,
    body,
    url: `https://github.example/${id}`,
    edited: false,
    own: false,
    tampered: false,
    ...change,
  });
  const events = [
    comment("1", "/下架 A 涉及公共利益"),
    comment("2", "/重新上架 A00000000A-000002"),
    comment("3", "/通過"),
    comment("4", "/下架 A x", { edited: true }),
    comment("5", "/下架 A x", { own: true }),
    comment("6", "> /下架 A x"),
  ];
  const submission = classify(
    [
      {
        path: PATH,
        kind: "modified",
        mode: "100644",
        published: bytes(PUBLISHED),
        submitted: bytes(PUBLISHED),
      },
    ],
    TODAY,
  );
  expect(requestsIn({ events } as PullRequestRecord, submission)).toEqual([
    {
      to: "1",
      url: "https://github.example/1",
      act: "takedown",
      account: "provider",
      identifier: ID,
      reason: "A",
      explanation: "涉及公共利益",
    },
    {
      to: "2",
      url: "https://github.example/2",
      act: "relisting",
      account: "provider",
      identifier: "A00000000A-000002",
      explanation: "",
    },
  ]);
});
