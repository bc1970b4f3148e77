import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadPlainComponents } from "./plain-components.ts";

const SITE = new URL("../site/", import.meta.url);
const RUNTIME = new URL("plain-runtime.ts", SITE);

let folder: string;
let load: NodeJS.Require;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plain-components-"));
  load = createRequire(join(folder, "page.ts"));
  loadPlainComponents(RUNTIME, new URL("attribute.ts", SITE));
  await writeFile(
    join(folder, "Row.astro"),
    `---
interface Props { title: string; href?: string }
const { title, href } = Astro.props;
---
<li> <a href={href} class="row">{title}</a> <slot /> </li>`,
  );
  await writeFile(
    join(folder, "List.astro"),
    `---
import Row from "./Row.astro";
const { titles } = Astro.props as { titles: string[] };
---
<ul> {titles.map((title) => <Row title={title} href={"/" + title}><b>1</b></Row>)} </ul>`,
  );
  await writeFile(join(folder, "Styled.astro"), "<p>a</p>\n<style>p { color: red }</style>");
  for (const name of ["List", "Styled"]) {
    await writeFile(join(folder, `${name}.ts`), `export { default } from "./${name}.astro?plain";`);
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe("components that Node loads", () => {
  it("are functions from props to lean HTML, those that they use too", () => {
    const { renderToString } = createRequire(import.meta.url)("../site/plain-runtime.ts");
    const { default: List } = load("./List.ts");
    expect(renderToString(List, { titles: ["a", "<b>", 'c"d e'] })).toBe(
      "<ul><li><a href=/a class=row>a</a> <b>1</b>" +
        '<li><a href="/<b>" class=row>&lt;b&gt;</a> <b>1</b>' +
        '<li><a href="/c&quot;d e" class=row>c&quot;d e</a> <b>1</b></ul>',
    );
  });

  it("have no styles of their own", () => {
    expect(() => load("./Styled.ts")).toThrow(
      `${join(folder, "Styled.astro")} has styles or scripts of its own and is no plain component`,
    );
  });

  it("leave other modules alone", () => {
    expect(load(pathToFileURL(join(import.meta.dirname, "page-template.ts")).pathname).TEMPLATE).toBe(
      "template",
    );
  });
});
