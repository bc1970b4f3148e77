import { type ChildProcess, fork, type SerializationType } from "node:child_process";

/**
 * An option of V8, which learns at which places of the code objects live long, and makes all later ones from there
 * among the old ones, where clearing up is dear: the same code reads what a catalogue keeps and what it lets go at once.
 */
export const MAKE_YOUNG = "--no-allocation-site-pretenuring";

/**
 * Starts another process of this project, to talk with; what it writes goes where this one's goes.
 * @param file its module
 * @param serialization of messages
 */
export const startHelper = (file: string, serialization: SerializationType = "json"): ChildProcess =>
  fork(file, { stdio: ["ignore", "inherit", "inherit", "ipc"], execArgv: [MAKE_YOUNG], serialization });
