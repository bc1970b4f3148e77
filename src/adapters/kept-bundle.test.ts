import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type KeptBundle,
  keepBundle,
  keptBundle,
  serverIn,
  writeAssets,
  writeServer,
} from "./kept-bundle.ts";

let folder: string;
const at = (...path: string[]) => join(folder, ...path);

const BUNDLE: Omit<KeptBundle, "assets"> = {
  key: "k1",
  server: { modules: { "prerender-entry.a.mjs": "export {};\n" }, entry: "prerender-entry.a.mjs", pages: [] },
  template: { key: "t1", html: "<p>__title__" },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-bundle-"));
  await mkdir(at("out/assets/fonts"), { recursive: true });
  await writeFile(at("out/assets/a.css"), "p{}");
  await writeFile(at("out/assets/fonts/b.bin"), new Uint8Array([0, 255, 10]));
  await writeFile(at("out/index.html"), "");
});
afterAll(() => rm(folder, { recursive: true }));

describe("a kept bundle", () => {
  it("comes back for its catalogue, with the files that pages name", async () => {
    await keepBundle(at("cache"), "/catalogue", at("out"), BUNDLE);
    const kept = await keptBundle(at("cache"), "/catalogue");
    expect(kept).toMatchObject(BUNDLE);
    expect(Object.keys(kept!.assets).sort()).toEqual(["a.css", "fonts/b.bin"]);
    await writeAssets(kept!, at("preview"));
    expect(await readFile(at("preview/assets/a.css"), "utf8")).toBe("p{}");
    expect([...(await readFile(at("preview/assets/fonts/b.bin")))]).toEqual([0, 255, 10]);
  });

  it("is none for another catalogue, or where the cache can't be read", async () => {
    await keepBundle(at("other"), "/catalogue", at("out"), BUNDLE);
    expect(await keptBundle(at("other"), "/elsewhere")).toBeUndefined();
    expect(await keptBundle(at("nowhere"), "/catalogue")).toBeUndefined();
  });

  it("is done without where the cache can't be written", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    await keepBundle(at("out/index.html"), "/catalogue", at("out"), BUNDLE);
    expect(said.mock.calls[0]?.[0]).toMatch(/^快取無法寫入 .*out\/index\.html\/bundle-[0-9a-f]{12}\.json：/);
    said.mockRestore();
  });
});

describe("a bundled server", () => {
  it("is its modules, of which one is the entry, and the pages' styles", async () => {
    const styles = [{ depth: 0, order: 1, sheet: { type: "external" as const, src: "assets/a.css" } }];
    const pages = [{ key: "/a&a.astro", styles, component: "a.astro" }] as unknown as Parameters<
      typeof serverIn
    >[1];
    const modules = { "prerender-entry.x.mjs": "import './chunks/b.mjs';", "chunks/b.mjs": "// 乙" };
    await writeServer({ modules, entry: "", pages: [] }, at("server"));
    expect(await serverIn(at("server"), pages)).toEqual({
      modules,
      entry: "prerender-entry.x.mjs",
      pages: [{ key: "/a&a.astro", styles }],
    });
    await rm(at("server/prerender-entry.x.mjs"));
    await expect(serverIn(at("server"), pages)).rejects.toThrow(/^no prerender entry in .*server$/);
  });
});
