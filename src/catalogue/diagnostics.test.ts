import { describe, expect, it } from "vitest";
import { applyFixes, compareDiagnostics, type Diagnostic, diagnostic, type Fix } from "./diagnostics.ts";
import { MESSAGES } from "./messages.ts";
import { taipeiDay, taipeiTime } from "./today.ts";

const fixed = (fix: Fix): Diagnostic =>
  diagnostic("yaml/tab", "x", { line: fix.startLine, column: 1 }, {}, fix);
const mend = (startLine: number, endLine: number, text: string) => fixed({ startLine, endLine, text });

describe("mends", () => {
  it("replace their lines from the bottom up, and keep the file's line ends", () => {
    const text = "a\r\nb\r\nc\r\nd\r\n";
    expect(applyFixes(text, [mend(1, 1, "A"), mend(3, 4, "C\nE\nF")])).toEqual({
      text: "A\r\nb\r\nC\r\nE\r\nF\r\n",
      applied: 2,
    });
  });

  it("leave a line that another mend has already touched for the next round", () => {
    expect(applyFixes("a\nb\n", [mend(2, 2, "x"), mend(1, 2, "y")])).toEqual({ text: "a\nx\n", applied: 1 });
    expect(applyFixes("a\n", [])).toEqual({ text: "a\n", applied: 0 });
  });

  it("may be the whole file", () => {
    const whole = mend(1, Number.MAX_SAFE_INTEGER, "new\n");
    expect(applyFixes("old\nold\n", [whole]).text).toBe("new\n");
  });
});

describe("diagnostics", () => {
  it("are sorted by file, line, column and code", () => {
    const at = (file: string, line: number, column: number) =>
      diagnostic("yaml/tab", file, { line, column }, {});
    const list = [at("b", 1, 1), at("a", 2, 1), at("a", 1, 5), at("a", 1, 2)];
    expect(list.toSorted(compareDiagnostics)).toEqual([list[3], list[2], list[1], list[0]]);
  });

  it("have a stable code with a group, and a sentence and a remedy in Chinese", () => {
    for (const [code, entry] of Object.entries(MESSAGES)) {
      expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*\/[a-z0-9-]+$/);
      expect(["error", "warning"]).toContain(entry.severity);
    }
  });
});

describe("the day in Taipei", () => {
  it("begins eight hours before that of UTC", () => {
    expect(taipeiDay(new Date("2026-11-20T15:59:59Z"))).toBe("2026-11-20");
    expect(taipeiDay(new Date("2026-11-20T16:00:00Z"))).toBe("2026-11-21");
    expect(taipeiTime(new Date("2026-12-31T20:05:00Z"))).toBe("2027-01-01 04:05");
  });
});
