import { useMemo, useRef, useState } from "preact/hooks";
import type { FieldDiagnostic } from "../../../desk/check-draft.ts";
import type { DraftDistribution, DraftValues } from "../../../desk/draft.ts";
import { applies, type FormField, isRequired } from "../../../desk/fields.ts";
import { CsvDrop, type CsvUse } from "./CsvDrop.tsx";
import { Field, Findings, type FormActs } from "./Field.tsx";
import { PasteDialog } from "./PasteDialog.tsx";
import { distributionsOf, idOf, keyOf, textAt } from "./places.ts";

export interface DistributionActs {
  add: () => void;
  /** Puts the whole list in place of the old one. */
  replace: (distributions: DraftDistribution[]) => void;
  useCsv: (index: number, use: CsvUse) => void;
}

export interface DistributionsProps {
  values: DraftValues;
  identifier: string;
  fields: readonly FormField[];
  /** By place; those to be shown. */
  findings: ReadonlyMap<string, readonly FieldDiagnostic[]>;
  notes: ReadonlyMap<string, string>;
  acts: FormActs;
  distributionActs: DistributionActs;
  /** Said to a screen reader. */
  say: (text: string) => void;
  paste: (text: string) => { distributions: DraftDistribution[]; notes: string[] };
}

/** 資料資源: one group of controls each, to be added, moved, removed, and pasted from a spreadsheet. */
export function Distributions(props: DistributionsProps) {
  const { values, findings, acts, distributionActs, say } = props;
  const [pasting, setPasting] = useState(false);
  const [removed, setRemoved] = useState<{ index: number; distribution: DraftDistribution }>();
  const list = distributionsOf(values);
  const root = useRef<HTMLDivElement>(null);
  const focus = (selector: string) =>
    // After the change has been drawn.
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(selector)?.focus());

  const move = (index: number, by: 1 | -1) => {
    const next = list.with(index, list[index + by]!).with(index + by, list[index]!);
    distributionActs.replace(next);
    say(`資源 ${index + 1} 移到第 ${index + by + 1} 個`);
    focus(
      `#${idOf(["distribution", String(index + by)])} [data-move="${by}"]:not(:disabled), #${idOf(["distribution", String(index + by)])} [data-move]:not(:disabled)`,
    );
  };
  const remove = (index: number) => {
    setRemoved({ index, distribution: list[index]! });
    distributionActs.replace(list.toSpliced(index, 1));
    focus("[data-restore]");
  };
  const restore = () => {
    const { index, distribution } = removed!;
    distributionActs.replace(list.toSpliced(index, 0, distribution));
    setRemoved(undefined);
    focus(`#${idOf(["distribution", String(index)])} :is(input, select, textarea)`);
  };
  const add = () => {
    distributionActs.add();
    focus(`#${idOf(["distribution", String(list.length)])} :is(input, select, textarea)`);
  };

  return (
    <div ref={root} id={idOf(["distribution"])} tabIndex={-1}>
      <Findings id="f-distribution-found" findings={findings.get("distribution") ?? []} onFix={acts.fix} />
      {values.type === undefined || values.type === "" ? (
        <p class="hint">先選「資料集類型」，這裡就會出現可用的檔案格式。</p>
      ) : null}
      {list.map((distribution, index) => (
        <Item
          key={distribution.resourceID || index}
          {...props}
          index={index}
          count={list.length}
          distribution={distribution}
          move={move}
          remove={remove}
        />
      ))}
      {removed && (
        <p class="message" role="status">
          已移除資源「{removed.distribution.resourceDescription || removed.index + 1}」。
          <button type="button" class="button small" data-restore onClick={restore}>
            復原
          </button>
        </p>
      )}
      <p class="buttons">
        <button type="button" class="button" onClick={add}>
          新增資源
        </button>
        <button type="button" class="button" onClick={() => setPasting(true)}>
          從試算表貼上
        </button>
      </p>
      {pasting && (
        <PasteDialog
          paste={props.paste}
          onUse={(distributions, text) => {
            distributionActs.replace(distributions);
            setPasting(false);
            say(text);
          }}
          onClose={() => setPasting(false)}
        />
      )}
    </div>
  );
}

interface ItemProps extends DistributionsProps {
  index: number;
  count: number;
  distribution: DraftDistribution;
  move: (index: number, by: 1 | -1) => void;
  remove: (index: number) => void;
}

function Item(props: ItemProps) {
  const { index, count, distribution, values, fields, findings, notes } = props;
  const latest = useRef(props);
  latest.current = props;
  // A dataset may have hundreds: one that did not change is not drawn anew.
  return useMemo(() => {
    const { acts, distributionActs, identifier } = props;
    const at = ["distribution", String(index)];
    const shown = fields.filter((field) => applies(field, values, index));
    const name = `資源 ${index + 1}`;
    return (
      <fieldset id={idOf(at)} class="distribution panel" tabIndex={-1}>
        <legend>
          {name}
          {distribution.format && <small>{distribution.format}</small>}
          <small>{distribution.resourceID || identifier}</small>
        </legend>
        <Findings id={`${idOf(at)}-found`} findings={findings.get(keyOf(at)) ?? []} onFix={acts.fix} />
        <div class="controls">
          {shown.map((field) => {
            const place = [...at, field.name];
            return (
              <Field
                key={field.name}
                field={field}
                place={place}
                value={textAt(values, place)}
                required={isRequired(field, values, index)}
                findings={findings.get(keyOf(place)) ?? []}
                note={notes.get(keyOf(place))}
                acts={acts}
              />
            );
          })}
        </div>
        <CsvDrop name={name} onUse={(use) => distributionActs.useCsv(index, use)} />
        <p class="buttons">
          <button
            type="button"
            class="button small"
            data-move="-1"
            aria-label={`上移${name}`}
            disabled={index === 0}
            onClick={() => latest.current.move(index, -1)}
          >
            上移
          </button>
          <button
            type="button"
            class="button small"
            data-move="1"
            aria-label={`下移${name}`}
            disabled={index === count - 1}
            onClick={() => latest.current.move(index, 1)}
          >
            下移
          </button>
          <button
            type="button"
            class="button small danger"
            aria-label={`移除${name}`}
            onClick={() => latest.current.remove(index)}
          >
            移除
          </button>
        </p>
      </fieldset>
    );
  }, [index, count, distribution, values.type, fields, findings, notes]);
}
