import { describe, expect, test } from "vitest";
import { parseCodeowners, ruleFor } from "./codeowners.ts";

/** Owners of a path by a file; undefined where no rule matches. */
const ownersOf = (text: string, path: string) => ruleFor(parseCodeowners(text), path)?.owners;

describe("patterns", () => {
  // The examples of GitHub's page "About code owners", and what follows from gitignore.
  test.each([
    ["*", "any/where.txt", true],
    ["*.js", "app.js", true],
    ["*.js", "deep/app.js", true],
    ["*.js", "app.jsx", false],
    ["/build/logs/", "build/logs/a/b.txt", true],
    ["/build/logs/", "x/build/logs/a.txt", false],
    ["/build/logs/", "build/logs", false],
    ["docs/*", "docs/getting-started.md", true],
    ["docs/*", "docs/build-app/troubleshooting.md", false],
    ["docs/*", "x/docs/a.md", false],
    ["apps/", "apps/a", true],
    ["apps/", "x/apps/a", true],
    ["/docs/", "docs/a/b", true],
    ["/scripts/", "x/scripts/a", false],
    ["**/logs", "build/logs/a.txt", true],
    ["**/logs", "logs/a.txt", true],
    ["**/logs", "deeply/nested/logs", true],
    ["**/logs", "catalogs/a.txt", false],
    ["/apps/github", "apps/github", true],
    ["/apps/github", "apps/github/a", true],
    ["/apps/github", "apps/githubs", false],
    ["/a/**/b", "a/b", true],
    ["/a/**/b", "a/x/y/b", true],
    ["/a/**", "a/x/y", true],
    ["/a/**", "a", false],
    ["/a?c", "abc", true],
    ["/a?c", "a/c", false],
    ["/a.c", "abc", false],
    ["/datasets/301000000A/", "datasets/301000000A/000001.yaml", true],
    ["/datasets/301000000A/", "datasets/301000000a/000001.yaml", false],
  ])("%s and %s: %s", (pattern, path, expected) => {
    expect(ownersOf(`${pattern} @lin`, path) !== undefined).toBe(expected);
  });
});

describe("lines", () => {
  test("the last that matches wins, even with nobody", () => {
    const text = "* @all\n/datasets/ @lin @chen\n/datasets/free/\n";
    expect(ownersOf(text, "README.md")).toEqual(["@all"]);
    expect(ownersOf(text, "datasets/a.yaml")).toEqual(["@lin", "@chen"]);
    expect(ownersOf(text, "datasets/free/a.yaml")).toEqual([]);
  });

  test("comments, blank lines, CRLF, teams, addresses and escaped spaces", () => {
    const text = "# a comment\r\n\r\n/a\\ b/ @org/team some@one.tw # why\r\n";
    expect(ownersOf(text, "a b/c")).toEqual(["@org/team", "some@one.tw"]);
    expect(parseCodeowners(text).errors).toEqual([]);
  });

  test("faulty ones are left out and told", () => {
    const text = "* @all\n!/a @lin\n/[ab]/ @lin\n/b lin\n/c @-lin\n";
    expect(parseCodeowners(text).errors.map(({ line, kind }) => `${line} ${kind}`)).toEqual([
      "2 Invalid pattern",
      "3 Invalid pattern",
      "4 Invalid owner",
      "5 Invalid owner",
    ]);
    expect(ownersOf(text, "b/x")).toEqual(["@all"]);
  });
});
