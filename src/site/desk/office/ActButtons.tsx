import type { Row } from "../../../desk/workbench.ts";
import type { Act } from "../../../review/assessment.ts";
import { ACT_NAMES } from "../../../review/decision-table.ts";
import { hashOf } from "./address.ts";
import { draftOf, editTarget } from "./row-links.ts";
import type { OfficeState } from "./state.ts";

/** Id of the cell that names a row, to which its buttons' descriptions point. */
export const titleId = (row: Row) => `title-${row.key.replace(/\W+/g, "-")}`;

/**
 * What a button is called. 刪除 is for what was never published (manual 五.2); a submission about a published dataset can
 * only be given up, and the dataset stays.
 */
export function actName(act: Act, row: Row): string {
  if (act === "approve") return "快速審查";
  return act === "delete" && !row.never ? "捨棄送件" : ACT_NAMES[act];
}

/** The manual's buttons of a row: what may be done to it, by whoever looks at it. */
export function ActButtons(props: { row: Row; office: OfficeState; onAct: (act: Act) => void }) {
  const { row, office, onAct } = props;
  const { place, pending, repository } = office;
  // What was sent a moment ago would only be refused the second time.
  if (pending.has(row.number ?? row.identifier)) return null;
  const about = titleId(row);
  const review = place.tab === "toReview" && row.number !== undefined;
  const edit = editTarget(row);
  return (
    <span class="buttons">
      {review && repository && (
        <a class="button" href={hashOf({ ...place, pull: row.number! })} aria-describedby={about}>
          審查
        </a>
      )}
      {row.acts.map((act) => {
        if (act === "return") return null;
        const name = actName(act, row);
        const isForm = act === "modify" || (act === "submit" && draftOf(row) !== undefined);
        if (isForm) {
          return (
            edit && (
              <a key={act} class="button" href={edit} aria-describedby={about}>
                {name}
              </a>
            )
          );
        }
        return (
          <button
            key={act}
            type="button"
            class={act === "delete" || act === "takedown" ? "button danger" : "button"}
            aria-describedby={about}
            onClick={() => onAct(act)}
          >
            {name}
          </button>
        );
      })}
    </span>
  );
}
