import fc from "fast-check";
import { HtmlValidate } from "html-validate";
import { describe, expect, it } from "vitest";
import { STRANGER_TEXT_LIMIT, strangerHtml, strangerPlain, strangerText } from "./stranger-text.ts";

describe("strangerHtml", () => {
  it.each([
    ["paragraphs and lines", "一\n二\n\n三  \n四", "<p>一\n二</p>\n<p>三<br>\n四</p>"],
    [
      "emphasis",
      "**粗** *斜* ~~刪~~ `碼`",
      "<p><strong>粗</strong> <em>斜</em> <del>刪</del> <code>碼</code></p>",
    ],
    ["a list", "3. 甲\n4. 乙", '<ol start="3">\n<li>甲</li>\n<li>乙</li>\n</ol>'],
    ["boxes to tick", "- [x] 甲", "<ul>\n<li>甲</li>\n</ul>"],
    ["a quote", "> 引", "<blockquote>\n<p>引</p>\n</blockquote>"],
    ["code without its language", "```js\na<b\n```", "<pre><code>a&#x3C;b\n</code></pre>"],
    ["a heading as a bold paragraph", "# 標題", "<p><strong>標題</strong></p>"],
    ["mentions and numbers as text", "@someone #12", "<p>@someone #12</p>"],
    ["an image as its text", "![圖](https://a.example/b.png)", "<p>圖</p>"],
    ["an image by reference", "![圖][1]\n\n[1]: https://a.example/b.png", "<p>圖</p>"],
    ["raw HTML as written", "<b onclick=x>粗</b>", "<p>&#x3C;b onclick=x>粗&#x3C;/b></p>"],
    ["a block of raw HTML", "<script>\nx\n</script>", "<p>&#x3C;script>\nx\n&#x3C;/script></p>"],
    ["no comment", "甲<!-- 乙 -->", "<p>甲</p>"],
    ["a footnote's mark", "甲[^1]\n\n[^1]: 乙", "<p>甲[^1]</p>\n<blockquote>\n<p>乙</p>\n</blockquote>"],
    ["a mail address as text", "a@b.example", "<p>a@b.example</p>"],
    ["a table without its alignment", "|甲|\n|:-:|\n|乙|", tableHtml("甲", "乙")],
  ])("writes %s", (_, markdown, html) => {
    expect(strangerHtml(markdown)).toBe(html);
  });

  it.each([
    [
      "[a](https://a.example/?b=1&c)",
      '<a href="https://a.example/?b=1&#x26;c" rel="nofollow ugc noopener">a</a>',
    ],
    ["[a](HTTP://a.example)", "a"],
    ["https://a.example/", '<a href="https://a.example/" rel="nofollow ugc noopener">https://a.example/</a>'],
    ["[a](javascript:alert(1))", "a"],
    ["[a](data:text/html;base64,AA)", "a"],
    ["[a](vbscript:x)", "a"],
    ["[a](java&#115;cript:x)", "a"],
    ["[a](//a.example)", "a"],
    ["[a](/office/)", "a"],
    ["[a](#main)", "a"],
    ["[a](mailto:a@b.example)", "a"],
    ["[a](https://)", "a"],
    ["<javascript:x>", "javascript:x"],
  ])("links the web only: %s", (markdown, html) => {
    expect(strangerHtml(markdown)).toBe(`<p>${html}</p>`);
  });

  it("heads no column with nothing", () => {
    expect(strangerHtml("|甲||\n|-|-|\n|乙|丙|")).toContain('<th scope="col">甲</th>\n<td></td>');
  });

  it("drops what nobody sees and what piles up", () => {
    expect(strangerText("a\u202eb\u0000c\u200bd\u{e0041}e\r\nf\ud800")).toBe("abcde\nf\ufffd");
    expect(strangerText(`e${"\u0301".repeat(50)}`)).toBe(`e${"\u0301".repeat(4)}`);
  });

  it.each([
    ["quotes", ">".repeat(100_000)],
    ["quotes with blanks", "> ".repeat(50_000)],
    ["lists", "- ".repeat(50_000)],
    ["lists in lists", Array.from({ length: 90 }, (_, i) => `${"  ".repeat(i)}- a`).join("\n")],
    ["emphasis", `${"*a ".repeat(800)}${"a* ".repeat(800)}`],
    ["a wide table", `${"|a".repeat(1000)}\n${"|-".repeat(1000)}\n${"a\n".repeat(450)}`],
    ["a long table", `|a|b|\n|-|-|\n${"a\n".repeat(2000)}`],
  ])("shows %s beyond measure as plain text", (_, markdown) => {
    const html = strangerHtml(markdown);
    expect(html).toMatch(/^<p>[^<]/);
    expect(html.replace(/<\/?p>|<br>/g, "")).not.toContain("<");
    expect(html.length).toBeLessThan(5 * STRANGER_TEXT_LIMIT);
  });

  it.each(["[", "![", "*", "_", "`", "<", "&", "|", "\\", "[a](", "[^a]", "www.", "~~", "a\n-\n", "<!--"])(
    "survives 100,000 characters of %j",
    (piece) => {
      const html = strangerHtml(piece.repeat(Math.ceil(100_000 / piece.length)));
      expect(html.length).toBeLessThan(10 * STRANGER_TEXT_LIMIT);
    },
  );

  it("is harmless and balanced whatever comes in", async () => {
    const validate = new HtmlValidate({
      rules: { "close-order": "error", "void-content": "error", "no-dup-attr": "error" },
    });
    const pieces = fc.constantFrom(
      ...[
        "<script>",
        "</script>",
        "<img src=x onerror=y>",
        "<!--",
        "-->",
        "![a](data:x)",
        "[a](javascript:x)",
        "> ",
        "- ",
      ],
      ...[
        "\n",
        "\n\n",
        "```",
        "|a|b|\n|-|-|\n|c|",
        "# ",
        "**",
        "_",
        "<a href='x'>",
        "</p>",
        "</div>",
        "&lt;",
        "&#x3c;",
        "[^1]",
      ],
      ...[
        "[1]: https://a.example\n",
        "[1]",
        "\u202e",
        "https://a.example/",
        "<iframe>",
        "<style>",
        "style=x",
        " ",
        "字",
      ],
    );
    const texts = fc.array(fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 30 });
    fc.assert(
      fc.property(texts, (parts) => {
        const html = strangerHtml(parts.join(""));
        const tags = [...html.matchAll(/<(\/?[a-z0-9]+)((?:"[^"]*"|[^>"])*)>/g)];
        for (const [, name = "", attributes = ""] of tags) {
          expect(name).toMatch(
            /^\/?(?:p|br|strong|em|del|code|pre|blockquote|[uo]l|li|hr|a|table|thead|tbody|tr|th|td)$/,
          );
          expect(attributes).toMatch(
            /^(?: href="https?:\/\/[^"]*" rel="nofollow ugc noopener"| start="\d+"| scope="col")?$/i,
          );
        }
        // Nothing else opens a tag.
        expect(html.split("<").length - 1).toBe(tags.length);
        expect(html).not.toMatch(/[\0\u202e]/);
        expect(strangerPlain(parts.join(""))).not.toMatch(/[\0\u202e]/);
        expect(validate.validateStringSync(`<div>${html}</div>`).valid, html).toBe(true);
      }),
      { numRuns: 150, seed: 6 },
    );
  });
});

describe("strangerPlain", () => {
  it("keeps words and lines, drops marks", () => {
    expect(
      strangerPlain("# 標題\n\n**粗**的[字](https://a.example)\n\n- 甲\n- 乙\n\n|a|b|\n|-|-|\n|c|d|"),
    ).toBe("標題\n粗的字\n甲\n乙\na b\nc d");
    expect(strangerPlain(">".repeat(100))).toBe(">".repeat(100));
  });
});

function tableHtml(head: string, cell: string): string {
  return (
    `<table>\n<thead>\n<tr>\n<th scope="col">${head}</th>\n</tr>\n</thead>\n` +
    `<tbody>\n<tr>\n<td>${cell}</td>\n</tr>\n</tbody>\n</table>`
  );
}
