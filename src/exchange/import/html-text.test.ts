import fc from "fast-check";
import { expect, it } from "vitest";
import { htmlText } from "./html-text.ts";

it.each([
  ["純文字 a < b && c > d", "純文字 a < b && c > d"],
  ["<https://a.tw/> 與 <未知>", "<https://a.tw/> 與 <未知>"],
  ["<p>一</p><p>二</p>", "一\n\n二"],
  ["一<br>二<BR/>三", "一\n二\n三"],
  ["<ul>\n  <li>甲</li>\n  <li>乙</li>\n</ul>", "甲\n\n乙"],
  ["<table><tr><td>a</td><td>b</td></tr></table>", "a b"],
  ["<b onclick=\"x('y')\">粗</b>體", "粗體"],
  ["前<script>alert('<p>')</script>後", "前後"],
  ["前<style>p{}</style>後<iframe src=x>內</iframe>", "前後"],
  ["前<script>沒有結尾", "前"],
  ["<!-- 註 --><i>甲</i>", "甲"],
  ["<i>甲</i><!-- 沒有結尾", "甲<!-- 沒有結尾"],
  ["若 <b 沒有結尾", "若 <b 沒有結尾"],
  [
    "A&amp;B &lt;b&gt; &#65;&#x42; &nbsp;&copy; &unknown; &constructor;",
    "A&B <b> AB  © &unknown; &constructor;",
  ],
  ["&amp;lt;b&amp;gt;", "&lt;b&gt;"],
  ["&#0;&#xD800;&#x110000;", "\ufffd\ufffd\ufffd"],
  ["<scr<script>ipt>x</script>甲", "<scr甲"],
  ["<p\n class='a'>甲</p >", "甲"],
])("%j is %j", (html, text) => {
  expect(htmlText(html)).toBe(text);
});

it("leaves no tag of its own list, whatever is nested in what", () => {
  const piece = fc.constantFrom(
    "<p>",
    "</p>",
    "<",
    ">",
    "<b ",
    "script",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "甲",
    '"',
    "=",
    "/",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = htmlText(`<i>x</i>${pieces.join("")}`);
      expect(text).not.toMatch(/<(?:p|i|script)>/);
    }),
    { numRuns: 500, seed: 1 },
  );
});
