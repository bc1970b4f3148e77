import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Probe, type ProbeTarget, probeAll } from "../../src/adapters/quality/probe.ts";
import { answer, plainStage, type Stage } from "./server.ts";

/*
 * Servers that send anything: heads that are almost right, bodies of any bytes, pieces that break off.
 */

const token = fc.constantFrom(
  "HTTP/1.1 200 OK",
  "HTTP/1.1 206 X",
  "HTTP/1.1 302 X",
  "HTTP/1.1 404 X",
  "HTTP/1.0 200",
  "HTTP/1.1 100 X\r\n\r\n",
  "\r\n",
  "\r\n\r\n",
  "content-length: 5\r\n",
  "content-length: -1\r\n",
  "content-type: text/csv\r\n",
  "content-encoding: gzip\r\n",
  "content-encoding: br\r\n",
  "content-range: bytes 0-4/10\r\n",
  "transfer-encoding: chunked\r\n",
  "location: /data\r\n",
  "location: http://127.0.0.1/\r\n",
  "retry-after: 1\r\n",
  "5\r\nabcde\r\n",
  "0\r\n\r\n",
  "a,b\n1,2\n",
  '[{"a":1}]',
  "<r><a>1</a></r>",
  "\0",
  "\u00ff\u00fe",
);
const pieces = fc.array(
  fc.oneof({ weight: 6, arbitrary: token }, fc.string({ unit: "binary", maxLength: 8 })),
  {
    maxLength: 12,
  },
);
const status = fc.constantFrom(
  "200 OK",
  "206 X",
  "302 X",
  "403 X",
  "404 X",
  "416 X",
  "503 X",
  "099 X",
  "204",
);
const header = fc.constantFrom(
  "content-length: 5",
  "content-length: 500",
  "content-type: text/csv",
  "content-encoding: gzip",
  "content-encoding: deflate",
  "content-range: bytes 0-4/10",
  "content-range: bytes 5-9/10",
  "transfer-encoding: chunked",
  "location: /data",
  "location: http://127.0.0.1/",
  "retry-after: 1",
  "x: \u00ff",
);
const almostRight = fc
  .tuple(status, fc.array(header, { maxLength: 3 }), pieces)
  .map(([first, headers, rest]) => `HTTP/1.1 ${[first, ...headers].join("\r\n")}\r\n\r\n${rest.join("")}`);
const sent = fc
  .oneof({ weight: 2, arbitrary: almostRight }, { weight: 1, arbitrary: pieces.map((each) => each.join("")) })
  .map((text) => Buffer.from(text, "latin1"));
const ANSWERS = fc.sample(sent, { numRuns: 400, seed: 23 });

const found = new Map<number, Probe>();
let stage: Stage;

beforeAll(async () => {
  stage = await plainStage((socket, asked) => {
    const index = Number(/^t(\d+)\./.exec(asked.host)?.[1]);
    if (asked.path === "/robots.txt" && index % 2 === 0) answer(404)(socket, asked);
    else socket.end(ANSWERS[index]!);
  });
  const targets = ANSWERS.map((_, index): ProbeTarget & { index: number } => ({
    index,
    url: `http://t${index}.example:${stage.port}/data`,
    formats: ["CSV"],
    charsets: ["UTF-8"],
    wantsFile: true,
  }));
  await probeAll(
    targets,
    {
      lookup: async () => [{ address: "::ffff:127.0.0.1", family: 6 }],
      allows: (address) => address === "::ffff:127.0.0.1",
      limits: { pauseMs: 0, addressMs: 4000 },
    },
    ({ index }, probe) => {
      found.set(index, probe);
    },
  );
});
afterAll(() => stage.close());

it("comes to a verdict on each, and to a definite one only where the server gives it", () => {
  expect(found.size).toBe(ANSWERS.length);
  const reasons = new Set<string>();
  for (const [index, { visit, content }] of found) {
    reasons.add(visit.reason);
    if (visit.verdict === "dead") expect(["http-404", "forbidden-address"]).toContain(visit.reason);
    if (visit.verdict === "alive") {
      expect([200, 206], `answer ${index}`).toContain(visit.status);
      expect(content!.sampled).toBeGreaterThan(0);
    }
    expect(visit.reason, JSON.stringify(ANSWERS[index]!.toString("latin1"))).not.toBe("other");
  }
  // The answers are not all of one kind.
  expect(reasons.size).toBeGreaterThan(8);
});
