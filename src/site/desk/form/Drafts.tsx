import { useRef, useState } from "preact/hooks";
import type { Draft } from "../../../desk/draft.ts";
import { importDraft } from "../../../desk/draft.ts";
import { Dialog } from "../shared/dialog.tsx";
import { siteBase } from "../shared/load.ts";
import { draftId, draftPath } from "./drafts-store.ts";

/** When a draft was saved, in Taipei: 2026-11-21 14:05. */
export function savedTime(savedAt: string): string {
  const time = new Date(savedAt);
  if (Number.isNaN(time.getTime())) return "";
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Asia/Taipei",
    dateStyle: "short",
    timeStyle: "short",
  }).format(time);
}

export function titleOf(draft: Draft): string {
  const { title } = draft.values;
  return typeof title === "string" && title.trim() !== "" ? title : "（尚未命名）";
}

/** The drafts of this browser, each with its link. */
export function DraftList(props: { drafts: readonly Draft[]; agencyName: (code: string) => string }) {
  return (
    <ul class="list drafts">
      {props.drafts.map((draft) => (
        <li key={draft.id}>
          <a href={siteBase() + draftPath(draft)}>{titleOf(draft)}</a>
          <p class="hint">
            {props.agencyName(draft.agency)}，{draft.agency}-{draft.serial}，{savedTime(draft.savedAt)} 儲存
            {draft.pull !== undefined && `，送件 #${draft.pull}`}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** 匯入草稿: a file that 匯出草稿 made. */
export function ImportButton(props: { onImport: (draft: Draft) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  const read = async (file: File | undefined) => {
    if (!file) return;
    const result = await file.text().then(
      (text) => importDraft(text, draftId(), new Date().toISOString()),
      () => ({ problem: "檔案讀取失敗，請再選一次。" }),
    );
    // The same file may be chosen again.
    input.current!.value = "";
    if ("problem" in result) setProblem(result.problem);
    else {
      setProblem(undefined);
      props.onImport(result.draft);
    }
  };
  return (
    <>
      <button type="button" class="button" onClick={() => input.current!.click()}>
        匯入草稿
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label="草稿檔"
        onChange={(event) => void read(event.currentTarget.files?.[0])}
      />
      {problem && (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** Asks before a draft is deleted. */
export function DeleteDialog(props: { draft: Draft; onDelete: () => void; onClose: () => void }) {
  const { draft, onDelete, onClose } = props;
  return (
    <Dialog title="刪除草稿" onClose={onClose}>
      <p>要刪除草稿「{titleOf(draft)}」嗎？刪除後無法復原；需要時請先匯出。</p>
      {draft.pull !== undefined && <p>GitHub 上的送件 #{draft.pull} 不受影響。</p>}
      <p class="buttons">
        <button type="button" class="button danger" onClick={onDelete}>
          刪除
        </button>
        <button type="button" class="button" onClick={onClose}>
          取消
        </button>
      </p>
    </Dialog>
  );
}
