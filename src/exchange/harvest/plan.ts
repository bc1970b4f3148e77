import { identifierOf, pathOf } from "../../catalogue/check.ts";
import { SCHEMAS } from "../../catalogue/schema/fields.ts";
import { datasetOfRecord, fieldDigest, type SourceRecord } from "../import/source-record.ts";
import {
  datasetYaml,
  type Mapping,
  mappingAt,
  mergeDataset,
  readDatasetText,
  textAt,
  withdrawDataset,
} from "./merge.ts";
import type { HarvestState, Known } from "./state.ts";

/*
 * Compares what a source lists with an agency's datasets on the main branch, and says what to offer.
 */

/** One dataset that is added, changed or withdrawn. */
export interface HarvestChange {
  kind: "added" | "changed" | "removed";
  sourceID: string;
  identifier: string;
  path: string;
  title: string;
  /** Day on which the difference was first seen, YYYY-MM-DD. */
  since: string;
  /** The dataset's file as it is offered. */
  text: string;
  /** Tells this difference from another one of the same dataset. */
  digest: string;
  /** Chinese names of the fields that change, and of those that our officers had changed as well. */
  fields: string[];
  conflicts: string[];
}

/** A record that is not taken. */
export interface LeftOut {
  sourceID: string;
  title: string;
  /** Identifier of the dataset here, or name of the agency that publishes it. */
  because: string;
}

export interface HarvestInput {
  /** Agency code. */
  agency: string;
  /** Text of `provenance.source`. */
  source: string;
  records: readonly SourceRecord[];
  /** What is told of records that could not be read; a dataset that one of them names does not count as missing. */
  problems: readonly string[];
  /** The agency's dataset files on the main branch, by path. */
  published: ReadonlyMap<string, string>;
  /** Name of the other agency that a record says to be its publisher; undefined where it is this one or not clear. */
  otherPublisher: (publisher: NonNullable<SourceRecord["publisher"]>) => string | undefined;
  /** YYYY-MM-DD in Taipei. */
  today: string;
}

export interface HarvestPlan {
  changes: HarvestChange[];
  /** Differences beyond what one pull request can hold. */
  waiting: number;
  /** Paths whose offer stays as it stands on the branch, since the source did not tell of them today. */
  kept: Set<string>;
  /** Records of other agencies. */
  others: LeftOut[];
  /** Datasets that officers look after by hand. */
  byHand: LeftOut[];
  /** Datasets that are withdrawn here, and listed there still. */
  withdrawn: LeftOut[];
}

/** GitHub shows 3,000 files of a pull request at most; some are left for what people add. */
const MOST_CHANGES = 2_500;

const LAST_SERIAL = 999_999;

/** Where more records than these can't be read, any dataset may be among them. */
const MOST_PROBLEMS = 200;

interface Published {
  path: string;
  identifier: string;
  text: string;
  title: string;
  withdrawn: boolean;
}

/** The datasets of the main branch that were taken from a source, by their id there. */
export function harvestedFrom(
  published: ReadonlyMap<string, string>,
  source: string,
): Map<string, Published> {
  const found = new Map<string, Published>();
  for (const [path, text] of published) {
    const identifier = identifierOf(path);
    const file = identifier && readDatasetText(path, text);
    const provenance = file ? mappingAt(file, "provenance") : undefined;
    const sourceID = textAt(provenance, "sourceID");
    if (!identifier || !file || sourceID === undefined || textAt(provenance, "source") !== source) continue;
    const title = textAt(file, "title") ?? identifier;
    found.set(sourceID, { path, identifier, text, title, withdrawn: file.status === "withdrawn" });
  }
  return found;
}

/** Gives serials that neither the main branch nor an earlier offer uses: one after the highest. */
function serialsOf(
  agency: string,
  published: Iterable<string>,
  known: Iterable<Known>,
): () => string | undefined {
  let last = 0;
  const see = (identifier: string | undefined) => {
    const serial = identifier?.slice(11) ?? "";
    if (/^\d{6}$/.test(serial)) last = Math.max(last, Number(serial));
  };
  for (const path of published) see(identifierOf(path));
  for (const { identifier } of known) see(identifier);
  return () => (last < LAST_SERIAL ? `${agency}-${String(++last).padStart(6, "0")}` : undefined);
}

