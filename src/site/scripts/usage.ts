/*
 * Counts views and downloads where the settings ask for it (mission P15): with GoatCounter, or by a request that the
 * site's own log shows. No cookie, nothing is remembered, and a browser that asks not to be tracked sends nothing.
 */

const told = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
/** GoatCounter's address, and that of the tiny file that a click on a download asks for. */
const goatcounter = told("goatcounter");
const hit = told("usage-hit");

/** Not counted: who asks for it, pages within others, and those that somebody tries out at his own machine. */
function isLeftOut(): boolean {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
  if (doNotTrack === "1" || globalPrivacyControl) return true;
  if (window.top !== window.self) return true;
  return /^(?:localhost|127\..*|10\..*|172\.(?:1[6-9]|2\d|3[01])\..*|192\.168\..*|\[::1\])$/.test(
    location.hostname,
  );
}

/** Sends and forgets: whether it arrives changes nothing here, and it outlives the page. */
function send(url: string, method: "GET" | "POST"): void {
  fetch(url, {
    method,
    mode: "no-cors",
    credentials: "omit",
    cache: "no-store",
    keepalive: true,
  }).catch(() => {});
}

/** One count of GoatCounter's /count: path or name, title, foreign referrer, whether it is an event or a robot's. */
function count(path: string, isEvent: boolean): void {
  const isForeign = document.referrer !== "" && !document.referrer.startsWith(`${location.origin}/`);
  const values = {
    p: path,
    t: document.title,
    r: isForeign && !isEvent ? document.referrer : "",
    e: isEvent ? "true" : "",
    // As GoatCounter's own script tells that a program drives the browser.
    b: navigator.webdriver ? "153" : "",
    rnd: Math.random().toString(36).slice(2, 7),
  };
  const filled = Object.entries(values).filter(([, value]) => value !== "");
  send(`${goatcounter}?${new URLSearchParams(filled)}`, "POST");
}

/** The resourceID of the distribution whose main address was clicked: it stands among its particulars. */
function resourceIdOf(target: EventTarget | null): string | undefined {
  const link = target instanceof Element ? target.closest(".resources .get a") : null;
  const texts = [...(link?.closest("li")?.querySelectorAll("dd") ?? [])].map((dd) => dd.textContent.trim());
  return texts.find((text) => /^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}-[A-Za-z0-9_]{3}$/.test(text));
}

function download(event: MouseEvent): void {
  // The middle button opens a link too; the right one only a menu.
  if (event.button > 1) return;
  const resourceID = resourceIdOf(event.target);
  if (resourceID === undefined) return;
  if (goatcounter) count(`download/${resourceID}`, true);
  if (hit) send(`${hit}?download=${resourceID}`, "GET");
}

/** A page that is fetched ahead, or opened behind others, is a view when somebody sees it. */
function whenSeen(view: () => void): void {
  if (document.visibilityState === "visible") view();
  else document.addEventListener("visibilitychange", () => whenSeen(view), { once: true });
}

if ((goatcounter || hit) && !isLeftOut()) {
  if (goatcounter) whenSeen(() => count(location.pathname, false));
  addEventListener("click", download);
  addEventListener("auxclick", download);
}
