import { markHTMLString } from "astro/runtime/server/escape.js";

/** Values that HTML takes without quotes. */
const BARE = /^[^\s"'`=<>&]+$/;

/**
 * An attribute as Astro writes it, without quotes where none are needed: what compiled components call in its place
 * (adapters/lean-markup.ts). Left out where it has no value.
 * @param name an attribute that is neither boolean nor one of Astro's own, such as `class:list`
 */
export function attribute(value: unknown, name: string): unknown {
  if (value === undefined || value === null) return "";
  const text = String(value);
  if (text === "") return markHTMLString(` ${name}`);
  if (BARE.test(text)) return markHTMLString(` ${name}=${text}`);
  return markHTMLString(` ${name}="${text.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`);
}
