import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { mergesOf, withMerged } from "./merges.ts";
import { contextOf, REGISTER, says, wanted } from "./opinions.test-helper.ts";
import type { OpinionEntry } from "./types.ts";

const NOW = "2026-06-01T00:00:00Z";
const at = (second: number) => `2026-03-04T02:00:${String(second).padStart(2, "0")}Z`;
const request = (number: number, ...commands: [second: number, into: number | "受理"][]) =>
  wanted({
    number,
    comments: commands.map(([second, into]) =>
      says(at(second), "pb", into === "受理" ? "/受理" : `/併入 #${into}`, { id: `IC_${number}_${second}` }),
    ),
  });
const verdicts = (...records: ReturnType<typeof request>[]) =>
  Object.fromEntries(mergesOf(records, contextOf(NOW, REGISTER)));

describe("merging requests", () => {
  it("follows the order in which the server received the commands", () => {
    expect(verdicts(request(1, [2, 2]), request(2, [1, 1]))).toEqual({
      IC_1_2: { refused: "mergeCycle" },
      IC_2_1: { into: 1 },
    });
  });

  it("follows chains, and refuses what leads back", () => {
    expect(verdicts(request(1, [1, 2]), request(2, [2, 3]), request(3, [3, 1]))).toEqual({
      IC_1_1: { into: 2 },
      IC_2_2: { into: 3 },
      IC_3_3: { refused: "mergeCycle" },
    });
  });

  it("lets go where another state was given", () => {
    expect(verdicts(request(1, [1, 2], [2, "受理"]), request(2, [3, 1]))).toEqual({
      IC_1_1: { into: 2 },
      IC_2_3: { into: 1 },
    });
  });

  test("never makes a circle, whatever is commanded", () => {
    const command = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const records = [1, 2, 3, 4, 5, 6].map((number) =>
          request(
            number,
            ...commands.flatMap(([from, to], i): [number, number][] => (from === number ? [[i, to]] : [])),
          ),
        );
        const found = verdicts(...records);
        const into = new Map<number, number>();
        for (const [i, [from]] of commands.entries()) {
          const verdict = found[`IC_${from}_${i}`]!;
          if ("into" in verdict) into.set(from, verdict.into);
        }
        for (const start of into.keys()) {
          let end = start;
          for (let steps = 0; into.has(end); steps++) {
            end = into.get(end)!;
            expect(steps).toBeLessThan(6);
          }
        }
      }),
    );
  });
});

describe("merged requests", () => {
  const entry = (number: number, likes: number, dislikes: number, into?: number) =>
    ({
      number,
      likes,
      dislikes,
      ...(into ? { status: { state: "duplicate", at: at(1), into } } : {}),
    }) as OpinionEntry;
  it("add up where the chain ends", () => {
    const all = withMerged([entry(1, 1, 10, 2), entry(2, 2, 20, 3), entry(3, 4, 40), entry(4, 8, 80, 99)]);
    expect(
      all.map(({ number, likes, dislikes, merged, status }) => [
        number,
        likes,
        dislikes,
        merged,
        status?.into,
      ]),
    ).toEqual([
      [1, 1, 10, undefined, 3],
      [2, 2, 20, undefined, 3],
      [3, 7, 70, [1, 2], undefined],
      [4, 8, 80, undefined, 99],
    ]);
  });
  it("in a circle, as a forged snapshot may hold, end somewhere", () => {
    expect(withMerged([entry(1, 1, 0, 2), entry(2, 1, 0, 1)])).toHaveLength(2);
  });
});
