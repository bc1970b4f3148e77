import type { IncomingHttpHeaders } from "node:http";
import type { Repository } from "./model.ts";
import type { World } from "./world.ts";

/*
 * What the double's pages have in common: HTML that is escaped, the frame of a page, who is signed in, redirects.
 */

/** A page that somebody asked for, or a form that he sent. */
export interface Visit {
  world: World;
  /** Percent-encoded, without query. */
  path: string;
  query: URLSearchParams;
  /** Login of who is signed in. */
  viewer: string | undefined;
  /** Where what the double does not know is written down. */
  unexpected: string[];
}

/** A page, a file or a redirect, ready to be sent. */
export interface WebAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/* ---------- writing HTML ---------- */

/** HTML that needs no escaping any more. */
export class Safe {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = string | number | false | Safe | undefined | readonly Part[];

function write(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Safe) return part.text;
  if (typeof part === "object") return part.map(write).join("");
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export const html = (texts: TemplateStringsArray, ...parts: Part[]): Safe =>
  new Safe(texts.map((text, at) => text + write(parts[at])).join(""));

export const nameOf = (repository: Repository) => `${repository.owner}/${repository.name}`;

/** A path for an address; its slashes stay. */
export const encoded = (path: string) => path.split("/").map(encodeURIComponent).join("/");

/* ---------- the frame ---------- */

const STYLE = `
:root{color-scheme:light;--line:#d1d9e0;--soft:#f6f8fa;--ink:#1f2328;--dim:#59636e;--link:#0969da}
*{box-sizing:border-box}body{margin:0;font:15px/1.6 "Noto Sans TC","PingFang TC","Microsoft JhengHei",sans-serif;color:var(--ink)}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
header{background:var(--soft);border-bottom:1px solid var(--line);padding:12px 24px}header>strong{font-size:18px}
header .note{color:var(--dim);font-size:13px}nav{display:flex;gap:20px;margin-top:6px}
main{max-width:1180px;margin:0 auto;padding:20px 24px}h1{font-size:26px;font-weight:500;margin:0 0 8px}h1 .number{color:var(--dim)}
.label{display:inline-block;padding:0 9px;border-radius:99px;font-size:12.5px;font-weight:600;margin:0 3px 2px 0}
.state{display:inline-block;padding:2px 12px;border-radius:99px;color:#fff;font-weight:600;font-size:14px}
.state.open{background:#1a7f37}.state.closed{background:#cf222e}.state.merged{background:#8250df}.state.draft{background:#59636e}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 260px;gap:28px;margin-top:20px}
@media(max-width:760px){.columns{grid-template-columns:1fr}}
.box{border:1px solid var(--line);border-radius:6px;margin-bottom:16px;overflow:hidden}
.box>.head{background:var(--soft);border-bottom:1px solid var(--line);padding:7px 14px;color:var(--dim)}.box>.body{padding:12px 14px}
.box>pre{margin:0;border-radius:0}.box.changes{border-color:#cf222e}.box.approved{border-color:#1a7f37}
.event{color:var(--dim);padding:0 14px 12px;border-left:2px solid var(--line);margin:0 0 0 18px}.event+.box{margin-top:8px}.event strong,.head strong{color:var(--ink)}
aside h2{font-size:13px;color:var(--dim);margin:0 0 4px}aside section{border-bottom:1px solid var(--line);padding-bottom:12px;margin-bottom:12px}
ul.plain{list-style:none;margin:0;padding:0}.rows li{border-top:1px solid var(--line);padding:9px 14px}.rows{border:1px solid var(--line);border-radius:6px}.rows li:first-child{border-top:0}
.rows small,.dim{color:var(--dim)}.success{color:#1a7f37}.failure,.error{color:#cf222e}.pending{color:#9a6700}
.markdown>:first-child{margin-top:0}.markdown>:last-child{margin-bottom:0}.markdown{overflow-wrap:anywhere}
.markdown table{margin:0 0 12px;border-collapse:collapse;display:block;overflow-x:auto;max-width:100%}.markdown th,.markdown td{border:1px solid var(--line);padding:5px 12px}.markdown th{background:var(--soft)}
.markdown code,pre{background:#818b981f;border-radius:5px;padding:.15em .4em;font-size:13px}pre{padding:12px;overflow-x:auto;line-height:1.45}pre code{background:none;padding:0}
.markdown blockquote{margin:0;padding:0 1em;border-left:4px solid var(--line);color:var(--dim)}.mention{font-weight:600;color:var(--ink)}
.actions{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:12px 0 0}label{display:block;font-weight:600;margin:12px 0 4px}label.choice{font-weight:400}
input[type=text],textarea,select{width:100%;font:inherit;padding:6px 10px;border:1px solid var(--dim);border-radius:6px}textarea.code{font-family:monospace;font-size:13px}
button,.button{font:inherit;font-weight:600;padding:4px 14px;border:1px solid var(--dim);border-radius:6px;background:var(--soft);color:var(--ink);cursor:pointer}
button.main{background:#1a7f37;border-color:#1a7f37;color:#fff}fieldset{border:1px solid var(--line);border-radius:6px;margin:12px 0}
.alert{border:1px solid #cf222e;border-radius:6px;padding:9px 14px;margin:0 0 16px;background:#ffebe9}
`;

/** Nothing runs on these pages, and their forms go nowhere else. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; form-action 'self'; frame-ancestors 'none'; " +
  "base-uri 'none'";

/** A page in its frame. */
export function shown(
  visit: Pick<Visit, "viewer"> & { path?: string; query?: URLSearchParams },
  title: string,
  repository: Repository | undefined,
  body: Safe,
  status = 200,
): WebAnswer {
  const name = repository && nameOf(repository);
  const { text } = html`<!doctype html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><style>${new Safe(STYLE)}</style></head><body>
<header><strong>${repository ? html`<a href="/${name}">${name}</a>` : html`<a href="/">GitHub 測試替身</a>`}</strong>
<span class="note">測試替身，供展示；不是 GitHub・${visit.viewer === undefined ? html`<a href="${loginAddress(visit)}">Sign in</a>` : html`Signed in as <strong>${visit.viewer}</strong>`}</span>
${repository && html`<nav><a href="/${name}/pulls">送審（Pull requests）</a><a href="/${name}/issues">議題（Issues）</a><a href="/${name}/tree/${repository.defaultBranch}/">檔案</a></nav>`}
</header><main>${body}</main></body></html>
`;
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY },
    body: text,
  };
}

