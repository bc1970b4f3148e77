/**
 * Sorts by a text of which there are few different ones, such as a day, then by identifier. Whatever is nearly in the order of
 * identifiers is so sorted sooner than by comparing two at a time.
 * @param order of the texts; identifiers always go up
 */
export function sortedByText<Item extends { identifier: string }>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  order: "up" | "down",
): Item[] {
  const groups = Map.groupBy(items, textOf);
  const texts = [...groups.keys()].sort();
  if (order === "down") texts.reverse();
  return texts.flatMap((text) => groups.get(text)!.sort((a, b) => (a.identifier < b.identifier ? -1 : 1)));
}
