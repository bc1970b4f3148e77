import { expect, test } from "vitest";
import { correctionNotice } from "./correction.ts";

test("an officer is told nothing", () => {
  expect(correctionNotice("officer", "po")).toEqual([]);
});

test("a citizen is told that it goes out as 民眾修正, and what may be changed", () => {
  const [first, second] = correctionNotice("citizen", "kind-citizen");
  expect(first).toBe(
    "帳號 kind-citizen 不在授權清單，這次修改會以「民眾修正」送出，由資料集所屬機關的資料審查者決定是否採用。",
  );
  expect(second).toContain("鎖定欄位、上架日期與下架狀態不能改");
  expect(second).toContain("一件最多 20 筆，同時最多 5 件");
});

test("whoever is not connected is told both ways, and that no token is needed", () => {
  const text = correctionNotice("unknown").join("");
  expect(text).toContain("任何人都可以修正");
  expect(text).toContain("民眾修正");
  expect(text).toContain("GitHub 的編輯頁");
});
