import fc from "fast-check";
import { expect, it } from "vitest";
import { sortedByText } from "./sorted.ts";

const items = fc.uniqueArray(
  fc.record({
    identifier: fc.string({ maxLength: 4 }),
    day: fc.constantFrom("", "2024-01-01", "2025-06-30"),
  }),
  { selector: ({ identifier }) => identifier },
);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

it.each([
  ["up", 1],
  ["down", -1],
] as const)("sorts by text %s, then by identifier up, as two comparisons do", (order, sign) => {
  fc.assert(
    fc.property(items, (list) => {
      const before = [...list];
      expect(sortedByText(list, ({ day }) => day, order)).toEqual(
        list.toSorted((a, b) => sign * compare(a.day, b.day) || compare(a.identifier, b.identifier)),
      );
      expect(list).toEqual(before);
    }),
  );
});
