import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Announcement, announcementsOf } from "./announcements.ts";
import { checkAnnouncement } from "./check-announcement.ts";
import { applyFixes } from "./diagnostics.ts";
import { documentHtml, documentText } from "./document-text.ts";

const PATH = "platform/announcements/guide.md";
const RIGHT =
  "---\ntitle: 操作說明\ndate: 2026-01-05\naudience:\n  - reviewer\n---\n\n第一段。\n\n## 細節\n\n第二段。\n";
const check = (text: string | Uint8Array, path = PATH) =>
  checkAnnouncement(path, typeof text === "string" ? new TextEncoder().encode(text) : text);
const found = (text: string | Uint8Array, path?: string) =>
  check(text, path).diagnostics.map(({ code, file, line, column }) => `${code} ${file}:${line}:${column}`);

describe("checkAnnouncement", () => {
  it("reads title, date, audience and text", () => {
    expect(check(RIGHT)).toEqual({
      path: PATH,
      value: {
        slug: "guide",
        title: "操作說明",
        date: "2026-01-05",
        audience: ["reviewer"],
        text: "第一段。\n\n## 細節\n\n第二段。",
      },
      diagnostics: [],
    });
  });

  it("finds personal data, and never shows it whole", () => {
    const text = RIGHT.replace("第一段。", "洽 0912-345-678，\n住址：臺北市中正區寶慶路3號").replace(
      "操作說明",
      "洽 a@gmail.com",
    );
    expect(found(text)).toEqual([
      `personal-data/found ${PATH}:2:10`,
      `personal-data/found ${PATH}:8:3`,
      `personal-data/address ${PATH}:9:4`,
    ]);
    expect(check(text).diagnostics[1]!.message).toBe("公告（內文）含有行動電話 0912-***-***，這個欄位會公開");
    expect(check(text).value).toBeUndefined();
  });

  it("is for every role where it names none", () => {
    const { value } = check("---\ntitle: 甲\ndate: 2026-01-05\n---\n內文\n");
    expect(value?.audience).toEqual(["provider", "reviewer", "administrator"]);
  });

  it("reads a file with the line ends of Windows", () => {
    expect(check(RIGHT.replaceAll("\n", "\r\n")).value).toEqual(check(RIGHT).value);
  });

  it.each([
    ["platform/announcements/Guide.md"],
    ["platform/announcements/guide.txt"],
    ["platform/announcements/公告.md"],
    ["platform/announcements/a/b.md"],
    ["platform/announcements/../x.md"],
    ["platform/announcements/-a.md"],
    [`platform/announcements/${"a".repeat(61)}.md`],
  ])("refuses the name %s", (path) => {
    expect(found(RIGHT, path)).toEqual([`announcement/name ${path}:1:1`]);
  });

  const replaced = (from: string | RegExp, to: string) => RIGHT.replace(from, to);
  it.each<[string, string | Uint8Array, string[]]>([
    ["nothing", "", ["document/front-matter 1:1"]],
    ["no front matter", "內文\n", ["document/front-matter 1:1"]],
    ["a front matter without an end", "---\ntitle: 甲\n內文\n", ["document/front-matter 1:1"]],
    ["an empty front matter", "---\n# 註\n---\n內文\n", ["document/front-matter 1:1"]],
    ["a BOM", `\uFEFF${RIGHT}`, ["encoding/bom 1:1"]],
    ["a lone carriage return", "---\ntitle: 甲\rdate: 2026-01-05\n---\n內文", ["yaml/control-character 2:9"]],
    ["Big5", new Uint8Array([0x2d, 0x2d, 0x2d, 0x0a, 0xa4, 0xa4, 0xa4, 0xe5]), ["encoding/big5 2:1"]],
    ["a wide colon", replaced("title: ", "title："), ["yaml/fullwidth-colon 2:6"]],
    ["a key twice", replaced("audience:", "title: 乙\naudience:"), ["yaml/duplicate-key 4:1"]],
    ["an alias", replaced("操作說明", "*a"), ["yaml/alias 2:8"]],
    ["no title", replaced("title: 操作說明\n", ""), ["field/missing 1:1"]],
    ["no date", replaced("date: 2026-01-05\n", ""), ["field/missing 1:1"]],
    ["an empty title", replaced("操作說明", ""), ["field/empty 2:8"]],
    ["a list as title", replaced("操作說明", "[甲]"), ["announcement/text 2:8"]],
    ["a long title", replaced("操作說明", "甲".repeat(101)), ["field/too-long 2:8"]],
    ["an unknown field", replaced("date:", "author: 乙\ndate:"), ["announcement/field 3:1"]],
    ["a date of the Republic", replaced("2026-01-05", "115.1.5"), ["date/roc 3:7"]],
    ["a date with slashes", replaced("2026-01-05", "2026/1/5"), ["date/format 3:7"]],
    ["a day that is none", replaced("2026-01-05", "2026-02-30"), ["date/impossible 3:7"]],
    ["an audience that is a text", replaced("\n  - reviewer", " reviewer"), ["announcement/audience 4:11"]],
    ["an audience of nobody", replaced("\n  - reviewer", " []"), ["announcement/audience 4:11"]],
    ["a strange role", replaced("reviewer", "boss"), ["announcement/audience 5:5"]],
    ["a role twice", replaced("- reviewer", "- reviewer\n  - reviewer"), ["field/duplicate-item 6:5"]],
    ["no text", RIGHT.slice(0, RIGHT.indexOf("第一段")), ["document/empty 6:1"]],
    ["a script", replaced("第一段。", "<script>alert(1)</script>"), ["document/html 8:1"]],
    [
      "a tag within a line",
      replaced("第一段。", "甲<b onclick=x>乙</b>"),
      ["document/html 8:2", "document/html 8:16"],
    ],
    ["a first heading", replaced("## 細節", "# 細節"), ["document/heading 10:1"]],
    ["a link to a script", replaced("第一段。", "[甲](javascript:alert(1))"), ["document/link 8:1"]],
    ["a link to data", replaced("第一段。", "[甲](data:text/html,x)"), ["document/link 8:1"]],
    ["a link relative to nothing", replaced("第一段。", "[甲](guide.html)"), ["document/link 8:1"]],
    ["a link in disguise", replaced("第一段。", "[甲](//evil.example/)"), ["document/link 8:1"]],
    ["a reference", replaced("第一段。", "[甲][a]\n\n[a]: vbscript:x"), ["document/link 8:1"]],
    [
      "a picture from elsewhere",
      replaced("第一段。", "![圖](https://x.example/a.png)"),
      ["document/image 8:1"],
    ],
    ["a picture without words", replaced("第一段。", "![](/guide/form.png)"), ["document/image-text 8:1"]],
  ])("tells of %s", (_, text, wanted) => {
    const { value, diagnostics } = check(text);
    expect(diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual(wanted);
    expect(value).toBeUndefined();
  });

  it("says what is wrong and how to mend it", () => {
    const said = (text: string) => check(text).diagnostics.map((d) => `${d.message}｜${d.remedy}`);
    expect(said("內文")).toEqual([
      "檔案開頭沒有欄位，不知道這是什麼文件｜第一行寫「---」，接著每行一個欄位（title、date、audience），再以一行「---」結束，之後才是內文",
    ]);
    expect(said(replaced("reviewer", "boss"))).toEqual([
      "對象（audience）的「boss」不是角色｜寫成清單，每項是 provider、reviewer、administrator 之一；給所有人看的公告不寫這個欄位",
    ]);
    expect(said(replaced("第一段。", "![圖](https://x.example/a.png)"))).toEqual([
      "圖片「https://x.example/a.png」不在本站，瀏覽者的資訊會因此傳到別的網站｜把圖片放在本站，以「/」開頭寫出位置；其他網站的圖片改用連結",
    ]);
  });

  it.each([
    [replaced("2026-01-05", "115.1.5")],
    [replaced("2026-01-05", "2026/1/5")],
    [replaced("reviewer", "資料審查者")],
    [replaced("title: ", "title：")],
    [`\uFEFF${RIGHT}`],
  ])("mends what is certain", (text) => {
    expect(applyFixes(text, check(text).diagnostics)).toEqual({ text: RIGHT, applied: 1 });
  });

  test("gives, whatever the text, a value or an error, within the file's lines", () => {
    const piece = fc.constantFrom(
      "---\n",
      "title: 甲\n",
      "date: 2026-01-05\n",
      "audience: [provider]\n",
      "\r",
      "<b>",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: "grapheme" })), { maxLength: 8 }), (pieces) => {
        const text = pieces.join("").toWellFormed();
        const { value, diagnostics } = check(text);
        expect(value === undefined).toBe(diagnostics.some((d) => d.severity === "error"));
        const lines = text.split("\n").length;
        for (const d of diagnostics) expect(d.line >= 1 && d.line <= lines + 1).toBe(true);
      }),
    );
  });
});

