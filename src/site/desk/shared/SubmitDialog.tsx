import { useEffect, useRef, useState } from "preact/hooks";
import type { Hub, HubFile } from "../../../adapters/github/desk.ts";
import type { DeskPlatform, Repository } from "../../../desk/data.ts";
import { editFile, type Handover, newFile } from "../../../desk/handover.ts";
import { Dialog } from "./dialog.tsx";
import { HandoverSteps } from "./HandoverSteps.tsx";
import type { Session } from "./session.ts";
import { TokenPanel } from "./TokenPanel.tsx";

/** A file to submit. */
export interface SubmitFile extends HubFile {
  /** It stands in the catalogue already, or in the submission being mended; else it is new. */
  existing: boolean;
}

/** What is to be submitted. */
export interface SubmitRequest {
  files: SubmitFile[];
  /** Of the pull request, and of the commit. */
  title: string;
  body: string;
  /** Name of the branch to make; another is taken where it exists. */
  branch: string;
  /** 暫存 instead of 送審. */
  draft: boolean;
  /** Submission being mended, with the version that the person began from (Hub.pull's `head`). */
  pull?: { number: number; head: string };
}

/** How it ended: sent, sent but for one click on GitHub's page, or done by the person on GitHub's pages. */
export type SubmitResult =
  | { way: "direct"; number: number; url: string }
  | { way: "compare"; compare: string }
  | { way: "handover" };

type State =
  | { kind: "asking" | "sending" }
  | { kind: "failed"; message: string; remedy: string }
  | { kind: "sent"; result: SubmitResult };

const home = ({ web, owner, name }: Repository) => `${web}/${owner}/${name}`;

/** Sends with the token; `updated` keeps that a first step succeeded, so that a second try doesn't repeat it. */
async function send(
  hub: Hub,
  repository: Repository,
  request: SubmitRequest,
  updated: { current: boolean },
): Promise<SubmitResult> {
  const { pull, draft, title } = request;
  const files = request.files.map(({ path, text }) => ({ path, text }));
  if (!pull) {
    const { body, branch } = request;
    const result = await hub.submit({ files, title, body, branch, draft });
    return "compare" in result ? { way: "compare", ...result } : { way: "direct", ...result };
  }
  if (!updated.current) await hub.update(pull.number, files, title, pull.head);
  updated.current = true;
  if (!draft) await hub.setDraft(pull.number, false);
  return { way: "direct", number: pull.number, url: `${home(repository)}/pull/${pull.number}` };
}

/** The same on GitHub's own pages, a file at a time. */
function handovers(repository: Repository, request: SubmitRequest): Handover[] {
  const { files, title, branch, pull, draft } = request;
  if (pull) {
    return files.map(({ text }) => ({
      url: `${home(repository)}/pull/${pull.number}/files`,
      clipboard: text,
      steps: [
        "登入 GitHub。",
        "在檔案右上角按「⋯」，選「Edit file」。",
        "在編輯區按一下，按 Ctrl+A 全選，再按 Ctrl+V 貼上，取代原來的內容。",
        `按右上角「Commit changes…」，第一欄填「${title}」，再按「Commit changes」。`,
        ...(draft ? [] : ["這件送件若是暫存或退回，再到「Conversation」分頁最下方留言：/送審"]),
      ],
    }));
  }
  return files.map(({ path, text, existing }, at) =>
    (existing ? editFile : newFile)(
      // Whatever comes after the first file goes to the branch that the first one made.
      at === 0 ? repository : { ...repository, branch },
      path,
      text,
      title,
    ),
  );
}

