import { expect, it } from "vitest";
import { openPages } from "./dataset-pages.ts";

it("gives each page to one who asks, in shares, and tells how many were taken", () => {
  const identifiers = Array.from({ length: 1001 }, (_, index) => `A-${index}`);
  const sizes: number[] = [];
  const open = openPages(identifiers, (pages) => sizes.push(pages));
  const [first, second, third, none] = [open.take(), open.take(), open.take(), open.take()];
  expect([...first, ...second, ...third]).toEqual(identifiers);
  expect(none).toEqual([]);
  expect(sizes).toEqual([400, 400, 201, 0]);
});