const labelOf = (field: string): string => SCHEMAS.dataset.properties[field]?.title ?? field;

/** What the source says of a dataset in eight digits. */
function digestOf(dataset: Mapping): string {
  const fields = mappingAt(mappingAt(dataset, "provenance"), "fields") ?? {};
  return fieldDigest(
    Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, String(text).slice(0, 8)])),
  );
}

/** A difference that is no more. */
function settle(known: Known): void {
  delete known.since;
  delete known.offered;
  forgive(known);
}

/** A refusal that no longer stands. */
function forgive(known: Known): void {
  delete known.refused;
  delete known.declined;
}

/**
 * Compares a reading with the main branch (mission A10). Datasets that officers wrote by hand are never touched.
 * @param state changed: ids, identifiers and days are remembered in it; `offered` is left to `settleOffers`
 */
export function planHarvest(state: HarvestState, input: HarvestInput): HarvestPlan {
  const { agency, source, published, today } = input;
  const mine = harvestedFrom(published, source);
  for (const [sourceID, { identifier }] of mine) {
    const known = state.known.get(sourceID) ?? {};
    state.known.set(sourceID, { ...known, identifier, published: true });
  }
  const own = new RegExp(`^${agency}-[A-Za-z0-9_]{6}$`);
  // Numbers that the source itself gives are not given to others.
  const sounds = input.records.flatMap(({ sourceID }) => (own.test(sourceID) ? [pathOf(sourceID)] : []));
  const nextIdentifier = serialsOf(agency, [...published.keys(), ...sounds], state.known.values());
  const plan: HarvestPlan = {
    changes: [],
    waiting: 0,
    kept: new Set(),
    others: [],
    byHand: [],
    withdrawn: [],
  };
  const claimed = new Set([...state.known.values()].flatMap(({ identifier }) => identifier ?? []));
  const listed = new Set<string>();
  const offer = (known: Known, change: HarvestChange) => {
    if (known.refused === change.digest) {
      delete known.since;
      return;
    }
    forgive(known);
    known.since ??= change.since;
    plan.changes.push({ ...change, since: known.since });
  };

  for (const record of input.records) {
    const { sourceID, title } = record;
    if (listed.has(sourceID)) continue;
    listed.add(sourceID);
    const known = state.known.get(sourceID) ?? {};
    state.known.set(sourceID, known);
    delete known.missing;
    const other = record.publisher && input.otherPublisher(record.publisher);
    if (other !== undefined) {
      settle(known);
      plan.others.push({ sourceID, title, because: other });
      continue;
    }
    const here = mine.get(sourceID);
    if (here?.withdrawn) {
      settle(known);
      plan.withdrawn.push({ sourceID, title, because: here.identifier });
      continue;
    }
    delete known.noted;
    if (here) {
      const { path, identifier } = here;
      const next = datasetOfRecord(record, { identifier, source });
      const merged = mergeDataset(path, here.text, next);
      if (!merged) {
        settle(known);
        continue;
      }
      const { text } = merged;
      const [fields, conflicts] = [merged.fields.map(labelOf), merged.conflicts.map(labelOf)];
      const since = today;
      const digest = digestOf(next);
      offer(known, {
        kind: "changed",
        sourceID,
        identifier,
        path,
        title,
        since,
        text,
        digest,
        fields,
        conflicts,
      });
      continue;
    }
    const sound = own.test(sourceID) ? sourceID : undefined;
    const isTaken = (identifier: string) => published.has(pathOf(identifier));
    if ((sound && isTaken(sound)) || (known.published && known.identifier && isTaken(known.identifier))) {
      settle(known);
      plan.byHand.push({ sourceID, title, because: known.identifier ?? sound! });
      continue;
    }
    const free = sound && !claimed.has(sound) ? sound : undefined;
    // A number that somebody else's new dataset took in the meantime is given up.
    if (known.identifier && isTaken(known.identifier)) delete known.identifier;
    const identifier = known.identifier ?? free ?? nextIdentifier();
    if (identifier === undefined) {
      plan.waiting++;
      continue;
    }
    known.identifier = identifier;
    claimed.add(identifier);
    const dataset = datasetOfRecord(record, { identifier, source });
    offer(known, {
      kind: "added",
      sourceID,
      identifier,
      path: pathOf(identifier),
      title,
      since: today,
      text: datasetYaml(dataset),
      digest: digestOf(dataset),
      fields: [],
      conflicts: [],
    });
  }

  const manyProblems = input.problems.length > MOST_PROBLEMS;
  for (const [sourceID, known] of state.known) {
    if (listed.has(sourceID)) continue;
    const here = mine.get(sourceID);
    const path = known.identifier === undefined ? undefined : pathOf(known.identifier);
    const unsure = manyProblems || input.problems.some((problem) => problem.includes(sourceID));
    if (!unsure) known.missing ??= today;
    if (unsure || known.missing === today) {
      // Missed once may be a slip of the source: what is offered stays until it is missed on another day.
      if (known.offered && path) plan.kept.add(path);
      continue;
    }
    const text =
      here && !here.withdrawn ? withdrawDataset(here.path, here.text, source, known.missing!) : undefined;
    if (!here || text === undefined) {
      settle(known);
      continue;
    }
    const { identifier, title } = here;
    const since = known.missing!;
    const digest = fieldDigest(`removed ${since}`);
    offer(known, {
      kind: "removed",
      sourceID,
      identifier,
      path: here.path,
      title,
      since,
      text,
      digest,
      fields: [],
      conflicts: [],
    });
  }

  const order = (change: HarvestChange) => `${change.since} ${change.identifier}`;
  plan.changes.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  plan.waiting += Math.max(0, plan.changes.length - MOST_CHANGES);
  plan.changes.splice(MOST_CHANGES);
  return plan;
}

