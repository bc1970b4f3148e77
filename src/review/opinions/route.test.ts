import { describe, expect, it } from "vitest";
import type { AgencyFile } from "../../catalogue/catalogue.ts";
import { buildRegister } from "../register.ts";
import { agencyLabel, agencyNamed } from "./route.ts";

const agency = (code: string, name: string, more: Partial<AgencyFile> = {}): AgencyFile => ({
  code,
  name,
  ...more,
});
const LONG = "甲".repeat(60);
const REGISTER = buildRegister(
  [
    agency("A00000000A", "行政院"),
    agency("A09000000E", "教育部", { parent: "A00000000A", ministry: true }),
    agency("A09010000E", "教育部國民及學前教育署", { parent: "A09000000E", shortNames: ["國教署"] }),
    agency("A21000000I", "衛生福利部", {
      parent: "A00000000A",
      ministry: true,
      shortNames: ["衛福部", "衛生署"],
    }),
    agency("379000000A", "臺北市政府", { ministry: true }),
    agency("379010000A", "人事處", { parent: "379000000A" }),
    agency("382000000A", "新北市政府", { ministry: true }),
    agency("382010000A", "人事處", { parent: "382000000A" }),
    agency("A99000000A", LONG, { ministry: true }),
    agency("A98000000A", "逗,號\u200b局", { ministry: true }),
  ],
  [],
);

describe("the agency that a text names", () => {
  it.each([
    ["A09000000E", "A09000000E"],
    ["a09000000e", "A09000000E"],
    ["教育部", "A09000000E"],
    [" 教 育 部 ", "A09000000E"],
    ["國教署", "A09010000E"],
    ["教育部國民及學前教育署", "A09010000E"],
    ["教育部（國教署）", "A09010000E"],
    ["衛福部疾管署", "A21000000I"],
    ["行政院衛生署", "A21000000I"],
    ["台北市政府", "379000000A"],
    ["台北市政府人事處", "379010000A"],
    ["新北市政府 人事處", "382010000A"],
  ])("%s", (text, code) => {
    expect(agencyNamed(text, REGISTER)).toEqual({ agency: code });
  });

  it.each([
    ["", 0],
    ["不知道", 0],
    ["！？", 0],
    ["人事處", 2],
    ["教育部或衛福部", 2],
    ["constructor", 0],
    [`${"哪".repeat(300)}教育部`, 0],
  ])("%s fits %i", (text, found) => {
    expect(agencyNamed(text, REGISTER)).toEqual({ found });
  });
});

describe("an agency's label", () => {
  it.each([
    ["A21000000I", "機關：衛福部"],
    ["A09000000E", "機關：教育部"],
    ["379010000A", "機關：379010000A"],
    ["A99000000A", "機關：A99000000A"],
    ["A98000000A", "機關：逗號局"],
    ["ZZZZZZZZZZ", "機關：ZZZZZZZZZZ"],
  ])("%s: %s", (code, label) => {
    expect(agencyLabel(REGISTER, code)).toBe(label);
    expect(label.length).toBeLessThanOrEqual(50);
  });
});
