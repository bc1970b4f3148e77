import fc from "fast-check";
import { expect, test } from "vitest";
import { errorLine, explain, oneLine } from "./log.ts";

test("a text from outside is one line without commands to the runner", () => {
  expect(oneLine("a\r\n::error::b\u2028c\u202e##[group]d\u001b[31m")).toBe(
    "a : :error: :b c # #[group]d [31m",
  );
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(":", "#", "[", "\n", "\u2028", "\u001b", "a", "\ud800"),
        maxLength: 600,
      }),
      (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(/[\r\n\u2028\u2029\u001b]|::|##\[/);
        expect(line.length).toBeLessThanOrEqual(501);
      },
    ),
  );
});

test("an error is an annotation on GitHub only", () => {
  expect(errorLine("50% ::set-output::", {})).toBe("50% : :set-output: :");
  expect(errorLine("50% ::set-output::", { GITHUB_ACTIONS: "true" })).toBe("::error::50%25 : :set-output: :");
});

test("an error that is none of GitHub's is left to others", () => {
  expect(explain(new Error("x"))).toBeUndefined();
  expect(explain(undefined)).toBeUndefined();
});
