import { type SiteContext, siteContext } from "./context.ts";

/** What stands above and below a page's content, as HTML. */
export interface Frame {
  header: string;
  footer: string;
}

let kept: { context: SiteContext; frame: Frame } | undefined;

/** The frame of the pages that exist once, made with the first of them in a build. */
export function keptFrame(make: () => Frame): Frame {
  const context = siteContext();
  if (kept?.context !== context) kept = { context, frame: make() };
  return kept.frame;
}
