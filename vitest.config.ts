import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        // Beside the source: seconds.
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // What crosses rooms. One file at a time: each may build a site, which fills both cores by itself.
        test: {
          name: "whole",
          include: ["tests/**/*.test.ts"],
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
