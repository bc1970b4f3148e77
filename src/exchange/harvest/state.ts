/*
 * What the harvest remembers of an agency's source from day to day: `harvest/<agency>.json` on the branch of snapshots.
 * Whoever may push could have written it, so it is read with distrust; without it the harvest begins anew.
 */

/** What is remembered of one of the source's datasets, by its id there. */
export interface Known {
  /** The identifier that it has here, or got when it was first offered; it never changes. */
  identifier?: string;
  /** It was seen on the main branch under its id at the source. */
  published?: true;
  /** Day of the first of the latest readings that missed it. */
  missing?: string;
  /** Day on which the difference that is open now was first seen (mission A10). */
  since?: string;
  /** Digest of the difference that the open pull request offers. */
  offered?: string;
  /** Digest of a difference that was declined: not offered again until the source changes. */
  refused?: string;
  /** Number of the pull request that offered it. */
  declined?: number;
  /** Day on which it was first named as listed there and withdrawn here. */
  noted?: string;
}

/** What a server said of a document, for the next conditional request (RFC 9110, 13.1). */
export interface Validators {
  etag?: string;
  modified?: string;
}

export interface HarvestState {
  agency: string;
  /** The source that all of this is about. */
  source: { profile: string; url: string };
  /** Days in Taipei. */
  lastAttempt: string;
  lastSuccess?: string;
  /** The documents of the latest whole reading, in their order, by address; only where all have validators. */
  documents: Map<string, Validators>;
  /** Digest of the agency's files for which that reading left nothing to be looked at again. */
  settled?: string;
  /** Since when the source can't be read, and why at last, in Chinese. */
  failing?: { since: string; message: string };
  /** A list that shrank past belief: since when, on how many days in a row, and the last of them. */
  shrunk?: { since: string; days: number; last: string };
  known: Map<string, Known>;
  /** Digests of what the bot wrote into the branch, by path: the last, and the one before. */
  wrote: Map<string, string[]>;
  /** The bot's last commit on the branch. */
  head?: string;
  /** Day on which the open pull request was begun. */
  round?: string;
  /** Number of the latest pull request that is over. */
  ended?: number;
}

/** A source's datasets that are remembered; data.gov.tw itself, the largest list of all, has 53,000. */
export const MOST_KNOWN = 100_000;
const LONGEST_STATE = 64 << 20;
const MOST_DOCUMENTS = 2_000;
const MOST_WROTE = 20_000;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DIGEST = /^[0-9a-f]{8,64}$/;
const IDENTIFIER = /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/;

/** The path of an agency's state on the branch of snapshots. */
export const statePath = (agency: string): string => `harvest/${agency}.json`;

/** A state of which nothing is known yet. */
export const newState = (agency: string, source: HarvestState["source"], today: string): HarvestState => ({
  agency,
  source,
  lastAttempt: today,
  documents: new Map(),
  known: new Map(),
  wrote: new Map(),
});

class Malformed extends Error {}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed(place);
  return value as Fields;
}

/** A text of a certain form; undefined where the field is absent. */
function text(value: unknown, place: string, form: RegExp | number): string | undefined {
  if (value === undefined) return undefined;
  const fits =
    typeof value === "string" && (typeof form === "number" ? value.length <= form : form.test(value));
  if (!fits) throw new Malformed(place);
  return value;
}

function needed(value: unknown, place: string, form: RegExp | number): string {
  const found = text(value, place, form);
  if (found === undefined) throw new Malformed(place);
  return found;
}

function count(value: unknown, place: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new Malformed(place);
  return value;
}

function entries(value: unknown, place: string, most: number): [string, unknown][] {
  const found = Object.entries(fieldsOf(value ?? {}, place));
  if (found.length > most) throw new Malformed(place);
  return found;
}

