import type { Statistic } from "../catalogue/statistics.ts";
import { statisticPath } from "./addresses.ts";
import { BOM, csvLine } from "./csv-writer.ts";
import type { OutputFile } from "./output-file.ts";

/** A statistic as CSV with a Chinese heading line; the share is a fraction of 1 with six decimals. */
export function statisticCsv(statistic: Statistic): OutputFile {
  const { columns, rows } = statistic;
  const lines = [
    csvLine([
      columns.code.zh,
      columns.label.zh,
      `${columns.label.zh}（英文）`,
      columns.count.zh,
      columns.share.zh,
    ]),
    ...rows.map((row) => csvLine([row.code, row.label.zh, row.label.en, row.count, row.share.toFixed(6)])),
  ];
  return { path: statisticPath(statistic.name), content: BOM + lines.join("") };
}
