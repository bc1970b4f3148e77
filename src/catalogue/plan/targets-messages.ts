import { error, warning } from "../messages.ts";

/** Sentences about the yearly targets. */
export const TARGETS_MESSAGES = {
  "targets/year": error<{ year: number; before: number }>(
    (a) =>
      a.year === a.before
        ? `${a.year} 年已有一列；每年只能有一列指標`
        : `${a.year} 年排在 ${a.before} 年之後；各年度要由舊到新`,
    (a) => (a.year === a.before ? "把兩列合併成一列" : `把 ${a.year} 年的一列移到 ${a.before} 年之前`),
  ),
  "targets/falls": error<{ grade: string; year: number; value: number; before: number; since: number }>(
    (a) =>
      `${a.grade} 級 ${a.year} 年的指標 ${a.value} 項，少於 ${a.since} 年的 ${a.before} 項；累計項數的指標不會減少`,
    (a) => `改為不少於 ${a.before} 的數字；如果 ${a.since} 年的指標已下修，先改那一年`,
  ),
  "targets/missing": warning<{ grade: string; year: number }>(
    (a) => `${a.year} 年沒有 ${a.grade} 級的指標，也沒有說明（note）；讀者無從知道是原文缺漏還是漏填`,
    (a) => `補上 ${a.grade} 級的指標，或在 note 寫明缺漏的原因`,
  ),
} as const;
