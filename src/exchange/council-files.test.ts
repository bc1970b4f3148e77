import { expect, it } from "vitest";
import { catalogueOf, council, minutes } from "../catalogue/plan/council.test-helper.ts";
import { councilsOf } from "../catalogue/plan/council.ts";
import { councilFiles } from "./council-files.ts";
import { councilPaths } from "./openapi-council.ts";

const catalogue = catalogueOf("2026-05-01", council(), [
  minutes({
    topics: ["duties", "inventory"],
    represented: [{ member: "機關代表1", by: "副主管" }],
    decisions: [
      { id: "115-1-1", text: "=1+1", unit: "資訊處", state: "open", due: "2026-04-30" },
      {
        id: "115-1-2",
        text: "公開。",
        unit: "資訊處",
        state: "done",
        doneOn: "2026-02-01",
        note: "已公開；如附。",
      },
    ],
  }),
]);
const files = [...councilFiles(catalogue, councilsOf(catalogue).councils)];
const lines = (path: string) => {
  const file = files.find((each) => each.path === path)!;
  return [...(file.content as Iterable<string>)].join("").split("\r\n");
};

it("members", () => {
  const [head, first, second] = lines("plan/councils/members.csv");
  expect(head).toBe(
    "\ufeff機關代碼,機關名稱,諮詢小組,層級,屆次,任期起日,任期迄日,姓名,服務機關或團體,職稱,代表別,身分,資格,到任日,卸任日,補聘對象,現任",
  );
  expect(first).toBe(
    "A41000000G,國家發展委員會,測試部政府資料開放諮詢小組,中央二級機關諮詢小組,1,2026-01-01,2026-12-31,召集人,測試部,主管,機關代表,召集人,資訊長,,,,是",
  );
  expect(second).toContain(",機關代表1,測試部,主管,機關代表,委員,業務,");
  expect(lines("plan/councils/members.csv")).toHaveLength(14);
});

it("meetings", () => {
  expect(lines("plan/councils/meetings.csv").slice(1)).toEqual([
    "A41000000G,國家發展委員會,2026-01-16,第 1 次會議,定期會議,召集人,12,12,是,機關代表1（副主管）,,諮詢小組執掌與運作方式;盤點資料,2026-01-30,,2,諮詢小組設置要點十：本季會議沒有檢視民間需求之回應說明".replace(
      "諮詢小組執掌與運作方式;盤點資料",
      '"諮詢小組執掌與運作方式;盤點資料"',
    ),
    "",
  ]);
});

it("decisions, with no cell that a spreadsheet would run", () => {
  expect(lines("plan/councils/decisions.csv").slice(1)).toEqual([
    "A41000000G,國家發展委員會,2026-01-16,115-1-1,'=1+1,資訊處,2026-04-30,辦理中,,,是",
    "A41000000G,國家發展委員會,2026-01-16,115-1-2,公開。,資訊處,,已完成,2026-02-01,已公開；如附。,否",
    "",
  ]);
});

it("each file is described", () => {
  expect(Object.keys(councilPaths())).toEqual(files.map(({ path }) => `/${path}`));
});
