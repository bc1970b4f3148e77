import { addressOf, type Catalogue, type Distribution } from "../../catalogue/catalogue.ts";
import type { AddressEvidence } from "../../catalogue/quality/evidence.ts";
import type { EvidenceOf } from "../../catalogue/quality/types.ts";
import { verdictOf } from "../../catalogue/quality/verdict.ts";
import { taipeiDay } from "../../catalogue/today.ts";
import type { ProbeTarget } from "./probe.ts";
import { PROBE_LIMITS } from "./probe.ts";

/*
 * Which addresses a job visits today (mission A9). Jobs share nothing while they run, so each of them derives the same
 * distribution of hosts from the catalogue alone, and then picks what is due among its own.
 */

/** Addresses of one host in one run: a host that holds more is spread over days. */
export const HOST_LIMIT = PROBE_LIMITS.hostVisits;

/** Days until an address that is settled is visited again: from the first number on, spread up to the second. */
const REST_DAYS = [4, 7] as const;

/** Visits in a row that decided nothing (refused, timed out), after which an address rests as well. */
const UNDECIDED_TO_REST = 3;

const DAY_MS = 86_400_000;

/** An address of the catalogue, once, whoever names it. */
export interface Address {
  target: ProbeTarget;
  host: string;
  /** Codes of the agencies whose datasets name it, in byte order. */
  agencies: string[];
}

/** Which of a run's parts this one is: `index` from 1 to `count`. */
export interface Shard {
  index: number;
  count: number;
}

const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Name of the host of an address; an address that can't be read has none. */
export function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? "";
}

const isPage = (format: string | undefined): boolean => format !== undefined && /^html?$/i.test(format);

/** What a distribution promises of each of its addresses: only its data address is meant to be the file. */
function* promisesOf(distribution: Distribution): Generator<{ url: string; isData: boolean }> {
  const data = addressOf(distribution);
  if (data !== undefined) yield { url: data, isData: true };
  const { accessURL } = distribution;
  if (accessURL !== undefined && accessURL !== data) yield { url: accessURL, isData: false };
}

/**
 * Collects the addresses of all distributions in public view, each once, in byte order. Where several distributions
 * name the same one, it may be whatever one of them declares, and a web page if one of them allows it.
 */
export function addressesOf(catalogue: Catalogue): Map<string, Address> {
  const found = new Map<
    string,
    { host: string; formats: Set<string>; charsets: Set<string>; wantsFile: boolean; agencies: Set<string> }
  >();
  for (const { agency, file } of catalogue.datasets) {
    for (const distribution of file.distribution) {
      for (const { url, isData } of promisesOf(distribution)) {
        const wantsFile = isData && distribution.downloadURL !== undefined && !isPage(distribution.format);
        let entry = found.get(url);
        if (!entry) {
          entry = {
            host: hostOf(url),
            formats: new Set(),
            charsets: new Set(),
            wantsFile,
            agencies: new Set(),
          };
          found.set(url, entry);
        }
        entry.wantsFile &&= wantsFile;
        entry.agencies.add(agency.code);
        if (!isData) continue;
        if (distribution.format !== undefined) entry.formats.add(distribution.format);
        if (distribution.characterSetCode !== undefined) entry.charsets.add(distribution.characterSetCode);
      }
    }
  }
  const addresses = new Map<string, Address>();
  for (const url of [...found.keys()].sort(byBytes)) {
    const { host, formats, charsets, wantsFile, agencies } = found.get(url)!;
    const target = {
      url,
      formats: [...formats].sort(byBytes),
      charsets: [...charsets].sort(byBytes),
      wantsFile,
    };
    addresses.set(url, { target, host, agencies: [...agencies].sort(byBytes) });
  }
  return addresses;
}

/**
 * Gives every host to one shard, so that what a host is asked stays within its budget: the heaviest first, each to the
 * shard with the least so far. Depends on the catalogue only, so that all jobs of a run agree.
 * @returns index of the shard, from 1, by host
 */
