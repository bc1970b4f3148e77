import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { TABS } from "../desk/workbench.ts";
import { PICTURE_WIDTH, PICTURES, picturePath } from "./guide-pictures.ts";

const SITE = resolve(import.meta.dirname);
const PARTS = join(SITE, "components/prose/guide");
/** All pictures together, so that the guide stays quick to open and the repository small. */
const MOST_BYTES = 1_500_000;

const parts = await Promise.all((await readdir(PARTS)).map((file) => readFile(join(PARTS, file), "utf8")));
const source = parts.join("\n");

describe("the guide's pictures", () => {
  it("are there, each in the guide once, and none besides", async () => {
    const names = PICTURES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const shown = [...source.matchAll(/<Picture name="([^"]+)"/g)].map(([, name]) => name!);
    expect(shown.toSorted()).toEqual(names.toSorted());
    const files = await readdir(join(SITE, "public/guide"));
    expect(files.toSorted()).toEqual(names.map((name) => `${name}.webp`).toSorted());
  });

  it("have the size that the page reserves for them, and words for those who don't see them", async () => {
    let bytes = 0;
    for (const { name, height, alt } of PICTURES) {
      const picture = await readFile(join(SITE, "public", picturePath(name)));
      // RFC 9649, 2.7.1: the size, less one, in three bytes each.
      expect(picture.toString("latin1", 8, 16), name).toBe("WEBPVP8X");
      expect([picture.readUIntLE(24, 3) + 1, picture.readUIntLE(27, 3) + 1], name).toEqual([
        PICTURE_WIDTH,
        height,
      ]);
      expect(alt.length, name).toBeGreaterThan(20);
      bytes += picture.length;
    }
    expect(bytes).toBeLessThan(MOST_BYTES);
  });
});

describe("the guide", () => {
  it("has a chapter for every tab of every role", () => {
    const chapters = [...source.matchAll(/<Tab role="([^"]+)" tab="([^"]+)"/g)].map(
      ([, role, tab]) => `${role} ${tab}`,
    );
    const tabs = Object.entries(TABS).flatMap(([role, list]) => list.map(({ id }) => `${role} ${id}`));
    expect(chapters.toSorted()).toEqual(tabs.toSorted());
  });

  it("leads within itself only to places that it has", () => {
    const ids = new Set([...source.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [role, list] of Object.entries(TABS)) for (const { id } of list) ids.add(`${role}-${id}`);
    const links = [...source.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
  });
});
