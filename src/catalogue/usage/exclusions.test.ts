import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkUsageExclusions } from "../plan/check-usage-exclusions.ts";
import { type AgentKind, agentKinds } from "./exclusions.ts";

const PATH = "platform/usage-exclusions.yaml";
const checked = checkUsageExclusions(PATH, readFileSync(PATH));
const list = checked.value!;

describe("the automaton", () => {
  const kinds: AgentKind[] = ["own", "monitor", "preview", "robot", "tool"];

  it("answers as a search for each text would", () => {
    // Few letters, so that texts lie within and over one another.
    const text = fc.string({ unit: fc.constantFrom("a", "b", "B", "-", "臺"), minLength: 1, maxLength: 5 });
    const entry = fc.record({
      text: text.map((t) => t.replaceAll("臺", "c")),
      kind: fc.constantFrom(...kinds),
    });
    const agent = fc.string({
      unit: fc.constantFrom("a", "A", "b", "-", "c", "臺", "\u0000", "é"),
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), agent, (agents, name) => {
        const folded = name.toLowerCase();
        const found = agents.filter((one) => folded.includes(one.text.toLowerCase())).map((one) => one.kind);
        const expected = kinds.find((kind) => found.includes(kind));
        expect(agentKinds({ agents })(name)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("excludes nothing without a list", () => {
    expect(agentKinds(undefined)("Googlebot/2.1")).toBeUndefined();
  });
});

describe("the list that is maintained here", () => {
  const kindOf = agentKinds(list);

  it("has no fault, and is sorted without repeats", () => {
    expect(checked.diagnostics).toEqual([]);
    const texts = list.agents.map(({ text }) => text.toLowerCase());
    expect(texts).toEqual([...new Set(texts)].sort());
    expect(texts.length).toBeGreaterThan(200);
  });

  it.each<[string, AgentKind]>([
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "robot"],
    ["Mozilla/5.0 AppleWebKit/537.36 (compatible; bingbot/2.0) Chrome/120.0 Safari/537.36", "robot"],
    ["Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)", "robot"],
    ["Mozilla/5.0 (compatible; Baiduspider/2.0)", "robot"],
    ["Mozilla/5.0 (X11) HeadlessChrome/120.0", "robot"],
    ["some-bot", "robot"],
    ["facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "preview"],
    ["Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "preview"],
    ["facebookexternalhit/1.1;line-poker/1.0", "preview"],
    ["Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)", "monitor"],
    ["ELB-HealthChecker/2.0", "monitor"],
    ["open-data-catalogue-link-check/1.0 (+https://open-data-catalogue.example.org/)", "own"],
    ["open-data-catalogue-harvest/1.0", "own"],
    ["curl/8.5.0", "tool"],
    ["Wget/1.21.4", "tool"],
    ["python-requests/2.31.0", "tool"],
    ["Python-urllib/3.12", "tool"],
    ["Go-http-client/2.0", "tool"],
    ["libcurl/7.68 r-curl/4.3 httr/1.4", "tool"],
    ["Scrapy/2.11 (+https://scrapy.org) python-requests", "robot"],
  ])("takes %s for %s", (agent, kind) => {
    expect(kindOf(agent)).toBe(kind);
  });

  it.each([
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Safari Line/14.9.0",
    "Mozilla/5.0 (Linux; Android 9; CUBOT X19 Build/PPR1) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "Mozilla/5.0 (Linux; Android 13) [FBAN/EMA;FBLC/zh_TW;FBAV/400.0]",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/98.0 Safari/537.36 SE 2.X MetaSr 1.0",
    "Opera/9.80 (Windows NT 6.1) Presto/2.12.388 Version/12.18",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
  ])("takes %s for a person's browser", (agent) => {
    expect(kindOf(agent)).toBeUndefined();
  });
});
