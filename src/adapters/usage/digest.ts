/** A line's digest: two 32-bit integers. Sums of it tell logs apart; it guards nothing against forgers of logs. */
export interface Digest {
  a: number;
  b: number;
}

function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * Digests bytes into `into`, four at a time, with the mixing of MurmurHash3 at the end.
 * @param view over the buffer; `start` and `end` count in it
 */
export function digest(view: DataView, start: number, end: number, into: Digest): void {
  let a = 0x9747b28c | 0;
  let b = 0x2f0b4f1d | 0;
  let at = start;
  for (const last = end - 3; at < last; at += 4) {
    const word = view.getInt32(at, true);
    a = Math.imul((a << 13) | (a >>> 19), 5) ^ Math.imul(word, 0xcc9e2d51);
    b = Math.imul(b ^ word, 0x01000193) + (b >>> 15);
  }
  for (; at < end; at++) {
    const byte = view.getUint8(at);
    a = Math.imul((a << 13) | (a >>> 19), 5) ^ Math.imul(byte + 1, 0x1b873593);
    b = Math.imul(b ^ byte, 0x01000193) + (b >>> 15);
  }
  into.a = mixed(a ^ (end - start));
  into.b = mixed(b);
}
