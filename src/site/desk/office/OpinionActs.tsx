import { useId, useState } from "preact/hooks";
import { commandText, type DeskCommand } from "../../../desk/opinions.ts";
import { HandoverSteps } from "../shared/HandoverSteps.tsx";
import { Problem, Revealed, Said } from "./parts.tsx";
import { wordsOf } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";

/** 處理: the commands below an opinion or a request, posted as a comment, with the token or on GitHub's page. */
export function OpinionActs(props: {
  office: OfficeState;
  /** Of the issue. */
  number: number;
  url: string;
  commands: readonly DeskCommand[];
  onSent: () => void;
}) {
  const { office, number, url, commands, onSent } = props;
  const { hub } = office.session;
  const [name, setName] = useState("");
  const [values, setValues] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState<string>();
  const [handover, setHandover] = useState<string>();
  const [busy, setBusy] = useState(false);
  const id = useId();
  const chosen = commands.find((command) => command.name === name);

  const done = () => {
    setHandover(undefined);
    setName("");
    setValues({});
    setSaid("已送出，系統會在這件意見回覆結果。");
    onSent();
  };
  const send = async () => {
    setProblem(undefined);
    setSaid(undefined);
    if (!chosen) {
      setProblem("請先選擇要做的處理。");
      document.getElementById(`${id}-command`)?.focus();
      return;
    }
    const made = commandText(chosen, values);
    if ("problem" in made) {
      setProblem(made.problem);
      document.getElementById(`${id}-${made.field}`)?.focus();
      return;
    }
    if (!hub) return setHandover(made.text);
    setBusy(true);
    try {
      await hub.comment(number, made.text);
      done();
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
      <h3>處理</h3>
      <div class="control">
        <label for={`${id}-command`}>處理方式</label>
        <select
          id={`${id}-command`}
          value={name}
          aria-describedby={chosen && `${id}-consequence`}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setHandover(undefined);
            setProblem(undefined);
          }}
        >
          <option value="">請選擇</option>
          {commands.map((command) => (
            <option key={command.name} value={command.name}>
              {command.label}
            </option>
          ))}
        </select>
        {chosen && (
          <span class="hint" id={`${id}-consequence`}>
            {chosen.consequence}
          </span>
        )}
      </div>
      {chosen?.fields.map(({ key, label, hint, type }) => {
        const field = {
          id: `${id}-${key}`,
          value: values[key] ?? "",
          "aria-describedby": hint && `${id}-${key}-hint`,
          onInput: (event: { currentTarget: HTMLInputElement }) => {
            setValues({ ...values, [key]: event.currentTarget.value });
            setHandover(undefined);
          },
        };
        return (
          <div class="control" key={key}>
            <label for={field.id}>{label} *</label>
            {type === "date" ? <input type="date" {...field} /> : <input type="text" {...field} />}
            {hint && (
              <span class="hint" id={`${id}-${key}-hint`}>
                {hint}
              </span>
            )}
          </div>
        );
      })}
      <Problem text={problem} />
      <Said text={said} />
      <p class="buttons">
        <button type="submit" class="button" aria-disabled={busy}>
          {busy ? "送出中……" : "執行處理"}
        </button>
      </p>
      {handover !== undefined && (
        <Revealed label="在 GitHub 的頁面上處理">
          <HandoverSteps
            handover={{
              url,
              clipboard: handover,
              steps: ["登入 GitHub。", "到頁面最下方的留言框，按 Ctrl+V 貼上。", "按「Comment」。"],
            }}
            onDone={done}
          />
        </Revealed>
      )}
    </form>
  );
}
