import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { pathOf } from "../../../catalogue/check.ts";
import type { Vocabularies } from "../../../catalogue/vocabulary.ts";
import { checkDraft, type FieldDiagnostic } from "../../../desk/check-draft.ts";
import type { DeskPlatform } from "../../../desk/data.ts";
import { datasetText } from "../../../desk/dataset-text.ts";
import {
  applyFix,
  type Draft,
  type DraftValues,
  draftFromText,
  exportDraft,
  newDistribution,
} from "../../../desk/draft.ts";
import { distributionFields, type FormField, formSections, withFormat } from "../../../desk/fields.ts";
import { mend } from "../../../desk/mend.ts";
import { pasteDistributions } from "../../../desk/paste.ts";
import { nextResourceID } from "../../../desk/values.ts";
import { siteBase } from "../shared/load.ts";
import { SubmitDialog, type SubmitRequest, type SubmitResult } from "../shared/SubmitDialog.tsx";
import type { Session } from "../shared/session.ts";
import { useAutosave } from "./autosave.ts";
import { CitizenNotice } from "./CitizenNotice.tsx";
import { DeleteDialog, ImportButton } from "./Drafts.tsx";
import { deleteDraft, draftId, draftPath } from "./drafts-store.ts";
import type { FormActs } from "./Field.tsx";
import { Notices, SaveStatus, type Sent } from "./Notices.tsx";
import type { Opened } from "./opening.ts";
import { distributionsOf, idOf, keyOf, type Place, textAt, withText } from "./places.ts";
import { onceReleased } from "./pointer.ts";
import { rebase } from "./rebase.ts";
import { Sections } from "./Sections.tsx";
import { Summary } from "./Summary.tsx";
import { prepare } from "./submission.ts";

/**
 * Parts that a form needs later: fetched while nothing else is done, so that they are there without a network too;
 * the catalogue's titles come after the last of them.
 */
const LATER = {
  preview: () => import("./Preview.tsx"),
  before: () => import("./BeforeSubmission.tsx"),
  csv: () => import("../../../desk/csv-preview.ts"),
};
type Preview = typeof import("./Preview.tsx").default;
type Before = typeof import("./BeforeSubmission.tsx").default;

type Open =
  | { kind: "preview"; Part: Preview; text: string }
  | { kind: "before"; Part: Before; findings: FieldDiagnostic[] }
  | { kind: "submit"; request: SubmitRequest; explanation: string }
  | { kind: "delete" };

const CHECK_PAUSE_MS = 300;

