import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { HubIssue } from "../../../adapters/github/desk.ts";
import { accountKey } from "../../../catalogue/grants.ts";
import { foldText } from "../../../catalogue/search-terms.ts";
import { taipeiDay, taipeiTime } from "../../../catalogue/today.ts";
import { pageOf } from "../../../desk/workbench.ts";
import { saysSomething } from "../../../review/commands.ts";
import { LABELS } from "../../../review/names.ts";
import { maskAccount, type Opinion, parseOpinion } from "../../../review/opinions/parse.ts";
import { HandoverSteps } from "../shared/HandoverSteps.tsx";
import { loadText, siteBase } from "../shared/load.ts";
import {
  Found,
  Loading,
  NO_QUERY,
  Outside,
  PAGE_SIZE,
  Pager,
  Problem,
  Revealed,
  SearchBar,
  Taken,
  useLoaded,
} from "./parts.tsx";
import { readerOf, wordsOf } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";

const STATES = ["已回覆", "未回覆"];
/** Issues that one request brings. */
const BATCH = 50;

const stateOf = (opinion: Opinion) => (opinion.replied ? "已回覆" : "未回覆");

/** Titles of the published datasets. */
async function loadTitles(): Promise<Map<string, string>> {
  const lines = (await loadText("office/titles.txt")).split("\n");
  return new Map(lines.map((line) => [line.slice(0, 17), line.slice(18)] as const));
}

/** Whether an opinion concerns the agencies in view; what names no known agency concerns everybody. */
function concerns(opinion: Opinion, { scope, register }: OfficeState): boolean {
  const { agencies } = scope;
  if (!agencies) return true;
  if (opinion.form === "opinion") {
    return opinion.identifier === undefined || agencies.has(opinion.identifier.slice(0, 10));
  }
  const named = [...register.agencies.values()].filter(({ name }) => opinion.agency.includes(name));
  return named.length === 0 || named.some(({ code }) => agencies.has(code));
}

/** 互動專區: 我有話要說 for providers and reviewers (manual 四.4, 五.6), 我還想要 for administrators (manual 三.4). */
export function Interaction({ office }: { office: OfficeState }) {
  const { repository, session, place } = office;
  const { hub } = session;
  const wanted = place.role === "administrator";
  const label = wanted ? LABELS.wanted.name : LABELS.opinion.name;
  const [batches, setBatches] = useState(1);
  const [opened, setOpened] = useState<number>();
  const [query, setQuery] = useState(NO_QUERY);
  const [page, setPage] = useState(1);
  const titles = useLoaded(loadTitles, []);
  const loaded = useLoaded(async () => {
    if (!repository) return undefined;
    const reader = await readerOf(repository, hub);
    const issues: HubIssue[] = [];
    for (let batch = 1; batch <= batches && issues.length === (batch - 1) * BATCH; batch++) {
      issues.push(...(await reader.issues(label, batch)));
    }
    return issues;
  }, [label, hub, batches]);

  return (
    <Loading of={loaded}>
      {(issues) => {
        if (!issues) return <p class="message">平臺設定沒有登記儲存庫，所以沒有互動專區。</p>;
        const opinions = issues.flatMap((issue) => {
          const opinion = parseOpinion(issue);
          const fits = opinion && (opinion.form === "wanted") === wanted && concerns(opinion, office);
          return fits ? [opinion] : [];
        });
        const titleOf = (opinion: Opinion) =>
          opinion.form === "wanted"
            ? opinion.name
            : (titles.status === "ready" && titles.value.get(opinion.identifier ?? "")) ||
              opinion.identifier ||
              "（未註明）";
        const open = opinions.find(({ number }) => number === opened);
        if (open) {
          return (
            <Conversation
              key={open.number}
              office={office}
              opinion={open}
              dataset={titleOf(open)}
              onClose={() => setOpened(undefined)}
            />
          );
        }
        const text = foldText(query.text.trim());
        const found = opinions.filter(
          (opinion) =>
            (query.state === "" || stateOf(opinion) === query.state) &&
            [
              opinion.title,
              titleOf(opinion),
              opinion.form === "opinion" ? opinion.text : opinion.reason,
            ].some((part) => foldText(part).includes(text)),
        );
        const shown = pageOf(found, page, PAGE_SIZE);
        return (
          <>
            <SearchBar
              label={wanted ? "標題查詢" : "資料集名稱、意見標題、意見內容查詢"}
              states={STATES}
              onSearch={(next) => {
                setQuery(next);
                setPage(1);
              }}
            />
            <Taken at={undefined}>
              <span>剛從 GitHub 讀取，最新的在前。</span>
            </Taken>
            <Found count={found.length} searched={query.text !== "" || query.state !== ""} />
            {found.length > 0 && (
              <table class="grid">
                <thead>
                  <tr>
                    {wanted ? (
                      <>
                        <th scope="col">標題</th>
                        <th scope="col">發表日期</th>
                      </>
                    ) : (
                      <>
                        <th scope="col">發表日期</th>
                        <th scope="col">資料集名稱</th>
                        <th scope="col">意見標題</th>
                        <th scope="col">意見內容</th>
                      </>
                    )}
                    <th scope="col">回覆狀態</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.rows.map((opinion) => {
                    const day = taipeiDay(new Date(opinion.createdAt));
                    const date = <time datetime={opinion.createdAt}>{day}</time>;
                    const link = (words: string) => (
                      <button type="button" class="linkish" onClick={() => setOpened(opinion.number)}>
                        {words}
                      </button>
                    );
                    return (
                      <tr key={opinion.number}>
                        {opinion.form === "wanted" ? (
                          <>
                            <td data-label="標題">{link(opinion.title)}</td>
                            <td data-label="發表日期">{date}</td>
                          </>
                        ) : (
                          <>
                            <td data-label="發表日期">{date}</td>
                            <td data-label="資料集名稱">{link(titleOf(opinion))}</td>
                            <td data-label="意見標題">{opinion.title}</td>
                            <td data-label="意見內容">
                              {opinion.text.length > 80 ? `${opinion.text.slice(0, 80)}…` : opinion.text}
                            </td>
                          </>
                        )}
                        <td data-label="回覆狀態">
                          <span class={opinion.replied ? "badge good" : "badge warn"}>
                            {stateOf(opinion)}
                          </span>
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            )}
            <Pager page={shown.page} pages={shown.pages} onPage={setPage} />
            {issues.length === batches * BATCH && (
              <p class="more">
                <button type="button" class="button" onClick={() => setBatches(batches + 1)}>
                  載入更早的意見
                </button>
              </p>
            )}
          </>
        );
      }}
    </Loading>
  );
}

/** One opinion with what was answered, and 回應. */
function Conversation(props: {
  office: OfficeState;
  opinion: Opinion;
  dataset: string;
  onClose: () => void;
}) {
  const { office, opinion, dataset, onClose } = props;
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
