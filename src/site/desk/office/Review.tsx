import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Hub } from "../../../adapters/github/desk.ts";
import { taipeiTime } from "../../../catalogue/today.ts";
import { command } from "../../../desk/handover.ts";
import { saysSomething } from "../../../review/commands.ts";
import { ROLE_NAMES, STAGE_NAMES } from "../../../review/decision-table.ts";
import { LABELS } from "../../../review/names.ts";
import type { HistoryRecord, QueueEntry } from "../../../review/queues.ts";
import type { FieldRow } from "../../../review/status-comment.ts";
import { HandoverSteps } from "../shared/HandoverSteps.tsx";
import { siteBase } from "../shared/load.ts";
import { leftText } from "./columns.ts";
import { Loading, Outside, Problem, Revealed, useLoaded } from "./parts.tsx";
import type { ReviewedDataset } from "./review-data.ts";
import { readerOf, wordsOf } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";
import { panelId } from "./Tabs.tsx";

/** Datasets of one submission that are shown here; the rest stands on GitHub's page. */
const MOST_DATASETS = 20;
/** Decisions are open in these states (decision table). */
const DECIDABLE: readonly QueueEntry["state"][] = ["inReview", "approved", "returned"];

/** 審查: the details of one submission, and the decision on it (manual 四.1). */
export function Review(props: {
  office: OfficeState;
  number: number;
  /** Called once a decision is sent, with what to say on the page. */
  onDone: (said: string) => void;
  onClose: () => void;
}) {
  const { office, number, onDone, onClose } = props;
  const { snapshots, repository } = office;
  const entry = [...snapshots.submissions.open, ...snapshots.submissions.merged].find(
    (e) => e.number === number,
  );
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [entry === undefined]);
  return (
    <>
      <p>
        <button
          type="button"
          class="linkish"
          onClick={() => {
            onClose();
            document.getElementById(panelId(office.place.tab))?.focus();
          }}
        >
          ← 回到清單
        </button>
      </p>
      {!entry || !repository ? (
        <p class="message" role="status">
          {snapshots.loading ? "載入中……" : `快照中沒有送件 #${number}；可能剛送出，或已經關閉。`}
        </p>
      ) : (
        <>
          <h2 ref={heading} tabIndex={-1}>
            {entry.title}
          </h2>
          <Summary entry={entry} office={office} />
          <Details
            office={office}
            entry={entry}
            onDone={(said) => {
              onDone(said);
              onClose();
            }}
          />
        </>
      )}
    </>
  );
}

function Summary({ entry, office }: { entry: QueueEntry; office: OfficeState }) {
  const { state, kind, submitter, clock, turn, url, number, releaseDate, agencies } = entry;
  const named = agencies.map((code) => office.register.agencies.get(code)?.name ?? code);
  return (
    <dl class="pairs">
      <dt>狀態</dt>
      <dd>
        {office.pending.has(number) ? "已送出，系統處理中" : STAGE_NAMES[state]}
        {clock && `（${leftText(clock)}，期限 ${clock.deadline}）`}
      </dd>
      <dt>申請事項</dt>
      <dd>{kind === "empty" ? "無變更" : LABELS[kind].name}</dd>
      <dt>機關</dt>
      <dd>{named.join("、")}</dd>
      <dt>送件人</dt>
      <dd>{submitter.displayName}</dd>
      {releaseDate && (
        <>
          <dt>預計上架日期</dt>
          <dd>{releaseDate}</dd>
        </>
      )}
      {turn && (
        <>
          <dt>等待處理</dt>
          <dd>
            {ROLE_NAMES[turn.role]}
            {turn.persons.length > 0 && `：${turn.persons.map((p) => p.displayName).join("、")}`}
          </dd>
        </>
      )}
      <dt>GitHub</dt>
      <dd>
        <Outside href={url}>送件 #{number}</Outside>
      </dd>
    </dl>
  );
}

