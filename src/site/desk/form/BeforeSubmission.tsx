import { useEffect, useState } from "preact/hooks";
import type { Vocabularies } from "../../../catalogue/vocabulary.ts";
import type { FieldDiagnostic } from "../../../desk/check-draft.ts";
import type { Draft } from "../../../desk/draft.ts";
import { forecast } from "../../../desk/forecast.ts";
import { similarTitles } from "../../../desk/similar.ts";
import { datasetPath } from "../../../exchange/addresses.ts";
import { Dialog } from "../shared/dialog.tsx";
import { loadText, siteBase } from "../shared/load.ts";
import type { Place } from "./places.ts";

let titles: Promise<string> | undefined;

/** The catalogue's titles, loaded once. */
export function loadTitles(): Promise<string> {
  titles ??= loadText("office/titles.txt");
  titles.catch(() => {
    titles = undefined;
  });
  return titles;
}

/** 送審前檢查: what blocks, what should be looked at, and what would make the dataset better. */
export default function BeforeSubmission(props: {
  draft: Draft;
  identifier: string;
  vocabularies: Vocabularies;
  findings: readonly FieldDiagnostic[];
  labelOf: (place: Place) => string;
  /** Closes, and leads to a control. */
  goTo: (place: Place) => void;
  /** What is to be sent is being made ready. */
  busy: boolean;
  /** @param explanation for the reviewers; may be empty */
  onConfirm: (explanation: string) => void;
  onClose: () => void;
}) {
  const { draft, identifier, vocabularies, findings, labelOf, goTo, busy, onConfirm, onClose } = props;
  const [explanation, setExplanation] = useState("");
  const locked = findings.some(({ code }) => code === "dataset/locked");
  const errors = findings.filter(({ severity }) => severity === "error");
  const warnings = findings.filter(({ severity }) => severity === "warning");
  const isPersonal = findings.some(({ code }) => code.startsWith("personal-data/"));
  const { stars, meaning, advice } = forecast(draft.values, vocabularies);
  const title = typeof draft.values.title === "string" ? draft.values.title : "";
  return (
    <Dialog title="送審前檢查" busy={busy} onClose={onClose}>
      <section aria-labelledby="before-errors">
        <h3 id="before-errors">
          {errors.length > 0 ? `有 ${errors.length} 個錯誤，更正後才能送審` : "沒有錯誤"}
        </h3>
        <FindingLinks findings={errors} labelOf={labelOf} goTo={goTo} />
      </section>
      {warnings.length > 0 && (
        <section aria-labelledby="before-warnings">
          <h3 id="before-warnings">{warnings.length} 個提醒，請確認</h3>
          <FindingLinks findings={warnings} labelOf={labelOf} goTo={goTo} />
        </section>
      )}
      <section aria-labelledby="before-personal">
        <h3 id="before-personal">個人資料</h3>
        <p>
          {isPersonal
            ? "上面列出的個人資料會公開。請改用公務電話、公務信箱與職務名稱。"
            : "沒有發現身分證字號、居留證號、行動電話、私人信箱或個人住址。"}
        </p>
      </section>
      <Similar title={title} identifier={identifier} />
      <section aria-labelledby="before-stars">
        <h3 id="before-stars">品質預估</h3>
        <p>
          <span class="stars" aria-hidden="true">
            {"★★★★★".slice(0, stars)}
            {"☆☆☆☆☆".slice(stars)}
          </span>{" "}
          {stars} 星{meaning && `：${meaning}`}
        </p>
        {advice.length > 0 && (
          <>
            <p>還可以更好：</p>
            <ul>
              {advice.map(({ field, text }) => (
                <li key={text}>
                  {field.length > 0 ? <PlaceLink place={field} goTo={goTo} text={text} /> : text}
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      {errors.length === 0 && (
        <div class="control">
          <label for="before-explanation">給審查者的說明</label>
          <p id="before-explanation-help" class="hint">
            {locked ? "修改了上架後鎖定的欄位，請寫明理由，供平臺管理者核可。" : "可不填。"}
            說明會公開在送件上。
          </p>
          <textarea
            id="before-explanation"
            aria-describedby="before-explanation-help"
            rows={2}
            value={explanation}
            onInput={(event) => setExplanation(event.currentTarget.value)}
          />
        </div>
      )}
      <p class="buttons">
        <button
          type="button"
          class="button primary"
          disabled={errors.length > 0 || busy}
          onClick={() => onConfirm(explanation)}
        >
          {busy ? "準備中…" : "確認送審"}
        </button>
        <button type="button" class="button" onClick={onClose}>
          回到表單
        </button>
      </p>
    </Dialog>
  );
}

/** Leads to a control; a text where there is none. */
export function PlaceLink(props: { place: Place; text: string; goTo: (place: Place) => void }) {
  return (
    <button type="button" class="linkish" onClick={() => props.goTo(props.place)}>
      {props.text}
    </button>
  );
}

function FindingLinks(props: {
  findings: readonly FieldDiagnostic[];
  labelOf: (place: Place) => string;
  goTo: (place: Place) => void;
}) {
  if (props.findings.length === 0) return null;
  return (
    <ul>
      {props.findings.map((found) => (
        <li key={`${found.line} ${found.column} ${found.code}`}>
          {found.field.length > 0 && (
            <>
              <PlaceLink place={found.field} goTo={props.goTo} text={props.labelOf(found.field)} />：
            </>
          )}
          {found.message}。{found.remedy}。
        </li>
      ))}
    </ul>
  );
}

function Similar({ title, identifier }: { title: string; identifier: string }) {
  const [list, setList] = useState<string>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    loadTitles().then(setList, () => setFailed(true));
  }, []);
  const similar = list === undefined || title === "" ? [] : similarTitles(title, list, identifier);
  return (
    <section aria-labelledby="before-similar">
      <h3 id="before-similar">目錄裡相近的資料集</h3>
      {failed ? (
        <p>讀不到目錄的名稱清單，沒有比對。</p>
      ) : list === undefined ? (
        <p>比對中…</p>
      ) : similar.length === 0 ? (
        <p>沒有名稱相近的資料集。</p>
      ) : (
        <>
          <p>請確認不是同一份資料；若是，請改為修改既有的資料集。</p>
          <ul>
            {similar.map((other) => (
              <li key={other.identifier}>
                <a href={siteBase() + datasetPath(other.identifier)} target="_blank" rel="noopener">
                  {other.title}
                  <span class="vh">（另開視窗）</span>
                </a>{" "}
                <small>{other.identifier}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
