import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { sampleCatalogue } from "../catalogue/fixtures.ts";
import { STRANGER_TEXT_LIMIT } from "../catalogue/stranger-text.ts";
import { MAX_TEXT, type OpinionEntry } from "../review/opinions/types.ts";
import { parseCsv } from "./csv.ts";
import { opinionPaths } from "./openapi-opinions.ts";
import { EXCERPT, excerptOf, type OpinionList, opinionFiles } from "./opinion-files.ts";
import { readXml } from "./xml.test-helper.ts";

const PLACE = { origin: "https://data.example", base: "/c/" };
const catalogue = sampleCatalogue();
const TAKEN = "2026-03-01T00:00:00Z";

const entry = (number: number, more: Partial<OpinionEntry>): OpinionEntry => ({
  form: "opinion",
  number,
  url: `https://github.com/o/r/issues/${number}`,
  title: "意見",
  author: "stch***",
  createdAt: "2026-02-03T16:30:00Z",
  text: "",
  replies: [],
  likes: 2,
  dislikes: 1,
  open: true,
  ...more,
});

const entries: OpinionEntry[] = [
  entry(12, {
    form: "wanted",
    title: "請開放路燈",
    agency: "A41000000G",
    ministry: "A41000000G",
    wanted: { name: "路燈", fields: "位置", reason: "**研究**", agency: "=國發會" },
    status: { state: "declined", at: "2026-02-06T01:00:00Z", law: "法", reason: "由" },
    merged: [13, 14],
    replies: [
      {
        at: "2026-02-05T01:00:00Z",
        author: "承辦人",
        official: true,
        agency: "國家發展委員會",
        text: "回覆",
      },
    ],
    answeredAt: "2026-02-05T01:00:00Z",
    clock: { days: 7, counting: "calendar", deadline: "2026-02-11", used: 1, late: false },
  }),
  entry(11, {
    title: "=cmd|'/c calc'!A0\u202e <b>",
    identifier: "A41000000G-000001",
    agency: "A41000000G",
    ministry: "A41000000G",
    kind: "其他",
    text: `<script>alert(1)</script> ${"字".repeat(300)}`,
    clock: { days: 7, counting: "calendar", deadline: "2026-02-11", used: 26, left: -18, late: true },
  }),
  entry(10, { text: "沒有資料集" }),
];

const filesOf = (list: readonly OpinionEntry[], takenAt?: string) =>
  new Map([...opinionFiles(catalogue, list, takenAt, PLACE)].map((f) => [f.path, f.content] as const));
const files = filesOf(entries, TAKEN);
const textOf = (path: string, of = files) => {
  const content = of.get(path)!;
  return typeof content === "string" ? content : [...(content as Iterable<string>)].join("");
};
const listOf = (path: string) => JSON.parse(textOf(path)) as OpinionList;

describe("the lists", () => {
  it("are there for both boards, with and without opinions", () => {
    const paths = ["opinions", "wanted"].flatMap((board) =>
      ["list.json", "list.csv", "feed.atom"].map((name) => `${board}/${name}`),
    );
    expect([...files.keys()]).toEqual(paths);
    const none = filesOf([]);
    expect([...none.keys()]).toEqual(paths);
    expect(JSON.parse(textOf("opinions/list.json", none))).toEqual({ entries: [] });
    expect(textOf("wanted/list.csv", none).split("\r\n")).toHaveLength(2);
    expect(() => readXml(textOf("wanted/feed.atom", none))).not.toThrow();
  });

  it("tell what stands on the boards", () => {
    const { takenAt, entries: opinions } = listOf("opinions/list.json");
    expect(takenAt).toBe(TAKEN);
    expect(opinions.map(({ number }) => number)).toEqual([11, 10]);
    expect(opinions[0]).toMatchObject({
      page: "https://data.example/c/opinions/11/",
      title: "=cmd|'/c calc'!A0 <b>",
      agencyName: "國家發展委員會",
      dataset: catalogue.datasets.find((d) => d.identifier === "A41000000G-000001")!.file.title,
      state: "overdue",
      left: -18,
    });
    expect([...opinions[0]!.text]).toHaveLength(EXCERPT + 1);
    const [wanted] = listOf("wanted/list.json").entries;
    expect(wanted).toMatchObject({
      text: "研究",
      state: "answered",
      status: { state: "declined", law: "法" },
      replies: 1,
    });
  });

  it("are as the description of the interfaces says", () => {
    const paths = JSON.parse(JSON.stringify(opinionPaths()));
    const { schema } = paths["/{board}/list.json"].get.responses[200].content["application/json"];
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const closed = JSON.parse(
      JSON.stringify(schema).replaceAll('"type":"object"', '"type":"object","additionalProperties":false'),
    );
    const validate = ajv.compile(closed);
    for (const board of ["opinions", "wanted"]) {
      expect(validate(listOf(`${board}/list.json`)), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it("hold whole texts as CSV, and nothing that a spreadsheet would run", () => {
    const cellOf = (path: string) => {
      const { headings, rows } = parseCsv(textOf(path));
      return (name: string) => rows[0]![headings.indexOf(name)];
    };
    const opinion = cellOf("opinions/list.csv");
    expect(opinion("意見標題")).toBe("'=cmd|'/c calc'!A0 <b>");
    expect(opinion("發表日期")).toBe("2026-02-04");
    expect(opinion("回覆狀態")).toBe("未回覆（逾期）");
    expect(opinion("意見內容")).toHaveLength(326);
    const wanted = cellOf("wanted/list.csv");
    expect(wanted("建議資料提供機關")).toBe("'=國發會");
    expect(wanted("狀態")).toBe("無法開放");
    expect(wanted("已併入本需求")).toBe("13;14");
    expect(wanted("回覆時間")).toBe("2026-02-05 09:00");
  });
});

describe("the feeds", () => {
  it("hold plain text, and move when something happens", () => {
    const feed = readXml(textOf("opinions/feed.atom"));
    const [newest] = feed.children.filter(({ name }) => name === "entry");
    const child = (name: string) => newest!.children.find((each) => each.name === name)!;
    expect(child("id").text).toBe("https://data.example/c/opinions/11/");
    expect(child("content").attributes).toEqual({ type: "text" });
    expect(child("content").text).toContain("<script>alert(1)</script>");
    expect(textOf("opinions/feed.atom")).not.toMatch(/<script>|\u202e/);
    const wanted = textOf("wanted/feed.atom");
    expect(wanted).toContain("<published>2026-02-03T16:30:00Z</published>");
    expect(wanted).toContain("<updated>2026-02-06T01:00:00Z</updated>");
    expect(
      readXml(wanted)
        .children.find(({ name }) => name === "entry")!
        .children.at(-1)!.text,
    ).toBe(
      "建議資料集名稱：路燈\n建議開放的欄位：位置\n建議原因：研究\n建議資料提供機關：=國發會\n狀態：無法開放\n回覆狀態：已回覆",
    );
  });

  it("hold the newest fifty", () => {
    const many = Array.from({ length: 60 }, (_, i) => entry(100 + i, { text: `${i}` }));
    expect(textOf("opinions/feed.atom", filesOf(many)).match(/<entry>/g)).toHaveLength(50);
  });
});

it("keeps as much of a text as the snapshots do", () => {
  expect(STRANGER_TEXT_LIMIT).toBe(MAX_TEXT);
});

it("cuts between characters", () => {
  expect(excerptOf("𠮷𠮷𠮷", 2)).toBe("𠮷𠮷…");
  expect(excerptOf("一\n\n二", 3)).toBe("一 二");
});
