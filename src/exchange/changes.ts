import type { Catalogue, Dataset } from "../catalogue/catalogue.ts";
import type { HistoryEntry } from "../catalogue/history.ts";
import { absolute, CHANGES_PATH, changesPath, type Place } from "./addresses.ts";
import { type OutputFile, pieces } from "./output-file.ts";

export const CHANGE_ACTS = ["added", "modified", "withdrawn", "relisted"] as const;
export type ChangeAct = (typeof CHANGE_ACTS)[number];

/** What happened to a dataset on a day. */
export interface Change {
  identifier: string;
  title: string;
  act: ChangeAct;
  /** Names of the fields that changed, such as `description` or `distribution.<resourceID>.format`. */
  fields?: string[];
}

/** Changes by day, YYYY-MM-DD in Taipei. */
type Days = Map<string, Change[]>;

/** Whether a dataset was listed when its history begins: the opposite of what its first turn made of it. */
function startsListed(dataset: Dataset, oldestFirst: readonly HistoryEntry[]): boolean {
  const turn = oldestFirst.find(({ act }) => act === "withdrawn" || act === "relisted");
  return turn ? turn.act === "withdrawn" : !dataset.withdrawn;
}

/**
 * What the public saw happen to one dataset. It was added on the day of its first version or of its 上架日期, whichever
 * is later; what happened before was not public. All modifications of a day are one, and those of the first day are
 * part of the addition.
 */
function* changesOf(
  dataset: Dataset,
  history: readonly HistoryEntry[],
): Generator<{ day: string; act: ChangeAct; fields?: string[] }> {
  const oldestFirst = history.toReversed();
  const first = oldestFirst[0]?.time.slice(0, 10);
  if (first === undefined) return;
  const { releaseDate } = dataset.file;
  const start = releaseDate !== undefined && releaseDate > first ? releaseDate : first;
  let listed = startsListed(dataset, oldestFirst);
  for (const { time, act } of oldestFirst) {
    if (time.slice(0, 10) < start && (act === "withdrawn" || act === "relisted")) listed = act === "relisted";
  }
  let added = listed ? start : undefined;
  if (added !== undefined) yield { day: added, act: "added" };
  const modified = new Map<string, Set<string>>();
  for (const { time, act, changes } of oldestFirst) {
    const day = time.slice(0, 10);
    if (day < start) continue;
    if (act === "withdrawn") {
      if (listed) yield { day, act };
      listed = false;
    } else if (act === "relisted") {
      if (!listed) yield { day, act: added === undefined ? "added" : act };
      added ??= day;
      listed = true;
    } else if (act === "modified" && listed && day !== added) {
      const fields = modified.get(day) ?? new Set();
      for (const { field } of changes) fields.add(field);
      modified.set(day, fields);
    }
  }
  for (const [day, fields] of modified) yield { day, act: "modified", fields: [...fields].sort() };
}

function daysOf(catalogue: Catalogue, history: ReadonlyMap<string, readonly HistoryEntry[]>): Days {
  const days: Days = new Map();
  const shown = [...catalogue.datasets, ...catalogue.withdrawn].sort((a, b) =>
    a.identifier < b.identifier ? -1 : 1,
  );
  for (const dataset of shown) {
    const { identifier, file } = dataset;
    for (const { day, ...change } of changesOf(dataset, history.get(identifier) ?? [])) {
      const list = days.get(day);
      const entry: Change = { identifier, title: file.title, ...change };
      if (list) list.push(entry);
      else days.set(day, [entry]);
    }
  }
  return days;
}

/**
 * The change feed by day: `changes/index.json` names each day on which something changed, newest first, with counts
 * and its address; `changes/<day>.json` says what. Only datasets in view and withdrawn ones are spoken of. Where the
 * repository's history is not at hand, there are no days.
 * @param history of each dataset by identifier, newest first, days in Taipei
 */
export function* changeFiles(
  catalogue: Catalogue,
  history: ReadonlyMap<string, readonly HistoryEntry[]>,
  place: Place,
): Generator<OutputFile> {
  const days = [...daysOf(catalogue, history)].sort(([a], [b]) => (a < b ? 1 : -1));
  const count = (changes: readonly Change[]) =>
    Object.fromEntries(CHANGE_ACTS.map((act) => [act, changes.filter((c) => c.act === act).length]));
  yield {
    path: CHANGES_PATH,
    content: JSON.stringify({
      days: days.map(([day, changes]) => ({
        day,
        ...count(changes),
        url: absolute(place, changesPath(day)),
      })),
    }),
  };
  for (const [day, changes] of days) {
    yield {
      path: changesPath(day),
      content: pieces(function* () {
        yield `${JSON.stringify({ day, ...count(changes) }).slice(0, -1)},"changes":[`;
        let separator = "";
        for (const change of changes) {
          yield separator + JSON.stringify(change);
          separator = ",";
        }
        yield "]}";
      }),
    };
  }
}
