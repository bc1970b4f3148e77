import { readable } from "./commands.ts";

/** What GitHub writes where a field was left empty. */
const NO_ANSWER = "_No response_";

/**
 * Reads the issue that GitHub wrote from a form: a heading for each field, its answer below. Headings count in the
 * form's order and once, so that a heading within the free text at the end stays text.
 * @param body the text, which somebody may have changed
 * @param headings labels of the form's fields, in its order
 * @returns answers by heading, those that were given
 */
export function formAnswers<H extends string>(body: string, headings: readonly H[]): Map<H, string> {
  const lines = new Map<H, string[]>();
  let next = 0;
  let current: string[] | undefined;
  for (const line of body.replace(/\r\n?/g, "\n").split("\n")) {
    const heading = line.startsWith("### ") ? line.slice(4).trim() : undefined;
    const index = heading === undefined ? -1 : headings.indexOf(heading as H, next);
    if (index >= 0) {
      next = index + 1;
      current = [];
      lines.set(headings[index]!, current);
    } else current?.push(line);
  }
  const answers = new Map<H, string>();
  for (const [heading, answer] of lines) {
    const text = readable(answer.join("\n"));
    if (text !== "" && text !== NO_ANSWER) answers.set(heading, text);
  }
  return answers;
}
