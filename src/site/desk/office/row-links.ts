import type { Draft } from "../../../desk/draft.ts";
import type { Row } from "../../../desk/workbench.ts";
import { draftPath, readDrafts } from "../form/drafts-store.ts";
import { siteBase } from "../shared/load.ts";
import { hashOf, type Place } from "./address.ts";

/** The draft of this browser that a row stands for; a row with a number is GitHub's. */
export function draftOf(row: Row): Draft | undefined {
  if (row.number !== undefined) return undefined;
  return readDrafts().find(({ id }) => row.key === `draft ${id}`);
}

/** The form that changes what a row stands for. */
export function editTarget(row: Row): string | undefined {
  const draft = draftOf(row);
  if (draft) return siteBase() + draftPath(draft);
  if (row.number !== undefined) return `${siteBase()}office/datasets/edit/?pull=${row.number}`;
  return row.identifier && `${siteBase()}office/datasets/edit/?id=${encodeURIComponent(row.identifier)}`;
}

/**
 * Where a row's title leads (manual: 點選某筆資料集名稱): in 待處理 to the form, elsewhere to the details of the submission,
 * and to the dataset's page where none is open.
 */
export function titleTarget(row: Row, place: Place): string | undefined {
  if (place.tab === "pending" || place.tab === "returnOverdue") return editTarget(row);
  if (row.number !== undefined) return hashOf({ ...place, pull: row.number });
  // One whose 上架日期 lies ahead has no page yet.
  if (row.state === "待上架") return undefined;
  return row.identifier && `${siteBase()}datasets/${encodeURIComponent(row.identifier)}/`;
}
