import { defineConfig } from "astro/config";
import { leanMarkup } from "./src/adapters/lean-markup.ts";
import { plainComponents } from "./src/adapters/plain-components.ts";

// Root, output folder, address and base path come from scripts/build.ts, which loads the catalogue first.
export default defineConfig({
  srcDir: "./src/site",
  publicDir: "./src/site/public",
  output: "static",
  trailingSlash: "always",
  devToolbar: { enabled: false },
  compressHTML: true,
  build: { format: "directory", inlineStylesheets: "never", concurrency: 16, assets: "assets" },
  integrations: [
    plainComponents(new URL("src/site/plain-runtime.ts", import.meta.url)),
    leanMarkup(new URL("src/site/attribute.ts", import.meta.url)),
  ],
  // Scripts stay files: pages are lighter, and a content security policy may forbid inline ones.
  vite: {
    build: { assetsInlineLimit: 0 },
    // Astro's names for scripts are long, and stand on every page.
    environments: {
      client: { build: { rolldownOptions: { output: { entryFileNames: "assets/[hash].js" } } } },
    },
  },
});
