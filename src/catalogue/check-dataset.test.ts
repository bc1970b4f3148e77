import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toYaml } from "../exchange/yaml-writer.ts";
import type { DatasetFile } from "./catalogue.ts";
import { checkDataset, pathOf } from "./check.ts";
import { acrossFields, checkAcross, lockedBetween, parseQuietly } from "./check-catalogue.ts";
import {
  HOSTILE_TEXT,
  SAMPLE_AGENCIES,
  SAMPLE_DATASETS,
  SAMPLE_TODAY,
  sampleVocabularies,
} from "./fixtures.ts";

const vocabularies = sampleVocabularies();
const bytesOf = (file: object) => new TextEncoder().encode(toYaml(file as never));
const check = (file: DatasetFile, today = SAMPLE_TODAY) =>
  checkDataset(pathOf(file.identifier), bytesOf(file), { vocabularies, today });
const [sample] = SAMPLE_DATASETS as [DatasetFile];

describe("the check of one dataset's file", () => {
  it("tells of items that can't be shown as text", () => {
    const keyword = [{ toString: "甲" }, { toString: "甲" }] as never;
    const { value, diagnostics } = check({ ...sample, keyword });
    expect(value?.keyword).toEqual([{}, {}]);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map(({ code, message }) => [code, message.split("\n")[0]])).toEqual([
      ["field/unknown", "沒有 toString 這個欄位"],
      ["field/unknown", "沒有 toString 這個欄位"],
      ["field/type", "標籤／關鍵字（keyword）應為單一文字"],
      ["field/type", "標籤／關鍵字（keyword）應為單一文字"],
    ]);
  });

  it("tells such a field from one of a source, which may be called anything", () => {
    const unmapped = { toString: "來源的欄位" };
    const { value, diagnostics } = check({ ...sample, provenance: { unmapped }, toString: "甲" } as never);
    expect(value?.provenance).toEqual({ unmapped });
    expect(diagnostics.filter(({ code }) => code === "field/unknown")).toHaveLength(1);
  });

  it.each(SAMPLE_DATASETS.map((file) => [file.identifier, file] as const))(
    "gives a value that JSON keeps whole: %s",
    (_, file) => {
      const { value, diagnostics } = check(file);
      // A text with characters that nobody sees can't be read at all.
      if (value === undefined)
        expect(diagnostics.filter(({ severity }) => severity === "error")).not.toEqual([]);
      else expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
    },
  );

  it("gives such a value of whatever can be read", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom(HOSTILE_TEXT, "-0", "0", "9007199254740993", "1e3", "null", "~", "2026-01-05", "true"),
    );
    const key = fc.constantFrom(...Object.keys(sample), "numberOfData", "__proto__", "unknown", "10", "9");
    const value = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.dictionary(key, text, { maxKeys: 3 }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 6 }), (fields) => {
        const written = new TextEncoder().encode(toYaml(fields));
        const checked = checkDataset(pathOf(sample.identifier), written, {
          vocabularies,
          today: SAMPLE_TODAY,
        });
        if (checked.value === undefined) return;
        const kept = JSON.stringify(checked.value);
        expect(JSON.parse(kept)).toStrictEqual(checked.value);
        expect(JSON.stringify(JSON.parse(kept))).toBe(kept);
      }),
      { numRuns: 500 },
    );
  });

  it("depends on the day only where a date lies ahead", () => {
    const file = {
      ...sample,
      issued: "2026-02-01",
      modified: "2026-04-01 10:00:00",
      releaseDate: "2027-01-01",
      temporalCoverageTo: "2030-12-31",
    };
    const found = (today: string) => check(file, today).diagnostics;
    const isAhead = ({ code }: { code: string }) => code === "date/future";
    expect(found("2026-01-31").filter(isAhead)).toHaveLength(2);
    expect(found("2026-03-31").filter(isAhead)).toHaveLength(1);
    const later = found("2026-04-01");
    expect(later.filter(isAhead)).toEqual([]);
    for (const day of ["2026-04-02", "2026-12-31", "2027-01-01", "2031-01-01"])
      expect(found(day)).toEqual(later);
    // Nothing else changes with it.
    expect(found("2026-01-31").filter((d) => !isAhead(d))).toEqual(later);
  });
});

describe("the rules across files", () => {
  it("find the same with what is kept of a file as with the whole", () => {
    const files: DatasetFile[] = [
      ...SAMPLE_DATASETS,
      { ...sample, identifier: `${sample.identifier.slice(0, 11)}900001` },
      {
        ...sample,
        identifier: `${sample.identifier.slice(0, 11)}900002`,
        contact: "gone",
        publisher: "另一機關",
      },
      { ...sample, identifier: "Z00000000Z-000001", legacyID: "7" },
      {
        ...sample,
        identifier: "Z00000000Z-000002",
        legacyID: "7",
        provenance: { incomplete: true } as never,
      },
    ];
    const agencies = SAMPLE_AGENCIES.map(({ contacts, ...value }) => ({
      path: `agencies/${value.code}/agency.yaml`,
      value: contacts && value.code === sample.identifier.slice(0, 10) ? { ...value, contacts } : value,
      diagnostics: [],
    }));
    const across = (fields: (file: DatasetFile) => ReturnType<typeof acrossFields>) =>
      checkAcross({
        agencies,
        datasets: files.map((file) => ({ path: pathOf(file.identifier), value: fields(file) })),
        judged: () => true,
      });
    const found = across((file) => file);
    expect([...found.values()].flat().map(({ code }) => code)).toEqual(
      expect.arrayContaining(["title/duplicate", "agency/unknown", "contact/unknown", "legacy/duplicate"]),
    );
    expect(across((file) => JSON.parse(JSON.stringify(acrossFields(file))))).toEqual(found);
  });
});

describe("a revision that is read for comparing", () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const sound = encode("identifier: A41000000G-000001\ntitle: 甲\n");
  const bomb = encode(
    [
      "identifier: A41000000G-000001",
      "a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
      ...Array.from(
        { length: 11 },
        (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(", ")}]`,
      ),
    ].join("\n"),
  );

  it("is nothing where aliases swell it", () => {
    expect(parseQuietly(bomb)).toBeUndefined();
    expect(lockedBetween(sound, bomb, SAMPLE_TODAY)).toEqual([]);
  });

  it("is nothing where an alias stands in what it names", () => {
    expect(parseQuietly(encode("title: &t\n  - *t\n"))).toBeUndefined();
  });

  it("keeps a harmless alias", () => {
    expect(parseQuietly(encode("title: &t 甲\ndescription: *t\n"))).toMatchObject({
      title: "甲",
      description: "甲",
    });
  });
});
