import type { Content, Reason, Verdict, Visit } from "../../src/catalogue/quality/evidence.ts";
import type { Act } from "./server.ts";

export type Facts = { [Name in keyof Content]?: Content[Name] | undefined };

/** What a server does, and what a visit to it must come to. */
export interface Transcript {
  name: string;
  /** Answers every request but that for robots.txt. */
  act: Act;
  verdict: Verdict;
  reason: Reason;
  /** Of the content, what is named here (`undefined`: absent); `null` where none may be read. */
  content?: Facts | null;
  /** Of the visit, what is named here. */
  visit?: Partial<Visit>;
  /** Answers the request for robots.txt; not found where left out. */
  robots?: Act;
  /** Name of the chain of certificates; plain HTTP where left out. */
  chain?: string;
  /** `/data` where left out. */
  path?: string;
  /** In place of an address on the stage; `:0` stands for its port. */
  url?: string;
  /** Addresses that the host's name leads to, in place of the stage's; an error's code in place of any. */
  addresses?: string[] | string;
  /** CSV where left out. */
  formats?: string[];
  /** A file is meant; yes where left out. */
  wantsFile?: boolean;
}

export type More = Omit<Transcript, "name" | "act" | "verdict" | "reason" | "content">;

/** One line of a table of transcripts: `outcome` is verdict and reason, such as `dead http-404`. */
export function transcript(
  name: string,
  act: Act,
  outcome: `${Verdict} ${Reason}`,
  content?: Facts | null,
  more: More = {},
): Transcript {
  const [verdict, reason] = outcome.split(" ") as [Verdict, Reason];
  return { name, act, verdict, reason, ...(content === undefined ? {} : { content }), ...more };
}
