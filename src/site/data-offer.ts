import type { Label } from "./i18n.ts";

/** A format or a service, with addresses that exist. */
export interface Offer {
  name: Label;
  /** The standard that it follows. */
  standard?: { name: Label; href?: string };
  what: Label;
  examples: { name: string; path: string; type: string }[];
}

export interface OfferGroup {
  id: string;
  title: Label;
  lede: Label;
  offers: Offer[];
}

export const label = (zh: string, en: string): Label => ({ zh, en });
export const JSON_TYPE = "application/json";
export const CSV_TYPE = "text/csv";
const GZIP_TYPE = "application/gzip";
/** What a compressed file holds, and how it is called. */
export const packed = (name: string, path: string, type: string): Offer["examples"][number] =>
  path.endsWith(".gz") ? { name: `${name} (.gz)`, path, type: GZIP_TYPE } : { name, path, type };
