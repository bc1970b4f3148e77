import { setTimeout as pause } from "node:timers/promises";
import { type Host, Hosts } from "./hosts.ts";
import {
  type Probe,
  type ProbeTarget,
  type VISIT_LIMITS,
  type VisitOptions,
  visitor,
} from "./probe-visit.ts";

export type { Probe, ProbeTarget } from "./probe-visit.ts";

/** How politely and for how long addresses are visited. */
export const PROBE_LIMITS = {
  /** Visits at once, of all hosts. */
  concurrent: 16,
  /** Visits at once of one host. */
  perHost: 2,
  /** Milliseconds between the beginnings of two visits of a host; its robots.txt may ask for more. */
  pauseMs: 500,
  /** What a robots.txt or a `Retry-After` may ask for; a host that wants to rest longer is left alone for the run. */
  longestPauseMs: 20_000,
  /** Visits of one host in a run. */
  hostVisits: 3_000,
  /** Visits in a row without any answer, after which a host is left alone for the run. */
  hostTimeouts: 3,
  /** The whole run. */
  runMs: 5 * 3_600_000,
  /** Targets that are read ahead, to find hosts that have room. */
  ahead: 5_000,
};

export interface ProbeOptions extends Omit<VisitOptions, "limits"> {
  limits?: Partial<typeof PROBE_LIMITS & typeof VISIT_LIMITS>;
  /** Stops the run: visits under way are dropped, what was not visited is not reported. */
  signal?: AbortSignal;
  /** Called after each result. */
  progress?: (done: number) => void;
}

/** Why an address was not visited: `detail` of the reason `budget`. */
export type BudgetDetail =
  /** The run's time was up. */
  | "run"
  /** The host had its share of visits. */
  | "host"
  /** The host did not answer, or asked for a long rest. */
  | "host-rests";

/**
 * Visits addresses politely (RFC 9309; a few at once for each host, with pauses) and reports each result as it comes, in
 * no order. What the budgets leave unvisited is reported as `unknown` for the reason `budget`. The memory it needs
 * depends on the number of hosts and not on that of targets.
 * @param onResult is called one result at a time; the next visits wait for a promise that it returns
 * @throws only what `targets` or `onResult` throws
 */
export async function probeAll<T extends ProbeTarget>(
  targets: Iterable<T> | AsyncIterable<T>,
  options: ProbeOptions,
  onResult: (target: T, probe: Probe) => void | Promise<void>,
): Promise<void> {
  const limits = { ...PROBE_LIMITS, ...options.limits };
  const now = options.now ?? (() => new Date());
  const stop = options.signal ?? new AbortController().signal;
  const runTime = AbortSignal.timeout(limits.runMs);
  const failed = new AbortController();
  const signal = AbortSignal.any([stop, runTime, failed.signal]);
  const guest = visitor(options);
  const hosts = new Hosts<T>(limits, guest.delayMs);
  const source = each(targets);
  const underWay = new Set<Promise<void>>();
  let done = 0;
  let reporting: Promise<void> = Promise.resolve();
  const report = (target: T, probe: Probe): Promise<void> => {
    reporting = reporting.then(async () => {
      await onResult(target, probe);
      options.progress?.(++done);
    });
    return reporting;
  };
  const leave = (target: T, detail: BudgetDetail) => {
    const at = now()
      .toISOString()
      .replace(/\.\d+Z$/, "Z");
    return report(target, { visit: { at, verdict: "unknown", reason: "budget", detail } });
  };

  async function run(host: Host<T>, target: T): Promise<void> {
    const visited = await guest.visit(target, signal);
    const dropped = hosts.finish(host, visited);
    if (stop.aborted || failed.signal.aborted) return;
    const { visit, content } = visited;
    // A visit that the end of the run cut off says nothing of its host.
    if (runTime.aborted && visit.reason === "timeout") await leave(target, "run");
    else await report(target, { visit, ...(content ? { content } : {}) });
    for (const each of dropped) await leave(each, "host-rests");
  }

  try {
    let exhausted = false;
    for (;;) {
      if (stop.aborted) break;
      if (runTime.aborted) {
        for (const target of hosts.drain()) await leave(target, "run");
        for (let next = await source.next(); !next.done; next = await source.next())
          await leave(next.value, "run");
        exhausted = true;
      }
      while (!exhausted && hosts.waiting < limits.ahead) {
        const next = await source.next();
        if (next.done) exhausted = true;
        else {
          const refused = hosts.add(next.value);
          if (refused) await leave(next.value, refused);
        }
      }
      while (underWay.size < limits.concurrent) {
        const next = hosts.take();
        if (!next) break;
        const task: Promise<void> = run(next.host, next.target).finally(() => underWay.delete(task));
        underWay.add(task);
      }
      if (underWay.size === 0 && hosts.waiting === 0 && exhausted) break;
      await firstOf(underWay, hosts.waitMs(), signal);
    }
  } finally {
    failed.abort();
    await Promise.allSettled(underWay);
    await source.return?.(undefined);
    await guest.close();
  }
}

async function* each<T>(targets: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* targets;
}

/** Waits until a task ends or fails, or the time is up. */
async function firstOf(tasks: ReadonlySet<Promise<void>>, ms: number, signal: AbortSignal): Promise<void> {
  const woken = new AbortController();
  const timer = Number.isFinite(ms)
    ? [pause(ms, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => {})]
    : [];
  await Promise.race([...tasks, ...timer]).finally(() => woken.abort());
}
