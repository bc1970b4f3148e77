import { describe, expect, it } from "vitest";
import { renumbered, textAt, withText } from "./places.ts";

const VALUES = {
  title: "景氣指標",
  keyword: ["景氣", "燈號"],
  distribution: [
    { resourceID: "A41000000G-000123-001", format: "CSV" },
    { resourceID: "A41000000G-000999-001", format: "JSON" },
  ],
};

describe("places in a draft", () => {
  it("name one text each, and a change touches no other", () => {
    expect(textAt(VALUES, ["title"])).toBe("景氣指標");
    expect(textAt(VALUES, ["notes"])).toBe("");
    expect(textAt(VALUES, ["keyword"])).toBe("");
    expect(textAt(VALUES, ["distribution", "1", "format"])).toBe("JSON");
    expect(textAt(VALUES, ["distribution", "7", "format"])).toBe("");
    const changed = withText(VALUES, ["distribution", "1", "format"], "XML");
    expect(changed.distribution![1]).toEqual({ resourceID: "A41000000G-000999-001", format: "XML" });
    expect(changed.distribution![0]).toBe(VALUES.distribution[0]);
    expect(withText(VALUES, ["title"], "甲")).toEqual({ ...VALUES, title: "甲" });
    expect(VALUES.distribution[1]!.format).toBe("JSON");
  });

  it("follow the dataset's number, where they followed it before", () => {
    const numbers = renumbered(VALUES, "A41000000G-000123", "A41000000G-000124").distribution!;
    expect(numbers.map((d) => d.resourceID)).toEqual(["A41000000G-000124-001", "A41000000G-000999-001"]);
  });
});
