import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPublicAddress } from "../../src/adapters/link-guard.ts";
import { type Probe, type ProbeTarget, probeAll } from "../../src/adapters/quality/probe.ts";
import type { Content } from "../../src/catalogue/quality/evidence.ts";
import { makeChains } from "./certificates.ts";
import { type Act, answer, plainStage, type Stage, secureStage } from "./server.ts";
import type { Transcript } from "./transcripts.ts";
import { CONTENT } from "./transcripts-content.ts";
import { HOSTS } from "./transcripts-host.ts";
import { HTTP } from "./transcripts-http.ts";

/*
 * An own server plays every transcript, each under a host name of its own; one run of the real engine visits them all.
 * The stage stands on the machine itself, at an IPv4 address in IPv6 form that only names can lead to: the literal
 * addresses of the transcripts are judged by the real rules.
 */

const STAGE = "::ffff:127.0.0.1";
const TRANSCRIPTS = [...HTTP, ...CONTENT, ...HOSTS];
const hostOf = (index: number) => `t${index}.stage.example`;
const byHost = new Map(TRANSCRIPTS.map((transcript, index) => [hostOf(index), transcript]));

const play: Act = (socket, asked) => {
  const transcript = byHost.get(asked.host);
  const act = asked.path === "/robots.txt" ? (transcript?.robots ?? answer(404)) : transcript?.act;
  (act ?? answer(599))(socket, asked);
};

/** Names that redirects lead to. */
const NAMES: Record<string, string[] | string> = {
  "private.example": ["10.0.0.1"],
  "nobody.example": "ENOTFOUND",
};

async function lookup(host: string): Promise<{ address: string; family: number }[]> {
  const wanted = byHost.get(host)?.addresses ?? NAMES[host] ?? ["stage"];
  if (typeof wanted === "string") throw Object.assign(new Error(wanted), { code: wanted });
  return wanted.map((each) => {
    const address = each === "stage" ? STAGE : each;
    return { address, family: address.includes(":") ? 6 : 4 };
  });
}

interface Visit extends ProbeTarget {
  transcript: Transcript;
}

const found = new Map<Transcript, Probe>();
const authorities = getCACertificates("default");
let stages: Stage[] = [];

beforeAll(async () => {
  const { root, chains } = await makeChains();
  setDefaultCACertificates([...authorities, root]);
  const secure = await secureStage(play, (host) => chains[byHost.get(host)?.chain ?? "full"]!);
  const plain = await plainStage(play);
  stages = [secure, plain];
  const targets = TRANSCRIPTS.map((transcript, index): Visit => {
    const { chain, path = "/data", formats = ["CSV"], wantsFile = true } = transcript;
    const base = chain ? `https://${hostOf(index)}:${secure.port}` : `http://${hostOf(index)}:${plain.port}`;
    const own = transcript.url?.replace("t.example", hostOf(index)).replace(":0/", `:${plain.port}/`);
    return { transcript, url: own ?? `${base}${path}`, formats, charsets: ["UTF-8"], wantsFile };
  });
  await probeAll(
    targets,
    {
      lookup,
      allows: (address) => address === STAGE || isPublicAddress(address),
      now: () => new Date("2026-11-21T02:03:04Z"),
      limits: { concurrent: 24, pauseMs: 0, addressMs: 4000, connectMs: 2000, longestPauseMs: 100 },
    },
    ({ transcript }, probe) => {
      found.set(transcript, probe);
    },
  );
});

afterAll(() => {
  setDefaultCACertificates(authorities);
  for (const stage of stages) stage.close();
});

describe.each([
  ["servers and what they send", HTTP],
  ["contents", CONTENT],
  ["hosts", HOSTS],
])("%s", (_, transcripts) => {
  it.each(transcripts.map((transcript) => [transcript.name, transcript] as const))(
    "%s",
    (_name, transcript) => {
      const { visit, content } = found.get(transcript)!;
      expect([visit.verdict, visit.reason]).toEqual([transcript.verdict, transcript.reason]);
      expect(visit).toMatchObject({ at: "2026-11-21T02:03:04Z", ...transcript.visit });
      if (transcript.content === null) expect(content).toBeUndefined();
      else {
        const wanted = transcript.content ?? {};
        const seen = Object.keys(wanted).map((name) => [name, content?.[name as keyof Content]]);
        expect(Object.fromEntries(seen)).toEqual(wanted);
      }
    },
  );
});

it("plays two hundred transcripts and more, each under a name of its own", () => {
  expect(TRANSCRIPTS.length).toBeGreaterThanOrEqual(200);
  expect(found.size).toBe(TRANSCRIPTS.length);
});

it("keeps evidence small, plain and of the shape that is agreed", () => {
  for (const { visit, content } of found.values()) {
    expect(visit.ms).toBeGreaterThanOrEqual(0);
    expect(visit.finalUrl?.length ?? 0).toBeLessThanOrEqual(2048);
    expect(visit.detail ?? "").toMatch(/^[\w -]{0,60}$/);
    if (content) {
      expect(content.sampled).toBeLessThanOrEqual(65_536);
      expect(content.contentType ?? "").toMatch(/^[\x20-\x7e]{0,100}$/);
      expect(content.columns?.length ?? 0).toBeLessThanOrEqual(200);
    }
    expect(JSON.stringify({ visit, content })).not.toMatch(/A123456789|0912-?345-?678|someone@/);
  }
});
