import { useId, useState } from "preact/hooks";
import type { Hub } from "../../../adapters/github/desk.ts";
import { requestForm } from "../../../desk/handover.ts";
import type { RefusalReason } from "../../../review/assessment.ts";
import { saysSomething } from "../../../review/commands.ts";
import { Dialog } from "../shared/dialog.tsx";
import { HandoverSteps } from "../shared/HandoverSteps.tsx";
import { Outside, Problem } from "./parts.tsx";
import { wordsOf } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";

/** 下架原因 (mission P10). */
const REASONS = [
  { code: "A", text: "A 公益情事變更：公共利益的情況改變，繼續提供已不適當" },
  { code: "B", text: "B 侵害第三人權利：繼續提供會侵害隱私、著作權或其他權利" },
] as const;
const LONGEST = 500;

const REFUSED: Partial<Record<RefusalReason, string>> = {
  noRight: "您不是這個機關的資料提供者，不能提出申請。",
  datasetUnknown: "主要分支上找不到這個資料集。",
  notPublished: "這個資料集已經下架。",
  notWithdrawn: "這個資料集還在上架中，不必重新上架。",
  reasonMissing: `請選擇下架原因並填寫說明，最多 ${LONGEST} 字。`,
};

interface Asked {
  reason: "A" | "B" | undefined;
  explanation: string;
}

/** Makes the submission as the bot would for the request form, in the person's own name. */
async function submit(
  office: OfficeState,
  hub: Hub,
  act: "takedown" | "relist",
  identifier: string,
  { reason, explanation }: Asked,
): Promise<{ number: number; url: string } | { compare: string }> {
  const [{ propose }, { pathOf }] = await Promise.all([
    import("../../../review/requests.ts"),
    import("../../../catalogue/check.ts"),
  ]);
  const text = await hub.read(pathOf(identifier));
  const proposed = propose({
    to: "",
    url: "",
    act: act === "takedown" ? "takedown" : "relisting",
    account: hub.login,
    identifier,
    ...(reason ? { reason } : {}),
    explanation,
    ...(text === undefined ? {} : { published: new TextEncoder().encode(text) }),
    register: office.register,
    today: office.today,
  });
  if ("answer" in proposed) throw new Error(REFUSED[proposed.answer.reason!] ?? "這項申請無法提出。");
  const { path, title, draft } = proposed.proposal;
  const body = act === "takedown" ? `下架原因：${reason}\n\n${explanation}` : "已下架的資料集重新上架。";
  const stamp = new Date().toISOString().slice(0, 16).replace(/\D/g, "");
  return hub.submit({
    files: [{ path, text: proposed.proposal.text }],
    title,
    body,
    draft,
    branch: `desk/${act}-${identifier}-${stamp}`,
  });
}

/** 申請下架 (P10) and 重新上架 (P11): with a token a submission, without one the request form on GitHub. */
export function Takedown(props: {
  office: OfficeState;
  act: "takedown" | "relist";
  identifier: string;
  title: string;
  onDone: (said: string) => void;
  onClose: () => void;
}) {
  const { office, act, identifier, title, onDone, onClose } = props;
  const { repository, session, pending, snapshots } = office;
  const { hub } = session;
  const [asked, setAsked] = useState<Asked>({ reason: undefined, explanation: "" });
  const [stage, setStage] = useState<"asking" | "sending" | "handover" | { compare: string }>("asking");
  const [problem, setProblem] = useState<string>();
  const id = useId();
  const name = act === "takedown" ? "申請下架" : "重新上架";
  if (!repository) return null;
  const length = [...asked.explanation].length;
  const complete =
    act === "relist" || (asked.reason && saysSomething(asked.explanation) && length <= LONGEST);
  const finish = () => {
    pending.add(identifier);
    onDone(
      act === "takedown"
        ? `「${title}」的下架申請已送出，系統處理中。`
        : `「${title}」已建立重新上架的送件，請到「待處理」修改內容後送審。`,
    );
    onClose();
    void snapshots.refresh();
  };
  const send = async (connected: Hub) => {
    setStage("sending");
    try {
      const result = await submit(office, connected, act, identifier, asked);
      if ("compare" in result) setStage(result);
      else finish();
    } catch (cause) {
      setProblem(wordsOf(cause));
      setStage("asking");
    }
  };
  /** Goes on where everything is filled in, else leads to what is missing. */
  const next = (go: () => void) => {
    setProblem(complete ? undefined : REFUSED.reasonMissing);
    if (complete) go();
    else document.getElementById(asked.reason ? `${id}-text` : `${id}-A`)?.focus();
  };

  return (
    <Dialog title={`${name}：${title}`} onClose={onClose} busy={stage === "sending"}>
      <Problem text={problem} />
      {stage === "handover" ? (
        <HandoverSteps
          handover={requestForm(
            repository,
            act === "takedown" ? "takedown" : "relisting",
            identifier,
            asked.reason,
            asked.explanation.trim() || undefined,
          )}
          onDone={finish}
        />
      ) : typeof stage === "object" ? (
        <>
          <p role="status">內容已存到 GitHub，還差一步：在開啟的頁面按「Create pull request」。</p>
          <p>
            <Outside href={stage.compare}>開啟 GitHub 的頁面</Outside>
          </p>
          <p class="buttons">
            <button type="button" class="button primary" onClick={finish}>
              我已完成
            </button>
          </p>
        </>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (stage === "asking") next(() => (hub ? void send(hub) : setStage("handover")));
          }}
        >
          {act === "takedown" ? (
            <>
              <p>資料以不下架為原則。下架後，網址與歷史紀錄永久保留，頁面會說明下架原因與日期。</p>
              <fieldset class="choices">
                <legend>下架原因 *</legend>
                {REASONS.map(({ code, text }) => (
                  <label key={code}>
                    <input
                      id={`${id}-${code}`}
                      type="radio"
                      name={`${id}-reason`}
                      checked={asked.reason === code}
                      onChange={() => setAsked({ ...asked, reason: code })}
                    />
                    {text}
                  </label>
                ))}
              </fieldset>
              <div class="control">
                <label for={`${id}-text`}>下架說明 *</label>
                <textarea
                  id={`${id}-text`}
                  value={asked.explanation}
                  aria-describedby={`${id}-count`}
                  onInput={(event) => setAsked({ ...asked, explanation: event.currentTarget.value })}
                />
                <span class={length > LONGEST ? "error" : "hint"} id={`${id}-count`}>
                  {length}／{LONGEST} 字；會公開在資料集的頁面上
                </span>
              </div>
            </>
          ) : (
            <p>會建立一件暫存的送件，出現在「待處理」，可以修改內容後再送審上架。</p>
          )}
          <p class="buttons">
            <button type="submit" class="button primary" aria-disabled={stage === "sending"}>
              {stage === "sending" ? "送出中……" : hub ? `送出${name}` : "下一步"}
            </button>
            {hub && (
              <button
                type="button"
                class="button"
                aria-disabled={stage === "sending"}
                onClick={() => stage === "sending" || next(() => setStage("handover"))}
              >
                改在 GitHub 的頁面上做
              </button>
            )}
          </p>
        </form>
      )}
    </Dialog>
  );
}
