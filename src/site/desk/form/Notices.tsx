import type { ComponentChildren } from "preact";
import type { DeskAgency, DeskPlatform } from "../../../desk/data.ts";
import type { Draft } from "../../../desk/draft.ts";
import { requestForm } from "../../../desk/handover.ts";
import { siteBase } from "../shared/load.ts";
import type { SubmitResult } from "../shared/SubmitDialog.tsx";
import type { Autosave } from "./autosave.ts";
import { savedTime } from "./Drafts.tsx";

/** A submission that was made from this page. */
export interface Sent {
  result: SubmitResult;
  draft: boolean;
}

/** What an officer has to know of this draft: trouble first. */
export function Notices(props: {
  platform: DeskPlatform;
  agency: DeskAgency;
  draft: Draft;
  published: string | undefined;
  withdrawn: boolean;
  incomplete: boolean;
  autosave: Autosave;
  problem: string | undefined;
  sent: Sent | undefined;
  onTakeOther: () => void;
  onSaveAsNew: () => void;
  /** Puts the draft's changes on the file as it is now. */
  onTakeFresh: () => void;
  /** Absent where nobody is connected. */
  onSaveToGitHub?: () => void;
}) {
  const { platform, agency, draft, published, withdrawn, incomplete, autosave, problem, sent } = props;
  const identifier = `${draft.agency}-${draft.serial}`;
  const { kind } = autosave.state;
  const { repository } = platform;
  return (
    <>
      <dl class="pairs draft-facts">
        <dt>資料集提供機關</dt>
        <dd>{agency.agency.name}</dd>
        <dt>資料集編號</dt>
        <dd>
          {identifier}
          {draft.base === undefined && <small>（新編號）</small>}
        </dd>
        {draft.pull !== undefined && (
          <>
            <dt>送件</dt>
            <dd>#{draft.pull}</dd>
          </>
        )}
      </dl>
      {problem && (
        <p class="message bad" role="alert">
          {problem}
        </p>
      )}
      {kind === "failed" && (
        <p class="message bad" role="alert">
          這個瀏覽器無法儲存草稿（空間已滿，或設定不允許）。已填寫的內容還在這一頁：關閉前請先按「匯出草稿」存成檔案。
        </p>
      )}
      {kind === "conflict" && (
        <div class="message bad" role="alert">
          <p>另一個分頁儲存了這份草稿較新的內容。為了不互相覆蓋，這一頁暫停自動儲存。</p>
          <p class="buttons">
            <button type="button" class="button" onClick={props.onTakeOther}>
              載入另一個分頁的內容
            </button>
            <button type="button" class="button" onClick={props.onSaveAsNew}>
              把這一頁另存為新草稿
            </button>
          </p>
        </div>
      )}
      {autosave.openElsewhere && kind !== "conflict" && (
        <p class="message" role="status">
          這份草稿已在另一個分頁開啟。請只在一個分頁修改。
        </p>
      )}
      <SentNotice sent={sent} />
      {kind === "saved" && !sent && props.onSaveToGitHub && (
        <p class="message">
          草稿存在這個瀏覽器。要在別的電腦繼續，或讓同仁看到，可以
          <button type="button" class="linkish" onClick={props.onSaveToGitHub}>
            存到 GitHub（暫存）
          </button>
          。
        </p>
      )}
      {draft.base !== undefined &&
        draft.pull === undefined &&
        published !== undefined &&
        published !== draft.base && (
          <div class="message bad" role="alert">
            <p>這個資料集在您開始修改之後，別人已有變動。送審前請套用到最新內容，以免還原別人的修改。</p>
            <p class="buttons">
              <button type="button" class="button" onClick={props.onTakeFresh}>
                套用到最新內容
              </button>
              <a href={`${siteBase()}office/datasets/edit/?id=${identifier}`} target="_blank" rel="noopener">
                看最新的內容（另開視窗）
              </a>
            </p>
          </div>
        )}
      {withdrawn && (
        <p class="message">
          這個資料集已下架。
          {repository && (
            <>
              要恢復公開，請
              <Link href={requestForm(repository, "relisting", identifier).url}>
                申請重新上架（另開視窗）
              </Link>
              ，核可後再修改內容。
            </>
          )}
        </p>
      )}
      {incomplete && (
        <p class="message">這個資料集由其他平臺匯入，還有欄位待補正；按「檢查」可看到缺少的欄位。</p>
      )}
    </>
  );
}

/** Addresses made from what GitHub said: only those of the web become links. */
function Link(props: { href: string; children: ComponentChildren }) {
  if (!/^https?:\/\//.test(props.href)) return <>{props.children}</>;
  return (
    <a href={props.href} target="_blank" rel="noopener noreferrer">
      {props.children}
    </a>
  );
}

function SentNotice({ sent }: { sent: Sent | undefined }) {
  if (!sent) return null;
  const { result, draft } = sent;
  const office = <a href={`${siteBase()}office/#provider/${draft ? "pending" : "processed"}`}>資料集管理</a>;
  if (result.way === "direct") {
    return (
      <p class="message good" role="status">
        {draft ? "已存成 GitHub 上的暫存送件 " : "已送審："}
        <Link href={result.url}>#{result.number}（另開視窗）</Link>。進度見{office}。
      </p>
    );
  }
  if (result.way === "compare") {
    return (
      <p class="message" role="status">
        檔案已存到 GitHub，還差一步：<Link href={result.compare}>在 GitHub 開啟送件（另開視窗）</Link>。
      </p>
    );
  }
  return (
    <p class="message" role="status">
      在 GitHub 完成送件後，可到{office}查看進度。草稿仍保留在這個瀏覽器。
    </p>
  );
}

/** Says whether the draft is saved, without interrupting. */
export function SaveStatus({ autosave }: { autosave: Autosave["state"] }) {
  const text = {
    none: "尚未儲存",
    saved: autosave.kind === "saved" ? `已儲存在這個瀏覽器（${savedTime(autosave.at)}）` : "",
    failed: "無法儲存",
    conflict: "暫停自動儲存",
  }[autosave.kind];
  return <p class="hint save-status">{text}</p>;
}
