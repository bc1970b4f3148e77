/** Signs that a text for people must not hold: controls, marks of direction, the replacement character. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffd]+/g;

/** One plain line of at most so many characters. */
export function plainText(text: string, longest: number): string {
  return Array.from(
    text
      .slice(0, longest * 4)
      .replace(UNSEEN, " ")
      .trim(),
  )
    .slice(0, longest)
    .join("");
}
