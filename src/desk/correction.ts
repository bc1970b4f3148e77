import { MOST_CORRECTED, MOST_CORRECTIONS } from "../review/corrections.ts";

/** Who edits a published dataset: an officer whom the register lists, a citizen, or somebody who is not connected. */
export type Editor = "officer" | "citizen" | "unknown";

const LIMITS =
  "只能修改內容：鎖定欄位、上架日期與下架狀態不能改，也不能新增資料集；" +
  `一件最多 ${MOST_CORRECTED} 筆，同時最多 ${MOST_CORRECTIONS} 件。`;

/**
 * What somebody is told who edits a published dataset (資料修正回饋, mission A15), a paragraph each; none for an officer.
 * @param account login on GitHub, where it is known
 */
export function correctionNotice(editor: Editor, account?: string): string[] {
  switch (editor) {
    case "officer":
      return [];
    case "citizen":
      return [
        `帳號 ${account ?? ""} 不在授權清單，這次修改會以「民眾修正」送出，由資料集所屬機關的資料審查者決定是否採用。`,
        LIMITS,
      ];
    case "unknown":
      return [
        "任何人都可以修正這個資料集。機關的資料提供者送出後是「修改」；其他人送出後是「民眾修正」，由機關的資料審查者決定是否採用。",
        `民眾修正${LIMITS}沒有 GitHub 權杖也可以送出：按「送審」後，照步驟在 GitHub 的編輯頁貼上即可。`,
      ];
  }
}
