import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elements, expectNoReference, hrefs, type Node, render, textOf } from "./markdown.test-helper.ts";
import { cell, code, inline, link, oneLine, ownLink, shorten, visible } from "./markdown.ts";

/** What the reader reads, with the declared replacements undone where they can be. */
const plain = (node: Node) => textOf(node).replaceAll("\u2060", "");
const expected = (text: string) => oneLine(text).replaceAll("$", "＄");

const HOSTILE: readonly string[] = [
  "@octocat 請看",
  "&#64;octocat &commat;octocat &amp;#64;octocat",
  "\\@octocat",
  "<b>@octocat</b>",
  "@org/team",
  "a@octocat b.c@d.example.tw mailto:x@y.example",
  "#12 GH-12 gh-1 owner/repo#1 fixes #1 Closes: owner/repo#99",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709 owner@da39a3e 1234567890123456789012345678901234567890",
  "https://github.com/o/r/issues/1 HTTP://github.com/o/r/pull/2 www.github.com _www.x.y *http://x.y*",
  "![x](https://evil.example/x.png) [y](javascript:alert(1)) [z]: https://evil.example",
  "<img src=x onerror=alert(1)> <!-- hidden --> <!-- catalogue-status 0123456789abcdef --> </details>",
  "# 標題",
  "> 引言",
  "- 項目",
  "+ 項目",
  "1. 項目",
  "1) 項目",
  "- [ ] 工作",
  "===",
  "---",
  "***",
  ":-",
  "| a | b |",
  "a\\| b \\\\| c",
  "```js\nalert(1)\n```",
  "~~~",
  "~~刪~~ **粗** __粗__ `碼` *斜* ^1^ [^1]",
  "    縮排",
  "\t縮排",
  "$`\\text{x}`$ $x$ $$x$$",
  ":+1: :shipit:",
  "a\u202eb\u200bc\u0000d\u00ade\u2060f\ud800g",
  "行尾反斜線\\",
  "行尾空白  ",
  "a\r\nb\rc\nd",
  "a\n\nb",
  "a\n# b",
  "&copy; &#35;1 &lt;b&gt;",
  "",
  " ",
];