/** 送審 or 儲存 to GitHub: with a token in this page, without on GitHub's own. */
export function SubmitDialog(props: {
  platform: DeskPlatform;
  session: Session;
  request: SubmitRequest;
  /** Called once, as soon as it is sent; the dialog stays until the person closes it. */
  onDone: (result: SubmitResult) => void;
  onClose: () => void;
}) {
  const { platform, session, request, onDone, onClose } = props;
  const { repository } = platform;
  const { hub } = session;
  const [state, setState] = useState<State>({ kind: "asking" });
  const [told, setTold] = useState<string[]>([]);
  const updated = useRef(false);
  const isSending = state.kind === "sending";

  const finish = (result: SubmitResult) => {
    setState({ kind: "sent", result });
    onDone(result);
  };
  const start = async (connected: Hub, place: Repository) => {
    setTold([]);
    setState({ kind: "sending" });
    const stop = connected.listen((text) => setTold((before) => [...before, text]));
    try {
      finish(await send(connected, place, request, updated));
    } catch (cause) {
      const { message, remedy } = cause as { message: string; remedy?: string };
      setState({ kind: "failed", message, remedy: remedy ?? "" });
    } finally {
      stop();
    }
  };

  return (
    <Dialog title={request.draft ? "儲存到 GitHub" : "送審"} onClose={onClose} busy={isSending}>
      {!repository && (
        <p class="message bad">這個網站還沒有設定儲存庫，無法送件。請先匯出草稿存檔，並洽平臺管理者。</p>
      )}
      {repository && state.kind === "sent" && (
        <Sent repository={repository} request={request} result={state.result} onClose={onClose} />
      )}
      {repository && state.kind !== "sent" && (
        <div class="ways">
          <section class="panel" aria-label="直接送出">
            <h3>直接送出</h3>
            {hub ? (
              <>
                <Plan request={request} hub={hub} />
                <p class="buttons">
                  <button
                    type="button"
                    class="button primary"
                    aria-disabled={isSending}
                    onClick={() => isSending || void start(hub, repository)}
                  >
                    {isSending ? "送出中…" : state.kind === "failed" ? "再試一次" : "直接送出"}
                  </button>
                </p>
                <Progress told={told} isSending={isSending} />
                <div role="alert">
                  {state.kind === "failed" && (
                    <div class="message bad">
                      <p>
                        <strong>{state.message}</strong>
                      </p>
                      <p>{state.remedy}</p>
                      <p>也可以改用下面的方式，在 GitHub 的頁面送出。關閉這個視窗後，內容仍在這一頁。</p>
                    </div>
                  )}
                </div>
              </>
            ) : (
              <>
                <p>連結 GitHub 帳號後，在這一頁按一下就送出。</p>
                <TokenPanel platform={platform} session={session} />
              </>
            )}
          </section>
          <OnGitHub
            repository={repository}
            request={request}
            isFolded={hub !== undefined}
            onDone={() => finish({ way: "handover" })}
          />
        </div>
      )}
    </Dialog>
  );
}

/** What pressing the button will do. */
function Plan({ request, hub }: { request: SubmitRequest; hub: Hub }) {
  const { files, title, branch, draft, pull } = request;
  return (
    <>
      <p>以帳號 {hub.login} 送出。按下按鈕後會：</p>
      <ol>
        <li>
          {pull
            ? `把檔案存到送件 #${pull.number}，之前的版本仍留在紀錄中：`
            : hub.mayPush
              ? `在目錄的儲存庫建立分支「${branch}」，存入檔案：`
              : `在您自己的副本（fork，沒有的話會先建立）建立分支「${branch}」，存入檔案：`}
          <ul>
            {files.map(({ path, existing }) => (
              <li key={path}>
                <code>{path}</code>（{existing ? "修改" : "新增"}）
              </li>
            ))}
          </ul>
        </li>
        {!pull && <li>開啟合併請求「{title}」。</li>}
        <li>
          {!draft
            ? "由系統檢查內容，並通知資料審查者。"
            : pull
              ? "不改變送件的狀態。"
              : "以草稿暫存；資料審查者還不會收到通知。"}
        </li>
      </ol>
      <p>目錄的正式內容在審查通過前不會改變。</p>
    </>
  );
}

