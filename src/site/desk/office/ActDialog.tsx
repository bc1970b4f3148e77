import { useState } from "preact/hooks";
import type { Hub } from "../../../adapters/github/desk.ts";
import { closePull, command, type Handover } from "../../../desk/handover.ts";
import type { Row } from "../../../desk/workbench.ts";
import type { Act } from "../../../review/assessment.ts";
import { deleteDraft } from "../form/drafts-store.ts";
import { Dialog } from "../shared/dialog.tsx";
import { HandoverSteps } from "../shared/HandoverSteps.tsx";
import { actName } from "./ActButtons.tsx";
import { Problem } from "./parts.tsx";
import { draftOf } from "./row-links.ts";
import { wordsOf } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";
import { Takedown } from "./Takedown.tsx";

/** A row and the button that was pressed in it. */
export interface Chosen {
  row: Row;
  act: Act;
}

/** Acts on a submission that one request does. */
type SimpleAct = "submit" | "withdraw" | "delete" | "approve";
const COMMANDS = { submit: "/送審", withdraw: "/抽回", approve: "/通過" } as const;

/** What becomes of it. */
function consequence(act: SimpleAct, row: Row): string {
  switch (act) {
    case "submit":
      return "送審後，資料審查者會收到通知，這一筆移到「已處理」。";
    case "withdraw":
      return row.kind === "takedown"
        ? "停止審查下架申請；資料集仍在上架中。"
        : "停止審查，這一筆移到「待處理」，修改後可以再送審。";
    case "delete":
      return `這件送件會關閉，從清單消失，不能從這裡復原；GitHub 上仍留有紀錄。${
        row.never ? "" : "已上架的資料集不受影響。"
      }`;
    case "approve":
      return "不查看資料集明細，直接審查通過；檢查都通過後，系統就會併入並通知資料提供者。";
  }
}

async function perform(hub: Hub, act: SimpleAct, number: number): Promise<void> {
  if (act === "delete") return hub.close(number);
  if (act === "approve") return hub.approve(number, (await hub.pull(number)).head);
  return hub.comment(number, COMMANDS[act]);
}

/** Asks before an act, then does it with the token, or shows how to do it on GitHub's page. */
export function ActDialog(props: {
  office: OfficeState;
  chosen: Chosen;
  /** Called once it is sent, with what to say on the page. */
  onDone: (said: string) => void;
  onClose: () => void;
}) {
  const { office, chosen, onDone, onClose } = props;
  const { row, act } = chosen;
  const draft = draftOf(row);
  if (draft) {
    return (
      <Dialog title={`刪除：${row.title}`} onClose={onClose}>
        <p>這份草稿只存在這個瀏覽器，刪除後無法復原。</p>
        <p class="buttons">
          <button
            type="button"
            class="button danger"
            onClick={() => {
              deleteDraft(draft.id);
              onDone("草稿已刪除。");
              onClose();
            }}
          >
            確定刪除
          </button>
        </p>
      </Dialog>
    );
  }
  if ((act === "takedown" || act === "relist") && row.identifier) {
    return (
      <Takedown
        office={office}
        act={act}
        identifier={row.identifier}
        title={row.title}
        onDone={onDone}
        onClose={onClose}
      />
    );
  }
  if (row.number === undefined || !(act in COMMANDS || act === "delete")) return null;
  return <Simple office={office} row={row} act={act as SimpleAct} onDone={onDone} onClose={onClose} />;
}

function Simple(props: {
  office: OfficeState;
  row: Row;
  act: SimpleAct;
  onDone: (said: string) => void;
  onClose: () => void;
}) {
  const { office, row, act, onDone, onClose } = props;
  const { repository, session, pending, snapshots } = office;
  const { hub } = session;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const name = actName(act, row);
  const number = row.number!;
  if (!repository) return null;
  const handover: Handover =
    act === "delete" ? closePull(repository, number) : command(repository, number, COMMANDS[act]);
  const finish = () => {
    pending.add(number);
    onDone(`「${row.title}」的${name}已送出，系統處理中。`);
    onClose();
  };
  const send = async (connected: Hub) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await perform(connected, act, number);
      finish();
      void snapshots.refresh();
    } catch (cause) {
      setProblem(wordsOf(cause));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`${name}：${row.title}`} onClose={onClose} busy={busy}>
      <p>{consequence(act, row)}</p>
      <Problem text={problem} />
      {hub ? (
        <>
          <p class="buttons">
            <button
              type="button"
              class={act === "delete" ? "button danger" : "button primary"}
              aria-disabled={busy}
              onClick={() => busy || void send(hub)}
            >
              {busy ? "送出中……" : `確定${name}`}
            </button>
          </p>
          <details>
            <summary>改在 GitHub 的頁面上做</summary>
            <HandoverSteps handover={handover} onDone={finish} />
          </details>
        </>
      ) : (
        <HandoverSteps handover={handover} onDone={finish} />
      )}
    </Dialog>
  );
}
