import { defineConfig } from "astro/config";
import { astroInBrowser } from "./src/adapters/astro-in-browser.ts";

// Root, output folder, address and base path come from scripts/build.ts, which loads the catalogue first.
export default defineConfig({
  srcDir: "./src/site",
  publicDir: "./src/site/public",
  output: "static",
  trailingSlash: "always",
  devToolbar: { enabled: false },
  compressHTML: true,
  build: { format: "directory", inlineStylesheets: "never", concurrency: 16, assets: "assets" },
  integrations: [astroInBrowser(new URL("src/site/desk/astro-runtime.ts", import.meta.url))],
  // Scripts stay files: pages are lighter, and a content security policy may forbid inline ones.
  vite: { build: { assetsInlineLimit: 0 } },
});
