import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { FieldDiagnostic } from "../../../desk/check-draft.ts";
import type { FormField } from "../../../desk/fields.ts";
import { rocText, splitKeywords } from "../../../desk/mend.ts";
import { idOf, keyOf, type Place } from "./places.ts";

/** What a control tells the form; the same object as long as the form lives. */
export interface FormActs {
  set: (place: Place, text: string) => void;
  setKeywords: (keywords: string[]) => void;
  /** The control was left: its text is mended, and its findings are shown from now on. */
  leave: (place: Place, field: FormField) => void;
  fix: (diagnostic: FieldDiagnostic) => void;
  /** A locked field is to be changed after all: an operator will have to approve. */
  unlock: (name: string) => void;
}

export interface FieldProps {
  field: FormField;
  place: Place;
  value: string;
  required: boolean;
  findings: readonly FieldDiagnostic[];
  /** What was mended in it last. */
  note?: string | undefined;
  /** Locked after publication, and not asked to be changed. */
  locked?: boolean;
  /** Stands where nothing is filled in. */
  inherited?: string | undefined;
  acts: FormActs;
}

/** One control with its label, help, counter and findings. */
export function Field(props: FieldProps) {
  const { field, place, value, required, findings, note, locked = false, inherited, acts } = props;
  const id = idOf(place);
  const reading = field.control === "date" || field.control === "datetime" ? rocReading(value) : undefined;
  const hints: [part: string, content: ComponentChildren, className?: string][] = [
    ["help", <Help key="help" field={field} />],
    ["inherited", inherited && `不填時帶入：${inherited}`],
    ["count", counterOf(field, value), "count"],
    ["reading", reading],
    ["note", note, "note"],
    ["locked", locked && "上架後鎖定。修改須經平臺管理者核可。"],
  ];
  const shown = hints.filter(([, content]) => content);
  const describedBy = [
    ...shown.map(([part]) => `${id}-${part}`),
    ...(findings.length > 0 ? [`${id}-found`] : []),
  ];
  const common = {
    "aria-describedby": describedBy.join(" ") || undefined,
    "aria-required": required || undefined,
    "aria-invalid": findings.some((f) => f.severity === "error") || undefined,
  };
  const control = {
    ...common,
    id,
    name: keyOf(place),
    onBlur: () => acts.leave(place, field),
  };
  const onInput = (event: { currentTarget: { value: string } }) => acts.set(place, event.currentTarget.value);
  // Drawn by the style sheet, so that the control's name stays the label alone.
  const mark = {
    "data-mark": required ? "*" : undefined,
    "data-wish": field.obligation === "recommended" ? "建議填寫" : undefined,
  };
  const below = (
    <>
      {shown.slice(1).map(([part, content, className = ""]) => (
        <p key={part} id={`${id}-${part}`} class={`hint ${className}`}>
          {content}
        </p>
      ))}
      {locked && (
        <p>
          <button type="button" class="linkish" onClick={() => acts.unlock(field.name)}>
            申請修改{field.label}
          </button>
        </p>
      )}
      <Findings id={`${id}-found`} findings={findings} onFix={acts.fix} />
    </>
  );
  const [first] = shown;
  const help = first && (
    <p id={`${id}-${first[0]}`} class={`hint ${first[2] ?? ""}`}>
      {first[1]}
    </p>
  );

  if (field.control === "radio" && !locked) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: only a radiogroup may be required or invalid.
      <fieldset class="choices" role="radiogroup" {...common}>
        <legend {...mark}>{field.label}</legend>
        {help}
        <div>
          {field.options!.map((option, index) => (
            <label key={option.value}>
              <input
                type="radio"
                id={index === 0 ? id : undefined}
                name={keyOf(place)}
                value={option.value}
                checked={value === option.value}
                onChange={onInput}
                onBlur={control.onBlur}
              />
              {option.label}
            </label>
          ))}
        </div>
        {below}
      </fieldset>
    );
  }
  return (
    <div class={`control ${field.control}`}>
      <label for={id} {...mark}>
        {field.label}
      </label>
      {help}
      {locked ? (
        // Read-only rather than disabled, so that the keyboard reaches it and its reason is read out.
        <input {...control} type="text" value={labelOf(field, value)} readOnly />
      ) : field.control === "textarea" || field.control === "keywords" ? (
        <textarea {...control} value={value} rows={3} onInput={onInput} />
      ) : field.control === "select" ? (
        <select {...control} value={value} onChange={onInput}>
          {(value === "" || !field.default) && <option value="">請選擇</option>}
          {value !== "" && !field.options!.some((o) => o.value === value) && (
            <option value={value}>{value}（不在清單內）</option>
          )}
          {field.options!.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...control}
          type="text"
          value={value}
          onInput={onInput}
          autocomplete="off"
          inputMode={INPUT_MODES[field.control]}
          spellcheck={field.control === "text"}
          list={field.control === "frequency" ? `${id}-list` : undefined}
        />
      )}
      {field.control === "frequency" && (
        <datalist id={`${id}-list`}>
          {field.options?.map((option) => (
            <option key={option.value} value={option.value} />
          ))}
        </datalist>
      )}
      {below}
    </div>
  );
}

