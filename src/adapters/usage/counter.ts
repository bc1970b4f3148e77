import { type CountedPaths, decodedPath } from "../../catalogue/usage/counted-paths.ts";
import type { AgentKind } from "../../catalogue/usage/exclusions.ts";

/** Why a line isn't counted. Each line that is not counted has exactly one. */
export const REASONS = [
  "format",
  "long",
  "unfinished",
  "future",
  "closed",
  "host",
  "method",
  "status",
  "partial",
  "path",
  "unknown",
  "own",
  "robot",
  "monitor",
  "preview",
  "tool",
  "known",
] as const;

export type Reason = (typeof REASONS)[number];

/** What a line is: a place among the counters, or the reason's place with the sign turned (`reasonCode`). */
export type Verdict = number;

/** The reasons as numbers below zero, so that a line's verdict is one number. */
export const reasonCode = (reason: Reason): Verdict => -1 - REASONS.indexOf(reason);

const CODES = Object.fromEntries(REASONS.map((reason) => [reason, reasonCode(reason)])) as Record<
  Reason,
  Verdict
>;

/** A request as the parsers give it. */
export interface Request {
  method: string;
  status: number;
  /** Path with query, as logged; one character a byte. */
  target: string;
  /** Undefined where the log names none (common format). */
  agent: string | undefined;
  /** Whether a part was asked for that begins with the first byte; undefined where the log doesn't tell. */
  fromStart?: boolean;
}

/** Agents kept with their kind; a year's log has some ten thousand that come again. */
const CACHED_AGENTS = 20_000;
/** Longer ones are read each time, so that nobody can fill the memory with them. */
const LONGEST_CACHED = 400;

const IDENTIFIER_LENGTH = 17;

/**
 * Decides what is counted. A view is a GET of a dataset's page that was answered with the page or with 304, by a person's
 * browser. A download is a GET of a distribution that was answered in full, or the site's own mark of one, by a browser or a
 * program such as curl: use by programs is what open data are for. A reload counts again, as 點擊次數 says; to see that it was
 * the same visitor, addresses would have to be kept.
 */
export class Counter {
  readonly paths: CountedPaths;
  readonly #kindOf: (agent: string) => AgentKind | undefined;
  readonly #kinds = new Map<string, AgentKind | undefined>();

  constructor(paths: CountedPaths, kindOf: (agent: string) => AgentKind | undefined) {
    this.paths = paths;
    this.#kindOf = kindOf;
  }

  /** What is counted at a place: a dataset's views or a distribution's downloads. */
  at(place: number): { identifier: string } | { resource: string } {
    const { identifiers, resources } = this.paths;
    return place < identifiers.length
      ? { identifier: identifiers[place]! }
      : { resource: resources[place - identifiers.length]! };
  }

  view(identifier: string): Verdict {
    return this.paths.identifierPlaces.get(identifier) ?? CODES.unknown;
  }

  download(resource: string): Verdict {
    const place = this.paths.resourcePlaces.get(resource);
    return place === undefined ? CODES.unknown : this.paths.identifiers.length + place;
  }

  /** The identifier in the path of a dataset's page, index.html and a query included; undefined for other paths. */
  identifierIn(target: string): string | undefined {
    const { pages } = this.paths;
    if (pages === undefined || !target.startsWith(pages)) return undefined;
    const end = pages.length + IDENTIFIER_LENGTH;
    if (target.charCodeAt(end) !== 47) return undefined;
    const query = target.indexOf("?", end);
    const rest = query === -1 ? target.slice(end + 1) : target.slice(end + 1, query);
    return rest === "" || rest === "index.html" ? target.slice(pages.length, end) : undefined;
  }

  request(request: Request): Verdict {
    const { method, status, target } = request;
    if (method !== "GET") return CODES.method;
    if (status !== 200 && status !== 206 && status !== 304 && status !== 204) return CODES.status;
    const place = this.#placeOf(target, request);
    if (place < 0) return place;
    return this.#excluded(request.agent, place < this.paths.identifiers.length) ?? place;
  }

  #placeOf(target: string, { status, fromStart }: Request): Verdict {
    const identifier = this.identifierIn(target);
    if (identifier !== undefined) {
      return status === 200 || status === 304 ? this.view(identifier) : CODES.status;
    }
    const { hit, files, identifiers } = this.paths;
    if (hit !== undefined && target.startsWith(hit) && target.startsWith("?download=", hit.length)) {
      const resource = target.slice(hit.length + 10).split("&", 1)[0]!;
      return status === 206 ? CODES.status : this.download(resource);
    }
    if (files.size === 0) return CODES.path;
    const place = files.get(decodedPath(target));
    if (place === undefined) return CODES.path;
    // 304 sends no data: the copy that somebody has was counted when it was fetched.
    if (status === 304 || status === 204) return CODES.status;
    if (status === 206 && fromStart !== true) return CODES.partial;
    return identifiers.length + place;
  }

  #excluded(agent: string | undefined, isView: boolean): Verdict | undefined {
    if (agent === undefined) return undefined;
    const kind = agent === "" || agent === "-" ? "tool" : this.#cachedKind(agent);
    return kind === undefined || (kind === "tool" && !isView) ? undefined : CODES[kind];
  }

  #cachedKind(agent: string): AgentKind | undefined {
    if (agent.length > LONGEST_CACHED) return this.#kindOf(agent);
    const known = this.#kinds.get(agent);
    if (known !== undefined || this.#kinds.has(agent)) return known;
    if (this.#kinds.size >= CACHED_AGENTS) this.#kinds.clear();
    const kind = this.#kindOf(agent);
    this.#kinds.set(agent, kind);
    return kind;
  }
}
