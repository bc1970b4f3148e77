/*
 * What goes wrong at GitHub now and then, planned by a test: the next requests that match fail in the way that it
 * asks for.
 */

export interface Fault {
  /** Tried on `METHOD /path?query`; any request unless told. */
  match?: RegExp;
  /** How many matching requests it hits; 1 unless told. */
  times?: number;
  /** Answers this status; 403 and 429 as the secondary limit does, with `retryAfter` in seconds where told. */
  status?: number;
  retryAfter?: number;
  /** GraphQL: answers 200 with these errors and no data. */
  graphqlErrors?: { type?: string; message: string }[];
  /** Never answers; the client has to give up. */
  hang?: boolean;
  /** Cuts the connection without an answer. */
  cut?: boolean;
  /** Answers after so many milliseconds of real time. */
  slow?: number;
  /** With `status` or `cut`: carries the request out all the same, and only the answer is lost. */
  carriedOut?: boolean;
}

/** Scheduled runs that GitHub drops; times in ISO 8601, `to` excluded. */
export interface DroppedSchedule {
  /** File name of the workflow; all unless told. */
  workflow?: string;
  from: string;
  to: string;
}

/** How the secondary limit counts. Real time, as clients that pause wait in real time. */
export interface SecondaryLimit {
  perMinute: number;
  /** Seconds told in `retry-after`; 60 unless told. */
  retryAfter?: number;
  status?: 403 | 429;
}

export interface Faults {
  next(fault: Fault): void;
  /** Limits writes (every REST request but GET, and mutations); undefined lifts the limit. */
  secondary(limit: SecondaryLimit | undefined): void;
  dropSchedule(dropped: DroppedSchedule): void;
  /** For the runner of workflows: whether a scheduled run at that time is dropped. */
  isScheduleDropped(workflow: string, at: Date): boolean;
  /** Forgets every fault that is still planned. */
  clear(): void;
  /** Faults that no request has met yet. */
  readonly pending: readonly Fault[];
  /** For the server: the fault that hits this request, used up by asking. */
  take(request: string): Fault | undefined;
  /** For the server: the limit that this write breaks. */
  countWrite(): SecondaryLimit | undefined;
}

export function createFaults(): Faults {
  let planned: (Fault & { times: number })[] = [];
  let dropped: DroppedSchedule[] = [];
  let limit: SecondaryLimit | undefined;
  let writes: number[] = [];

  return {
    next(fault) {
      planned.push({ times: 1, ...fault });
    },
    secondary(next) {
      limit = next;
      writes = [];
    },
    dropSchedule(next) {
      dropped.push(next);
    },
    isScheduleDropped(workflow, at) {
      return dropped.some(
        (each) =>
          (each.workflow === undefined || each.workflow === workflow) &&
          at >= new Date(each.from) &&
          at < new Date(each.to),
      );
    },
    clear() {
      planned = [];
      dropped = [];
      limit = undefined;
    },
    get pending() {
      return planned;
    },
    take(request) {
      const fault = planned.find((each) => each.match?.test(request) ?? true);
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times <= 0) planned = planned.filter((each) => each !== fault);
      return fault;
    },
    countWrite() {
      if (!limit) return undefined;
      const now = performance.now();
      writes = writes.filter((at) => at > now - 60_000);
      if (writes.length >= limit.perMinute) return limit;
      writes.push(now);
      return undefined;
    },
  };
}
