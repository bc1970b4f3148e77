import { describe, expect, it } from "vitest";
import { sampleVocabularies } from "../fixtures.ts";
import { raiseStars } from "./stars.ts";
import { datasetWith } from "./test-helper.ts";

const vocabularies = sampleVocabularies();
const advice = (format?: string, type?: string) =>
  raiseStars(
    datasetWith({
      ...(type ? { type } : {}),
      distribution: [{ resourceID: "A41000000G-000009-001", ...(format ? { format } : {}) }],
    }),
    vocabularies,
  );

describe("raiseStars", () => {
  it.each<
    [format: string | undefined, type: string | undefined, next: number | undefined, zh: string | undefined]
  >([
    [undefined, undefined, 3, "填寫各資源的檔案格式，才能評等"],
    ["PDF", "rawData", 3, "提供 CSV、JSON、XML 格式的資源，可由 1 星提高為 3 星"],
    ["XLSX", undefined, 3, "提供 CSV、JSON、XML 等格式的資源，可由 2 星提高為 3 星"],
    ["CSV", "rawData", 4, "提供 RDF 格式的資源，可由 3 星提高為 4 星"],
    ["RDF", "rawData", 5, "在 RDF 資料中以 URI 指向其他資料集的資料（例如機關、地名、法規），可達 5 星"],
    ["APP-ANDROID", "TOOLS", undefined, undefined],
  ])("%s of %s", (format, type, next, zh) => {
    const found = advice(format, type);
    expect(found?.next).toBe(next);
    expect(found?.zh).toBe(zh);
    expect(found?.en === undefined).toBe(zh === undefined);
  });
});
