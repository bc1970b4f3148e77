import { useState } from "preact/hooks";
import type { DraftDistribution } from "../../../desk/draft.ts";
import { Dialog } from "../shared/dialog.tsx";

/** 從試算表貼上: cells of a spreadsheet become distributions; what was read is shown before it is taken over. */
export function PasteDialog(props: {
  paste: (text: string) => { distributions: DraftDistribution[]; notes: string[] };
  /** @param text what happened, for a screen reader */
  onUse: (distributions: DraftDistribution[], text: string) => void;
  onClose: () => void;
}) {
  const { paste, onUse, onClose } = props;
  const [text, setText] = useState("");
  const read = text.trim() === "" ? undefined : paste(text);
  const count = read?.distributions.length ?? 0;
  return (
    <Dialog title="從試算表貼上資源" onClose={onClose}>
      <div class="control">
        <label for="paste-cells">試算表的儲存格</label>
        <p id="paste-help" class="hint">
          在 Excel 或 Calc
          選取儲存格後複製，貼在這裡，一列一個資源。有標題列時欄位順序不拘；沒有時依序為描述、格式、網址、編碼。
        </p>
        <textarea
          id="paste-cells"
          aria-describedby="paste-help"
          rows={6}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <div role="status">
        {read && (
          <>
            <p>{count > 0 ? `讀到 ${count} 個資源。` : "沒有讀到資源。"}</p>
            <ul>
              {read.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      {read && count > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">描述</th>
                <th scope="col">格式</th>
                <th scope="col">網址</th>
              </tr>
            </thead>
            <tbody>
              {read.distributions.slice(0, 10).map((d, index) => (
                <tr key={index}>
                  <td>{d.resourceDescription}</td>
                  <td>{d.format}</td>
                  <td>{d.downloadURL || d.accessURL}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {count > 10 && <p class="hint">另有 {count - 10} 個</p>}
        </div>
      )}
      <p class="buttons">
        <button
          type="button"
          class="button primary"
          disabled={count === 0}
          onClick={() => onUse(read!.distributions, `已加入 ${count} 個資源`)}
        >
          加入
        </button>
        <button type="button" class="button" onClick={onClose}>
          取消
        </button>
      </p>
    </Dialog>
  );
}
