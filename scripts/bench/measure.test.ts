import { describe, expect, it } from "vitest";
import { CommandError, childTimes, measure, secondsOf } from "./measure.ts";

describe("a measured command", () => {
  it("costs time, and memory of the largest process of its tree", async () => {
    const child = "const b = Buffer.alloc(96e6, 1); setTimeout(() => b, 600)";
    const parent = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}])`;
    const { run } = await measure([process.execPath, "-e", parent]);
    expect(run.wall).toBeGreaterThan(0.5);
    expect(run.user + run.system).toBeGreaterThan(0);
    expect(run.peak).toBeGreaterThan(96e6);
  });

  it("tells when a line was said", async () => {
    const script = "process.stderr.write('one\\n'); setTimeout(() => process.stderr.write('two\\n'), 300)";
    const { run, reached } = await measure([process.execPath, "-e", script], { milestone: /one/ });
    expect(reached).toBeGreaterThan(0);
    expect(reached).toBeLessThan(run.wall);
    expect((await measure(["true"], { milestone: /one/ })).reached).toBeUndefined();
  });

  it("fails with what the command said", async () => {
    const script = ["sh", "-c", "echo why >&2; exit 3"];
    await expect(measure(script)).rejects.toThrow(CommandError);
    await expect(measure(script)).rejects.toThrow("why");
    await expect(measure(script, { allowed: [3] })).resolves.toBeDefined();
  });
});

describe("the shell's times", () => {
  it("are read in seconds", () => {
    expect(secondsOf("1m2.345s")).toBeCloseTo(62.345);
    expect(() => secondsOf("soon")).toThrow("soon");
  });

  it("are the children's, not the shell's own", () => {
    expect(childTimes("0m0.01s 0m0.02s\n0m3.50s 0m1.25s\n")).toEqual({ user: 3.5, system: 1.25 });
  });
});
