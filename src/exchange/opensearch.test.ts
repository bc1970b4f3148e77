import { describe, expect, it } from "vitest";
import { SAMPLE_SETTINGS, sampleCatalogue } from "../catalogue/fixtures.ts";
import { opensearch } from "./opensearch.ts";
import { all, readXml, textOf } from "./xml.test-helper.ts";

describe("opensearch.xml", () => {
  it("describes the search", () => {
    const file = opensearch(sampleCatalogue(), { origin: "https://data.example", base: "/c/" });
    const xml = readXml(file.content as string);
    expect(textOf(xml, "ShortName")).toBe("測試資料目錄");
    expect(all(xml, "Url")[0]!.attributes.template).toBe("https://data.example/c/search/?q={searchTerms}");
  });

  it("cuts a long name by characters", () => {
    const settings = { ...SAMPLE_SETTINGS, name: "𠮷".repeat(60) };
    const xml = readXml(
      opensearch(sampleCatalogue({ settings }), { origin: "", base: "/" }).content as string,
    );
    expect(textOf(xml, "ShortName")).toBe("𠮷".repeat(16));
    expect(textOf(xml, "LongName")).toBe("𠮷".repeat(48));
  });
});
