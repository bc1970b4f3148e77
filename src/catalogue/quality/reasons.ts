import type { Label } from "../statistics.ts";
import type { Reason } from "./evidence.ts";

/** What a visit found, as a sentence for people. */
export const REASONS: Record<Reason, Label> = {
  ok: { zh: "正常回應", en: "Answered as it should" },
  "tls-incomplete": {
    zh: "正常回應；但伺服器沒有送出中繼憑證，部分程式無法連線，請網站管理者補上完整憑證鏈",
    en: "Answered, but the server leaves out an intermediate certificate, so that some programs can't connect",
  },
  "http-404": { zh: "找不到檔案（HTTP 404）", en: "Not found (HTTP 404)" },
  "http-410": { zh: "檔案已移除（HTTP 410）", en: "Gone (HTTP 410)" },
  "http-refused": {
    zh: "伺服器不讓檢測程式讀取（需要登入或限制來源）",
    en: "The server refuses the check (log-in or restricted sources)",
  },
  "http-429": {
    zh: "伺服器表示請求太多，改日再測",
    en: "The server asks for fewer requests; tried again another day",
  },
  "http-client": { zh: "伺服器不接受這個請求", en: "The server rejects the request" },
  "http-server": { zh: "伺服器內部錯誤", en: "The server has an internal error" },
  "http-odd": {
    zh: "伺服器的回應不合 HTTP 規格",
    en: "The answer is not as HTTP asks for",
  },
  "soft-404": {
    zh: "應該是檔案，得到的卻是網頁（登入頁或錯誤訊息）",
    en: "A web page (log-in or error) came in place of the file",
  },
  empty: { zh: "回應沒有內容", en: "The answer is empty" },
  truncated: { zh: "收到的內容比伺服器宣告的短", en: "Fewer bytes came than the server announced" },
  redirects: { zh: "轉址次數太多", en: "Too many redirects" },
  "redirect-address": { zh: "轉址的目的地無法使用", en: "A redirect leads to an address that can't be used" },
  "forbidden-address": {
    zh: "網址或轉址指向內部網路，民眾無法連線",
    en: "The address, or a redirect, leads into a private network that the public can't reach",
  },
  "no-host": { zh: "主機名稱不存在", en: "The host does not exist" },
  dns: { zh: "主機名稱暫時查不到", en: "The host could not be looked up for now" },
  refused: { zh: "主機拒絕連線", en: "The host refuses connections" },
  reset: { zh: "連線中斷", en: "The connection was reset" },
  timeout: { zh: "等候逾時", en: "Timed out" },
  tls: {
    zh: "HTTPS 憑證有問題（過期、名稱不符或自行簽發）",
    en: "Fault of the HTTPS certificate (expired, another name, self-signed)",
  },
  "not-http": { zh: "對方回應的不是 HTTP", en: "The answer is no HTTP" },
  compression: {
    zh: "壓縮內容無法解開或異常膨脹",
    en: "Compressed content that can't be, or must not be, inflated",
  },
  robots: {
    zh: "網站的 robots.txt 不允許檢測程式讀取，或暫時讀不到",
    en: "The site's robots.txt forbids the check, or can't be read for now",
  },
  address: { zh: "不是可以檢測的網址", en: "No address that can be checked" },
  budget: { zh: "這次沒有輪到，下次再測", en: "Not its turn in this run" },
  other: { zh: "其他原因", en: "Another reason" },
};
