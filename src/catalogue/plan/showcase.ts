import type { Catalogue } from "../catalogue.ts";
import type { PlanFlag } from "./flags.ts";
import { periodAt, periodOf, rocYear } from "./periods.ts";
import type { Showcase } from "./plan-files.ts";

/** Showcases in public view, and what is missing. */
export interface Showcases {
  /** Those whose day has come, newest first. */
  showcases: readonly Showcase[];
  /** By identifier of a dataset that they name, newest first. */
  byDataset: Map<string, Showcase[]>;
  flags: PlanFlag[];
}

/**
 * 亮點應用 and 特色介紹 (行動方案伍、一、（二）4（5）: something each quarter; mission A12). A graded
 * ministry is flagged where neither it nor an agency below it has one of the quarter before this one.
 */
export function showcasesOf(catalogue: Catalogue): Showcases {
  const { today, agencies, plan } = catalogue;
  const showcases = plan.showcases.filter(({ date }) => date <= today);
  const byDataset = new Map<string, Showcase[]>();
  for (const showcase of showcases) {
    for (const identifier of showcase.datasets ?? []) {
      const list = byDataset.get(identifier);
      if (list) list.push(showcase);
      else byDataset.set(identifier, [showcase]);
    }
  }
  const present = periodOf(today, "quarter");
  const { from, to, year, part } = periodAt(present.year, present.part - 1, "quarter");
  const shown = new Set(
    showcases.flatMap(({ agency, date }) =>
      date >= from && date <= to ? (agencies.get(agency)?.ministry.code ?? []) : [],
    ),
  );
  const flags = [...agencies.values()]
    .filter(({ code, file }) => file.grade !== undefined && !shown.has(code))
    .map(
      ({ code, name, nameEn }): PlanFlag => ({
        code: "showcase/missing",
        level: "missing",
        agency: code,
        clause: "行動方案伍、一、（二）4（5）",
        message: {
          zh: `${name}及所屬機關 ${rocYear(year)} 年第 ${part} 季沒有亮點應用或特色介紹。`,
          en: `${nameEn} and its agencies introduced nothing in quarter ${part} of ${year}.`,
        },
        due: to,
        path: "plan/showcases/",
      }),
    );
  return { showcases, byDataset, flags };
}
