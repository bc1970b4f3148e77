import type { YamlValue } from "../yaml-writer.ts";

type Item = Record<string, YamlValue>;

const ADDRESSES = ["downloadURL", "accessURL"] as const;
const SERIALS = 1000;

const itemsOf = (value: YamlValue | undefined): Item[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "object" && !Array.isArray(item)) : [];

/** What makes two descriptions those of one distribution, the surest first. */
const SIGNS: readonly ((item: Item) => string | undefined)[] = [
  (item) => signOf(item.downloadURL),
  (item) => signOf(item.accessURL),
  (item) =>
    item.resourceDescription && item.format ? `${item.resourceDescription} ${item.format}` : undefined,
];

const signOf = (value: YamlValue | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/**
 * Gives the source's distributions the numbers that they have here, so that a resource keeps its number for ever
 * (資料集詮釋資料標準規範 柒三（三十一）). What our officers added to one stays; new ones get numbers never used before.
 * @param ours the distributions of our file
 * @param theirs those of the source, numbered in their order
 * @param identifier of the dataset
 */
export function alignDistributions(
  ours: YamlValue | undefined,
  theirs: YamlValue,
  identifier: string,
): YamlValue {
  const old = itemsOf(ours);
  const wanted = itemsOf(theirs);
  const free = new Set(old);
  const matched = new Map<Item, Item>();
  for (const sign of SIGNS) {
    const bySign = new Map<string, Item>();
    for (const item of free) {
      const key = sign(item);
      if (key !== undefined && !bySign.has(key)) bySign.set(key, item);
    }
    for (const item of wanted) {
      const key = matched.has(item) ? undefined : sign(item);
      const found = key === undefined ? undefined : bySign.get(key);
      if (!found || !free.delete(found)) continue;
      matched.set(item, found);
    }
  }
  const taken = new Set(old.map((item) => item.resourceID));
  const nextNumber = () => {
    for (let serial = 1; serial < SERIALS; serial++) {
      const id = `${identifier}-${String(serial).padStart(3, "0")}`;
      if (!taken.has(id)) return id;
    }
    return undefined;
  };
  return wanted.map((item) => {
    const match = matched.get(item);
    if (match) {
      const rest = { ...match };
      // A resource has one address; an old one must not stand beside the new one.
      if (ADDRESSES.some((name) => item[name] !== undefined)) for (const name of ADDRESSES) delete rest[name];
      return { ...rest, ...item, ...(match.resourceID ? { resourceID: match.resourceID } : {}) };
    }
    const number = taken.has(item.resourceID) ? nextNumber() : (item.resourceID ?? nextNumber());
    if (number !== undefined) taken.add(number);
    return { ...item, ...(number === undefined ? {} : { resourceID: number }) };
  });
}
