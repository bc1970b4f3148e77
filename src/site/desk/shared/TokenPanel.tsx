import { useEffect, useId, useState } from "preact/hooks";
import type { DeskPlatform } from "../../../desk/data.ts";
import type { Session } from "./session.ts";

/** Page of GitHub that makes a fine-grained token. */
const NEW_TOKEN = "/settings/personal-access-tokens/new";
const PERMISSIONS = [
  { name: "Contents", why: "把資料集檔案存成新的分支" },
  { name: "Pull requests", why: "送審、抽回、刪除、審查通過、退回" },
  { name: "Issues", why: "回覆互動專區的意見" },
];

/** 「連結 GitHub 帳號」: what a token is and how to get one; who is connected, once it is there. */
export function TokenPanel({ platform, session }: { platform: DeskPlatform; session: Session }) {
  const [token, setToken] = useState("");
  const [remember, setRemember] = useState(false);
  const [missing, setMissing] = useState(false);
  const [asked, setAsked] = useState(false);
  const id = useId();
  const { repository } = platform;
  const { hub, status, error } = session;
  // A token that was refused stays in its field, one that is in use nowhere on the page.
  useEffect(() => {
    if (status === "open") setToken("");
  }, [status]);
  if (!repository) return null;

  if (status === "open" && hub) {
    return (
      <section class="panel" aria-label="GitHub 帳號">
        <p role="status">
          已連結 GitHub 帳號 <strong>{hub.login}</strong>
          {hub.name && `（${hub.name}）`}。
          {!hub.mayPush && "這個帳號不能直接寫入本目錄，送件會經由您自己的副本（fork）。"}
        </p>
        <p class="buttons">
          <button
            type="button"
            class="button"
            onClick={() => {
              setAsked(false);
              session.close();
            }}
          >
            結束連結
          </button>
        </p>
      </section>
    );
  }

  const submit = async (event: Event) => {
    event.preventDefault();
    if (status === "opening") return;
    const value = token.trim();
    setMissing(!value);
    if (!value) {
      document.getElementById(`${id}-token`)?.focus();
      return;
    }
    setAsked(true);
    await session.open(value, remember);
  };
  const problem = missing ? "請貼上權杖。" : status === "failed" ? error : undefined;

  return (
    <details class="panel" open={asked || status === "failed"}>
      <summary>連結 GitHub 帳號</summary>
      <p>
        不連結也能填寫與送件。連結之後，送審、抽回、審查等都能在這一頁直接完成。連結用的是「權杖」：一串代替密碼的文字，只能做您允許的事，隨時可以作廢。
      </p>
      <h3>取得權杖</h3>
      <ol class="steps">
        <li>
          <div>
            登入 GitHub，開啟
            <a href={repository.web + NEW_TOKEN} target="_blank" rel="noreferrer">
              產生權杖的頁面（另開視窗）
            </a>
            。
          </div>
        </li>
        <li>
          <div>
            名稱（Token name）自訂，例如「資料開放後臺」；期限（Expiration）建議 30 天以內，到期再產生一次。
          </div>
        </li>
        <li>
          <div>
            擁有者（Resource owner）選 <strong>{repository.owner}</strong>；若選單中沒有，選您自己的帳號。
          </div>
        </li>
        <li>
          <div>
            可存取的儲存庫（Repository access）選「Only select repositories」，再選{" "}
            <strong>{repository.name}</strong>（選自己的帳號時，選您自己的那一份副本）。
          </div>
        </li>
        <li>
          <div>
            權限（Permissions）只要三項，都設為「Read and write」：
            <ul>
              {PERMISSIONS.map(({ name, why }) => (
                <li key={name}>
                  {name}：{why}
                </li>
              ))}
            </ul>
          </div>
        </li>
        <li>
          <div>按「Generate token」，複製產生的文字，貼到下面。</div>
        </li>
      </ol>
      <p class="hint">
        擁有者選自己的帳號時，權杖只能寫入您自己的副本：最後一步會改由 GitHub 的頁面完成，抽回、審查也在
        GitHub 的頁面上做。若您有本目錄的寫入權限，選單中卻沒有 {repository.owner}，可改用 classic 權杖（勾選
        repo）；它的權限較大，期限請設短一些。
      </p>
      <form onSubmit={submit}>
        <p class="control">
          <label for={`${id}-token`}>權杖</label>
          <input
            id={`${id}-token`}
            type="password"
            autocomplete="off"
            spellcheck={false}
            value={token}
            aria-invalid={problem ? "true" : undefined}
            aria-describedby={`${id}-hint${problem ? ` ${id}-problem` : ""}`}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
          <span class="hint" id={`${id}-hint`}>
            權杖只留在這個瀏覽器分頁，關閉分頁就消失；除了 GitHub，不會傳給任何人。
          </span>
        </p>
        <p class="choices">
          <label>
            <input
              type="checkbox"
              checked={remember}
              onChange={(event) => setRemember(event.currentTarget.checked)}
            />
            在這台電腦記住
          </label>
        </p>
        {remember && <p class="hint">只在您個人使用的電腦上勾選；公用電腦請勿勾選。</p>}
        <div role="alert">
          {problem && (
            <p class="error" id={`${id}-problem`}>
              {problem}
            </p>
          )}
        </div>
        <p class="buttons">
          <button type="submit" class="button primary" aria-disabled={status === "opening"}>
            {status === "opening" ? "連結中…" : "連結"}
          </button>
        </p>
      </form>
    </details>
  );
}
