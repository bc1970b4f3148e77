import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineCutter, LONGEST_LINE } from "./lines.ts";

function cut(chunks: readonly Buffer[]) {
  const lines: string[] = [];
  let long = 0;
  const cutter = new LineCutter({
    line: (bytes, view, start, end) => {
      const text = bytes.toString("latin1", start, end);
      // Both count in the same bytes.
      if (end > start) expect(view.getUint8(start)).toBe(bytes[start]);
      lines.push(text);
    },
    long: () => {
      long += 1;
    },
  });
  for (const chunk of chunks) cutter.push(chunk);
  return { lines, long, isUnfinished: cutter.isUnfinished };
}

/** Cuts bytes into chunks of these sizes, again and again. */
function chunked(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

describe("lines of a stream", () => {
  it("are the same however it comes in pieces", () => {
    const bytes = fc
      .uint8Array({ maxLength: 300 })
      .map((array) => Buffer.from(array.map((b) => (b % 5 === 0 ? 10 : b))));
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(bytes, sizes, (all, parts) => {
        const whole = all.toString("latin1").split("\n");
        const last = whole.pop()!;
        expect(cut(chunked(all, parts))).toEqual({ lines: whole, long: 0, isUnfinished: last !== "" });
      }),
    );
  });

  it.each([[[1 << 20]], [[1000]], [[LONGEST_LINE]], [[LONGEST_LINE + 1]]])(
    "pass over long ones, in pieces of %j",
    (sizes) => {
      const fits = "y".repeat(LONGEST_LINE);
      const bytes = Buffer.from(
        `a\n${"x".repeat(LONGEST_LINE + 1)}\n${fits}\nb\n${"z".repeat(3 * LONGEST_LINE)}`,
      );
      expect(cut(chunked(bytes, sizes))).toEqual({ lines: ["a", fits, "b"], long: 1, isUnfinished: true });
    },
  );
});