/** The mapping without the keys that have no value. */
const present = <T extends object>(value: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

function readKnown(value: unknown, agency: string): Known {
  const fields = fieldsOf(value, "known");
  const identifier = text(fields.identifier, "known.identifier", IDENTIFIER);
  if (identifier !== undefined && !identifier.startsWith(`${agency}-`))
    throw new Malformed("known.identifier");
  return present<Known>({
    identifier,
    published: fields.published === true ? true : undefined,
    missing: text(fields.missing, "known.missing", DAY),
    since: text(fields.since, "known.since", DAY),
    offered: text(fields.offered, "known.offered", DIGEST),
    refused: text(fields.refused, "known.refused", DIGEST),
    declined: fields.declined === undefined ? undefined : count(fields.declined, "known.declined"),
    noted: text(fields.noted, "known.noted", DAY),
  });
}

function readFields(fields: Fields, agency: string): HarvestState {
  const source = fieldsOf(fields.source, "source");
  const failing = fields.failing === undefined ? undefined : fieldsOf(fields.failing, "failing");
  const shrunk = fields.shrunk === undefined ? undefined : fieldsOf(fields.shrunk, "shrunk");
  const documents = entries(fields.documents, "documents", MOST_DOCUMENTS).map(([url, value]) => {
    const validators = fieldsOf(value, "documents");
    const etag = text(validators.etag, "documents.etag", 1000);
    const modified = text(validators.modified, "documents.modified", 100);
    return [url, present<Validators>({ etag, modified })] as const;
  });
  const wrote = entries(fields.wrote, "wrote", MOST_WROTE).map(([path, value]) => {
    if (!Array.isArray(value) || value.length > 2) throw new Malformed("wrote");
    return [path, value.map((digest) => needed(digest, "wrote", DIGEST))] as const;
  });
  if (fields.agency !== agency) throw new Malformed("agency");
  return present<HarvestState>({
    agency,
    source: {
      profile: needed(source.profile, "source.profile", 50),
      url: needed(source.url, "source.url", 2048),
    },
    lastAttempt: needed(fields.lastAttempt, "lastAttempt", DAY),
    lastSuccess: text(fields.lastSuccess, "lastSuccess", DAY),
    documents: new Map(documents),
    settled: text(fields.settled, "settled", DIGEST),
    failing: failing && {
      since: needed(failing.since, "failing.since", DAY),
      message: needed(failing.message, "failing.message", 2000),
    },
    shrunk: shrunk && {
      since: needed(shrunk.since, "shrunk.since", DAY),
      days: count(shrunk.days, "shrunk.days"),
      last: needed(shrunk.last, "shrunk.last", DAY),
    },
    known: new Map(
      entries(fields.known, "known", MOST_KNOWN).map(([id, value]) => [id, readKnown(value, agency)]),
    ),
    wrote: new Map(wrote),
    head: text(fields.head, "head", /^[0-9a-f]{40,64}$/),
    round: text(fields.round, "round", DAY),
    ended: fields.ended === undefined ? undefined : count(fields.ended, "ended"),
  });
}

/**
 * Reads an agency's state.
 * @param text the file's text, undefined where there is none
 * @returns neither where there is none; `problem` says in Chinese why it can't be used
 */
export function readHarvestState(
  text: string | undefined,
  agency: string,
): { state?: HarvestState; problem?: string } {
  if (text === undefined) return {};
  if (text.length > LONGEST_STATE) return { problem: "紀錄過大，不予採用" };
  try {
    return { state: readFields(fieldsOf(JSON.parse(text), "檔案"), agency) };
  } catch (cause) {
    if (cause instanceof Malformed) return { problem: `紀錄的 ${cause.message} 格式不符，不予採用` };
    if (cause instanceof SyntaxError) return { problem: "紀錄不是 JSON，不予採用" };
    throw cause;
  }
}

/** Writes a state; the same state gives the same bytes. */
export function writeHarvestState(state: HarvestState): string {
  const { agency, source, lastAttempt, lastSuccess, settled, failing, shrunk, head, round, ended } = state;
  const known = sorted(state.known).map(([id, each]) => {
    const { identifier, published, missing, since, offered, refused, declined, noted } = each;
    return [id, { identifier, published, missing, since, offered, refused, declined, noted }];
  });
  const value = {
    agency,
    source: { profile: source.profile, url: source.url },
    lastAttempt,
    lastSuccess,
    settled,
    failing: failing && { since: failing.since, message: failing.message },
    shrunk: shrunk && { since: shrunk.since, days: shrunk.days, last: shrunk.last },
    head,
    round,
    ended,
    documents: Object.fromEntries(state.documents),
    known: Object.fromEntries(known),
    wrote: Object.fromEntries(sorted(state.wrote)),
  };
  return `${JSON.stringify(value)}\n`;
}

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
