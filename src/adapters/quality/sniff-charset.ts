import iconv from "iconv-lite";

/** A text and what its bytes show of its encoding. */
export interface DecodedText {
  /** Without its byte-order mark. */
  text: string;
  /** Code of the vocabulary `charsets`. */
  charset: string;
  ascii: boolean;
}

/** Controls that no text holds; tab, line feed, form feed, carriage return and escape may stand in one. */
const isControl = (byte: number) =>
  byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 0x1b;

/** Share of bytes that may be faulty in an encoding that is still told: a file with a few broken signs keeps its encoding. */
const FAULTS_ALLOWED = 0.01;

/**
 * Tells the encoding of the beginning of a file and decodes it. A character that the end of the sample cuts is no fault.
 * @param whole the sample is the whole file, so that nothing is cut
 * @returns undefined for what is no text
 */
export function decodeText(bytes: Uint8Array, whole: boolean): DecodedText | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    return { text: new TextDecoder().decode(uncut(bytes, whole)), charset: "UTF-8", ascii: false };
  }
  if (a === 0xff && b === 0xfe) return utf16(bytes, "utf-16le");
  if (a === 0xfe && b === 0xff) return utf16(bytes, "utf-16be");
  const unmarked = unmarkedUtf16(bytes);
  if (unmarked) return utf16(bytes, unmarked);
  let high = 0;
  for (const byte of bytes) {
    if (byte === 0 || isControl(byte) || byte === 0x7f) return undefined;
    if (byte >= 0x80) high++;
  }
  if (high === 0) return { text: new TextDecoder().decode(bytes), charset: "US-ASCII", ascii: true };
  const body = uncut(bytes, whole);
  const utf8Faults = faultsOfUtf8(body);
  if (utf8Faults === 0) return { text: new TextDecoder().decode(body), charset: "UTF-8", ascii: false };
  const pairs = readPairs(bytes, whole);
  const limit = Math.max(high * FAULTS_ALLOWED, 0);
  if (utf8Faults <= limit && utf8Faults < Math.min(pairs.big5.faults, pairs.gb.faults)) {
    return { text: new TextDecoder().decode(body), charset: "UTF-8", ascii: false };
  }
  const isBig5 = pairs.big5.faults <= limit;
  const isGb = pairs.gb.faults <= limit;
  if (isBig5 && (!isGb || pairs.big5.common >= pairs.gb.common)) {
    const charset = pairs.big5.extended ? "CP950" : "BIG5";
    return { text: iconv.decode(bytes, "cp950"), charset, ascii: false };
  }
  if (isGb) return { text: iconv.decode(bytes, "gb18030"), charset: "GB18030", ascii: false };
  const isLatin = bytes.every((byte) => byte < 0x80 || byte >= 0xa0);
  return { text: iconv.decode(bytes, "latin1"), charset: isLatin ? "ISO-8859-1" : "other", ascii: false };
}

function utf16(bytes: Uint8Array, label: "utf-16le" | "utf-16be"): DecodedText | undefined {
  const text = new TextDecoder(label).decode(bytes.subarray(0, bytes.length & ~1));
  // Two bytes that look like a mark may begin anything else.
  const odd = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffe\uffff]/.test(text);
  return odd ? undefined : { text, charset: "UTF-16", ascii: false };
}

/** UTF-16 without a mark: the zeros of its ASCII signs stand in every other place only. */
function unmarkedUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const zeros: [number, number] = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[(i & 1) as 0 | 1]++;
  const enough = Math.max(3, bytes.length / 20);
  if (zeros[1] > enough && zeros[0] === 0) return "utf-16le";
  if (zeros[0] > enough && zeros[1] === 0) return "utf-16be";
  return undefined;
}

/** Without the beginning of a character of UTF-8 that the sample's end cuts. */
function uncut(bytes: Uint8Array, whole: boolean): Uint8Array {
  if (whole) return bytes;
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return wanted > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

function faultsOfUtf8(bytes: Uint8Array): number {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return 0;
  } catch {
    return new TextDecoder().decode(bytes).split("\ufffd").length - 1;
  }
}

interface Reading {
  /** Bytes that fit no character. */
  faults: number;
  /** Share of characters that are common in this encoding. */
  common: number;
  /** Characters beyond the standard: ETEN's, the euro, or a user's own. */
  extended: boolean;
}

/** Reads bytes as pairs of Big5 (code page 950) and of GB18030. */
function readPairs(bytes: Uint8Array, whole: boolean): { big5: Reading; gb: Reading } {
  return { big5: readBig5(bytes, whole), gb: readGb(bytes, whole) };
}

function readBig5(bytes: Uint8Array, whole: boolean): Reading {
  let [faults, pairs, common, extended] = [0, 0, 0, false];
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1];
    if (trail === undefined) {
      if (whole) faults++;
      break;
    }
    const isPair =
      lead >= 0x81 && lead <= 0xfe && ((trail >= 0x40 && trail <= 0x7e) || trail >= 0xa1) && trail < 0xff;
    if (!isPair) {
      faults++;
      continue;
    }
    i++;
    pairs++;
    const code = lead * 256 + trail;
    // Signs and the 5,401 common characters; the standard leaves gaps after each part.
    if (code >= 0xa140 && code <= 0xc67e) common++;
    const isStandard =
      (code >= 0xa140 && code <= 0xa3bf) ||
      (code >= 0xa440 && code <= 0xc67e) ||
      (code >= 0xc940 && code <= 0xf9d5);
    if (!isStandard) extended = true;
  }
  return { faults, common: pairs === 0 ? 0 : common / pairs, extended };
}

function readGb(bytes: Uint8Array, whole: boolean): Reading {
  let [faults, pairs, common] = [0, 0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1];
    if (trail === undefined) {
      if (whole) faults++;
      break;
    }
    if (lead === 0x80 || lead === 0xff) {
      faults++;
      continue;
    }
    if (trail >= 0x30 && trail <= 0x39) {
      const [third, fourth] = [bytes[i + 2], bytes[i + 3]];
      const isCut = !whole && (third === undefined || fourth === undefined);
      const isFour = third! >= 0x81 && third! <= 0xfe && fourth! >= 0x30 && fourth! <= 0x39;
      if (isCut) break;
      if (!isFour) {
        faults++;
        continue;
      }
      i += 3;
      pairs++;
      continue;
    }
    if (trail < 0x40 || trail === 0x7f || trail === 0xff) {
      faults++;
      continue;
    }
    i++;
    pairs++;
    // Signs and the 3,755 common characters of GB 2312.
    if (trail >= 0xa1 && ((lead >= 0xa1 && lead <= 0xa3) || (lead >= 0xb0 && lead <= 0xd7))) common++;
  }
  return { faults, common: pairs === 0 ? 0 : common / pairs, extended: false };
}
