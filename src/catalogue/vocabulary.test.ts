import { describe, expect, it } from "vitest";
import { toVocabularies, VOCABULARY_NAMES, VocabularyError } from "./vocabulary.ts";

const term = (code: string, more: object = {}) => ({ code, zh: "中", en: "en", ...more });
const all = (overrides: Record<string, unknown> = {}) => ({
  ...Object.fromEntries(VOCABULARY_NAMES.map((name) => [name, [term("a")]])),
  ...overrides,
});

describe("vocabularies", () => {
  it("become maps in the file's order, with numbers and truth values where they belong", () => {
    const read = toVocabularies(
      all({
        formats: [term("B", { stars: "3", kind: "file" }), term("A", { stars: "1", kind: "file" })],
        licences: [term("x", { open: "true" }), term("y", { open: "false" })],
      }),
    );
    expect([...read.formats.keys()]).toEqual(["B", "A"]);
    expect(read.formats.get("B")!.stars).toBe(3);
    expect(read.licences.get("x")!.open).toBe(true);
    expect(read.licences.get("y")!.open).toBe(false);
  });

  it.each([
    [all({ types: undefined }), "詞彙表 types.yaml 不是清單"],
    [all({ types: { a: "b" } }), "詞彙表 types.yaml 不是清單"],
    [all({ types: [term("a"), { code: "b", zh: "中" }] }), "詞彙表 types.yaml 第 2 項缺少 code、zh 或 en"],
    [all({ types: ["a"] }), "詞彙表 types.yaml 第 1 項缺少 code、zh 或 en"],
    [all({ types: [term("a"), term("a")] }), "詞彙表 types.yaml 的代碼 a 重複"],
  ])("say what is wrong with them (%#)", (parsed, message) => {
    expect(() => toVocabularies(parsed)).toThrow(new VocabularyError(message));
  });
});