export function shardsOfHosts(addresses: Iterable<Address>, count: number): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { host } of addresses) weights.set(host, Math.min(HOST_LIMIT, (weights.get(host) ?? 0) + 1));
  const hosts = [...weights].sort(([a, left], [b, right]) => right - left || byBytes(a, b));
  const loads = new Array<number>(count).fill(0);
  const shards = new Map<string, number>();
  for (const [host, weight] of hosts) {
    const lightest = loads.indexOf(Math.min(...loads));
    loads[lightest]! += weight;
    shards.set(host, lightest + 1);
  }
  return shards;
}

/** FNV-1a, so that addresses of one day of visits come again on different days. */
function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Why an address is visited today, the most urgent first. */
const URGENCIES = ["failing", "new", "rested", "dead"] as const;
type Urgency = (typeof URGENCIES)[number];

/**
 * Whether an address is due, and how urgently; never twice a day. One that fails comes daily until its verdict stands on
 * three days; a dead one daily as well where there is room, so that its mend shows soon; what answers, or refuses to
 * tell day after day, rests four to seven days.
 * @param today YYYY-MM-DD in Taipei
 */
export function urgencyOf(
  url: string,
  evidence: AddressEvidence | undefined,
  today: string,
): Urgency | undefined {
  const visits = evidence?.visits ?? [];
  const last = visits.at(-1);
  if (!last) return "new";
  const day = taipeiDay(new Date(last.at));
  if (day >= today) return undefined;
  if (last.verdict === "dead") return verdictOf(visits) === "dead" ? "dead" : "failing";
  const undecided = visits.length - 1 - visits.findLastIndex(({ verdict }) => verdict !== "unknown");
  if (undecided > 0 && undecided < UNDECIDED_TO_REST) return "failing";
  const [least, most] = REST_DAYS;
  const rest = least + (digest(url) % (most - least + 1));
  return Date.parse(today) - Date.parse(day) >= rest * DAY_MS ? "rested" : undefined;
}

/**
 * The addresses that a shard visits today. Within a host the most urgent and longest unseen come first, at most
 * HOST_LIMIT; hosts take turns, so that one slow host holds up nobody and a run that is cut short was fair to all.
 * @param done addresses that this run visited before it was interrupted
 * @param today YYYY-MM-DD in Taipei
 */
export function queueOf(
  addresses: ReadonlyMap<string, Address>,
  shard: Shard,
  evidenceOf: EvidenceOf,
  done: ReadonlySet<string>,
  today: string,
): ProbeTarget[] {
  const shards = shardsOfHosts(addresses.values(), shard.count);
  const hosts = new Map<string, { key: string; target: ProbeTarget }[]>();
  const spent = new Map<string, number>();
  for (const [url, { host, target }] of addresses) {
    if (shards.get(host) !== shard.index) continue;
    const evidence = evidenceOf(url);
    const last = evidence?.visits.at(-1);
    if (done.has(url) || (last && taipeiDay(new Date(last.at)) >= today)) {
      spent.set(host, (spent.get(host) ?? 0) + 1);
      continue;
    }
    const urgency = urgencyOf(url, evidence, today);
    if (!urgency) continue;
    const key = `${URGENCIES.indexOf(urgency)} ${last?.at ?? ""} ${url}`;
    const list = hosts.get(host);
    if (list) list.push({ key, target });
    else hosts.set(host, [{ key, target }]);
  }
  const lists = [...hosts].map(([host, list]) =>
    list
      .sort((a, b) => byBytes(a.key, b.key))
      .slice(0, Math.max(0, HOST_LIMIT - (spent.get(host) ?? 0)))
      .map(({ target }) => target),
  );
  const queue: ProbeTarget[] = [];
  for (let turn = 0, left = lists; left.length > 0; turn++) {
    left = left.filter((list) => turn < list.length);
    for (const list of left) queue.push(list[turn]!);
  }
  return queue;
}
