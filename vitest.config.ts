import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // What the commands say is wanted where a test fails.
    silent: "passed-only",
    projects: [
      {
        // Beside the source: seconds.
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
          // Real git on a busy machine.
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // What crosses rooms. Few files at a time: most wait for one command after another, and a site fills both cores.
        test: {
          name: "whole",
          include: ["tests/**/*.test.ts"],
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