/** Characters that mean something to Markdown, HTML or GitHub, thick on the ground. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."@#<>&*_`[]()!|\\~^-+=:;.,/\"'{}$0123456789aAfFx臺 \t\n\r".split("")),
      fc.constantFrom(
        "@octocat",
        "#1",
        "GH-1",
        "https://",
        "www.",
        "](",
        "&#64;",
        "<!--",
        "-->",
        "\n\n",
        "```",
      ),
      fc.constantFrom("\u202e", "\u200b", "\u2060", "\0", "\ud800", "😀", "da39a3ee5e", "fixes ", "</a>"),
      fc.string({ maxLength: 3, unit: "binary" }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

describe("inline", () => {
  it.each(HOSTILE)("shows %j and does nothing", (text) => {
    const tree = render(`前 ${inline(text)} 後`);
    expect(elements(tree)).toEqual(["p"]);
    expect(plain(tree)).toBe(`前 ${expected(text)} 後`.replace("  ", oneLine(text) === "" ? "  " : " "));
    expectNoReference(tree);
  });

  it.each(HOSTILE.filter((text) => text.trim() !== ""))("begins a line with %j", (text) => {
    for (const before of ["", "前\n", "- ", "### "]) {
      const tree = render(before + inline(text));
      expect(elements(tree)).toEqual({ "- ": ["ul", "li"], "### ": ["h3"] }[before] ?? ["p"]);
      expectNoReference(tree);
    }
  });

  it("says what was typed, at the beginning, inside and in every frame", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = expected(text);
        const frames: [string, string, string[]][] = [
          ["", "", shown === "" ? [] : ["p"]],
          ["前", "後", ["p"]],
          ["- ", "", ["ul", "li"]],
          ["<details><summary>", "</summary>\n\n</details>", ["details", "summary"]],
        ];
        for (const [before, after, tags] of frames) {
          const tree = render(before + inline(text) + after);
          expect(elements(tree)).toEqual(tags);
          const words = plain(tree).replace(/^前|後$/g, "");
          expect(words.trim()).toBe(shown.trim());
          expectNoReference(tree);
        }
      }),
      { numRuns: 250 },
    );
  }, 60_000);

  it("shows what nobody sees", () => {
    expect(visible("a\u202eb\u200bc\u0000d\u00ad\u2066\ufeff\u{e0041}")).toBe("a�b�c�d����");
    expect(inline("甲\u200d乙")).toBe("甲�乙");
  });

  it("leaves the plain texts of officers as they are", () => {
    const text = "電話 02-23165300#分機，A41000000G-000123，每月 5.5 萬筆（含 CSV、JSON）20261121";
    expect(inline(text)).toBe(text);
  });
});

describe("cell", () => {
  const table = (content: string) => `| 甲 | 乙 |\n| --- | --- |\n| ${content} | 尾 |`;
  const TABLE = ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"];

  it("stays in its cell", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const tree = render(table(cell(text)));
        expect(elements(tree).filter((tag) => tag !== "br")).toEqual(TABLE);
        expect(plain(tree).replace(/\s+/g, "")).toBe(
          `甲乙${visible(text).replaceAll("$", "＄")}尾`.replace(/\s+/g, ""),
        );
        expectNoReference(tree);
      }),
      { numRuns: 250 },
    );
  }, 60_000);

  it("keeps lines and bounds the length", () => {
    expect(cell("甲\r\n乙\n\n丙")).toBe("甲<br>乙<br><br>丙");
    expect(cell("字".repeat(501))).toBe(`${"字".repeat(500)}…（共 501 字）`);
    expect(cell("字".repeat(500))).toBe("字".repeat(500));
    expect(shorten("😀😀😀", 2)).toBe("😀😀…（共 3 字）");
    expect(shorten("😀😀", 2)).toBe("😀😀");
  });
});

describe("code", () => {
  it("shows exactly what was typed, also in a table", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = oneLine(text).replaceAll("|", "｜");
        const alone = render(`前 ${code(text)} 後`);
        expect(elements(alone)).toEqual(shown === "" ? ["p"] : ["p", "code"]);
        expect(textOf(alone)).toBe(`前 ${shown} 後`);
        const inTable = render(`| 甲 |\n| --- |\n| ${code(text)} |`);
        expect(elements(inTable).filter((tag) => tag === "td" || tag === "code")).toEqual(
          shown === "" ? ["td"] : ["td", "code"],
        );
      }),
      { numRuns: 250 },
    );
  }, 60_000);

  it("keeps commands copyable", () => {
    expect(code("/退回 3 請補主要欄位說明")).toBe("`/退回 3 請補主要欄位說明`");
    expect(code("a`b")).toBe("``a`b``");
    expect(code("`a`")).toBe("`` `a` ``");
  });
});

describe("link", () => {
  it.each([
    ["https://data.example/a b", "https://data.example/a%20b"],
    ["https://data.example/a(b)c?x=[1]&copy=2#y|z", "https://data.example/a%28b%29c?x=%5B1%5D&copy=2#y%7Cz"],
    ["https://data.example/臺北", "https://data.example/%E8%87%BA%E5%8C%97"],
    ["https://例子.tw/", "https://xn--fsqu00a.tw/"],
    ["https://data.example/@octocat/#12", "https://data.example/@octocat/#12"],
    ["https://data.example/?q=\\\"'`<>*_~$", "https://data.example/?q=%5C%22%27%60%3C%3E%2A_~%24"],
  ])("leads to %s", (url, href) => {
    const tree = render(`| 甲 |\n| --- |\n| ${link(url, url)} |`);
    expect(hrefs(tree)).toEqual([href]);
    expect(plain(tree)).toContain(expected(url));
    expectNoReference(tree);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "https:evil.example",
    "https:///x",
    "ftp://data.example/",
    "https://user:pass@data.example/",
    "https://github.com@evil.example/",
    "https://a)b/",
    "http://[::1]/",
    "https://a\u200bb.example/",
    " https://data.example/",
    "https://github.com/owner/repo/issues/1",
    "https://www.github.com/owner/repo/pull/1",
    "https://gist.github.com/x",
    "https://github.com./owner/repo/issues/1",
    `https://data.example/${"a".repeat(2048)}`,
    "沒有",
    "",
  ])("does not lead to %s", (url) => {
    const tree = render(`前 ${link(url, url)} 後`);
    expect(hrefs(tree)).toEqual([]);
    expect(elements(tree)).toEqual(url === "" ? ["p"] : ["p", "code"]);
  });

  it("cannot be broken out of", () => {
    fc.assert(
      fc.property(nasty, nasty, fc.boolean(), (text, rest, bare) => {
        const url = bare ? `https://${rest}` : `https://data.example/${rest}`;
        const tree = render(`| 甲 |\n| --- |\n| ${link(text, url)} |`);
        const inside = elements(tree).slice(elements(tree).indexOf("td") + 1);
        expect([["a"], ["code"]]).toContainEqual(inside);
        for (const href of hrefs(tree)) {
          expect(String(href)).toMatch(/^https:\/\/[a-z0-9_.:[\]-]+\/[A-Za-z0-9\-._/?=:;,%&#+@~]*$/);
          expect(new URL(String(href)).hostname).toBe(new URL(url).hostname);
        }
        expectNoReference(tree);
      }),
      { numRuns: 250 },
    );
  }, 60_000);

  it("leads to pages of this repository, which strangers' links can't", () => {
    expect(ownLink("#12", "https://github.com/o/r/pull/12")).toBe(
      "[&#35;\u206012](https://github.com/o/r/pull/12)",
    );
    expect(() => ownLink("x", "javascript:alert(1)")).toThrow(TypeError);
  });
});
