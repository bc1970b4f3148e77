import type { BudgetDetail } from "./probe.ts";
import type { Visited } from "./probe-visit.ts";

/** What is known of a host in this run. */
export interface Host<T> {
  queue: T[];
  /** Visits under way. */
  active: number;
  /** Visits made, under way or in the queue. */
  visits: number;
  /** When the next visit may begin, in milliseconds of `performance.now()`. */
  ready: number;
  /** Visits in a row that got no answer, or the answer to slow down. */
  refusals: number;
  /** Left alone for the rest of the run. */
  rests: boolean;
}

export interface HostLimits {
  perHost: number;
  pauseMs: number;
  longestPauseMs: number;
  hostVisits: number;
  hostTimeouts: number;
}

/** Targets that wait, by host, and whose turn it is. One host's many addresses hold up no other host's. */
export class Hosts<T extends { url: string }> {
  readonly #limits: HostLimits;
  readonly #delayMs: (origin: string) => number;
  readonly #hosts = new Map<string, Host<T>>();
  /** Hosts with a queue, in turn. */
  readonly #turn = new Set<Host<T>>();
  /** Targets in all queues. */
  waiting = 0;

  /** @param delayMs pause that the robots.txt of an origin asks for */
  constructor(limits: HostLimits, delayMs: (origin: string) => number) {
    this.#limits = limits;
    this.#delayMs = delayMs;
  }

  /** @returns why the target is not taken in; undefined where it is */
  add(target: T): BudgetDetail | undefined {
    const name = URL.parse(target.url)?.hostname ?? "";
    let host = this.#hosts.get(name);
    if (!host) {
      host = { queue: [], active: 0, visits: 0, ready: 0, refusals: 0, rests: false };
      this.#hosts.set(name, host);
    }
    if (host.rests) return "host-rests";
    if (host.visits >= this.#limits.hostVisits) return "host";
    host.visits++;
    host.queue.push(target);
    this.#turn.add(host);
    this.waiting++;
    return undefined;
  }

  /** The next target whose host has room; undefined where every host is busy or pauses. */
  take(): { host: Host<T>; target: T } | undefined {
    const now = performance.now();
    for (const host of this.#turn) {
      if (host.active >= this.#limits.perHost || host.ready > now) continue;
      const target = host.queue.shift()!;
      this.waiting--;
      this.#turn.delete(host);
      if (host.queue.length > 0) this.#turn.add(host);
      host.active++;
      host.ready = now + this.#pause(target);
      return { host, target };
    }
    return undefined;
  }

  #pause({ url }: T): number {
    const { pauseMs, longestPauseMs } = this.#limits;
    const origin = URL.parse(url)?.origin;
    // What is no address is no visit either.
    return origin ? Math.max(pauseMs, Math.min(this.#delayMs(origin), longestPauseMs)) : 0;
  }

  /**
   * Notes what came of a visit.
   * @returns targets that are given up with their host
   */
  finish(host: Host<T>, { visit, retryAfter }: Visited): T[] {
    const { longestPauseMs, hostTimeouts } = this.#limits;
    host.active--;
    const isRefusal = visit.reason === "timeout" || visit.reason === "http-429";
    host.refusals = isRefusal ? host.refusals + 1 : 0;
    const restMs = retryAfter === undefined ? 0 : retryAfter * 1000;
    if (host.refusals < hostTimeouts && restMs <= longestPauseMs) {
      const pause = visit.reason === "http-429" && retryAfter === undefined ? longestPauseMs : restMs;
      host.ready = Math.max(host.ready, performance.now() + pause);
      return [];
    }
    host.rests = true;
    return this.#empty(host);
  }

  #empty(host: Host<T>): T[] {
    this.#turn.delete(host);
    this.waiting -= host.queue.length;
    return host.queue.splice(0);
  }

  /** Takes out all that waits. */
  drain(): T[] {
    return [...this.#turn].flatMap((host) => this.#empty(host));
  }

  /** Milliseconds until a host that has room may be visited; infinite where only the end of a visit makes room. */
  waitMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const host of this.#turn) {
      if (host.active < this.#limits.perHost) next = Math.min(next, host.ready);
    }
    return Math.max(0, next - performance.now());
  }
}
