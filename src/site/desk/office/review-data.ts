import type { Hub } from "../../../adapters/github/desk.ts";
import { type AgencyFile, linkAgencies } from "../../../catalogue/catalogue.ts";
import { pathOf } from "../../../catalogue/check.ts";
import { checkDraft, type FieldDiagnostic } from "../../../desk/check-draft.ts";
import { deskVocabularies } from "../../../desk/data.ts";
import { readDataset } from "../../../review/classify.ts";
import { type HistoryRecord, type QueueDataset, readHistory } from "../../../review/queues.ts";
import type { FieldRow } from "../../../review/status-comment.ts";
import { fieldRows } from "../../submission-view.ts";
import { agency as loadAgency } from "../shared/load.ts";
import type { OfficeState } from "./state.ts";

/*
 * What a reviewer looks at (manual 四.1; mission R3). Loaded when the details of a submission open, since the schema
 * and the checker weigh more than the lists.
 */

/** One dataset of a submission. */
export interface ReviewedDataset {
  identifier: string;
  title: string;
  /** Every field as the public will see it, in the page's order. */
  rows: FieldRow[];
  /** There is a former version to compare with. */
  compared: boolean;
  diagnostics: FieldDiagnostic[];
  /** Why there is nothing to show, in Chinese. */
  problem?: string;
  /** Newest first. */
  history: HistoryRecord[];
}

const bytes = (text: string | undefined) => (text === undefined ? undefined : new TextEncoder().encode(text));

/**
 * Reads one dataset of a submission: as it is published, as it is submitted, what the checker says of it, what happened
 * to it before.
 * @param version commit that is looked at
 */
export async function loadReviewed(
  office: Pick<OfficeState, "platform" | "today">,
  reader: Pick<Hub, "read" | "snapshot">,
  { identifier, agency: code, title, act }: QueueDataset,
  version: string,
): Promise<ReviewedDataset> {
  const { platform, today } = office;
  const path = pathOf(identifier);
  const [published, submitted, snapshot, own] = await Promise.all([
    act === "new" ? undefined : reader.read(path),
    reader.read(path, version),
    reader.snapshot(`review/history/${code}.json`),
    loadAgency(code),
  ]);
  const { datasets } = readHistory(snapshot, code).snapshot;
  const history = Object.hasOwn(datasets, identifier) ? datasets[identifier]! : [];
  const vocabularies = deskVocabularies(platform);
  const agencies: AgencyFile[] = [own.agency, ...own.above];
  const after = readDataset(path, bytes(submitted));
  const before = readDataset(path, bytes(published));
  const nothing = { identifier, title, rows: [], compared: false, diagnostics: [], history };
  if (submitted === undefined) return { ...nothing, problem: "送件中讀不到這個資料集的檔案。" };
  const diagnostics = checkDraft({
    text: submitted,
    path,
    platform: { vocabularies },
    agency: own,
    today,
    ...(published === undefined ? {} : { base: published }),
  });
  if (!after) return { ...nothing, diagnostics, problem: "檔案不是可以讀取的 YAML，無法逐欄顯示。" };
  const rows = fieldRows(identifier, before, after, { agencies: linkAgencies(agencies), vocabularies });
  return { identifier, title, rows, compared: before !== undefined, diagnostics, history };
}
