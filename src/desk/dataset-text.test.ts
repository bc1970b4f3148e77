import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { normalise, SCHEMAS } from "../catalogue/schema/fields.ts";
import { keyOrderOf, toYaml, type YamlValue } from "../exchange/yaml-writer.ts";
import { datasetText, readRecord } from "./dataset-text.ts";
import type { Draft, DraftValues } from "./draft.ts";
import { draftFromText } from "./draft.ts";
import { RESOURCE_FIELDS, TEXT_FIELDS } from "./values.ts";

const AGENCY = "A41000000G";
const PATH = `datasets/${AGENCY}/000001.yaml`;
const ORDER = keyOrderOf(SCHEMAS.dataset);

const fresh = (values: DraftValues): Draft => ({
  id: "1",
  savedAt: "2026-03-01T00:00:00Z",
  agency: AGENCY,
  serial: "000001",
  values,
});

function edit(base: string, path = PATH): Draft {
  const read = draftFromText(base, path, "1", "2026-03-01T00:00:00Z");
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  return read.draft;
}

const withValues = (draft: Draft, values: DraftValues): Draft => ({
  ...draft,
  values: { ...draft.values, ...values },
});

const BASE = `# 本檔由資訊室維護
identifier: ${AGENCY}-000001

# ── 目錄 ──
categoryCode: E00 # 生活安全
title: "臺南市國中各校男女生人數統計"
description: |
  第一行
  第二行

# 欄位
fieldDescription: '學校、男生、女生'
type:   rawData
keyword:
  # 最重要的
  - 教育
  - 學校 # 國中
  - "人數"
license: OGDL-Taiwan-1.0
cost: 免費
accrualPeriodicity: 每年
distribution:
  # 一
  - resourceID: ${AGENCY}-000001-001
    resourceDescription: 一〇四年 # 舊
    format: CSV
    # 編碼
    characterSetCode: UTF-8
    downloadURL: https://data.example/104.csv

  # 二
  - resourceID: ${AGENCY}-000001-002
    format: JSON
    resourceDescription: >-
      一〇五年
      的資料
    characterSetCode: UTF-8
    downloadURL: https://data.example/105.json
legacyID: 23009
# 完
`;

/** The lines of one text that are not in the other, in order: `-` gone, `+` come. */
function difference(before: string, after: string): string[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [
    ...a.slice(start, a.length - end).map((line) => `-${line}`),
    ...b.slice(start, b.length - end).map((line) => `+${line}`),
  ];
}
const changed = (values: DraftValues, base = BASE) =>
  difference(base, datasetText(withValues(edit(base), values)));

describe("a new dataset", () => {
  it("is what the catalogue's writer writes, in the schema's order", () => {
    const text = datasetText(
      fresh({
        distribution: [
          {
            downloadURL: "https://data.example/a.csv",
            format: "CSV",
            characterSetCode: "UTF-8",
            accessURL: "",
          },
          { resourceID: `${AGENCY}-999999-007`, format: "JSON" },
        ],
        title: "登革熱病例數: 0123",
        keyword: ["衛生", "", "no"],
        numberOfData: "5000",
        licenseURL: "https://left.example/",
        costURL: "https://left.example/",
        cost: "免費",
        license: "OGDL-Taiwan-1.0",
        description: "第一行\r\n第二行",
        notes: "  ",
      }),
    );
    expect(text).toBe(`identifier: ${AGENCY}-000001
title: "登革熱病例數: 0123"
description: |-
  第一行
  第二行
keyword:
  - 衛生
  - "no"
numberOfData: 5000
license: OGDL-Taiwan-1.0
cost: 免費
distribution:
  - resourceID: ${AGENCY}-000001-001
    format: CSV
    characterSetCode: UTF-8
    downloadURL: https://data.example/a.csv
  - resourceID: ${AGENCY}-000001-007
    format: JSON
`);
  });

  it("reads back as what was typed, whatever was", () => {
    fc.assert(
      fc.property(drafts(), (values) => {
        const text = datasetText(fresh(values));
        const read = readRecord(PATH, text)!;
        expect(text).toBe(toYaml(read as Record<string, YamlValue>, ORDER));
        for (const name of ["title", "description", "spatial", "notes"]) {
          const typed = (values[name] as string | undefined)?.replace(/\r\n?/g, "\n");
          expect(read[name]).toBe(typed?.trim() ? typed : undefined);
        }
      }),
    );
  });
});

