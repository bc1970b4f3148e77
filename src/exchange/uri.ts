/** Characters that RFC 3986 allows in a path, and the percent sign of an escape. */
const NOT_IN_PATH = /%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu;
/** A query and a fragment may hold a question mark too. */
const NOT_IN_QUERY = /%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]/gu;
const PARTS = /^(https?):\/\/([^/?#\\]*)(\/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?$/is;
const AUTHORITY =
  /^(?:(?:[A-Za-z0-9\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{2})*@)?(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+)(?::\d*)?$/;

/** What is a URI already, as most addresses are: no character that needs a look. */
const PLAIN =
  /^https?:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9\-._~!$&'()*+,;=:@/]*)?(?:\?[A-Za-z0-9\-._~!$&'()*+,;=:@/?]*)?$/;

const encode = (text: string, unwanted: RegExp): string =>
  text.replace(unwanted, (character) => encodeURIComponent(character));

/** A host in other scripts, as the domain name system writes it. */
function hostInAscii(scheme: string, authority: string): string | undefined {
  try {
    const { host } = new URL(`${scheme}://${authority}/`);
    return AUTHORITY.test(host) ? host : undefined;
  } catch {
    return undefined;
  }
}

/**
 * An http(s) address as a URI of RFC 3986: whatever may not stand in one, Chinese file names above all, is
 * percent-encoded (RFC 3987 3.1); what is a URI already stays as it is, to the letter.
 * @returns undefined for a text that has no host or is no http(s) address
 */
export function toUri(address: string): string | undefined {
  if (PLAIN.test(address)) return address;
  const parts = PARTS.exec(address.toWellFormed().trim());
  if (!parts) return undefined;
  const [, scheme = "", authority = "", path = "", query, fragment] = parts;
  const host = AUTHORITY.test(authority) ? authority : hostInAscii(scheme, authority);
  if (host === undefined) return undefined;
  return (
    `${scheme}://${host}${encode(path, NOT_IN_PATH)}` +
    (query === undefined ? "" : `?${encode(query, NOT_IN_QUERY)}`) +
    (fragment === undefined ? "" : `#${encode(fragment, NOT_IN_QUERY)}`)
  );
}
