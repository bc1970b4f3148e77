import type { Dispatcher } from "undici";
import type { Content, Visit } from "../../catalogue/quality/evidence.ts";
import { type GuardOptions, guardedAgent } from "../link-guard.ts";
import { Ended, explain, type Finding, inTime, soundAddress } from "./probe-failure.ts";
import { type Answer, type FetchOptions, fetchStart, header } from "./probe-fetch.ts";
import { isWrongRange, judge } from "./probe-judge.ts";
import { ALL_FORBIDDEN, NO_RULES, ROBOT, ROBOTS_BYTES, type Robots, readRobots } from "./robots.ts";
import { showsAll } from "./sniff.ts";
import { isIncompleteChain } from "./tls-chain.ts";

/** An address that is to be visited. Strangers wrote it: it may be anything. */
export interface ProbeTarget {
  url: string;
  /** Codes of `formats` that the catalogue declares for it. */
  formats: string[];
  /** Codes of `charsets` that the catalogue declares for it. */
  charsets: string[];
  /** A file is meant, so that a web page in its place is suspicious. */
  wantsFile: boolean;
}

/** What a visit found. */
export interface Probe {
  visit: Visit;
  /** Absent where no byte of a file was read. */
  content?: Content;
}

/** Bytes of a file that are read at most. */
const SAMPLE_BYTES = 64 << 10;

export const VISIT_LIMITS = {
  redirects: 5,
  /** Until a connection stands, its TLS included. */
  connectMs: 10_000,
  /** One address in all, its redirects included; robots.txt has half of it. */
  addressMs: 30_000,
  /** Connections to one origin at once. */
  perHost: 2,
};

export interface VisitOptions extends Pick<GuardOptions, "lookup" | "allows"> {
  /** Address of the public site, which the user agent names. */
  site?: string;
  limits?: Partial<typeof VISIT_LIMITS>;
  /** Time of the visit. */
  now?: () => Date;
}

/** What the one who plans the visits has to know besides the finding. */
export interface Visited extends Probe {
  /** Seconds after which the host wants to be asked again. */
  retryAfter?: number;
}

/** Visits one address after another; keeps connections and each host's robots.txt. */
export interface Visitor {
  /** Never throws, whatever the server does. */
  visit: (target: ProbeTarget, signal: AbortSignal) => Promise<Visited>;
  /** Pause that a host's robots.txt asks for, in milliseconds; 0 before its first visit. */
  delayMs: (origin: string) => number;
  close: () => Promise<void>;
}

const MOST_ROBOTS = 1_000;

interface Journey {
  answer: Answer;
  url: URL;
  redirected: boolean;
  incompleteChain: boolean;
}

type Asked = Omit<FetchOptions, "dispatcher">;
/** Says no by throwing. */
type Check = (url: URL) => Promise<void>;

/**
 * Makes a visitor. What it opens goes through link-guard.ts: never to a private address, whatever a name or a redirect
 * says.
 */
