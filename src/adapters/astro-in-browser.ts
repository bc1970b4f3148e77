import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "@astrojs/compiler-rs";
import type { AstroIntegration } from "astro";

const QUERY = "?in-browser";
/** Begins the name of a compiled component among the modules; it must not end in `.astro`, which Astro keeps for itself. */
const COMPILED = "\0astro-in-browser:";

/**
 * Lets a script of the browser import a component of the site: `import View from "./View.astro?in-browser"`. Astro itself
 * gives the browser an empty one. Only plain components: no styles, no scripts, no islands.
 * @param runtime module that stands in for Astro's runtime
 */
export function astroInBrowser(runtime: URL): AstroIntegration {
  const plugin = {
    name: "astro-in-browser",
    enforce: "pre" as const,
    resolveId(source: string, importer: string | undefined) {
      if (!importer) return undefined;
      const from = importer.startsWith(COMPILED) ? importer.slice(COMPILED.length) : importer;
      if (source.endsWith(`.astro${QUERY}`)) {
        return `${COMPILED}${resolve(dirname(from), source.slice(0, -QUERY.length))}.js`;
      }
      const isOwn = importer !== from && source.startsWith(".");
      return isOwn ? resolve(dirname(from), source) : undefined;
    },
    async load(id: string) {
      if (!id.startsWith(COMPILED)) return undefined;
      const filename = id.slice(COMPILED.length, -".js".length);
      const { code, css, scripts } = transform(await readFile(filename, "utf8"), {
        filename,
        compact: true,
        internalURL: fileURLToPath(runtime),
        resolvePath: (specifier) => specifier,
      });
      if (css.length + scripts.length > 0) {
        throw new Error(`${filename} has styles or scripts of its own and can't be rendered in the browser`);
      }
      return { code, moduleType: "ts" as const };
    },
  };
  return {
    name: plugin.name,
    hooks: {
      "astro:config:setup": ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [plugin] } });
      },
    },
  };
}
