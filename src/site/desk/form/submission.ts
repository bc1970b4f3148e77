import type { Hub } from "../../../adapters/github/desk.ts";
import { pathOf } from "../../../catalogue/check.ts";
import type { DeskAgency } from "../../../desk/data.ts";
import { datasetText } from "../../../desk/dataset-text.ts";
import { type Draft, nextSerial } from "../../../desk/draft.ts";
import type { SubmitRequest } from "../shared/SubmitDialog.tsx";
import { takenSerials } from "./opening.ts";
import { renumbered } from "./places.ts";

/** What is submitted, with the draft as it is now numbered. */
export type Prepared =
  | { request: SubmitRequest; draft: Draft; note?: string }
  | { problem: string }
  /** The file has changed since the draft began; as it is now. */
  | { fresh: string };

const fileOf = ({ agency, serial }: Draft) => pathOf(`${agency}-${serial}`);

/** Name of a new branch; the time keeps it apart from an earlier one. */
const branchOf = (identifier: string, now: Date) =>
  `desk/${identifier}-${now.toISOString().replace(/\D/g, "").slice(0, 14)}`;

/**
 * Makes the submission of a draft. Where somebody is connected it first looks whether the number of a new dataset is
 * still free, whether the file to be changed is as the draft began, and whether a submission that is being mended is as the draft began.
 */
export async function prepare(input: {
  draft: Draft;
  agency: DeskAgency;
  hub: Hub | undefined;
  /** 暫存 instead of 送審. */
  asDraft: boolean;
  /** What the reviewers are told. */
  explanation: string;
}): Promise<Prepared> {
  const { agency, hub, asDraft, explanation } = input;
  let { draft } = input;
  let note: string | undefined;
  try {
    const isNew = draft.base === undefined && draft.pull === undefined;
    const known = agency.datasets.some(({ serial }) => serial === draft.serial);
    if (isNew && (known || (hub && (await hub.read(fileOf(draft))) !== undefined))) {
      draft = withSerial(draft, nextSerial([draft.serial, ...(await takenSerials(agency, hub))]));
      note = `編號 ${input.draft.serial} 已有人使用，改為 ${draft.serial}。`;
    }
    const path = fileOf(draft);
    if (draft.base !== undefined && draft.pull === undefined && hub) {
      const now = await hub.read(path);
      if (now !== undefined && now !== draft.base) return { fresh: now };
    }
    const text = datasetText(draft);
    const identifier = `${draft.agency}-${draft.serial}`;
    const title = typeof draft.values.title === "string" ? draft.values.title : identifier;
    const act = draft.base === undefined ? "新增" : "修改";
    const request: SubmitRequest = {
      files: [{ path, text, existing: draft.base !== undefined }],
      title: `${act}資料集：${title}`,
      body: [`${act}${agency.agency.name}的資料集「${title}」（${identifier}）。`, explanation.trim()]
        .filter(Boolean)
        .join("\n\n"),
      branch: branchOf(identifier, new Date()),
      draft: asDraft,
    };
    // Without a token it is mended on GitHub's own page, which keeps versions apart itself.
    if (draft.pull !== undefined && !hub) request.pull = { number: draft.pull, head: "" };
    if (draft.pull !== undefined && hub) {
      const { head, state } = await hub.pull(draft.pull);
      if (state === "open") {
        if ((await hub.read(path, head)) !== draft.base) {
          return {
            problem: `送件 #${draft.pull} 在您開始修改之後已有新的版本。請匯出草稿備份，再從「待處理」重新開啟這件送件。`,
          };
        }
        request.pull = { number: draft.pull, head };
      } else {
        // A submission that has ended takes no more: this will be another.
        request.files[0]!.existing = (await hub.read(path)) !== undefined;
        const { pull: _, ...rest } = draft;
        draft = rest;
      }
    }
    return { request, draft, ...(note ? { note } : {}) };
  } catch (error) {
    const { message, remedy = "" } = error as { message: string; remedy?: string };
    return { problem: `${message}${remedy}` };
  }
}

function withSerial(draft: Draft, serial: string): Draft {
  const [from, to] = [draft.serial, serial].map((s) => `${draft.agency}-${s}`);
  return { ...draft, serial, values: renumbered(draft.values, from!, to!) };
}
