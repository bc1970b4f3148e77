import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "@astrojs/compiler-rs";
import type { AstroIntegration } from "astro";
import { parseSync } from "rolldown/utils";
import { leanModule } from "./lean-markup.ts";

const QUERY = "?plain";
/** Begins the name of a compiled component among the modules; it must not end in `.astro`, which Astro keeps for itself. */
const COMPILED = "\0plain-component:";

/**
 * TypeScript of a component as a plain function from props to HTML.
 * @param runtime module that stands in for Astro's runtime
 */
function compile(filename: string, runtime: URL): string {
  const { code, css, scripts } = transform(readFileSync(filename, "utf8"), {
    filename,
    compact: true,
    internalURL: fileURLToPath(runtime),
    resolvePath: (specifier) => specifier,
  });
  if (css.length + scripts.length > 0) {
    throw new Error(`${filename} has styles or scripts of its own and is no plain component`);
  }
  return code;
}

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
    load(id: string) {
      if (!id.startsWith(COMPILED)) return undefined;
      return { code: compile(id.slice(COMPILED.length, -".js".length), runtime), moduleType: "ts" as const };
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

/**
 * Lets modules that Node itself loads from now on import plain components, lean as in the site's bundle: what fills a
 * template needs neither Astro nor a bundler.
 * @param runtime module that stands in for Astro's runtime
 * @param attributes module that writes attributes (lean-markup.ts)
 */
export function loadPlainComponents(runtime: URL, attributes: URL): void {
  registerHooks({
    resolve(specifier, context, next) {
      const parent = context.parentURL;
      const isPlain =
        specifier.endsWith(`.astro${QUERY}`) ||
        (specifier.endsWith(".astro") && parent?.endsWith(`.astro${QUERY}`));
      if (!isPlain) return next(specifier, context);
      const url = new URL(specifier.replace(QUERY, "") + QUERY, parent).href;
      return { url, format: "module-typescript", shortCircuit: true };
    },
    load(url, context, next) {
      if (!url.endsWith(`.astro${QUERY}`)) return next(url, context);
      const code = compile(fileURLToPath(url.slice(0, -QUERY.length)), runtime);
      const { program } = parseSync("component.ts", code);
      const source = leanModule(code, program, fileURLToPath(attributes));
      return { format: "module-typescript", source, shortCircuit: true };
    },
  });
}
