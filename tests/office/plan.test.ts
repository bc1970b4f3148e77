import { expect, it, onTestFinished } from "vitest";
import { openOffice, REPOSITORY } from "./office.ts";

/* Files of the action plan are submitted and reviewed as datasets are (mission A2, A3). */

const PATH = "agencies/A41010000A/inventory.yaml";
const inventory = (reviewedOn: string) => `agency: A41010000A
reviewedOn: ${reviewedOn}
systems:
  - id: 1
    name: 檔案目錄系統
    description: 檔案的目錄。
    users: [public]
    items: [檔號, 案由]
    class: A
    access: free
    outcome: planned
    found: 2026-02-20
    plannedOn: 2026-09-30
    unit: 檔案資訊組
`;

it("an agency's inventory needs its reviewer's approval, and the checker's", async () => {
  const office = await openOffice({ now: "2026-03-02T02:00:00Z" });
  onTestFinished(() => office.close());
  const number = await office.submit("archives-provider", { [PATH]: inventory("2026-02-30") });
  await office.settle();
  expect(office.labels(number)).toEqual(["審查中", "行動方案"].sort());
  expect(office.comment(number)).toContain("盤點日期（reviewedOn）");
  await office.as("ndc-reviewer-1").review(REPOSITORY, number, "APPROVE");
  await office.settle();
  expect(office.state(number)).toBe("open");
  await office.push("archives-provider", number, { [PATH]: inventory("2026-02-20") });
  await office.settle();
  await office.as("archives-reviewer-1").review(REPOSITORY, number, "APPROVE");
  await office.settle();
  expect(office.state(number)).toBe("merged");
  expect(office.published(PATH)).toBe(inventory("2026-02-20"));
  const stranger = await office.submit("stranger", { [PATH]: inventory("2026-03-01") });
  await office.settle();
  expect(office.labels(stranger)).toContain("帳號未登錄");
  expect(office.double.unexpected).toEqual([]);
  expect(office.double.violations).toEqual([]);
});
