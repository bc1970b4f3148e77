import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TABS } from "../../../desk/workbench.ts";
import { hashOf, type Place, placeOf } from "./address.ts";

const roles = Object.keys(TABS) as (keyof typeof TABS)[];
const places: fc.Arbitrary<Place> = fc.constantFrom(...roles).chain((role) =>
  fc.record(
    {
      role: fc.constant(role),
      tab: fc.constantFrom(...TABS[role].map(({ id }) => id)),
      pull: fc.integer({ min: 1, max: 999_999_999 }),
      agency: fc.oneof(fc.constant("all"), fc.stringMatching(/^[A-Za-z0-9_]{10}$/)),
    },
    { requiredKeys: ["role", "tab"] },
  ),
);

describe("the workbench's address", () => {
  it("leads back to every place", () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(placeOf(hashOf(place))).toEqual(place);
      }),
    );
  });

  it.each([
    ["", { role: "provider", tab: "pending" }],
    ["#reviewer", { role: "reviewer", tab: "toReview" }],
    ["#administrator/pending/12", { role: "administrator", tab: "authorisations" }],
    ["#reviewer/toReview/0", { role: "reviewer", tab: "toReview" }],
    ["#reviewer/toReview?agency=../..", { role: "reviewer", tab: "toReview" }],
    ["#constructor/pending", { role: "provider", tab: "pending" }],
  ])("%j is read", (hash, place) => {
    expect(placeOf(hash)).toEqual(place);
  });

  it("answers whatever it is given", () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        const { role, tab } = placeOf(hash);
        expect(TABS[role].some(({ id }) => id === tab)).toBe(true);
      }),
    );
  });
});