const anyText = () =>
  fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom(
      "甲: 乙",
      "- 甲",
      "# 甲",
      "a # b",
      "第一行\n第二行",
      "每日",
      "true",
      "0123",
      "'",
      '"甲"',
      "　甲",
      "|",
    ),
  );

function drafts(): fc.Arbitrary<DraftValues> {
  const item = fc.record(Object.fromEntries(RESOURCE_FIELDS.slice(1).map((name) => [name, anyText()])), {
    requiredKeys: [],
  });
  const texts = Object.fromEntries(TEXT_FIELDS.map((name) => [name, anyText()]));
  return fc.record(
    {
      ...texts,
      keyword: fc.array(anyText(), { maxLength: 4 }),
      distribution: fc.array(item, { maxLength: 3 }),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<DraftValues>;
}

describe("an edit", () => {
  it("without a change gives the very bytes", () => {
    expect(datasetText(edit(BASE))).toBe(BASE);
    const windows = BASE.replaceAll("\n", "\r\n");
    expect(datasetText(edit(windows))).toBe(windows);
  });

  it("changes the line of its field alone", () => {
    expect(changed({ title: "臺南市國中人數" })).toEqual([
      '-title: "臺南市國中各校男女生人數統計"',
      "+title: 臺南市國中人數",
    ]);
    expect(changed({ type: "SERVICES" })).toEqual(["-type:   rawData", "+type:   SERVICES"]);
    expect(changed({ categoryCode: "I00" })).toEqual([
      "-categoryCode: E00 # 生活安全",
      "+categoryCode: I00 # 生活安全",
    ]);
    expect(changed({ description: "只有一行" })).toEqual([
      "-description: |",
      "-  第一行",
      "-  第二行",
      "+description: 只有一行",
    ]);
    expect(changed({ fieldDescription: "甲\n乙" })).toEqual([
      "-fieldDescription: '學校、男生、女生'",
      "+fieldDescription: |-",
      "+  甲",
      "+  乙",
    ]);
  });

  it("keeps a comment behind a text that now has several lines", () => {
    expect(changed({ categoryCode: "甲\n乙" })).toEqual([
      "-categoryCode: E00 # 生活安全",
      '+categoryCode: "甲\\n乙" # 生活安全',
    ]);
  });

  it("a block's last line break is no change", () => {
    expect(changed({ description: "第一行\n第二行" })).toEqual([]);
    expect(changed({ description: "第一行\r\n第二行" })).toEqual([]);
  });

  it("puts a new field at its place in the schema's order", () => {
    expect(changed({ numberOfData: "5000", releaseDate: "2026-04-01" })).toEqual(
      [
        "+numberOfData: 5000",
        "-license: OGDL-Taiwan-1.0".replace("-", "+"),
        "+cost: 免費",
        "+accrualPeriodicity: 每年",
        "+releaseDate: 2026-04-01",
        "-license: OGDL-Taiwan-1.0",
        "-cost: 免費",
        "-accrualPeriodicity: 每年",
      ].sort((a, b) => Number(a[0] === "+") - Number(b[0] === "+")),
    );
  });

  it("removes a field that was emptied, and what no longer applies", () => {
    expect(changed({ fieldDescription: " " })).toEqual(["-fieldDescription: '學校、男生、女生'"]);
    const charged = BASE.replace("cost: 免費", "cost: 付費\ncostURL: https://data.example/\ncostLaw: 規費法");
    expect(changed({ cost: "免費" }, charged)).toEqual([
      "-cost: 付費",
      "-costURL: https://data.example/",
      "-costLaw: 規費法",
      "+cost: 免費",
    ]);
    // What never applied is not this edit's business.
    const odd = BASE.replace("cost: 免費", "cost: 免費\ncostLaw: 規費法");
    expect(changed({ title: "另一個名稱" }, odd)).toHaveLength(2);
  });

  it("adds, removes and moves keywords by their lines", () => {
    expect(changed({ keyword: ["教育", "統計", "學校", "人數"] })).toEqual(["+  - 統計"]);
    expect(changed({ keyword: ["教育", "人數"] })).toEqual(["-  - 學校 # 國中"]);
    expect(changed({ keyword: ["學校", "教育", "人數"] })).toEqual([
      "-  # 最重要的",
      "-  - 教育",
      "-  - 學校 # 國中",
      "+  - 學校 # 國中",
      "+  # 最重要的",
      "+  - 教育",
    ]);
    expect(changed({ keyword: [] })).toEqual([
      "-keyword:",
      "-  # 最重要的",
      "-  - 教育",
      "-  - 學校 # 國中",
      '-  - "人數"',
    ]);
  });

  it("changes a resource's field, adds, removes and moves resources", () => {
    const items = edit(BASE).values.distribution!;
    const [one, two] = items as [Record<string, string>, Record<string, string>];
    expect(changed({ distribution: [{ ...one, resourceDescription: "一〇三年" }, two] })).toEqual([
      "-    resourceDescription: 一〇四年 # 舊",
      "+    resourceDescription: 一〇三年 # 舊",
    ]);
    expect(changed({ distribution: [one, { ...two, resourceDescription: "一〇五年" }] })).toEqual([
      "-    resourceDescription: >-",
      "-      一〇五年",
      "-      的資料",
      "+    resourceDescription: 一〇五年",
    ]);
    expect(changed({ distribution: [{ ...one, resourceModified: "2026-01-01" }, two] })).toEqual([
      "+    resourceModified: 2026-01-01",
    ]);
    expect(changed({ distribution: [one, two, { format: "XML", resourceDescription: "甲\n乙" }] })).toEqual([
      `+  - resourceID: ${AGENCY}-000001-003`,
      "+    resourceDescription: |-",
      "+      甲",
      "+      乙",
      "+    format: XML",
    ]);
    // A number that is gone is not given again.
    expect(changed({ distribution: [one, { format: "XML" }] })).toContain(
      `+  - resourceID: ${AGENCY}-000001-003`,
    );
    expect(changed({ distribution: [one] })).toEqual(
      BASE.slice(BASE.indexOf(`  - resourceID: ${AGENCY}-000001-002`), BASE.indexOf("legacyID"))
        .trimEnd()
        .split("\n")
        .map((line) => `-${line}`),
    );
    const moved = datasetText(withValues(edit(BASE), { distribution: [two, one] }));
    expect(moved.split("\n").sort()).toEqual(BASE.split("\n").sort());
    expect(edit(moved).values.distribution).toEqual([two, one]);
  });

  it("writes lists and mappings in brackets anew, and nothing else", () => {
    const flow = BASE.replace(/keyword:[\s\S]*?(?=license)/, "keyword: [教育, 學校]\n");
    expect(changed({ keyword: ["教育"] }, flow)).toEqual([
      "-keyword: [教育, 學校]",
      "+keyword:",
      "+  - 教育",
    ]);
  });

  it("fills the template in, and keeps all that it explains", async () => {
    const base = await readFile(join(import.meta.dirname, "../../platform/templates/dataset.yaml"), "utf8");
    const draft = edit(base);
    expect(datasetText(draft)).toBe(base);
    const [item] = draft.values.distribution!;
    const text = datasetText(
      withValues(draft, {
        title: "甲",
        description: "一\n二",
        numberOfData: "5",
        keyword: ["子", "丑"],
        distribution: [
          { ...item, resourceDescription: "全部", downloadURL: "https://data.example/" },
          { format: "XML" },
        ],
      }),
    );
    const comments = (whole: string) => whole.split("\n").filter((line) => line.trim().startsWith("#"));
    expect(comments(text)).toEqual(comments(base));
    expect(edit(text).values).toMatchObject({
      title: "甲",
      description: "一\n二",
      numberOfData: "5",
      keyword: ["子", "丑"],
      distribution: [
        { resourceDescription: "全部", downloadURL: "https://data.example/" },
        { format: "XML" },
      ],
    });
  });

  it("keeps a file without a last line break as it ends", () => {
    const base = BASE.slice(0, BASE.indexOf("legacyID") - 1);
    const items = edit(base).values.distribution!;
    expect(datasetText(withValues(edit(base), { distribution: [...items, { format: "XML" }] }))).toBe(
      `${base}\n  - resourceID: ${AGENCY}-000001-003\n    format: XML`,
    );
    expect(datasetText(withValues(edit("title: 甲"), { type: "rawData" }))).toBe("title: 甲\ntype: rawData");
  });

  it("writes the whole file anew where it stands in one pair of brackets", () => {
    const base = `{identifier: ${AGENCY}-000001, title: 甲}\n`;
    expect(datasetText(withValues(edit(base), { title: "乙" }))).toBe(
      `identifier: ${AGENCY}-000001\ntitle: 乙\n`,
    );
  });
});

describe("edits of the catalogue's real files", () => {
  const files: { path: string; text: string }[] = [];
  beforeAll(async () => {
    const root = join(import.meta.dirname, "../..");
    const folders = await readdir(join(root, "datasets"));
    for (const folder of folders) {
      for (const name of await readdir(join(root, "datasets", folder))) {
        const path = `datasets/${folder}/${name}`;
        files.push({ path, text: await readFile(join(root, path), "utf8") });
      }
    }
  });

  /** Styles that people write files in. */
  const restyled = (text: string, style: string): string => {
    switch (style) {
      case "windows":
        return text.replaceAll("\n", "\r\n");
      case "comments":
        return text.replace(/^(?=[a-zA-Z])/gm, "# 說明\n").replace(/^( {2}- )/gm, "  # 項目\n$1");
      case "quotes":
        return text.replace(
          /^([a-zA-Z]+): ([^\s"'|>].*)$/gm,
          (_, key, value) => `${key}: ${JSON.stringify(value)}`,
        );
      case "outdented":
        return text.includes("|") ? text : text.replace(/^ {2}/gm, "");
      default:
        return text;
    }
  };

  it("without a change give the very bytes; one changed field leaves every other line as it was", () => {
    const style = fc.constantFrom("plain", "windows", "comments", "quotes", "outdented");
    const pick = fc.record({
      file: fc.nat(),
      style,
      field: fc.constantFrom(...TEXT_FIELDS.filter((name) => !["license", "cost"].includes(name))),
      text: anyText().map((text) => text.replace(/\r/g, "")),
    });
    fc.assert(
      fc.property(pick, ({ file, style, field, text }) => {
        const { path, text: original } = files[file % files.length]!;
        const base = restyled(original, style);
        const draft = edit(base, path);
        expect(datasetText(draft)).toBe(base);
        const wanted = withValues(draft, { [field]: text });
        const edited = datasetText(wanted);
        const before = readRecord(path, base)!;
        const after = readRecord(path, edited)!;
        const { [field]: _, ...rest } = after;
        const { [field]: was, ...others } = before;
        expect(rest).toEqual(others);
        if (after[field] === undefined && was === undefined) expect(edited).toBe(base);
        // The lines of the field, wherever they stand.
        const [first, ...more] = lineRange(edited, field);
        const lines = edited.split("\n");
        const baseLines = base.split("\n");
        const [firstOld, ...moreOld] = lineRange(base, field);
        expect(lines.filter((_, i) => i !== first && !more.includes(i))).toEqual(
          baseLines.filter((_, i) => i !== firstOld && !moreOld.includes(i)),
        );
      }),
      { numRuns: 150 },
    );
  });

  it("change a resource's field and nothing else", () => {
    const pick = fc.record({
      file: fc.nat(),
      style: fc.constantFrom("plain", "windows", "comments", "outdented"),
      item: fc.nat(),
      field: fc.constantFrom(...RESOURCE_FIELDS.slice(1)),
      text: anyText().map((text) => text.replace(/\r/g, "")),
    });
    fc.assert(
      fc.property(pick, ({ file, style, item, field, text }) => {
        const { path, text: original } = files[file % files.length]!;
        const base = restyled(original, style);
        const draft = edit(base, path);
        const items = draft.values.distribution!;
        const index = item % items.length;
        const distribution = items.with(index, { ...items[index]!, [field]: text });
        const edited = datasetText(withValues(draft, { distribution }));
        const before = readRecord(path, base)!;
        const list = [...(before.distribution as Record<string, unknown>[])];
        const { [field]: _, ...others } = list[index]!;
        list[index] = text.trim() === "" ? others : { ...others, [field]: text };
        expect(readRecord(path, edited)).toEqual(normalise("dataset", { ...before, distribution: list }));
        const gone = difference(base, edited);
        expect(gone.filter((line) => line.startsWith("-")).length).toBeLessThanOrEqual(2);
        expect(
          edited.split("\n").filter((line) => /#/.test(line) && line.trim().startsWith("#")).length,
        ).toBeGreaterThanOrEqual(base.split("\n").filter((line) => line.trim().startsWith("#")).length);
      }),
      { numRuns: 80 },
    );
  });

  it("add, remove and move resources and keywords, and read back so", () => {
    const pick = fc.record({
      file: fc.nat(),
      style: fc.constantFrom("plain", "windows", "comments", "quotes", "outdented"),
      order: fc.array(fc.nat(), { maxLength: 6 }),
      words: fc.array(
        anyText().map((text) => text.replace(/[\r\n]/g, "")),
        { maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(pick, ({ file, style, order, words }) => {
        const { path, text: original } = files[file % files.length]!;
        const base = restyled(original, style);
        const draft = edit(base, path);
        const items = draft.values.distribution!;
        // Some of the old ones in any order, new ones between.
        const picked = [...new Set(order.map((n) => n % (items.length + 2)))];
        const distribution = picked.map((n) => items[n] ?? { format: "XML" });
        const keyword = [...(draft.values.keyword ?? []).slice(1), ...words].filter((w) => w.trim() !== "");
        const edited = datasetText(withValues(draft, { distribution, keyword }));
        const read = edit(edited, path).values;
        expect(read.keyword ?? []).toEqual(keyword);
        expect((read.distribution ?? []).map(({ resourceID, ...rest }) => rest)).toEqual(
          distribution.map(({ resourceID, ...rest }: Record<string, string>) => rest),
        );
        const ids = (read.distribution ?? []).map((item) => item.resourceID);
        expect(new Set(ids).size).toBe(ids.length);
        expect(edited.includes("\r\n")).toBe(base.includes("\r\n"));
        expect(/[^\r]\n/.test(edited)).toBe(/[^\r]\n/.test(base));
      }),
      { numRuns: 80 },
    );
  });
});

/** The lines on which a top-level field stands. */
function lineRange(text: string, field: string): number[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`${field}:`));
  if (start < 0) return [-1];
  const range = [start];
  for (let i = start + 1; i < lines.length && /^(?: |\r?$)/.test(lines[i]!); i++) {
    if (
      lines[i]!.trim() === "" &&
      !lines
        .slice(i)
        .find((line) => line.trim() !== "")
        ?.startsWith(" ")
    )
      break;
    range.push(i);
  }
  return range;
}