function Details(props: { office: OfficeState; entry: QueueEntry; onDone: (said: string) => void }) {
  const { office, entry, onDone } = props;
  const { repository, session } = office;
  const { hub } = session;
  const shown = entry.datasets.slice(0, MOST_DATASETS);
  const loaded = useLoaded(async () => {
    const reader = await readerOf(repository!, hub);
    // What is shown is what the decision binds to; without a token it is the latest version at this moment.
    const head = hub ? (await hub.pull(entry.number)).head : undefined;
    const { loadReviewed } = await import("./review-data.ts");
    const version = head ?? `refs/pull/${entry.number}/head`;
    const datasets = await Promise.all(
      shown.map((dataset) => loadReviewed(office, reader, dataset, version)),
    );
    return { head, datasets };
  }, [entry.number, entry.updatedAt, hub]);
  const role = office.place.role;
  return (
    <Loading of={loaded}>
      {({ head, datasets }) => (
        <>
          {datasets.map((dataset) => (
            <Dataset key={dataset.identifier} dataset={dataset} alone={datasets.length === 1} />
          ))}
          {entry.datasetCount > shown.length && (
            <p class="message">
              這件送件共有 {entry.datasetCount} 個資料集，這裡顯示前 {shown.length} 個；其餘請見
              <Outside href={entry.url}>GitHub 上的送件</Outside>。
            </p>
          )}
          {shown.length === 0 && (
            <p class="message">
              這件送件不含資料集，內容請見<Outside href={entry.url}>GitHub 上的送件</Outside>。
            </p>
          )}
          {role !== "provider" && DECIDABLE.includes(entry.state) && !office.pending.has(entry.number) && (
            <Decision office={office} entry={entry} head={head} onDone={onDone} />
          )}
        </>
      )}
    </Loading>
  );
}