/**
 * Leaves in the text only those withdrawn datasets that no earlier pull request named.
 * @param state changed
 * @param open whether a pull request is open already
 */
export function tellOnce(state: HarvestState, plan: HarvestPlan, open: boolean, today: string): void {
  // Without a pull request nobody would read it.
  if (!open && plan.changes.length === 0) return;
  const round = (open ? state.round : undefined) ?? today;
  state.round = round;
  plan.withdrawn = plan.withdrawn.filter(({ sourceID }) => {
    const known = state.known.get(sourceID)!;
    known.noted ??= today;
    return known.noted >= round;
  });
}

/**
 * Remembers what the pull request offers, so that a refusal is known for what it is.
 * @param state changed
 * @param untouched paths that the bot left as others wrote them: there the last offer stays
 */
export function settleOffers(state: HarvestState, plan: HarvestPlan, untouched: ReadonlySet<string>): void {
  const offers = new Map(plan.changes.map((change) => [change.sourceID, change]));
  for (const [sourceID, known] of state.known) {
    const change = offers.get(sourceID);
    const path = known.identifier === undefined ? undefined : pathOf(known.identifier);
    if (path !== undefined && plan.kept.has(path)) continue;
    if (!change) delete known.offered;
    else if (known.offered === undefined || !untouched.has(change.path)) known.offered = change.digest;
  }
}

/**
 * Takes note that a pull request is over: what it offered and what is still not on the main branch was declined, by
 * closing it or by taking it out before the merge.
 * @param state changed
 */
export function endOffers(state: HarvestState, number: number): void {
  for (const known of state.known.values()) {
    if (known.offered === undefined) continue;
    known.refused = known.offered;
    known.declined = number;
    delete known.offered;
  }
  state.wrote = new Map();
  delete state.head;
  state.ended = number;
}

/**
 * Takes back what was declined with a pull request that is open again.
 * @param state changed
 */
export function resumeOffers(state: HarvestState, number: number): void {
  for (const known of state.known.values()) {
    if (known.refused === undefined || known.declined !== number) continue;
    known.offered = known.refused;
    forgive(known);
  }
  delete state.ended;
}
