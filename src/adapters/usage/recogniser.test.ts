import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CATALOGUE, hit, line, Memory, page } from "./ingest.test-helper.ts";

const IDENTIFIERS = CATALOGUE.datasets.map(({ identifier }) => identifier);
const [ID] = IDENTIFIERS as [string];

/** What a log counts, read once. */
async function countsOf(log: string): Promise<Map<string, number>> {
  const memory = new Memory();
  await memory.ingest([log]);
  return memory.counts;
}

/** Different lines in the order of time, most of them counted. */
const someLines = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.nat({ max: 9 })), { minLength: 1, maxLength: 60 })
  .map((steps) => {
    let second = 0;
    return steps.map(([step, kind], place) => {
      second += step;
      const identifier = IDENTIFIERS[place % IDENTIFIERS.length]!;
      // A number that is different for each, as sizes and referrers make lines different.
      const mark = `?n=${place}`;
      if (kind < 5) return line(second, page(identifier) + mark);
      if (kind < 7) return line(second, `${hit(`${ID}-001`)}&n=${place}`);
      return line(second, `/catalogue/style.css${mark}`);
    });
  });

/** Places at which a log is cut, as shares of its length. */
const someCuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 });

function pieces(lines: readonly string[], cuts: readonly number[]): string[] {
  const places = [
    0,
    ...cuts.map((share) => Math.round(share * lines.length)).sort((a, b) => a - b),
    lines.length,
  ];
  return places.slice(1).flatMap((end, index) => {
    const piece = lines.slice(places[index], end).join("");
    return piece === "" ? [] : [piece];
  });
}

/** A line that counts nothing, so late that what follows it again is another reading. */
const LATER = line(9000, "/catalogue/style.css");

/** Marks of sixteen bits may agree by chance, so the examples are the same each time. */
const RUNS = { numRuns: 60, seed: 20260310 };

describe("the same log", () => {
  it.each<[string, (whole: string, parts: string[]) => (string | Buffer)[][]]>([
    ["read twice", (whole) => [[whole], [whole]]],
    ["read twice in one run", (whole) => [[whole, whole]]],
    ["twice in one file, by the clock", (whole) => [[whole + LATER + whole + LATER]]],
    ["packed", (whole) => [[gzipSync(whole)], [whole]]],
    ["in pieces", (_, parts) => [parts]],
    ["in pieces, each in its own run", (_, parts) => parts.map((part) => [part])],
    ["in pieces, the last first", (_, parts) => [parts.toReversed()]],
    ["in pieces, then whole", (whole, parts) => [parts, [whole]]],
    ["whole, then in pieces", (whole, parts) => [[whole], parts]],
    ["whole, then in pieces, the last first", (whole, parts) => [[whole], parts.toReversed()]],
    ["while it grows", (_, parts) => parts.map((_, index) => [parts.slice(0, index + 1).join("")])],
    [
      "while it grows, half a line at the end",
      (whole, parts) => [[whole.slice(0, parts[0]!.length + 30)], [whole]],
    ],
    [
      "by its end, from further and further back",
      (_, parts) => parts.map((_, index) => [parts.slice(-1 - index).join("")]),
    ],
    ["put together in the wrong order", (whole, parts) => [[parts.toReversed().join("")], [whole]]],
    [
      "in packed pieces that were put together",
      (_, parts) => [[Buffer.concat(parts.map((part) => gzipSync(part)))], parts],
    ],
    [
      "in pieces that overlap",
      (_, parts) => [
        [parts.slice(0, 2).join("")],
        [parts.slice(1, 3).join("")],
        [parts.slice(2).join("") || parts.join("")],
        [parts.join("")],
      ],
    ],
  ])("counts once: %s", async (_, readings) => {
    await fc.assert(
      fc.asyncProperty(someLines, someCuts, async (lines, cuts) => {
        const whole = lines.join("");
        const expected = await countsOf(whole);
        const memory = new Memory();
        for (const run of readings(whole, pieces(lines, cuts))) {
          await memory.ingest(run.filter((log) => log.length > 0));
        }
        expect(memory.counts).toEqual(expected);
      }),
      RUNS,
    );
  });

  it("counts once in a busy minute too, of which no marks are kept", async () => {
    const lines = Array.from({ length: 6000 }, (_, n) => line(Math.floor(n / 10), `${page(ID)}?n=${n}`));
    const expected = await countsOf(lines.join(""));
    const memory = new Memory();
    for (const [from, to] of [
      [0, 2345],
      [0, 6000],
      [1234, 6000],
      [3000, 4321],
      [17, 5999],
    ]) {
      await memory.ingest([lines.slice(from, to).join("")]);
    }
    expect(memory.counts).toEqual(expected);
  });

  it("counts both logs of two servers", async () => {
    await fc.assert(
      fc.asyncProperty(someLines, someLines, async (one, other) => {
        const second = other.map((text) =>
          text.replace("?n=", "?server=2&n=").replace("&n=", "&server=2&n="),
        );
        const sum = async (...logs: string[]) => {
          const memory = new Memory();
          let total = 0;
          for (const log of logs) total += await memory.ingest([log]);
          return total;
        };
        const [a, b] = [one.join(""), second.join("")];
        expect(await sum(a, b, a, b)).toBe((await sum(a)) + (await sum(b)));
      }),
      RUNS,
    );
  });

  it("counts each of two equal lines", async () => {
    const memory = new Memory();
    const text = line(1, page(ID)).repeat(2);
    expect(await memory.ingest([text])).toBe(2);
    expect(await memory.ingest([text])).toBe(0);
  });

  it.each([7, 0.7])(
    "bears lines out of order, such as a long download's, one each %d seconds",
    async (step) => {
      const lines = Array.from({ length: 1000 }, (_, n) => {
        const late = n % 50 === 49 ? 500 : n % 7;
        return line(2000 + Math.floor(n * step) - late, `${page(ID)}?n=${n}`);
      });
      const memory = new Memory();
      expect(await memory.ingest([lines.join("")])).toBe(1000);
      expect(await memory.ingest([lines.join("")])).toBe(0);
    },
  );

  it("bears a minute with more lines than are held", async () => {
    const text = Array.from({ length: 70_000 }, (_, n) => line(1, `${page(ID)}?n=${n}`)).join("");
    const memory = new Memory();
    expect(await memory.ingest([text])).toBe(70_000);
    expect(await memory.ingest([text])).toBe(0);
  });
});