describe("documentHtml", () => {
  it("writes Markdown, with addresses of the site below its base", () => {
    const text =
      "見[說明](/guide/#a)、[外](https://x.example/?a=1&b)與 <a@x.example>。\n\n![圖](/guide/a.png)\n\n| 甲 |\n| --- |\n| 乙 |";
    const html = documentHtml(text, "/c/");
    expect(html).toContain('<a href="/c/guide/#a">說明</a>');
    expect(html).toContain('<a href="https://x.example/?a=1&#x26;b">外</a>');
    expect(html).toContain('<a href="mailto:a@x.example">');
    expect(html).toContain('<img src="/c/guide/a.png" alt="圖">');
    expect(html).toContain("<td>乙</td>");
  });

  it("joins the lines of a Chinese paragraph", () => {
    expect(documentHtml("第一行，\n第二行\nthird", "/")).toBe("<p>第一行，第二行\nthird</p>");
    expect(documentText("第一行，\n第二行\n\n- 甲\n- 乙")).toBe("第一行，第二行\n甲\n乙");
  });

  test("holds no element, attribute or address that it should not, whatever the text", () => {
    const piece = fc.constantFrom(
      "[",
      "](",
      ")",
      "<",
      ">",
      "![",
      "\n",
      "\n\n",
      "javascript:alert(1)",
      "//e.example",
      "/a",
      "<img src=x onerror=y>",
      "&lt;",
      "|",
      "`",
      "https://e.example/",
      "\\",
      "\t",
      "[^1]",
      "[^1]: x",
      "- [ ] ",
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 30 }),
        (pieces) => {
          const html = documentHtml(pieces.join("").toWellFormed(), "/c/");
          for (const [, tag, attributes] of html.matchAll(/<([a-z0-9]+)((?: [a-z-]+(?:="[^"]*")?)*)>/g)) {
            expect(tag).not.toMatch(/^(?:script|style|iframe|object|svg|form)$/);
            expect(attributes).not.toMatch(/ (?:on|style)/);
          }
          for (const [, name, address] of html.matchAll(/ (href|src)="([^"]*)"/g)) {
            expect(address).toMatch(name === "src" ? /^\/c\/(?![/\\])/ : /^(?:\/c\/|https?:\/\/|mailto:|#)/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("announcementsOf", () => {
  const one = (slug: string, date: string): Announcement => ({
    slug,
    title: slug,
    date,
    audience: ["provider"],
    text: "內文",
  });

  it("holds those whose day has come, newest first", () => {
    const all = [
      one("b", "2026-01-01"),
      one("c", "2026-03-02"),
      one("d", "2026-03-01"),
      one("a", "2026-01-01"),
    ];
    expect(announcementsOf(all, "2026-03-01").map(({ slug }) => slug)).toEqual(["d", "a", "b"]);
  });
});
