/*
 * Finds what points to a person in texts that will be public (mission A18): numbers by their checksum, so that an
 * identifier or a telephone number of an office is none.
 */

/** Something in a text that points to a person. */
export interface PersonalData {
  /** 身分證字號, 居留證號 (統一證號), 行動電話, 私人信箱, 個人住址. */
  kind: "nationalId" | "arc" | "mobile" | "personalMail" | "address";
  /** Enough to find it again, never the whole. */
  masked: string;
  /** In UTF-16 units; `end` is exclusive. */
  start: number;
  end: number;
}

/** Names of the kinds for people. */
export const PERSONAL_DATA_LABELS: Record<PersonalData["kind"], string> = {
  nationalId: "身分證字號",
  arc: "居留證號",
  mobile: "行動電話",
  personalMail: "私人信箱",
  address: "個人住址",
};

/** A letter's number in 國民身分證統一編號 and 統一證號: 10 + its place here. */
const LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
const letterNumber = (letter: string) => 10 + LETTERS.indexOf(letter);

/** Weights of the second digit of the first letter's number and of the eight digits that follow. */
const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, 1];

/** Whether a letter, a sex digit (or a letter that stands for one) and eight digits have the right last digit. */
function isSound(number: string): boolean {
  const first = letterNumber(number[0]!);
  // The old form of 統一證號 has a letter in the second place; only its number's last digit counts.
  const second = /[A-D]/.test(number[1]!) ? letterNumber(number[1]!) % 10 : Number(number[1]);
  const digits = [first % 10, second, ...Array.from(number.slice(2, 9), Number)];
  const sum = digits.reduce((total, digit, index) => total + digit * WEIGHTS[index]!, Math.floor(first / 10));
  return (sum + Number(number[9])) % 10 === 0;
}

const ID_NUMBER = /(?<![A-Z0-9])[A-Z][A-D1289]\d{8}(?![A-Z0-9])/gi;
const WEB_ADDRESS = /https?:\/\/[^\s<>"'，。、；：「」（）]+/gi;
/** No digit, letter or joining sign before or after, so that no piece of a longer number or an identifier is taken. */
const MOBILE =
  /(?<![\p{L}\d_.#/=+-]|[\d)] ?- ?)(?:09\d{2}|(?:\+ ?|00)886[ -]?(?:\(0\)|0)?9\d{2}|\(09\d{2}\))[ -]?\d{3}[ -]?\d{3}(?![A-Za-z\d_]|[-./]\d)/gu;
const MAIL = /[\w.%+-]{1,64}@((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63})/gi;

/** Mail for anybody; an office's own mail has the office's host. */
const PERSONAL_HOSTS =
  /^(?:(?:gmail|googlemail|hotmail|outlook|live|msn|ymail|rocketmail|icloud|me|mac|proton|protonmail|qq|163|126|aol|gmx|zoho|yandex)\.com|(?:yahoo|hotmail|outlook|live)(?:\.com)?\.[a-z]{2}|yahoo\.com|proton\.me|pm\.me|yam\.com|pchome\.com\.tw|kimo\.com(?:\.tw)?)$/i;

/**
 * An address behind a word for where somebody lives. An office has 機關地址, and may have 通訊地址 of its own: no word for a
 * body stands before it.
 */
const HOME =
  /(?<!(?:機關|機構|公司|單位|學校|廠商|商號|會|中心|辦公|營業|服務)(?:之|的)?)(?:(?:戶籍|居住|住家|住宅|住所|通訊)(?:地址|地|處)?|現?住址)[\s:：為是在]{0,4}(?:\d{3,6} ?)?(?<place>\p{Script=Han}{2}[縣市])(?<rest>[\p{Script=Han}\d〇、之 -]{2,40}?號)/gu;

/** An address down to the house: county or city, road or village, number. */
const HOUSE = /^(?:\d{3,6} ?)?(?<place>\p{Script=Han}{2}[縣市])(?<rest>[\p{Script=Han}\d〇、之 -]{2,40}?號)/u;
const STREET = /[路街道巷弄段村里鄰]/;

/** The county or city of an address that leads to a house; undefined where a text is none. */
export function countyOfHouse(text: string): string | undefined {
  const { place, rest } = HOUSE.exec(halfWidth(text).trim())?.groups ?? {};
  return rest !== undefined && STREET.test(rest) ? place : undefined;
}

/**
 * What each kind can't be without, full width or not, so that most texts need no further look: an @, the word for a house's
 * number, a mobile number's last nine digits, a letter and the digits of an identity number. A longer number may hold them too.
 */
const SUSPICIOUS =
  /[@＠號]|[9９][\d０-９]{2}[^\d０-９]{0,2}[\d０-９]{3}[^\d０-９]?[\d０-９]{3}|[A-Za-zＡ-Ｚａ-ｚ][A-Da-d1289Ａ-Ｄａ-ｄ１２８９][\d０-９]{8}/;

/** Full-width letters, digits and signs as plain ones, each in its place. */
const halfWidth = (text: string) =>
  text.replace(/[\uff01-\uff5e\u3000]/g, (c) =>
    c === "\u3000" ? " " : String.fromCharCode(c.charCodeAt(0) - 0xfee0),
  );

/**
 * Finds identity numbers (國民身分證統一編號, 統一證號 in its old and new form), mobile numbers and addresses at personal
 * mail hosts, in full width too, and where somebody lives (戶籍地址, 住址 and the like, down to the house). Telephone numbers
 * of offices (02-…) and addresses of offices are none. In the address of a page only numbers with a checksum count.
 * @returns in the order of the text, without overlaps
 */
export function findPersonalData(text: string): PersonalData[] {
  if (!SUSPICIOUS.test(text)) return [];
  const plain = halfWidth(text);
  const found: PersonalData[] = [];
  const add = (kind: PersonalData["kind"], start: number, length: number, masked: string) =>
    found.push({ kind, masked, start, end: start + length });
  for (const { 0: match, index } of plain.matchAll(ID_NUMBER)) {
    const number = match.toUpperCase();
    if (!isSound(number)) continue;
    add(/[12]/.test(number[1]!) ? "nationalId" : "arc", index, match.length, `${number.slice(0, 3)}*******`);
  }
  const outside = plain.replace(WEB_ADDRESS, (address) => " ".repeat(address.length));
  for (const { 0: match, index } of outside.matchAll(MOBILE)) {
    const digits = match.replace(/\D/g, "");
    add("mobile", index, match.length, `09${digits.slice(-8, -6)}-***-***`);
  }
  for (const { 0: match, 1: host, index } of plain.includes("@") ? outside.matchAll(MAIL) : []) {
    if (PERSONAL_HOSTS.test(host!)) add("personalMail", index, match.length, `${match[0]}***@${host}`);
  }
  for (const match of plain.includes("號") ? plain.matchAll(HOME) : []) {
    const { place, rest } = match.groups as { place: string; rest: string };
    if (!STREET.test(rest)) continue;
    const length = place.length + rest.length;
    add("address", match.index + match[0].length - length, length, `${place}***`);
  }
  // A number before the @ of an address is part of the address.
  let last = 0;
  return found
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      if (start < last) return false;
      last = end;
      return true;
    });
}
