import { toUri } from "../uri.ts";
import { type Reference, writable } from "./graph.ts";

const DOT_SEGMENT = /\/\.{1,2}(?=[/?#]|$)/;

/**
 * An http(s) address as a reference. Steps of a path that mean here or one up are resolved, as some readers of RDF would
 * do and others not (RFC 3986, 5.2.4).
 * @returns undefined for what is no such address
 */
export function link(address: string | undefined): Reference | undefined {
  const uri = address === undefined ? undefined : toUri(address);
  if (uri === undefined) return undefined;
  return { iri: DOT_SEGMENT.test(uri) ? new URL(uri).href : uri };
}

/** Text as one step of a path or a fragment: ASCII letters, digits, `-`, `.`, `_` and `~` alone stay as they are. */
export const segment = (text: string): string => (PLAIN_SEGMENT.test(text) ? text : encoded(text));

/** A text that stays as it is, as nearly every identifier does. */
const PLAIN_SEGMENT = /^[\w.~-]*$/;

const encoded = (text: string): string =>
  encodeURIComponent(writable(text)).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const EMAIL = /^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$/;

/** An e-mail address as a reference (RFC 6068); undefined for a text that is none. */
export const mailLink = (email: string | undefined): Reference | undefined =>
  email !== undefined && EMAIL.test(email) ? { iri: `mailto:${email.replaceAll("%", "%25")}` } : undefined;

/** A number in Taiwan with its leading zero, and the extension behind #, 分機, 轉 or ext. */
const PHONE = /^0([0-9][0-9-]{4,13}[0-9])(?:-?(?:#|分機|轉|ext\.?)-?([0-9]{1,8}))?$/i;

/**
 * A telephone number of Taiwan as a reference (RFC 3966), so that 02-23165300#1234 becomes tel:+886-2-23165300;ext=1234.
 * @returns undefined where the text is more, or less, than one number
 */
export function telLink(phone: string | undefined): Reference | undefined {
  const plain = (phone ?? "")
    .trim()
    .replace(/\(/g, "")
    .replace(/\)/g, "-")
    .replace(/[\s-]+/g, "-");
  const match = PHONE.exec(plain);
  if (!match) return undefined;
  return { iri: `tel:+886-${match[1]}${match[2] === undefined ? "" : `;ext=${match[2]}`}` };
}
