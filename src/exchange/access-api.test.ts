import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleCatalogue, syntheticFiles } from "../catalogue/fixtures.ts";
import { accessApi, MOST_TAGS, tagFileName } from "./access-api.ts";

const filesOf = (catalogue = sampleCatalogue()) =>
  new Map([...accessApi(catalogue)].map(({ path, content }) => [path, JSON.parse(content as string)]));

describe("tagFileName", () => {
  it("is the tag's bytes in hexadecimal", () => {
    expect(tagFileName("水情")).toBe("e6b0b4e68385");
    expect(encodeURIComponent("水情").replaceAll("%", "").toLowerCase()).toBe("e6b0b4e68385");
    expect(tagFileName("a/b")).toBe("612f62");
  });

  it("is another for another tag, safe everywhere, and short enough for a file's name", () => {
    const tag = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(tag, (text) => {
        const name = tagFileName(text);
        if (name === undefined) return expect(new TextEncoder().encode(text).length).toBeGreaterThan(120);
        expect(`${name}.json`).toMatch(/^[0-9a-f]{2,240}\.json$/);
        expect(decodeURIComponent(name.replace(/../g, "%$&"))).toBe(text);
      }),
      { seed: 5 },
    );
  });
});

describe("accessApi", () => {
  const files = filesOf();

  it("lists identifiers of datasets in view", () => {
    const identifiers = sampleCatalogue().datasets.map((d) => d.identifier);
    expect(files.get("api/v1/rest/dataset.json")).toEqual({ success: true, result: identifiers });
  });

  it("groups them by category", () => {
    expect(files.get("api/v1/rest/group.json").result).toEqual(["300", "A00", "E00", "I00"]);
    expect(files.get("api/v1/rest/group/A00.json")).toEqual({
      success: true,
      result: {
        categoryCode: "A00",
        display_name: "交通及通訊",
        description: "A00 類別",
        package_count: 2,
        packages: ["315000000H-000001", "315000000H-000002"],
      },
    });
  });

  it("has a file for each tag that it lists", () => {
    const tags: string[] = files.get("api/v1/rest/tag.json").result;
    expect(tags).toEqual(["-2", "=1+1", "a;b", "c\\", "交通", "公報", "施政", "行政院", "車流"]);
    for (const tag of tags) {
      const { result } = files.get(`api/v1/rest/tag/${tagFileName(tag)}.json`);
      expect(result.length).toBeGreaterThan(0);
    }
    expect(files.get(`api/v1/rest/tag/${tagFileName("車流")}.json`).result).toEqual(["315000000H-000001"]);
    expect([...files.keys()].filter((path) => path.startsWith("api/v1/rest/tag/"))).toHaveLength(tags.length);
  });

  it("keeps to the tags of the most datasets", () => {
    const { agencies, datasets } = syntheticFiles(MOST_TAGS + 100);
    const many = datasets.map((file, i) => ({ ...file, keyword: ["統計", `標籤${i}`] }));
    const { result } = filesOf(sampleCatalogue({ agencies, datasets: many })).get("api/v1/rest/tag.json");
    expect(result).toHaveLength(MOST_TAGS);
    expect(result).toContain("統計");
  });

  it("answers with empty lists for an empty catalogue", () => {
    const empty = filesOf(sampleCatalogue({ datasets: [] }));
    for (const [path, json] of empty) expect(json, path).toEqual({ success: true, result: [] });
    expect(empty.size).toBe(3);
  });
});
