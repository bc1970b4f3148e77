/** A column as 主要欄位說明 names it. */
export interface DescribedColumn {
  /** Name in the data, such as `PublishDate`. */
  name: string;
  /** Explanation in brackets, such as 出刊日期. */
  label?: string;
}

/** Splits 主要欄位說明 (柒三（五）) at its enumeration commas, those inside brackets left alone. */
export function splitColumns(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let item = "";
  for (const char of text) {
    if (char === "(" || char === "（") depth++;
    else if (char === ")" || char === "）") depth = Math.max(0, depth - 1);
    if ((char === "、" || char === "\n") && depth === 0) {
      if (item.trim()) items.push(item.trim());
      item = "";
    } else item += char;
  }
  if (item.trim()) items.push(item.trim());
  return depth === 0 ? items : [text];
}

/** A sentence is no name of a column. */
const LONGEST_NAME = 60;

/**
 * The columns that 主要欄位說明 names, `PublishDate(出刊日期)、標題` or `title;link;pubDate`; none where it is prose.
 * @param text the field `fieldDescription`
 */
export function describedColumns(text: string): DescribedColumn[] {
  const pieces = splitColumns(text);
  const items = pieces.length > 1 ? pieces : text.split(/[;；,，]/);
  const columns = items
    .map((item) => item.replace(/[。.]$/, "").trim())
    .filter((item) => item !== "")
    .map((item): DescribedColumn => {
      const parts = /^(.+?)\s*[(（](.+)[)）]$/.exec(item);
      return parts ? { name: parts[1]!.trim(), label: parts[2]!.trim() } : { name: item };
    });
  const isProse = columns.some(({ name }) => name.length > LONGEST_NAME || /[。！？]/.test(name));
  return columns.length > 1 && !isProse ? columns : [];
}
