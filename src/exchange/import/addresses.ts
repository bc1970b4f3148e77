import { trim } from "./text.ts";

/** What follows a separator only where a new address starts; a `;` inside an address stays. */
const SEPARATOR = /;(?=\s*https?:\/\/)/i;

/** Splits addresses joined by `;`. Every character but the separators and blanks at the ends is kept. */
export const splitAddresses = (cell: string): string[] =>
  trim(cell) === "" ? [] : cell.split(SEPARATOR).map(trim);

/** Characters that the schema's address pattern refuses, control characters, and those that nobody sees. */
const REFUSED =
  /[\s<>"\\^`{|}\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]/g;
const ACCEPTED = /^https?:\/\/[A-Za-z0-9[][^\s<>"\\^`{|}]*$/;

export interface Address {
  url: string;
  /** Characters were percent-encoded, or the scheme written in lower case. */
  mended: boolean;
}

/**
 * Reads an http(s) address. Only characters that may not stand in one are percent-encoded; what is already encoded
 * stays as it is.
 * @returns undefined when it is no http(s) address with a host
 */
export function readAddress(text: string): Address | undefined {
  const trimmed = trim(text.toWellFormed());
  const url = trimmed
    .replace(/^https?:/i, (scheme) => scheme.toLowerCase())
    .replace(REFUSED, (char) => encodeURIComponent(char));
  return ACCEPTED.test(url) ? { url, mended: url !== trimmed } : undefined;
}

const PUBLIC_SUFFIX = /^(?:gov|com|org|edu|net|idv|mil|game|club)$/;

/** The domain that an organisation registers: moi.gov.tw of opdadm.moi.gov.tw; undefined for addresses by number. */
export function registeredDomain(url: string): string | undefined {
  const host = /^https?:\/\/([^/:?#]+)/i.exec(trim(url))?.[1]?.toLowerCase();
  if (!host || /^[\d.]+$/.test(host)) return undefined;
  const labels = host.split(".");
  return labels.slice(PUBLIC_SUFFIX.test(labels.at(-2) ?? "") && labels.length > 2 ? -3 : -2).join(".");
}

const decodePercent = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** File name inside a base64 parameter, as the government's shared web platform writes it (`n=MTA5…`). */
function decodeBase64(text: string): string {
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(text)) return "";
  try {
    return atob(text);
  } catch {
    return "";
  }
}

const extensionOf = (name: string): string | undefined =>
  /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase();

/**
 * File extensions that an address bears, most telling first: of its path, then of its parameters' values (plain, or
 * a file name in base64). Scripts' extensions such as aspx are among them; the caller knows which ones are formats.
 */
export function addressExtensions(url: string): string[] {
  const [place = "", query = ""] = url.replace(/#.*$/s, "").split(/\?(.*)/s);
  const found: (string | undefined)[] = [extensionOf(decodePercent(place.replace(/^https?:\/\/[^/]*/i, "")))];
  for (const pair of query.split("&")) {
    const value = decodePercent(pair.slice(pair.indexOf("=") + 1));
    found.push(extensionOf(value), extensionOf(decodeBase64(value)));
  }
  return found.filter((extension) => extension !== undefined);
}
