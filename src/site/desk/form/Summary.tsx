import { useEffect, useRef } from "preact/hooks";
import type { FieldDiagnostic } from "../../../desk/check-draft.ts";
import type { Place } from "./places.ts";
import { idOf, keyOf } from "./places.ts";

/** What 檢查 found, as a list of links to the fields; takes the focus, so that it is read out. */
export function Summary(props: {
  /** As they were when 檢查 was pressed; another array each time. */
  found: readonly FieldDiagnostic[];
  /** As they are now: what is mended leaves the list. */
  findings: readonly FieldDiagnostic[];
  labelOf: (place: Place) => string;
  goTo: (place: Place) => void;
  onFix: (diagnostic: FieldDiagnostic) => void;
}) {
  const { found, findings, labelOf, goTo, onFix } = props;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    element.current!.focus();
    element.current!.scrollIntoView({ block: "start" });
  }, [found]);
  const current = new Set(findings.map(keyOfFinding));
  const left = found.filter((f) => current.has(keyOfFinding(f)));
  const errors = left.filter((f) => f.severity === "error");
  const warnings = left.filter((f) => f.severity === "warning");
  const list = (items: readonly FieldDiagnostic[]) => (
    <ul>
      {items.map((f) => (
        <li key={keyOfFinding(f)}>
          {f.field.length > 0 && (
            <>
              <a
                href={`#${idOf(f.field)}`}
                onClick={(event) => {
                  event.preventDefault();
                  goTo(f.field);
                }}
              >
                {labelOf(f.field)}
              </a>
              ：
            </>
          )}
          {f.message}。{f.remedy}。
          {f.fix && (
            <button
              type="button"
              class="button small"
              aria-label={`修正${labelOf(f.field)}`}
              onClick={() => onFix(f)}
            >
              修正
            </button>
          )}
        </li>
      ))}
    </ul>
  );
  return (
    <div
      ref={element}
      class={errors.length > 0 ? "message bad summary" : "message good summary"}
      role="alert"
      tabIndex={-1}
    >
      <h2>{errors.length > 0 ? `有 ${errors.length} 個錯誤` : "檢查通過，沒有錯誤"}</h2>
      {errors.length > 0 && list(errors)}
      {warnings.length > 0 && (
        <>
          <h3>{warnings.length} 個提醒</h3>
          {list(warnings)}
        </>
      )}
    </div>
  );
}

const keyOfFinding = (f: FieldDiagnostic) => `${keyOf(f.field)} ${f.code} ${f.message}`;