const INPUT_MODES: Partial<Record<FormField["control"], "url" | "email" | "numeric">> = {
  url: "url",
  email: "email",
  number: "numeric",
};

function Help({ field }: { field: FormField }) {
  const isDate = field.control === "date" || field.control === "datetime";
  return (
    <>
      {field.obligation === "recommended" && <span class="vh">建議填寫。</span>}
      {field.help}
      {isDate && (
        <>
          可填民國或西元，如 <span class="nowrap">114年3月1日</span>、<span class="nowrap">2025-03-01</span>。
        </>
      )}
      {field.control === "keywords" && "兩個以上也可用「，」隔開。"}
    </>
  );
}

const labelOf = (field: FormField, value: string) =>
  field.options?.find((option) => option.value === value)?.label ?? value;

const rocReading = (value: string) => (/^\d{4}-\d{2}-\d{2}/.test(value) ? rocText(value) : undefined);

/** A limit that nobody reaches, as of an address, is told of only where it is passed. */
function counterOf(field: FormField, value: string): ComponentChildren {
  const most = field.maxLength;
  const count = [...value].length;
  if (most !== undefined && count > most) {
    return (
      <b class="error">
        {count}／{most}，超過 {count - most} 字
      </b>
    );
  }
  const counts = most !== undefined && ["text", "textarea", "keywords"].includes(field.control);
  return counts && `${count}／${most}`;
}

/** What the checker found in one place, with the button that mends what is certain. */
export function Findings(props: {
  id: string;
  findings: readonly FieldDiagnostic[];
  onFix: (diagnostic: FieldDiagnostic) => void;
}) {
  const { id, findings, onFix } = props;
  if (findings.length === 0) return null;
  return (
    <ul id={id} class="findings">
      {findings.map((found) => (
        <li key={found.code + found.message} class={found.severity === "error" ? "error" : "hint"}>
          <b>{found.severity === "error" ? "錯誤：" : "提醒："}</b>
          {found.message}。{found.remedy}。
          {found.fix && (
            <button type="button" class="button small" onClick={() => onFix(found)}>
              修正
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** 關鍵字: one line as in the manual; what is typed stays as it is until the field is left. */
export function Keywords(props: Omit<FieldProps, "value"> & { keywords: readonly string[] }) {
  const { keywords, acts, ...rest } = props;
  const joined = keywords.join("，");
  const [text, setText] = useState(joined);
  // A draft that was loaded or mended elsewhere.
  useEffect(() => {
    if (splitKeywords(text).join("，") !== joined) setText(joined);
  }, [joined]);
  return (
    <>
      <Field
        {...rest}
        value={text}
        acts={{
          ...acts,
          set: (_place, value) => {
            setText(value);
            acts.setKeywords(splitKeywords(value));
          },
          leave: (place, field) => {
            setText(joined);
            acts.leave(place, field);
          },
        }}
      />
      {keywords.length > 0 && (
        <ul class="keywords" aria-label={`${rest.field.label}：${keywords.length} 個`}>
          {keywords.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ul>
      )}
    </>
  );
}
