import { useEffect, useMemo, useState } from "preact/hooks";
import { taipeiDay } from "../../../catalogue/today.ts";
import { type DeskPlatform, deskVocabularies } from "../../../desk/data.ts";
import type { Draft } from "../../../desk/draft.ts";
import { platform as loadPlatform, siteBase } from "../shared/load.ts";
import { useSession } from "../shared/session.ts";
import { TokenPanel } from "../shared/TokenPanel.tsx";
import { AgencyChoice } from "./AgencyChoice.tsx";
import { DraftList, ImportButton } from "./Drafts.tsx";
import { draftPath, readDrafts, saveDraft } from "./drafts-store.ts";
import { Form } from "./Form.tsx";
import { type Opening, open, openDraft } from "./opening.ts";

/** The page of the form: the platform's data first, then what the address asks for. */
export function Desk() {
  const [platform, setPlatform] = useState<DeskPlatform>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    loadPlatform().then(setPlatform, (error: Error) => setProblem(error.message));
  }, []);
  if (problem) return <Problem message={problem} />;
  return platform ? <Loaded platform={platform} /> : <p role="status">載入中…</p>;
}

function Loaded({ platform }: { platform: DeskPlatform }) {
  const session = useSession(platform);
  const vocabularies = useMemo(() => deskVocabularies(platform), [platform]);
  const [opening, setOpening] = useState<Opening>();
  const today = taipeiDay(new Date());
  const fail = (error: unknown) => {
    const { message, remedy = "" } = error as { message: string; remedy?: string };
    setOpening({ kind: "problem", message: `${message}${remedy}` });
  };
  // A form that is open stays as it is when somebody connects or leaves.
  const waits = session.status === "opening" || opening?.kind === "opened";
  useEffect(() => {
    if (waits) return;
    open(new URLSearchParams(location.search), session.hub, platform.repository, today).then(
      setOpening,
      fail,
    );
  }, [session.hub, waits]);

  const importDraft = (draft: Draft) => {
    saveDraft(draft, draft.savedAt);
    setOpening(undefined);
    openDraft(
      draft,
      readDrafts().some(({ id }) => id === draft.id),
      session.hub,
      platform.repository,
    ).then((opened) => {
      history.replaceState(null, "", siteBase() + draftPath(draft));
      setOpening({ kind: "opened", opened });
    }, fail);
  };
  const isNew = location.pathname.endsWith("/new/");
  const drafts = readDrafts();
  const agencyName = (code: string) => platform.agencies.find((a) => a.code === code)?.name ?? code;

  if (!opening) return <p role="status">載入中…</p>;
  if (opening.kind === "opened") {
    const { opened } = opening;
    const others = drafts.filter(({ id }) => id !== opened.draft.id);
    return (
      <>
        <Form
          key={opened.draft.id}
          platform={platform}
          vocabularies={vocabularies}
          session={session}
          opened={opened}
          today={today}
          onImport={importDraft}
        />
        <TokenPanel platform={platform} session={session} />
        {others.length > 0 && (
          <details>
            <summary>其他草稿（{others.length}）</summary>
            <DraftList drafts={others} agencyName={agencyName} />
          </details>
        )}
      </>
    );
  }
  return (
    <>
      {opening.kind === "problem" && <Problem message={opening.message} details={opening.details ?? []} />}
      {drafts.length > 0 && (
        <section aria-labelledby="own-drafts">
          <h2 id="own-drafts">這個瀏覽器裡的草稿</h2>
          <DraftList drafts={drafts} agencyName={agencyName} />
        </section>
      )}
      {opening.kind === "choice" && !isNew && (
        <p>
          請先到<a href={`${siteBase()}office/#provider/processed`}>資料集管理</a>
          選擇要修改的資料集，或在資料集的網頁按「提出修正」。
        </p>
      )}
      {opening.kind === "choice" && isNew && <AgencyChoice platform={platform} hub={session.hub} />}
      <section aria-labelledby="import-draft">
        <h2 id="import-draft">從檔案繼續</h2>
        <p>在別台電腦「匯出草稿」存下的檔案，可以在這裡匯入。</p>
        <div class="buttons">
          <ImportButton onImport={importDraft} />
        </div>
      </section>
      <TokenPanel platform={platform} session={session} />
    </>
  );
}

function Problem(props: { message: string; details?: readonly string[] }) {
  return (
    <div class="message bad" role="alert">
      <p>{props.message}</p>
      {props.details && props.details.length > 0 && (
        <ul>
          {props.details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
