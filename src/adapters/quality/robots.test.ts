import fc from "fast-check";
import { expect, it } from "vitest";
import { ALL_FORBIDDEN, NO_RULES, readRobots } from "./robots.ts";

const URL_OF = "https://a.example/robots.txt";
const allowed = (path: string, ...lines: string[]) =>
  readRobots(URL_OF, lines.join("\n")).allows(`https://a.example${path}`);

it.each<[string, string, boolean, string[]]>([
  ["nothing", "/x", true, []],
  ["all forbidden", "/x", false, ["User-agent: *", "Disallow: /"]],
  ["small letters, blanks and a mark", "/x", false, ["\ufeffuser-agent : *", "  disallow:   /x  # why"]],
  [
    "two names for one group",
    "/x",
    false,
    ["User-agent: a", "User-agent: Open-Data-Catalogue-Link-Check", "Disallow: /x"],
  ],
  [
    "our group in place of the general one",
    "/x",
    true,
    ["User-agent: *", "Disallow: /", "User-agent: open-data-catalogue-link-check", "Disallow: /y"],
  ],
  ["the longer rule", "/x/y", true, ["User-agent: *", "Disallow: /x", "Allow: /x/y"]],
  ["equal rules", "/x", true, ["User-agent: *", "Disallow: /x", "Allow: /x"]],
  ["an end sign", "/x.csv?a", true, ["User-agent: *", "Disallow: /*.csv$"]],
  ["encoded signs", "/%E4%B8%AD", false, ["User-agent: *", "Disallow: /中"]],
  ["rules without a group", "/x", true, ["Disallow: /"]],
])("%s", (_, path, expected, lines) => {
  expect(allowed(path, ...lines)).toBe(expected);
});

it.each([
  ["10", 10_000],
  ["0.5", 500],
  ["-1", 0],
  ["soon", 0],
  ["", 0],
])("reads a pause of “%s”", (value, ms) => {
  expect(readRobots(URL_OF, `User-agent: *\nCrawl-delay: ${value}\n`).delayMs).toBe(ms);
});

it("forbids nothing where there are no rules, and everything where they fail", () => {
  expect(NO_RULES.allows("https://a.example/")).toBe(true);
  expect(ALL_FORBIDDEN.allows("https://a.example/")).toBe(false);
});

it("takes any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.webPath(), (text, path) => {
      expect(typeof readRobots(URL_OF, text).allows(`https://a.example${path}`)).toBe("boolean");
    }),
    { numRuns: 300, seed: 5 },
  );
});

it("leaves out rules that cost time without end", () => {
  const bomb = ["User-agent: *", ...Array(3000).fill(`Disallow: /${"*a".repeat(300)}b`), "Disallow: /x"];
  expect(allowed(`/${"a".repeat(2000)}`, ...bomb)).toBe(true);
  expect(allowed("/x", ...bomb)).toBe(false);
});