export function visitor(options: VisitOptions = {}): Visitor {
  const limits = { ...VISIT_LIMITS, ...options.limits };
  const now = options.now ?? (() => new Date());
  const guard: GuardOptions = {
    ...(options.lookup ? { lookup: options.lookup } : {}),
    ...(options.allows ? { allows: options.allows } : {}),
    connections: limits.perHost,
    connectTimeoutMs: limits.connectMs,
  };
  const strict = guardedAgent(guard);
  const lenient = guardedAgent({ ...guard, incompleteChain: true });
  const common = {
    "user-agent": `${ROBOT}/1.0${options.site ? ` (+${options.site})` : ""}`,
    accept: "*/*",
    "accept-encoding": "identity",
  };

  /** Fetches one address; over an incomplete chain of certificates where nothing else is wrong with it. */
  async function open(url: URL, asked: Asked) {
    const fetch = (dispatcher: Dispatcher) => fetchStart(url, { ...asked, dispatcher });
    try {
      return { answer: await fetch(strict), incompleteChain: false };
    } catch (cause) {
      if (!isIncompleteChain(cause)) throw cause;
      return { answer: await fetch(lenient), incompleteChain: true };
    }
  }

  /** Goes along redirects; each address of them is judged anew. */
  async function follow(start: string, asked: Asked, check: Check): Promise<Journey> {
    let address = start;
    let base: URL | undefined;
    let incompleteChain = false;
    for (let hop = 0; hop <= limits.redirects; hop++) {
      const url = soundAddress(address, base);
      await check(url);
      const opened = await open(url, asked);
      incompleteChain ||= opened.incompleteChain;
      const { answer } = opened;
      const location = header(answer.headers, "location");
      if (answer.status < 300 || answer.status > 399 || !location) {
        return { answer, url, redirected: base !== undefined, incompleteChain };
      }
      base = url;
      address = location;
    }
    throw new Ended("unknown", "redirects");
  }

  const robots = new Map<string, Promise<Robots>>();
  const delays = new Map<string, number>();

  /** A host's robots.txt, asked for once; RFC 9309, 2.3.1. */
  function robotsOf(origin: string, run: AbortSignal): Promise<Robots> {
    const known = robots.get(origin);
    if (known) return known;
    const asked = fetchRobots(origin, run);
    if (robots.size >= MOST_ROBOTS) robots.delete(robots.keys().next().value!);
    robots.set(origin, asked);
    return asked;
  }

  async function fetchRobots(origin: string, run: AbortSignal): Promise<Robots> {
    const signal = AbortSignal.any([run, AbortSignal.timeout(limits.addressMs / 2)]);
    const url = `${origin}/robots.txt`;
    const asked = { signal, headers: common, limit: ROBOTS_BYTES };
    try {
      const { answer } = await inTime(
        follow(url, asked, async () => {}),
        signal,
      );
      const { status } = answer;
      if (status >= 500 || status === 429) return ALL_FORBIDDEN;
      if (status < 200 || status > 299) return NO_RULES;
      const rules = readRobots(url, new TextDecoder().decode(answer.sample));
      if (rules.delayMs > 0) delays.set(origin, rules.delayMs);
      return rules;
    } catch {
      // No answer at all: the visit that follows meets the same and says it better.
      return NO_RULES;
    }
  }

  async function journey(target: ProbeTarget, signal: AbortSignal, run: AbortSignal): Promise<Journey> {
    const check: Check = async (url) => {
      const rules = await robotsOf(url.origin, run);
      if (!rules.allows(url.href)) throw new Ended("unknown", "robots");
    };
    const asked: Asked = { signal, headers: common, limit: SAMPLE_BYTES, enough: showsAll };
    const range = { ...common, range: `bytes=0-${SAMPLE_BYTES - 1}` };
    const first = await follow(target.url, { ...asked, headers: range }, check);
    return isWrongRange(first.answer) ? await follow(target.url, asked, check) : first;
  }

  async function visit(target: ProbeTarget, run: AbortSignal): Promise<Visited> {
    const at = now()
      .toISOString()
      .replace(/\.\d+Z$/, "Z");
    const begin = performance.now();
    const signal = AbortSignal.any([run, AbortSignal.timeout(limits.addressMs)]);
    const visitOf = (finding: Finding): Visit => ({
      at,
      ...finding,
      ms: Math.round(performance.now() - begin),
    });
    try {
      const { answer, url, redirected, incompleteChain } = await inTime(journey(target, signal, run), signal);
      const finalUrl = redirected ? { finalUrl: url.href } : {};
      const { finding, content, retryAfter } = await judge(target, answer, url, redirected, incompleteChain);
      return {
        visit: { ...visitOf(finding), status: answer.status, read: answer.read, ...finalUrl },
        ...(content ? { content: { at, ...content } } : {}),
        ...(retryAfter === undefined ? {} : { retryAfter }),
      };
    } catch (cause) {
      return { visit: visitOf(explain(cause)) };
    }
  }

  return {
    visit,
    delayMs: (origin) => delays.get(origin) ?? 0,
    close: async () => {
      await Promise.all([strict.destroy(), lenient.destroy()]);
    },
  };
}
