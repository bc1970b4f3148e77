import type { UsageExclusionsFile } from "../schema/generated/usage-exclusions.ts";

/** What a program is that visits pages: platform/usage-exclusions.yaml (mission P15). */
export type AgentKind = UsageExclusionsFile["agents"][number]["kind"];

/**
 * Where several texts stand in one agent, the first of these wins: our own checks are told apart from other robots, and
 * a robot that is written with a library is a robot.
 */
const ORDER: readonly AgentKind[] = ["own", "monitor", "preview", "robot", "tool"];

const ALPHABET = 128;

/** Folds letters; whatever is not ASCII is one and the same sign, which no text of the list holds. */
const folded = (code: number): number =>
  code >= 65 && code <= 90 ? code + 32 : code < ALPHABET ? code : ALPHABET - 1;

/**
 * An automaton over all texts of the list (Aho and Corasick, CACM 18(6), 1975): an agent is read once, whatever the
 * list's length.
 */
class Automaton {
  readonly #next: Int32Array;
  /** Index in ORDER of the best kind that ends in a state, or in one of its suffixes. */
  readonly #best: Uint8Array;

  constructor(agents: UsageExclusionsFile["agents"]) {
    const states = 1 + agents.reduce((sum, { text }) => sum + text.length, 0);
    const next = new Int32Array(states * ALPHABET);
    const best = new Uint8Array(states).fill(ORDER.length);
    let last = 0;
    for (const { text, kind } of agents) {
      let state = 0;
      for (let index = 0; index < text.length; index++) {
        const edge = state * ALPHABET + folded(text.charCodeAt(index));
        if (next[edge] === 0) next[edge] = ++last;
        state = next[edge]!;
      }
      best[state] = Math.min(best[state]!, ORDER.indexOf(kind));
    }
    link(next, best);
    this.#next = next;
    this.#best = best;
  }

  kindOf(agent: string): AgentKind | undefined {
    let state = 0;
    let found = ORDER.length;
    for (let index = 0; index < agent.length; index++) {
      state = this.#next[state * ALPHABET + folded(agent.charCodeAt(index))]!;
      const here = this.#best[state]!;
      if (here < found) found = here;
    }
    return ORDER[found];
  }
}

/** Turns a trie into an automaton: where it has no branch, the branch of the longest suffix is taken. */
function link(next: Int32Array, best: Uint8Array): void {
  const suffix = new Int32Array(best.length);
  const queue: number[] = [];
  for (let code = 0; code < ALPHABET; code++) if (next[code] !== 0) queue.push(next[code]!);
  for (let place = 0; place < queue.length; place++) {
    const state = queue[place]!;
    const shorter = suffix[state]!;
    best[state] = Math.min(best[state]!, best[shorter]!);
    for (let code = 0; code < ALPHABET; code++) {
      const edge = state * ALPHABET + code;
      const over = next[shorter * ALPHABET + code]!;
      if (next[edge] === 0) next[edge] = over;
      else {
        suffix[next[edge]!] = over;
        queue.push(next[edge]!);
      }
    }
  }
}

/**
 * Makes a reader of User-Agents.
 * @param file the list; undefined where a catalogue has none: then nothing is excluded
 * @returns what kind of program an agent is, undefined for a person's browser. One character a byte is enough.
 */
export function agentKinds(file: UsageExclusionsFile | undefined): (agent: string) => AgentKind | undefined {
  const automaton = new Automaton(file?.agents ?? []);
  return (agent) => automaton.kindOf(agent);
}
