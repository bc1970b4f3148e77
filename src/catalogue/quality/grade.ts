import type { Grade, Indicators } from "./types.ts";

/**
 * 目錄評等: this catalogue's own grade of the six outcomes. It is no official medal: which indicators earn 白金, 金, 銀 or
 * 銅 is not public. An unknown indicator never counts against a dataset; a better outcome never lowers its grade.
 */
export function gradeOf(indicators: Indicators): Grade {
  const { linkable, downloadable, structured, encoding, columns, timely } = indicators;
  if (linkable === "fail") return "poor";
  if (linkable === "unknown") return "unrated";
  const access = [downloadable, structured];
  const understanding = [encoding, columns, timely];
  const failed = [...access, ...understanding].filter((outcome) => outcome === "fail").length;
  if (failed === 0 && access.every((o) => o === "pass") && understanding.includes("pass")) return "excellent";
  if (failed <= 1 && !access.includes("fail")) return "good";
  return failed <= 2 ? "fair" : "poor";
}
