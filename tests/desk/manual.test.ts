import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BUTTONS, CONTENTS, FUNCTIONS, REPLAYS } from "./manual.ts";

const FOLDER = import.meta.dirname;
const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".test.ts"));
const texts = new Map(
  await Promise.all(names.map(async (name) => [name, await readFile(join(FOLDER, name), "utf8")] as const)),
);
/** `file › title` of every test of this folder that runs. */
const titles = [...texts].flatMap(([name, text]) =>
  [...text.matchAll(/^\s*it\(\s*"([^"]+)"/gm)].map((match) => `${name} › ${match[1]}`),
);

/** What each file of replays ends with. */
const CLEAN = "nothing went wrong unseen: no error of a script, no request that GitHub does not know";

/** Functions of the fixture, by name. */
const helpers = new Map<string, string>();
for (const name of ["common.ts", "desk.ts"]) {
  const text = await readFile(join(FOLDER, name), "utf8");
  for (const [body, own] of text.matchAll(/^export async function (\w+)[\s\S]*?^}$/gm))
    helpers.set(own!, body);
}

/** What a test does, without its title, and what the helpers do that it calls. */
function bodyOf(title: string): string {
  const [name = "", own = ""] = title.split(" › ");
  const text = texts.get(name) ?? "";
  const from = text.indexOf(`"${own}"`);
  const end = text.indexOf("\n  it(", from);
  let body = from < 0 ? "" : text.slice(from + own.length + 2, end < 0 ? undefined : end);
  for (let at = 0; at < body.length; ) {
    const called = /\b(\w+)\(/g;
    called.lastIndex = at;
    const call = called.exec(body);
    if (!call) break;
    at = called.lastIndex;
    const helper = helpers.get(call[1]!);
    if (helper && !body.includes(helper)) body += helper;
  }
  return body;
}

describe("the manual", () => {
  it("has a replay for every section", () => {
    const sections = Object.entries(CONTENTS).flatMap(([part, list]) =>
      list.map((_, at) => `${part}.${at + 1}`),
    );
    expect([...new Set(REPLAYS.map(({ section }) => section))]).toEqual(sections);
  });

  it("has a replay for every button", () => {
    const pressed = new Set(REPLAYS.flatMap(({ buttons }) => buttons ?? []));
    expect(BUTTONS.filter((button) => !pressed.has(button))).toEqual([]);
    expect([...pressed].filter((button) => !BUTTONS.includes(button))).toEqual([]);
  });

  it("has a replay for every function of the mission that is a page", () => {
    const shown = new Set(REPLAYS.flatMap(({ ids }) => ids ?? []));
    expect(FUNCTIONS.filter((id) => !shown.has(id))).toEqual([]);
  });

  it("is replayed by tests that exist", () => {
    const missing = REPLAYS.flatMap(({ tests }) => tests).filter((test) => !titles.includes(test));
    expect([...new Set(missing)]).toEqual([]);
  });

  it("names every replay, so that none is forgotten here", () => {
    const named = new Set(REPLAYS.flatMap(({ tests }) => tests));
    const replays = titles.filter((title) => title.startsWith("manual-") && !title.endsWith(CLEAN));
    expect(replays.filter((title) => !named.has(title))).toEqual([]);
    expect(titles.filter((title) => title.endsWith(CLEAN))).toHaveLength(3);
  });

  it("is replayed by tests that press the button they are named for, themselves or by a helper", () => {
    const idle = REPLAYS.flatMap(({ what, buttons = [], tests }) =>
      buttons
        .filter((button) => !tests.some((title) => bodyOf(title).includes(button)))
        .map((button) => `${what}: ${button}`),
    );
    expect(idle).toEqual([]);
  });

  it("is replayed by tests none of which is skipped", () => {
    for (const [name, text] of texts)
      expect(text, name).not.toMatch(/\b(?:it|describe)\.(?:skip|todo|only)\b/);
  });
});
