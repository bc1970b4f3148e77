import { parseSync } from "rolldown/utils";
import { describe, expect, it } from "vitest";
import { leanModule, leanParts } from "./lean-markup.ts";

const lean = (html: string) => leanParts(html.split("…")).join("…");

describe("lean templates", () => {
  it("leave out white space beside blocks, and keep it between words and inline elements", () => {
    expect(lean("<div> <p> a <b>b</b> <i>c</i> </p> </div> <ul> … </ul>")).toBe(
      "<div><p>a <b>b</b> <i>c</i></div><ul>…</ul>",
    );
    expect(lean("<p>… … <a href=x>y</a> …</p>")).toBe("<p>… … <a href=x>y</a> …</p>");
    expect(lean("<span> a </span> <button> b </button>")).toBe("<span> a </span> <button> b </button>");
    expect(lean("<p>甲\u3000</p>")).toBe("<p>甲\u3000</p>");
  });

  it("leave out quotes that no value needs", () => {
    expect(lean(`<a class="x" href="/"… title="a b" alt="" data-x="a=b">`)).toBe(
      `<a class=x href=/… title="a b" alt="" data-x="a=b">`,
    );
    expect(lean(`<a title='"x"' rel="nofollow"\n>`)).toBe(`<a title='"x"' rel=nofollow\n>`);
    expect(lean('<a title="a\\`b">x</a>')).toBe('<a title="a\\`b">x</a>');
  });

  it("leave out end tags that HTML implies, whatever fills the places beside them", () => {
    expect(lean("<ul><li>…</li>…<li>b</li></ul>")).toBe("<ul><li>……<li>b</ul>");
    expect(lean("<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>…</td></tr></tbody></table>")).toBe(
      "<table><thead><tr><th>a<tbody><tr><td>…</table>",
    );
    expect(lean("<dl><dt>a</dt><dd>b</dd><dt>c</dt>…</dl>")).toBe("<dl><dt>a<dd>b<dt>c</dt>…</dl>");
    expect(lean("<div><p>a</p><p>b</p><h2>c</h2><p>d</p></div>")).toBe("<div><p>a<p>b<h2>c</h2><p>d</div>");
  });

  it("keep the end of a paragraph that nothing certain follows", () => {
    for (const html of ["<p>a</p>…", "<p>a</p><span>b</span>", "<a><p>a</p></a>", "<p>a</p>"]) {
      expect(lean(html)).toBe(html);
    }
  });

  it("touch nothing within script, style, pre and textarea", () => {
    const html = `<pre> a  <b class="x"> b </b> </pre><script> if (a < b) "</p>"; </script><textarea> … </textarea>`;
    expect(lean(html)).toBe(html);
  });
});

describe("a compiled component", () => {
  const code = [
    'import { render as $$render, addAttribute as $$addAttribute } from "astro/compiler-runtime";',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code.
    'const a = $$render`<ul> <li${$$addAttribute(x, "href")}${$$addAttribute(y, "class:list")}${$$addAttribute(z, "open")}> ${b && $$render`<p class="c"> d </p>`} </li> </ul>`;',
    "const untouched = other`<ul> <li></li> </ul>`;",
  ].join("\n");
  const treeOf = (text: string) => parseSync("x.js", text).program;

  it("gets lean templates, inner ones too, and writes simple attributes itself", () => {
    expect(leanModule(code, treeOf(code), "/attribute.ts").split("\n")).toEqual([
      'import { attribute as $$attribute } from "/attribute.ts";',
      'import { render as $$render, addAttribute as $$addAttribute } from "astro/compiler-runtime";',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code.
      'const a = $$render`<ul><li${$$attribute(x, "href")}${$$addAttribute(y, "class:list")}${$$addAttribute(z, "open")}>${b && $$render`<p class=c>d</p>`}</ul>`;',
      "const untouched = other`<ul> <li></li> </ul>`;",
    ]);
  });

  it("keeps its own runtime's attributes where that isn't Astro's", () => {
    const own = code.replace("astro/compiler-runtime", "/plain-runtime.ts");
    expect(leanModule(own, treeOf(own), "/attribute.ts")).toContain('$$addAttribute(x, "href")');
  });
});
