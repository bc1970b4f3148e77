import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DatasetFile, Distribution } from "../catalogue/catalogue.ts";
import { HOSTILE_TEXT, SAMPLE_DATASETS, SAMPLE_TODAY, sampleCatalogue } from "../catalogue/fixtures.ts";
import { accessApi } from "./access-api.ts";
import { ckanDocument, ckanFiles } from "./ckan.ts";
import { croissantDocument } from "./croissant.ts";
import { unguard } from "./csv-writer.ts";
import { dataGovTwFiles, dataGovTwRow } from "./data-gov-tw.ts";
import { dataJson } from "./data-json.ts";
import type { OutputFile } from "./output-file.ts";

const template = SAMPLE_DATASETS.find((d) => d.identifier === "A41000000G-000004")!;

/** A catalogue of one dataset whose every free text is the given one. */
function catalogueOf(text: string) {
  const distribution: Distribution[] = template.distribution.map((d) => ({
    ...d,
    resourceDescription: text,
  }));
  const file: DatasetFile = {
    ...template,
    title: text,
    description: text,
    fieldDescription: text,
    notes: text,
    spatial: text,
    publisherContactName: text,
    keyword: [text, "其他"],
    distribution,
  };
  return sampleCatalogue({ datasets: [file] });
}

const textOf = ({ content }: OutputFile) => (typeof content === "string" ? content : [...content].join(""));

describe("other platforms' formats", () => {
  it("hold any text whole, in JSON and in CSV", () => {
    const text = fc.oneof(
      fc.constant(HOSTILE_TEXT),
      fc.string({ unit: "binary", minLength: 1, maxLength: 30 }),
      fc.string({
        unit: fc.constantFrom(..."=+-@'\"\\;,\r\n\t＝＋ <&]>}{𠮷\ufeff\u2028"),
        minLength: 1,
        maxLength: 8,
      }),
    );
    fc.assert(
      fc.property(text, (value) => {
        const catalogue = catalogueOf(value);
        const context = {
          origin: "https://data.example",
          base: "/c/",
          vocabularies: catalogue.vocabularies,
          settings: catalogue.settings,
          today: SAMPLE_TODAY,
        };
        const files: OutputFile[] = [
          dataJson(catalogue, context, "full"),
          ...catalogue.datasets.map((dataset) => ckanDocument(dataset, context)),
          ...ckanFiles(catalogue, context, "full"),
          ...dataGovTwFiles(catalogue, context, "full"),
          ...accessApi(catalogue),
          ...catalogue.datasets.flatMap((dataset) => [...croissantDocument(dataset, context, () => [value])]),
        ];
        const titles = new Map<string, unknown>();
        for (const file of files) {
          if (file.path.endsWith(".csv")) {
            const [, cells] = parse(textOf(file), { bom: true, record_delimiter: "\r\n" }) as string[][];
            expect(cells!.map(unguard)).toEqual(dataGovTwRow(catalogue.datasets[0]!, context));
          } else titles.set(file.path, JSON.parse(textOf(file)));
        }
        expect(titles.get("data.json")).toMatchObject({ dataset: [{ title: value, description: value }] });
        expect(titles.get("api/3/action/package_show/A41000000G-000004.json")).toMatchObject({
          result: { title: value, notes: value, resources: [{ name: value }, {}, {}] },
        });
        expect(titles.get("data-gov-tw/v2/1.json")).toMatchObject({
          result: [{ title: value, notes: value }],
        });
        expect(titles.get("datasets/A41000000G-000004.croissant.json")).toMatchObject({
          name: value,
          recordSet: [{ field: [{ source: { extract: { column: value } } }] }, {}],
        });
      }),
      { seed: 5, numRuns: 150 },
    );
  });
});
