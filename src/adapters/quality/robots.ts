import robotsParser from "robots-parser";

/** Product token by which a robots.txt speaks to this catalogue's visits (RFC 9309, 2.2.1). */
export const ROBOT = "open-data-catalogue-link-check";

/** Bytes of a robots.txt that are read; RFC 9309, 2.5 asks for 500 KiB at least. */
export const ROBOTS_BYTES = 500 << 10;

const LONGEST_LINE = 2_000;
/** Characters of rules with a `*`, which cost time: what a hostile file has beyond is left out. */
const WILDCARD_BUDGET = 20_000;

/** What a host's robots.txt says to us. */
export interface Robots {
  /** @param url absolute address on the robots.txt's own origin */
  allows: (url: string) => boolean;
  /** Pause between visits that it asks for, in milliseconds; 0 where it asks for none. */
  delayMs: number;
}

/** Of a host without rules (RFC 9309, 2.3.1.3: a robots.txt that is not there forbids nothing). */
export const NO_RULES: Robots = { allows: () => true, delayMs: 0 };
/** Of a host whose robots.txt fails with a server's error (RFC 9309, 2.3.1.4: everything is forbidden). */
export const ALL_FORBIDDEN: Robots = { allows: () => false, delayMs: 0 };

/**
 * Reads a robots.txt.
 * @param url where it was asked for: `https://host/robots.txt`, whatever its redirects led to
 * @param text anything; what is no rule is passed over
 */
export function readRobots(url: string, text: string): Robots {
  let budget = WILDCARD_BUDGET;
  const lines = text.split(/\r\n|\r|\n/).filter((line) => {
    if (line.length > LONGEST_LINE) return false;
    if (!line.includes("*")) return true;
    budget -= line.length;
    return budget >= 0;
  });
  const rules = robotsParser(url, lines.join("\n").replace(/^\ufeff/, ""));
  const delay = rules.getCrawlDelay(ROBOT) ?? 0;
  return {
    allows: (address) => rules.isAllowed(address, ROBOT) ?? true,
    delayMs: delay > 0 ? delay * 1000 : 0,
  };
}
