/** Drops what is undefined or an empty string, keeping the order of keys. */
export function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  const result: Record<string, unknown> = {};
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined && value !== "") result[key] = value;
  }
  return result as T;
}

/**
 * A text of at most so many characters (code points); what is cut ends with an ellipsis.
 * @param longest at least 1
 */
export function cut(text: string, longest: number): string {
  // A text has at least as many code units as characters.
  if (text.length <= longest) return text;
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
}
