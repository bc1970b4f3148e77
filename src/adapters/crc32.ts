/*
 * CRC-32 (RFC 1952, 8) of a text from those of its parts. A remainder is a polynomial over GF(2), its highest bit the
 * coefficient of x to the 0; a text that is followed by n bytes has its remainder multiplied by x to the 8n.
 */

const POLYNOMIAL = 0xedb88320;
const ONE = 0x80000000;

/** Product of two remainders. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= shifted;
    shifted = shifted & 1 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
  }
  return product >>> 0;
}

/** Remainder of x to the 8n. */
function powerOfBytes(bytes: number): number {
  let power = ONE;
  // x to the 8.
  let square = ONE >>> 8;
  for (let n = bytes; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) power = multiply(square, power);
    square = multiply(square, square);
  }
  return power;
}

/**
 * CRC-32 of two texts, one after the other.
 * @param first CRC-32 of the first
 * @param second CRC-32 of the second
 * @param bytes length of the second
 */
export const combineCrc32 = (first: number, second: number, bytes: number): number =>
  (multiply(powerOfBytes(bytes), first) ^ second) >>> 0;
