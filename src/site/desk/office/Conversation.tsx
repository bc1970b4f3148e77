import { useEffect, useId, useRef, useState } from "preact/hooks";
import { accountKey } from "../../../catalogue/grants.ts";
import { taipeiTime } from "../../../catalogue/today.ts";
import { opinionCommands, REQUEST_COMMANDS, type Standing } from "../../../desk/opinions.ts";
import { saysSomething } from "../../../review/commands.ts";
import { maskAccount, type Opinion } from "../../../review/opinions/parse.ts";
import { HandoverSteps } from "../shared/HandoverSteps.tsx";
import { siteBase } from "../shared/load.ts";
import { OpinionActs } from "./OpinionActs.tsx";
import { Loading, Outside, Problem, Revealed, useLoaded } from "./parts.tsx";
import { StandingBadges } from "./StandingBadges.tsx";
import { readerOf, wordsOf } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";

/** One opinion with what was answered, and 回應. */
export function Conversation(props: {
  office: OfficeState;
  opinion: Opinion;
  dataset: string;
  standing: Standing;
  onClose: () => void;
}) {
  const { office, opinion, dataset, standing, onClose } = props;
  const { repository, session, register } = office;
  const { hub } = session;
  const [sent, setSent] = useState(0);
  const comments = useLoaded(
    async () => (await readerOf(repository!, hub)).issueComments(opinion.number),
    [opinion.number, hub, sent],
  );
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const nameOf = (account: string) =>
    register.people.get(accountKey(account))?.displayName ?? maskAccount(account);
  return (
    <>
      <p>
        <button type="button" class="linkish" onClick={onClose}>
          ← 回到清單
        </button>
      </p>
      <h2 ref={heading} tabIndex={-1}>
        {opinion.title}
      </h2>
      <p class="meta">
        <span>{opinion.author}</span>
        <time datetime={opinion.createdAt}>{taipeiTime(new Date(opinion.createdAt))}</time>
        <Outside href={opinion.url}>固定網址</Outside>
      </p>
      <p>
        <StandingBadges standing={standing} />
      </p>
      <dl class="pairs">
        {opinion.form === "opinion" ? (
          <>
            <dt>資料集名稱</dt>
            <dd>
              {opinion.identifier ? (
                <a href={`${siteBase()}datasets/${encodeURIComponent(opinion.identifier)}/`}>{dataset}</a>
              ) : (
                dataset
              )}
            </dd>
            <dt>意見類型</dt>
            <dd>{opinion.kind ?? "—"}</dd>
            <dt>意見內容</dt>
            <dd>{opinion.text}</dd>
          </>
        ) : (
          <>
            <dt>建議資料集名稱</dt>
            <dd>{opinion.name}</dd>
            <dt>建議開放的欄位</dt>
            <dd>{opinion.fields || "—"}</dd>
            <dt>建議原因</dt>
            <dd>{opinion.reason || "—"}</dd>
            <dt>建議資料提供機關</dt>
            <dd>{opinion.agency || "—"}</dd>
          </>
        )}
      </dl>
      <h3>意見與回應</h3>
      <Loading of={comments}>
        {(list) =>
          list.length === 0 ? (
            <p>還沒有回應。</p>
          ) : (
            <ul class="list">
              {list.map((comment) => (
                <li key={`${comment.createdAt} ${comment.author}`}>
                  <p class="meta">
                    <span>{nameOf(comment.author)}</span>
                    <time datetime={comment.createdAt}>{taipeiTime(new Date(comment.createdAt))}</time>
                  </p>
                  <p class="text">{comment.body}</p>
                </li>
              ))}
            </ul>
          )
        }
      </Loading>
      <Reply office={office} opinion={opinion} onSent={() => setSent(sent + 1)} />
      <OpinionActs
        office={office}
        number={opinion.number}
        url={opinion.url}
        commands={
          opinion.form === "wanted"
            ? REQUEST_COMMANDS
            : opinionCommands(office.place.role === "administrator")
        }
        onSent={() => setSent(sent + 1)}
      />
    </>
  );
}

function Reply(props: { office: OfficeState; opinion: Opinion; onSent: () => void }) {
  const { office, opinion, onSent } = props;
  const { hub } = office.session;
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState<string>();
  const [handover, setHandover] = useState(false);
  const id = useId();
  const send = async () => {
    setProblem(undefined);
    setSaid(undefined);
    if (!saysSomething(text)) {
      setProblem("請先填寫回應的內容。");
      document.getElementById(`${id}-text`)?.focus();
      return;
    }
    if (!hub) return setHandover(true);
    setBusy(true);
    try {
      await hub.comment(opinion.number, text.trim());
      setText("");
      setSaid("回應已送出。");
      onSent();
    } catch (cause) {
      setProblem(wordsOf(cause));
    }
    setBusy(false);
  };
  return (
    <form
      class="panel"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void send();
      }}
    >
      <h3>回應</h3>
      <div class="control">
        <label for={`${id}-text`}>回應 *</label>
        <textarea
          id={`${id}-text`}
          value={text}
          aria-describedby={`${id}-hint`}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setHandover(false);
          }}
        />
        <span class="hint" id={`${id}-hint`}>
          會以您的 GitHub 帳號公開發表。
        </span>
      </div>
      <Problem text={problem} />
      <div role="status">{said && <p class="message good">{said}</p>}</div>
      <p class="buttons">
        <button type="submit" class="button primary" aria-disabled={busy}>
          {busy ? "送出中……" : "送出"}
        </button>
      </p>
      {handover && (
        <Revealed label="在 GitHub 的頁面上完成">
          <HandoverSteps
            handover={{
              url: opinion.url,
              clipboard: text.trim(),
              steps: ["登入 GitHub。", "到頁面最下方的留言框，按 Ctrl+V 貼上。", "按「Comment」。"],
            }}
            onDone={() => {
              setHandover(false);
              setText("");
              onSent();
            }}
          />
        </Revealed>
      )}
    </form>
  );
}
