import type { Dataset } from "../catalogue.ts";
import type { Label } from "../statistics.ts";
import type { FormatKind, FormatTerm, Vocabularies } from "../vocabulary.ts";

/** From here on formats are open (政府資料開放行動方案; mission A17). */
export const OPEN_FORMAT_STARS = 3;

const MOST_STARS = 5;
/** Formats that advice names at most. */
export const MOST_FORMATS = 3;

/**
 * The formats that would raise a dataset to the next stars it can have, open ones at least; none where nothing is left.
 * @param stars what it has, 1–5
 * @param kinds kinds of access that count; all where left out
 */
export function nextFormats(
  stars: number,
  kinds: readonly FormatKind[] | undefined,
  { formats }: Vocabularies,
): FormatTerm[] {
  const better = [...formats.values()].filter(
    (format) =>
      format.stars > stars &&
      format.stars >= OPEN_FORMAT_STARS &&
      (kinds === undefined || kinds.includes(format.kind)),
  );
  const next = Math.min(...better.map((format) => format.stars));
  return better.filter((format) => format.stars === next);
}

/** The next star of a dataset, and how to get it. */
export interface StarAdvice extends Label {
  /** 2–5, or 3 for what is not open yet, since open formats are the principle. */
  next: number;
}

/**
 * What would raise a dataset's stars (資料 5 星評等, 政府資料開放進階行動方案 附件四; mission A7): the formats of its type that
 * have more. The fifth star is none of a format: the data have to name other data by their URIs.
 * @returns undefined where nothing is left to raise, and for what only an application shows
 */
export function raiseStars(
  { stars, type }: Pick<Dataset, "stars" | "type">,
  vocabularies: Vocabularies,
): StarAdvice | undefined {
  if (stars >= MOST_STARS) return undefined;
  if (stars === 0) {
    return {
      next: OPEN_FORMAT_STARS,
      zh: "填寫各資源的檔案格式，才能評等",
      en: "State the format of each resource, so that it can be rated",
    };
  }
  if (stars === MOST_STARS - 1) {
    return {
      next: MOST_STARS,
      zh: "在 RDF 資料中以 URI 指向其他資料集的資料（例如機關、地名、法規），可達 5 星",
      en: "Point to other data by their URIs within the RDF (agencies, places, laws) for 5 stars",
    };
  }
  const best = nextFormats(stars, type?.kinds ?? ["file", "service"], vocabularies);
  const next = best[0]?.stars;
  if (next === undefined) return undefined;
  const some = best.slice(0, MOST_FORMATS);
  const more = best.length > some.length;
  return {
    next,
    zh: `提供 ${some.map(({ zh }) => zh).join("、")}${more ? " 等" : " "}格式的資源，可由 ${stars} 星提高為 ${next} 星`,
    en: `Offer it in ${some.map(({ en }) => en).join(", ")}${more ? " or the like" : ""} to rise from ${stars} to ${next} stars`,
  };
}
