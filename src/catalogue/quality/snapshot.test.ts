import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AddressEvidence, EvidenceFile } from "./evidence.ts";
import { REASONS } from "./reasons.ts";
import { cleanText, readEvidence, writeEvidence } from "./snapshot.ts";
import { evidence } from "./test-helper.ts";

const AGENCY = "A41000000G";
const full: AddressEvidence = {
  visits: [
    { at: "2026-02-27T04:00:00Z", verdict: "unknown", reason: "timeout", ms: 10_000, detail: "ETIMEDOUT" },
    {
      at: "2026-02-28T04:00:00Z",
      verdict: "alive",
      reason: "ok",
      status: 206,
      ms: 12,
      read: 4096,
      finalUrl: "https://b.example/x",
    },
  ],
  content: {
    at: "2026-02-28T04:00:00Z",
    contentType: "text/csv; charset=big5",
    bytes: 10_000,
    lastModified: "2026-02-01T00:00:00Z",
    attachment: true,
    format: "CSV",
    charset: "BIG5",
    ascii: true,
    columns: ["站名", "地址"],
    rows: 12,
    sampled: 4096,
    personal: [{ kind: "nationalId", masked: "A12*******", row: 3, column: "證號" }],
  },
};
const file = (addresses: Record<string, AddressEvidence>): EvidenceFile => ({
  version: 1,
  agency: AGENCY,
  addresses,
});

it("reads what is written, in the order of addresses, one a line", () => {
  const text = writeEvidence(file({ "https://b.example/": evidence("dead"), "https://a.example/": full }));
  expect(text.split("\n").map((line) => line.slice(0, 21))).toEqual([
    '{"version":1,"agency"',
    '"https://a.example/":',
    '"https://b.example/":',
    "}}",
    "",
  ]);
  const read = readEvidence(text, AGENCY);
  expect(read).toEqual({
    evidence: file({ "https://a.example/": full, "https://b.example/": evidence("dead") }),
  });
  expect("evidence" in read && writeEvidence(read.evidence)).toBe(text);
  expect(readEvidence(writeEvidence(file({})), AGENCY)).toEqual({ evidence: file({}) });
});

it("keeps the last seven visits", () => {
  const many = Array.from({ length: 9 }, (_, i) => ({
    ...full.visits[0]!,
    at: `2026-02-0${i + 1}T00:00:00Z`,
  }));
  const read = readEvidence(writeEvidence(file({ "https://a.example/": { visits: many } })), AGENCY);
  expect("evidence" in read && read.evidence.addresses["https://a.example/"]!.visits).toEqual(many.slice(2));
});

it("keeps an address that looks like a part of objects", () => {
  const text = writeEvidence(file(JSON.parse('{"__proto__":{"visits":[]},"constructor":{"visits":[]}}')));
  expect(readEvidence(text, AGENCY)).toEqual({ problem: "「__proto__」的 visits 沒有檢測紀錄" });
  const sound = text.replaceAll('"visits":[]', `"visits":${JSON.stringify(full.visits)}`);
  const read = readEvidence(sound, AGENCY);
  expect("evidence" in read && Object.keys(read.evidence.addresses)).toEqual(["__proto__", "constructor"]);
  expect(({} as Record<string, unknown>).visits).toBeUndefined();
});

it("rids texts of what no eye should meet", () => {
  expect(cleanText(" a\u0000b\u202ec\u2028d\n ", 10)).toBe("a b c d");
  expect(cleanText("😀".repeat(50), 3)).toBe("😀😀😀");
  const dirty = {
    ...full,
    content: { ...full.content!, columns: ["a\u0007", "\u202e"], contentType: "x".repeat(500) },
  };
  const read = readEvidence(writeEvidence(file({ "https://a.example/": dirty })), AGENCY);
  expect("evidence" in read && read.evidence.addresses["https://a.example/"]!.content).toMatchObject({
    columns: ["a", ""],
    contentType: "x".repeat(100),
  });
});

describe("refuses", () => {
  // biome-ignore lint/suspicious/noExplicitAny: what is broken has no shape
  const change = (edit: (value: Record<string, any>) => void): string => {
    const value = JSON.parse(writeEvidence(file({ "https://a.example/": full })));
    edit(value);
    return JSON.stringify(value);
  };
  const visit = (edit: Record<string, unknown>) =>
    change((value) => Object.assign(value.addresses["https://a.example/"].visits[0], edit));
  const content = (edit: Record<string, unknown>) =>
    change((value) => Object.assign(value.addresses["https://a.example/"].content, edit));
  const at = "「https://a.example/」";
  it.each<[text: string, problem: string]>([
    ["", "不是 JSON"],
    ["[]", "不是第 1 版的檢測紀錄"],
    [change((v) => { v.version = 2; }), "不是第 1 版的檢測紀錄"],
    [change((v) => { v.agency = "B000000000"; }), "agency 與檔名的機關代碼 A41000000G 不同"],
    [change((v) => { v.addresses["https://a.example/"] = null; }), `${at}不是物件`],
    [change((v) => { v.addresses["https://a.example/"].visits = []; }), `${at}的 visits 沒有檢測紀錄`],
    [change((v) => { v.addresses["https://a.example/"].visits.reverse(); }), `${at}的 visits 沒有由舊到新排列`],
    [change((v) => { v.addresses["https://a.example/"].visits = Array(8).fill(full.visits[0]); }), `${at}的 visits 不是清單，或超過 7 項`],
    [visit({ at: "yesterday" }), `${at}的 visits 第 1 項的 at 不是 UTC 時間，如 2026-11-21T02:03:04Z`],
    [visit({ verdict: "maybe" }), `${at}的 visits 第 1 項的 verdict 不在清單內`],
    [visit({ reason: "toString" }), `${at}的 visits 第 1 項的 reason 不在清單內`],
    [visit({ status: "200" }), `${at}的 visits 第 1 項的 status 不是不小於 0 的整數`],
    [visit({ verdict: undefined }), `${at}的 visits 第 1 項缺少 verdict`],
    [visit({ words: "of a server" }), `${at}的 visits 第 1 項有不認得的欄位「words」`],
    [content({ sampled: -1 }), `${at}的 content 的 sampled 不是不小於 0 的整數`],
    [content({ columns: Array(201).fill("x") }), `${at}的 content 的 columns 不是清單，或超過 200 項`],
    [content({ attachment: "yes" }), `${at}的 content 的 attachment 不是 true 或 false`],
    [
      content({ personal: [{ kind: "nationalId", masked: "A123456789", row: 1, column: "x" }] }),
      `${at}的 content 的 personal 第 1 項的 masked 沒有遮蔽`,
    ],
    [change((v) => { v.addresses["x".repeat(4001)] = full; }), `「${"x".repeat(80)}」開頭的網址超過 4000 字`],
  ])("%#", (text, problem) => {
    expect(readEvidence(text, AGENCY)).toEqual({ problem });
  }); // biome-ignore format: a table

  it("never throws, whatever JSON comes", () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (any, other) => {
        readEvidence(any, AGENCY);
        readEvidence(`{"version":1,"agency":"${AGENCY}","addresses":{"https://a.example/":${any}}}`, AGENCY);
        readEvidence(
          `{"version":1,"agency":"${AGENCY}","addresses":{"x":{"visits":[${any}],"content":${other}}}}`,
          AGENCY,
        );
      }),
    );
  });
});

it("has a sentence in both languages for every reason", () => {
  for (const { zh, en } of Object.values(REASONS)) {
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).toMatch(/^[A-Z][\x20-\x7e]+$/);
  }
});
