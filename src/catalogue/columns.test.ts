import { expect, test } from "vitest";
import { describedColumns, splitColumns } from "./columns.ts";

test.each([
  [
    "Issue(期別)、PublishDate(出刊日期)",
    [
      { name: "Issue", label: "期別" },
      { name: "PublishDate", label: "出刊日期" },
    ],
  ],
  ["title;link;pubDate", [{ name: "title" }, { name: "link" }, { name: "pubDate" }]],
  [
    "年度、名稱（中文、英文）、數量",
    [{ name: "年度" }, { name: "名稱", label: "中文、英文" }, { name: "數量" }],
  ],
  ["編號、\n名稱。", [{ name: "編號" }, { name: "名稱" }]],
  // Prose names no columns, and one name alone may be prose.
  ["內容包含各縣市的統計資料，逐月更新，詳見說明文件的附錄。另見網站說明", []],
  ["名稱", []],
  ["", []],
])("columns of %j", (text, columns) => {
  expect(describedColumns(text)).toEqual(columns);
});

test("brackets that never close leave the text whole", () => {
  expect(splitColumns("甲（乙、丙")).toEqual(["甲（乙、丙"]);
});
