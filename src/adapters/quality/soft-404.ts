import { decodeText } from "./sniff-charset.ts";

/** Bytes in which a title or a sentence is looked for. */
const LOOKED_AT = 8_192;
const LONGEST_SENTENCE = 1_000;

const textOf = (sample: Uint8Array): string =>
  decodeText(sample.subarray(0, LOOKED_AT), sample.length <= LOOKED_AT)?.text ?? "";

const ERROR_TITLE =
  /(?:^|\D)(?:40[0-9]|410|50[0-9])(?:\D|$)|not found|forbidden|access denied|unavailable|error|找不到|查無|不存在|無此|已移除|已下架|錯誤|維護中|拒絕存取/i;

/** Whether the title of a page that came with status 200 says that there is nothing. */
export function isErrorPage(sample: Uint8Array): boolean {
  const title = /<title[^>]{0,200}>([^<]{0,300})/i.exec(textOf(sample))?.[1];
  return title !== undefined && ERROR_TITLE.test(title);
}

const ERROR_SENTENCE =
  /\b404\b|not found|no such (?:file|key|object)|does ?n[o']t exist|access denied|forbidden|invalid request|(?:internal|server|fatal) error|exception|找不到|查無|不存在|無此|已移除|已下架|發生錯誤|系統錯誤|維護中|拒絕存取/i;

/** Whether a short text is no data but says that there is none. */
export function isErrorText(sample: Uint8Array): boolean {
  if (sample.length > LONGEST_SENTENCE * 3) return false;
  const text = textOf(sample);
  return text.length <= LONGEST_SENTENCE && ERROR_SENTENCE.test(text);
}