/** The form of one draft. */
export function Form(props: {
  platform: DeskPlatform;
  vocabularies: Vocabularies;
  session: Session;
  opened: Opened;
  /** YYYY-MM-DD in Taipei. */
  today: string;
  onImport: (draft: Draft) => void;
}) {
  const { platform, vocabularies, session, opened, today, onImport } = props;
  const { agency } = opened;
  const [draft, setDraft] = useState(opened.draft);
  const latest = useRef(draft);
  /** The file as the public has it. */
  const [published, setPublished] = useState(opened.published);
  const publishedNow = useRef(published);
  publishedNow.current = published;
  const autosave = useAutosave(draft, opened.stored);
  const [findings, setFindings] = useState<readonly FieldDiagnostic[]>([]);
  /** The draft that `findings` are about: what is typed is checked a little later. */
  const checked = useRef<Draft>(undefined);
  const [report, setReport] = useState<readonly FieldDiagnostic[]>();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [notes, setNotes] = useState<ReadonlyMap<string, string>>(new Map());
  const [unlocked, setUnlocked] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<Open>();
  const [said, say] = useState("");
  const [problem, setProblem] = useState<string>();
  const [sent, setSent] = useState<Sent>();
  const [preparing, setPreparing] = useState(false);

  const identifier = `${draft.agency}-${draft.serial}`;
  const sections = useMemo(() => formSections(vocabularies), [vocabularies]);
  const type = textAt(draft.values, ["type"]);
  const resourceFields = useMemo(() => distributionFields(vocabularies, type), [vocabularies, type]);

  /** What is typed counts at once, drawn or not. */
  const change = (next: (draft: Draft) => Draft) => {
    latest.current = next(latest.current);
    setDraft(latest.current);
  };
  const changeValues = (next: (values: DraftValues) => DraftValues) =>
    change((d) => ({ ...d, values: next(d.values) }));

  /** Numbers of resources, removed ones of the file too: none is given twice. */
  const numbersGiven = (values: DraftValues) =>
    [opened.draft.values, values].flatMap(distributionsOf).flatMap((d) => d.resourceID ?? []);

  const check = (): FieldDiagnostic[] => {
    const now = latest.current;
    checked.current = now;
    const path = pathOf(`${now.agency}-${now.serial}`);
    const base = publishedNow.current === undefined ? {} : { base: publishedNow.current };
    return checkDraft({ text: datasetText(now), path, platform: { vocabularies }, agency, today, ...base });
  };
  useEffect(() => {
    const timer = setTimeout(() => setFindings(check()), CHECK_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  useEffect(() => {
    const warm = () =>
      Promise.allSettled(Object.values(LATER).map((load) => load()))
        .then(LATER.before)
        .then(({ loadTitles }) => loadTitles())
        .catch(() => {});
    // Safari has no requestIdleCallback.
    if ("requestIdleCallback" in window) requestIdleCallback(warm, { timeout: 5000 });
    else setTimeout(warm, 2000);
  }, []);
  useEffect(() => {
    if (autosave.state.kind === "saved") {
      history.replaceState(null, "", siteBase() + draftPath(latest.current));
    }
  }, [autosave.state.kind, draft.id]);

  const fieldAt = (place: Place): FormField | undefined =>
    place[0] === "distribution"
      ? resourceFields.find(({ name }) => name === place[2])
      : sections.flatMap((section) => section.fields).find(({ name }) => name === place[0]);
  const labelOf = (place: Place): string => {
    const label = fieldAt(place)?.label;
    if (place[0] !== "distribution") return label ?? place[0] ?? "整份資料";
    if (place.length === 1) return "資料資源";
    return `資源 ${Number(place[1]) + 1}${label ? ` ${label}` : ""}`;
  };
  /** Leads to a control, or to the group it would stand in. */
  const goTo = (place: Place) => {
    setDialog(undefined);
    requestAnimationFrame(() => {
      for (let length = place.length; length > 0; length--) {
        const element = document.getElementById(idOf(place.slice(0, length)));
        if (!element) continue;
        for (let box = element.closest("details"); box; box = box.parentElement!.closest("details"))
          box.open = true;
        element.focus();
        element.scrollIntoView({ block: "center" });
        return;
      }
    });
  };

  const acts = useMemo<FormActs>(() => {
    const forget = (place: Place) =>
      setNotes((old) =>
        old.has(keyOf(place)) ? new Map([...old].filter(([key]) => key !== keyOf(place))) : old,
      );
    return {
      set: (place, text) => {
        forget(place);
        changeValues((values) => {
          if (place[2] !== "format") return withText(values, place, text);
          const index = Number(place[1]);
          const list = distributionsOf(values);
          return { ...values, distribution: list.with(index, withFormat(list[index]!, text, vocabularies)) };
        });
      },
      setKeywords: (keyword) => changeValues((values) => ({ ...values, keyword })),
      leave: (place, field) =>
        onceReleased(() => {
          const text = textAt(latest.current.values, place);
          const asTyped = ["select", "radio", "keywords"].includes(field.control);
          const mended = asTyped ? { text } : mend(field, text, vocabularies);
          if (mended.text !== text) changeValues((values) => withText(values, place, mended.text));
          if (mended.note) {
            say(mended.note);
            setNotes((old) => new Map(old).set(keyOf(place), mended.note!));
          }
          if (text === "") return;
          // Findings of an older text would show for a moment.
          if (checked.current !== latest.current) setFindings(check());
          setLeft((old) => new Set(old).add(keyOf(place)));
        }),
      fix: (diagnostic) => {
        change((d) => applyFix(d, diagnostic));
        setFindings(check());
        say(`已修正：${diagnostic.message}`);
        goTo(diagnostic.field);
      },
      unlock: (name) => {
        setUnlocked((old) => new Set(old).add(name));
        goTo([name]);
      },
    };
  }, [vocabularies]);

  const shown = useMemo(() => {
    const map = new Map<string, FieldDiagnostic[]>();
    for (const found of findings) {
      const key = keyOf(found.field);
      if (!report && !left.has(key)) continue;
      map.set(key, [...(map.get(key) ?? []), found]);
    }
    return map;
  }, [findings, report !== undefined, left]);

  const runCheck = () => {
    const found = check();
    setFindings(found);
    setReport(found);
  };
  /** A part that comes later may fail to come without a network. */
  const later = async <T,>(load: () => Promise<T>, use: (part: T) => void) => {
    setProblem(undefined);
    try {
      use(await load());
    } catch {
      setProblem("這個功能載入失敗。請檢查網路後再按一次；已填寫的內容都還在。");
    }
  };
  const save = () => {
    setSent(undefined);
    say(autosave.save() ? "已儲存在這個瀏覽器" : "");
  };
  const showPreview = () => {
    const text = datasetText(latest.current);
    void later(LATER.preview, ({ default: Part }) => setDialog({ kind: "preview", Part, text }));
  };
  const review = () => {
    setSent(undefined);
    autosave.save();
    const found = check();
    setFindings(found);
    void later(LATER.before, ({ default: Part }) => setDialog({ kind: "before", Part, findings: found }));
  };
  const submit = async (asDraft: boolean, explanation = "") => {
    setProblem(undefined);
    setPreparing(true);
    const result = await prepare({ draft: latest.current, agency, hub: session.hub, asDraft, explanation });
    setPreparing(false);
    if ("problem" in result) {
      setDialog(undefined);
      setProblem(result.problem);
      return;
    }
    if ("fresh" in result) {
      setDialog(undefined);
      setPublished(result.fresh);
      return;
    }
    if (result.note) say(result.note);
    change(() => result.draft);
    setDialog({ kind: "submit", request: result.request, explanation });
  };
  // Who connects while asked how to send: only now can be looked what GitHub has.
  useEffect(() => {
    if (dialog?.kind !== "submit" || sent || !session.hub) return;
    setDialog(undefined);
    void submit(dialog.request.draft, dialog.explanation);
  }, [session.hub]);
  const onDone = (result: SubmitResult, request: SubmitRequest, explanation: string) => {
    setSent({ result, draft: request.draft });
    if (result.way !== "direct") return;
    // What a new submission says of itself, one that is mended is told in its conversation.
    if (request.pull && explanation.trim()) {
      session.hub
        ?.comment(result.number, `說明：${explanation.trim()}`)
        .catch(() => setProblem("內容已送出，但給審查者的說明沒有送出；請到送件頁面留言。"));
    }
    // From now on this is the submission's own file that is being mended.
    const base = request.files[0]!.text;
    change((d) => ({ ...d, base, pull: result.number }));
    autosave.save();
  };
  const download = () => {
    const url = URL.createObjectURL(new Blob([exportDraft(latest.current)], { type: "application/json" }));
    const link = Object.assign(document.createElement("a"), {
      href: url,
      download: `${identifier}-草稿.json`,
    });
    link.click();
    // The download has to begin first.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    autosave.settle();
  };
  const remove = () => {
    autosave.settle();
    deleteDraft(latest.current.id);
    location.assign(`${siteBase()}office/datasets/new/`);
  };
  const takeOther = () => {
    const other = autosave.takeOther();
    if (other) change(() => other);
  };
  const takeFresh = () => {
    const rebased = rebase(latest.current, published!);
    if (!rebased) return;
    change(() => rebased.draft);
    const both = rebased.both.map((name) => labelOf([name])).join("、");
    say(both ? `已套用到最新內容。${both}別人也改過，請再核對。` : "已套用到最新內容");
    setProblem(both ? `${both}別人也改過，目前採用您填寫的內容，請再核對。` : undefined);
  };
  const saveAsNew = () => {
    autosave.goOn();
    change((d) => ({ ...d, id: draftId() }));
  };

  const entry = agency.datasets.find(({ serial }) => serial === draft.serial);
  const withdrawn = entry?.status === "withdrawn";
  const isPublic = published !== undefined && entry?.title !== undefined && !withdrawn;
  const publishedValues = useMemo(() => {
    const read = published === undefined ? undefined : draftFromText(published, pathOf(identifier), "", "");
    return read && "draft" in read ? read.draft.values : {};
  }, [published, identifier]);
  // A mandatory field that an import left empty may be filled in without asking.
  const isLocked = ({ name, locked }: FormField) => {
    const before = textAt(publishedValues, [name]);
    return (
      isPublic && locked && !unlocked.has(name) && before !== "" && before === textAt(draft.values, [name])
    );
  };

  return (
    <>
      <form noValidate class="dataset-form" onSubmit={(event) => event.preventDefault()}>
        <p class="vh" role="status">
          {said}
        </p>
        <Notices
          platform={platform}
          agency={agency}
          draft={draft}
          published={published}
          withdrawn={withdrawn}
          incomplete={entry?.incomplete === true}
          autosave={autosave}
          problem={problem}
          sent={sent}
          onTakeOther={takeOther}
          onSaveAsNew={saveAsNew}
          onTakeFresh={takeFresh}
          {...(session.hub ? { onSaveToGitHub: () => void submit(true) } : {})}
        />
        {isPublic && draft.pull === undefined && <CitizenNotice platform={platform} session={session} />}
        {report && (
          <Summary found={report} findings={findings} labelOf={labelOf} goTo={goTo} onFix={acts.fix} />
        )}
        <Sections
          sections={sections}
          resourceFields={resourceFields}
          draft={draft}
          agency={agency}
          platform={platform}
          findings={shown}
          notes={notes}
          isLocked={isLocked}
          acts={acts}
          say={say}
          distributionActs={{
            add: () =>
              changeValues((values) => ({
                ...values,
                distribution: [
                  ...distributionsOf(values),
                  newDistribution(nextResourceID(identifier, numbersGiven(values))),
                ],
              })),
            replace: (distribution) => {
              setNotes(new Map());
              changeValues((values) => ({ ...values, distribution }));
            },
            useCsv: (index, use) => {
              const [place, text]: [Place, string] =
                "charset" in use
                  ? [["distribution", String(index), "characterSetCode"], use.charset]
                  : "numberOfData" in use
                    ? [["numberOfData"], use.numberOfData]
                    : [["fieldDescription"], use.fieldDescription];
              acts.set(place, text);
            },
          }}
          paste={(text) => pasteDistributions(text, identifier, distributionsOf(draft.values), vocabularies)}
        />
        <div class="actions">
          <p class="buttons">
            <button type="button" class="button" onClick={save}>
              儲存
            </button>
            <button type="button" class="button primary" onClick={review}>
              送審
            </button>
            <button type="button" class="button" onClick={showPreview}>
              預覽
            </button>
            <button type="button" class="button" onClick={runCheck}>
              檢查
            </button>
          </p>
          <SaveStatus autosave={autosave.state} />
        </div>
        <div class="buttons">
          <button type="button" class="button" onClick={download}>
            匯出草稿
          </button>
          <ImportButton onImport={onImport} />
          <button type="button" class="button danger" onClick={() => setDialog({ kind: "delete" })}>
            刪除草稿
          </button>
        </div>
      </form>
      {dialog?.kind === "preview" && (
        <dialog.Part
          text={dialog.text}
          path={pathOf(identifier)}
          platform={platform}
          agency={agency}
          published={published !== undefined}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog?.kind === "before" && (
        <dialog.Part
          draft={draft}
          identifier={identifier}
          vocabularies={vocabularies}
          findings={dialog.findings}
          labelOf={labelOf}
          goTo={goTo}
          busy={preparing}
          onConfirm={(explanation) => void submit(false, explanation)}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog?.kind === "submit" && (
        <SubmitDialog
          platform={platform}
          session={session}
          request={dialog.request}
          onDone={(result) => onDone(result, dialog.request, dialog.explanation)}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog?.kind === "delete" && (
        <DeleteDialog draft={draft} onDelete={remove} onClose={() => setDialog(undefined)} />
      )}
    </>
  );
}
