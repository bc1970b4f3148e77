import { randomNumbers } from "./corpus/random.ts";

/** Writes an access log for measuring: the same for the same seed, with what a public site's log holds. */

/** What a log is made of. */
export interface LogPlan {
  /** Bytes to reach. */
  bytes: number;
  /** Path of the datasets' pages, such as /datasets/. */
  pages: string;
  identifiers: readonly string[];
  resources: readonly string[];
  /** Days that the log spreads over, ending with `lastDay` (YYYY-MM-DD, Taipei). */
  days: number;
  lastDay: string;
  seed: number;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const ROBOTS = [
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
  "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
  "open-data-catalogue-link-check/1.0 (+https://open-data-catalogue.example.org/)",
];
const TOOLS = ["curl/8.5.0", "python-requests/2.31.0", "Wget/1.21.4"];
const SYSTEMS = [
  "Windows NT 10.0; Win64; x64",
  "Macintosh; Intel Mac OS X 10_15_7",
  "X11; Linux x86_64",
  "Linux; Android 14; SM-S918B",
  "iPhone; CPU iPhone OS 17_5 like Mac OS X",
];
const ASSETS = [
  "_astro/site.Cx2b81aa.css",
  "_astro/search.Bq77Yd0p.js",
  "favicon.svg",
  "feed.atom",
  "catalogue.csv",
];

const two = (value: number) => String(value).padStart(2, "0");

/** Yields the log in chunks of about a megabyte; each line ends with a newline. */
export function* accessLog(plan: LogPlan): Generator<Buffer> {
  const random = randomNumbers(plan.seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  // Few datasets get most of the visits.
  const popular = <T>(list: readonly T[]): T => list[Math.floor(random() ** 3 * list.length)] as T;
  const browsers = Array.from({ length: 3000 }, () => {
    const major = 90 + below(40);
    return `Mozilla/5.0 (${pick(SYSTEMS)}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.${below(7000)}.${below(200)} Safari/537.36`;
  });
  const address = () =>
    random() < 0.25
      ? `2001:b0${below(10)}:${below(65_536).toString(16)}::${below(65_536).toString(16)}`
      : `${1 + below(223)}.${below(256)}.${below(256)}.${below(256)}`;
  const from = Date.parse(`${plan.lastDay}T00:00:00Z`) - (plan.days - 1) * 86_400_000;
  const end = from + plan.days * 86_400_000;
  let written = 0;
  let text = "";
  let instant = from;
  let stamp = "";
  let second = -1;
  while (written + text.length < plan.bytes) {
    // Seconds follow the share of bytes that are written, so that the days are filled evenly.
    instant = Math.max(instant, from + Math.floor(((written + text.length) / plan.bytes) * (end - from)));
    if (Math.floor(instant / 1000) !== second) {
      second = Math.floor(instant / 1000);
      const at = new Date(second * 1000);
      stamp = `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0800`;
    }
    const kind = random();
    let method = "GET";
    let status = 200;
    let path: string;
    let agent = pick(browsers);
    if (kind < 0.3) {
      path = plan.pages + popular(plan.identifiers) + (random() < 0.02 ? "/index.html" : "/");
      const answer = random();
      if (answer < 0.1) status = 304;
      else if (answer < 0.13) status = 404;
      else if (answer < 0.14) method = "HEAD";
      if (random() < 0.3) agent = pick(ROBOTS);
      else if (random() < 0.03) agent = pick(TOOLS);
    } else if (kind < 0.36) {
      path = `/usage/hit?download=${popular(plan.resources)}`;
      if (random() < 0.2) agent = pick(TOOLS);
    } else if (kind < 0.8) path = `/${pick(ASSETS)}`;
    else if (kind < 0.95) path = `/search/?q=%E6%B0%B4%E8%B3%AA${below(1000)}`;
    else {
      path = `/wp-login.php?n=${below(1000)}`;
      status = 404;
    }
    const referrer =
      random() < 0.5 ? "-" : `https://open-data-catalogue.example.org/search/?q=${below(5000)}`;
    text += `${address()} - - [${stamp}] "${method} ${path} HTTP/1.1" ${status} ${below(90_000)} "${referrer}" "${agent}"\n`;
    if (text.length >= 1_000_000) {
      const chunk = Buffer.from(text, "latin1");
      written += chunk.length;
      text = "";
      yield chunk;
    }
  }
  yield Buffer.from(text, "latin1");
}