function Dataset({ dataset, alone }: { dataset: ReviewedDataset; alone: boolean }) {
  const { identifier, title, rows, compared, diagnostics, problem, history } = dataset;
  const [changedOnly, setChangedOnly] = useState(false);
  const changed = (row: FieldRow) => row.before !== row.after;
  const shown = compared && changedOnly ? rows.filter(changed) : rows;
  return (
    <section class="panel" aria-label={title}>
      <h3>
        {alone ? "資料集內容" : title} <small>{identifier}</small>
      </h3>
      {problem && <p class="message bad">{problem}</p>}
      {compared && (
        <>
          <p class="choices">
            <label>
              <input
                type="checkbox"
                checked={changedOnly}
                onChange={(event) => setChangedOnly(event.currentTarget.checked)}
              />
              只看有變動的欄位（{rows.filter(changed).length} 欄）
            </label>
          </p>
          <p class="hint">
            <a href={`${siteBase()}datasets/${encodeURIComponent(identifier)}/`}>目前公開的頁面</a>
          </p>
        </>
      )}
      {shown.length > 0 && (
        <table class="grid change">
          <thead>
            <tr>
              <th scope="col">欄位</th>
              {compared && <th scope="col">目前</th>}
              <th scope="col">{compared ? "送審的內容" : "內容"}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.label}>
                <td data-label="欄位">
                  {row.label}
                  {compared && changed(row) && <span class="badge warn">有變動</span>}
                </td>
                {compared && (
                  <td data-label="目前" class="text">
                    <Value text={row.before} url={row.url} />
                  </td>
                )}
                <td data-label={compared ? "送審的內容" : "內容"} class="text">
                  <Value text={row.after} url={row.url} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3>檢查結果</h3>
      {diagnostics.length === 0 ? (
        <p>欄位檢查通過。下載網址請點選上表的連結，確認能開啟且內容正確。</p>
      ) : (
        <ul class="plain">
          {diagnostics.map((d) => (
            <li key={`${d.code} ${d.line} ${d.column} ${d.message}`}>
              <span class={d.severity === "error" ? "badge warn" : "badge"}>
                {d.severity === "error" ? "錯誤" : "提醒"}
              </span>{" "}
              {d.message}
              {d.remedy}
            </li>
          ))}
        </ul>
      )}
      <History records={history} />
    </section>
  );
}

function Value({ text, url }: { text: string | undefined; url: boolean | undefined }) {
  if (text === undefined) return <span class="hint">（無）</span>;
  return url ? <Outside href={text}>{text}</Outside> : text;
}

/** 資料集歷史紀錄, with the manual's columns. */
function History({ records }: { records: HistoryRecord[] }) {
  return (
    <>
      <h3>資料集歷史紀錄</h3>
      {records.length === 0 ? (
        <p>沒有先前的紀錄。</p>
      ) : (
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">使用者</th>
              <th scope="col">資料集狀態</th>
              <th scope="col">審查意見</th>
              <th scope="col">時間</th>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={`${record.at} ${record.number} ${record.act}`}>
                <td data-label="使用者">{record.displayName}</td>
                <td data-label="資料集狀態">{record.status}</td>
                <td data-label="審查意見" class="text">
                  {record.opinion}
                </td>
                <td data-label="時間">
                  <time datetime={record.at}>{taipeiTime(new Date(record.at))}</time>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** 常用審查用語, 審查意見, 審查通過 and 退回. A return without an opinion is refused (manual 四.1 c). */
function Decision(props: {
  office: OfficeState;
  entry: QueueEntry;
  head: string | undefined;
  onDone: (said: string) => void;
}) {
  const { office, entry, head, onDone } = props;
  const { platform, session, repository, pending, snapshots } = office;
  const { hub } = session;
  const [opinion, setOpinion] = useState("");
  const [phrase, setPhrase] = useState("");
  const [missing, setMissing] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [handover, setHandover] = useState<"approve" | "return">();
  const id = useId();

  const finish = (act: "approve" | "return") => {
    pending.add(entry.number);
    onDone(`「${entry.title}」的${act === "approve" ? "審查通過" : "退回"}已送出，系統處理中。`);
    void snapshots.refresh();
  };
  const send = async (act: "approve" | "return", connected: Hub, version: string) => {
    setBusy(true);
    setProblem(undefined);
    try {
      if (act === "approve") await connected.approve(entry.number, version);
      else await connected.giveBack(entry.number, version, opinion.trim());
      finish(act);
    } catch (cause) {
      setProblem(wordsOf(cause));
      setBusy(false);
    }
  };
  const decide = (act: "approve" | "return") => {
    if (busy) return;
    const refused = act === "return" && !saysSomething(opinion);
    setMissing(refused);
    if (refused) document.getElementById(`${id}-opinion`)?.focus();
    else if (hub && head) void send(act, hub, head);
    else setHandover(act);
  };

  return (
    <section class="panel" aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>審查</h3>
      <div class="control">
        <label for={`${id}-phrase`}>常用審查用語</label>
        <select
          id={`${id}-phrase`}
          value={phrase}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            setPhrase(chosen);
            const text = platform.phrases.find(({ number }) => String(number) === chosen)?.text;
            if (text) setOpinion((before) => (before.trim() === "" ? text : `${before.trimEnd()}\n${text}`));
            else if (chosen === "other") document.getElementById(`${id}-opinion`)?.focus();
            setMissing(false);
          }}
        >
          <option value="">請選擇</option>
          {platform.phrases.map(({ number, text }) => (
            <option key={number} value={String(number)}>
              {number}. {text}
            </option>
          ))}
          <option value="other">其他（自行輸入）</option>
        </select>
      </div>
      <div class="control">
        <label for={`${id}-opinion`}>審查意見</label>
        <textarea
          id={`${id}-opinion`}
          value={opinion}
          aria-invalid={missing ? "true" : undefined}
          aria-describedby={`${id}-hint${missing ? ` ${id}-missing` : ""}`}
          onInput={(event) => {
            setOpinion(event.currentTarget.value);
            setMissing(false);
          }}
        />
        <span class="hint" id={`${id}-hint`}>
          退回時必填；會公開在資料集歷史紀錄。
        </span>
        <div role="alert">
          {missing && (
            <p class="error" id={`${id}-missing`}>
              退回必須填寫審查意見，讓資料提供者知道要修改什麼。
            </p>
          )}
        </div>
      </div>
      <Problem text={problem} />
      <p class="buttons">
        <button type="button" class="button primary" aria-disabled={busy} onClick={() => decide("approve")}>
          審查通過
        </button>
        <button type="button" class="button danger" aria-disabled={busy} onClick={() => decide("return")}>
          退回
        </button>
      </p>
      {handover && (
        <Revealed key={handover} label="在 GitHub 的頁面上完成">
          <HandoverSteps
            key={opinion}
            handover={command(
              repository!,
              entry.number,
              handover === "approve" ? "/通過" : `/退回\n${opinion.trim()}`,
            )}
            onDone={() => finish(handover)}
          />
        </Revealed>
      )}
    </section>
  );
}
