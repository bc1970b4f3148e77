import { defineConfig } from "astro/config";

// Root, output folder, address and base path come from scripts/build.ts, which loads the catalogue first.
export default defineConfig({
  srcDir: "./src/site",
  publicDir: "./src/site/public",
  output: "static",
  trailingSlash: "always",
  devToolbar: { enabled: false },
  compressHTML: true,
  build: { format: "directory", inlineStylesheets: "never", concurrency: 16, assets: "assets" },
  // Scripts stay files: pages are lighter, and a content security policy may forbid inline ones.
  vite: { build: { assetsInlineLimit: 0 } },
});
