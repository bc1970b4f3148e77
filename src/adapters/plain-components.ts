import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "@astrojs/compiler-rs";
import type { AstroIntegration } from "astro";

const QUERY = "?plain";
/** Begins the name of a compiled component among the modules; it must not end in `.astro`, which Astro keeps for itself. */
const COMPILED = "\0plain-component:";

/**
 * Compiles a component to a plain function from props to HTML: `import View from "./View.astro?plain"`, for
 * `renderToString` of the runtime. A script of the browser may import it, where Astro itself gives an empty one, and pages
 * do for what tens of thousands of them repeat. Only plain components: no styles, no scripts, no islands, nothing to wait
 * for; components that one uses are plain as well.
 * @param runtime module that stands in for Astro's runtime
 */
export function plainComponents(runtime: URL): AstroIntegration {
  const plugin = {
    name: "plain-components",
    enforce: "pre" as const,
    resolveId(source: string, importer: string | undefined) {
      if (!importer) return undefined;
      const from = importer.startsWith(COMPILED) ? importer.slice(COMPILED.length) : importer;
      const isOwn = importer !== from && source.startsWith(".");
      if (source.endsWith(`.astro${QUERY}`) || (isOwn && source.endsWith(".astro"))) {
        return `${COMPILED}${resolve(dirname(from), source.replace(QUERY, ""))}.js`;
      }
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
        throw new Error(`${filename} has styles or scripts of its own and is no plain component`);
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
