import type { Agency, Catalogue } from "../catalogue.ts";
import type { PlanFlag } from "./flags.ts";
import type { Inventory, InventoryRow } from "./inventory.ts";
import { addDays, daysBetween, periodAt } from "./periods.ts";

/** A review is announced that many days before its period ends. */
const REVIEW_NEAR = 14;
/** A planned release or a periodic review is announced that many days before. */
const DAY_NEAR = 30;
/** 可立即開放者於 1 週內上架 (行動策略 三（一）1（1）). */
const WEEK = 7;

const CLAUSES = {
  inventory: "行動方案伍、一、（二）1（1）",
  immediate: "行動策略三（一）1（1）",
  planned: "行動策略三（一）1（2）",
  closed: "政府資料開放作業原則四",
  charging: "政府資料開放作業原則八",
};

/** What is missing, late or near in the inventories of a day (mission A3, A4, D1). */
export function inventoryFlags(
  catalogue: Catalogue,
  inventories: ReadonlyMap<string, Inventory>,
): PlanFlag[] {
  const missing = [...catalogue.agencies.values()].flatMap((agency) =>
    agency.file.grade !== undefined && !inventories.has(agency.code) ? [missingFlag(agency)] : [],
  );
  const found = [...inventories.values()].flatMap((inventory) => [
    ...reviewFlags(inventory, catalogue.today),
    ...inventory.rows.flatMap((row) => rowFlags(inventory.agency, row, catalogue.today)),
  ]);
  return [...missing, ...found];
}

const missingFlag = (agency: Agency): PlanFlag => ({
  code: "inventory/missing",
  level: "missing",
  agency: agency.code,
  clause: CLAUSES.inventory,
  message: { zh: `${agency.name}沒有資料盤點表`, en: `${agency.nameEn} has no data inventory` },
  path: "plan/inventory/",
});

/** The inventory as a whole: reviewed each quarter or half-year. */
function reviewFlags({ agency, file, length, period, fresh, due }: Inventory, today: string): PlanFlag[] {
  const { reviewedOn } = file;
  const flag = { agency: agency.code, clause: CLAUSES.inventory, path: pathOf(agency) };
  if (!fresh) {
    const last = periodAt(period.year, period.part - 1, length);
    return [
      {
        ...flag,
        code: "inventory/stale",
        level: "overdue",
        message: {
          zh: `資料盤點表最近一次盤點是 ${reviewedOn}，${last.from} 至 ${last.to} 沒有更新`,
          en: `The inventory was last reviewed on ${reviewedOn}, and not between ${last.from} and ${last.to}`,
        },
        due: last.to,
      },
    ];
  }
  if (reviewedOn >= period.from || daysBetween(today, period.to) > REVIEW_NEAR) return [];
  return [
    {
      ...flag,
      code: "inventory/due",
      level: "due",
      message: {
        zh: `資料盤點表應在 ${due} 前更新，最近一次盤點是 ${reviewedOn}`,
        en: `The inventory is to be reviewed by ${due}; it was last reviewed on ${reviewedOn}`,
      },
      due,
    },
  ];
}

/** One row: its week or its planned day, and the day on which closed data and charges are looked at again. */
function rowFlags(agency: Agency, { system, opened }: InventoryRow, today: string): PlanFlag[] {
  const flags: PlanFlag[] = [];
  const add = (
    code: PlanFlag["code"],
    level: PlanFlag["level"],
    due: string,
    clause: string,
    zh: string,
    en: string,
  ) => {
    const message = {
      zh: `序號 ${system.id}「${system.name}」${zh}`,
      en: `No. ${system.id}, ${system.name}: ${en}`,
    };
    flags.push({ code, level, agency: agency.code, clause, message, due, path: pathOf(agency) });
  };
  const { outcome, found, plannedOn, nextReview, charging } = system;
  if (outcome === "immediate" && !opened && daysBetween(found, today) > WEEK) {
    const due = addDays(found, WEEK);
    const zh = `可立即開放，應在 ${due} 前上架，還沒有開放`;
    add(
      "inventory/immediate-overdue",
      "overdue",
      due,
      CLAUSES.immediate,
      zh,
      `to be open by ${due}, but is not`,
    );
  }
  if (plannedOn !== undefined && !opened) {
    const left = daysBetween(today, plannedOn);
    if (left < 0) {
      const zh = `預定 ${plannedOn} 開放，已逾期 ${-left} 日`;
      const en = `planned for ${plannedOn}, overdue by ${days(-left)}`;
      add("inventory/planned-overdue", "overdue", plannedOn, CLAUSES.planned, zh, en);
    } else if (left <= DAY_NEAR) {
      const zh = `預定 ${plannedOn} 開放`;
      add("inventory/planned-due", "due", plannedOn, CLAUSES.planned, zh, `planned for ${plannedOn}`);
    }
  }
  const reviews = [
    [nextReview, CLAUSES.closed, "有無適時開放必要", "whether it can be opened"],
    [charging?.nextReview, CLAUSES.charging, "收費", "its charges"],
  ] as const;
  for (const [review, clause, zh, en] of reviews) {
    if (review === undefined) continue;
    const left = daysBetween(today, review);
    if (left < 0) {
      const text = `應在 ${review} 前檢討${zh}，已逾期 ${-left} 日`;
      const english = `${en} was to be reviewed by ${review}, overdue by ${days(-left)}`;
      add("inventory/review-overdue", "overdue", review, clause, text, english);
    } else if (left <= DAY_NEAR) {
      const text = `應在 ${review} 前檢討${zh}`;
      add("inventory/review-due", "due", review, clause, text, `review ${en} by ${review}`);
    }
  }
  return flags;
}

const pathOf = (agency: Agency): string => `plan/inventory/${agency.code}/`;
const days = (n: number): string => (n === 1 ? "1 day" : `${n} days`);