/** Each step as it is told; the list stands there from the start, so that what is added is read out. */
function Progress({ told, isSending }: { told: string[]; isSending: boolean }) {
  return (
    <div aria-live="polite">
      {told.length > 0 && (
        <ol class="progress">
          {told.map((text, at) => (
            <li key={`${at} ${text}`}>
              {text}
              {isSending && at === told.length - 1 && "…"}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function OnGitHub(props: {
  repository: Repository;
  request: SubmitRequest;
  /** There is an easier way. */
  isFolded: boolean;
  onDone: () => void;
}) {
  const { repository, request, isFolded, onDone } = props;
  const { files, branch, pull } = request;
  const all = handovers(repository, request);
  const isOne = all.length === 1;
  const content = (
    <>
      <p>不需要權杖：內容由您貼到 GitHub 的頁面，以您的 GitHub 帳號送出。</p>
      {!isOne && !pull && (
        <p class="message">
          共有 {all.length} 個檔案，要放在同一件送件（需有目錄的寫入權限）：第一個檔案按「Commit
          changes…」時選「Create a new branch」，分支名稱填 <code>{branch}</code>
          ，先不要按「Create pull request」；其他檔案照下面的步驟直接存到這個分支，都存好之後再開啟合併請求。
        </p>
      )}
      {all.map((handover, at) => (
        <div key={files[at]!.path}>
          {!isOne && (
            <h4>
              第 {at + 1} 個檔案：<code>{files[at]!.path}</code>
            </h4>
          )}
          <HandoverSteps handover={handover} {...(at === all.length - 1 ? { onDone } : {})} />
        </div>
      ))}
    </>
  );
  const title = "在 GitHub 的頁面送出";
  return isFolded ? (
    <details class="panel">
      <summary>{title}</summary>
      {content}
    </details>
  ) : (
    <section class="panel" aria-label={title}>
      <h3>{title}</h3>
      {content}
    </section>
  );
}

/** How it ended, and what comes next. */
function Sent(props: {
  repository: Repository;
  request: SubmitRequest;
  result: SubmitResult;
  onClose: () => void;
}) {
  const { repository, request, result, onClose } = props;
  const { draft, title } = request;
  const message = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone.
  useEffect(() => message.current?.focus(), []);
  const next = draft
    ? "還沒有送審：準備好後，到後臺的「待處理」按「送審」。"
    : "系統會檢查內容並通知資料審查者；進度請看後臺的「已處理」。";
  return (
    <>
      <div class="message good" role="status" tabIndex={-1} ref={message}>
        {result.way === "direct" && (
          <p>
            <strong>{draft ? "已儲存到 GitHub" : "已送審"}</strong>：
            <a href={result.url} target="_blank" rel="noreferrer">
              送件 #{result.number}（另開視窗）
            </a>
            。{next}
          </p>
        )}
        {result.way === "compare" && (
          <p>
            <strong>檔案已經存好，只差最後一步。</strong>
            這個權杖不能替您開啟合併請求，或 GitHub 剛才沒有回應；請在 GitHub
            的頁面按一下按鈕。按了之後才算送出。
          </p>
        )}
        {result.way === "handover" && <p>好的。系統在幾分鐘內會看到您在 GitHub 送出的內容。{next}</p>}
      </div>
      {result.way === "compare" && (
        <HandoverSteps
          handover={{
            url: result.compare,
            steps: [
              `登入 GitHub，確認標題是「${title}」。`,
              draft
                ? "按「Create pull request」右邊的箭頭，選「Create draft pull request」，再按一次。"
                : "按「Create pull request」。",
              next,
            ],
          }}
        />
      )}
      {result.way === "handover" && (
        <p>
          <a href={`${home(repository)}/pulls`} target="_blank" rel="noreferrer">
            到 GitHub 查看所有送件（另開視窗）
          </a>
        </p>
      )}
      <p class="buttons">
        <button type="button" class="button primary" onClick={onClose}>
          完成
        </button>
      </p>
    </>
  );
}
