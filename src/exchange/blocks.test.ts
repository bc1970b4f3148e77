import { describe, expect, it } from "vitest";
import type { Dataset } from "../catalogue/catalogue.ts";
import { datasetBlocks } from "./blocks.ts";
import { Blocks } from "./output-file.ts";

const identifiers = Array.from({ length: 20_000 }, (_, n) => `A41000000G-${String(n + 1).padStart(6, "0")}`);
const datasets = identifiers.map((identifier) => ({ identifier }) as Dataset);
const fingerprints = new Map(identifiers.map((identifier) => [identifier, `hash of ${identifier}`]));
const lines = (part: readonly Dataset[]) => part.map(({ identifier }) => `${identifier}\n`);
const keys = (of: readonly Dataset[], states: ReadonlyMap<string, string> = fingerprints) =>
  datasetBlocks(of, { fingerprints: states }, lines).map(({ key }) => key);
const differing = (a: readonly unknown[], b: readonly unknown[]) =>
  a.filter((key) => !b.includes(key)).length;

describe("blocks of datasets", () => {
  it("say all datasets once, in their order", () => {
    const blocks = datasetBlocks(datasets, { fingerprints }, lines);
    expect([...new Blocks(blocks)].join("")).toBe(lines(datasets).join(""));
    expect(blocks.length).toBeGreaterThan(8);
    expect(blocks.length).toBeLessThan(40);
    expect(datasetBlocks([], { fingerprints }, lines)).toEqual([]);
  });

  it("keep their keys but one where a dataset changes, comes or goes", () => {
    const before = keys(datasets);
    const one = identifiers[7000]!;
    expect(differing(keys(datasets, new Map([...fingerprints, [one, "another"]])), before)).toBe(1);
    const without = datasets.filter(({ identifier }) => identifier !== one);
    expect(differing(keys(without), before)).toBe(1);
    expect(differing(before, keys(without))).toBe(1);
  });

  it("have no keys where nothing is known of the datasets' states", () => {
    expect(new Set(datasetBlocks(datasets, {}, lines).map(({ key }) => key))).toEqual(new Set([undefined]));
  });

  it("are separated", () => {
    const inner = (part: readonly Dataset[]) => [part.map(({ identifier }) => identifier).join(",")];
    const text = [...new Blocks(datasetBlocks(datasets, { fingerprints }, inner, ","))].join("");
    expect(text).toBe(identifiers.join(","));
  });
});