/** Tells why something was refused. */
export const alert = (text: Part): Safe => html`<p class="alert" role="alert">${text}</p>`;

/** Leads elsewhere on the double. */
export const redirect = (location: string, headers: Record<string, string> = {}): WebAnswer => ({
  status: 303,
  headers: { location, ...headers },
  body: "",
});

/* ---------- who is signed in ---------- */

const COOKIE = "double_user";

function loginAddress({ path = "/", query }: { path?: string; query?: URLSearchParams }): string {
  const search = query === undefined || query.size === 0 ? "" : `?${query}`;
  return `/_login?${new URLSearchParams({ return_to: path + search })}`;
}

/** Asks to sign in first, and comes back. */
export const signIn = (visit: Visit): WebAnswer => redirect(loginAddress(visit));

/** Login of the session's cookie; undefined where nobody is signed in. */
export function viewerOf(world: World, headers: IncomingHttpHeaders): string | undefined {
  const found = (headers.cookie ?? "")
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${COOKIE}=`));
  return found && world.findAccount(found.slice(COOKIE.length + 1))?.login;
}

/** An address on the double itself, for the way back. */
export const ownPath = (address: string | null | undefined): string =>
  address && /^\/(?![/\\])/.test(address) && !/[\0-\x1f]/.test(address) ? address : "/";

/** `/_login?as=LOGIN&return_to=/…` signs in without a password; without `as` it asks who. */
export function loginPage(visit: Visit): WebAnswer {
  const { world, query } = visit;
  const back = ownPath(query.get("return_to"));
  const wanted = query.get("as")?.trim();
  const account = wanted ? world.findAccount(wanted) : undefined;
  if (account?.type === "User") {
    return redirect(back, { "set-cookie": `${COOKIE}=${account.login}; Path=/; HttpOnly; SameSite=Lax` });
  }
  const body = html`<h1>Sign in</h1>${wanted !== undefined && alert("Incorrect username or password.")}
<p class="dim">測試替身沒有密碼，輸入帳號就可以登入。</p>
<form action="/_login"><input type="hidden" name="return_to" value="${back}">
<label for="as">Username or email address</label><input type="text" id="as" name="as" required autocomplete="username">
<p class="actions"><button class="main">Sign in</button></p></form>`;
  return shown(visit, "Sign in", undefined, body, wanted === undefined ? 200 : 422);
}

/** Whether a form was sent from a page of the double itself, as GitHub's tokens in its forms make sure. */
export function isOwnForm(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}
