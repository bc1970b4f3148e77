import type { Catalogue } from "../catalogue/catalogue.ts";
import { documentText } from "../catalogue/document-text.ts";
import type { AgencyRole } from "../catalogue/grants.ts";
import { announcementPath, type Place } from "./addresses.ts";
import { announcementFeed } from "./atom.ts";
import type { OutputFile } from "./output-file.ts";

/** office/announcements.json: 公告 for the workbench, newest first. */
export interface DeskAnnouncements {
  announcements: {
    slug: string;
    title: string;
    /** YYYY-MM-DD. */
    date: string;
    /** Roles that it concerns. */
    audience: AgencyRole[];
    /** Plain text, for searching. */
    text: string;
    /** Address of its page, base path included. */
    url: string;
  }[];
}

/** 公告 as a list for the workbench and as a feed (mission P14). */
export function* announcementFiles(catalogue: Catalogue, place: Place): Generator<OutputFile> {
  const list: DeskAnnouncements = {
    announcements: catalogue.announcements.map(({ text, ...rest }) => ({
      ...rest,
      text: documentText(text),
      url: place.base + announcementPath(rest.slug),
    })),
  };
  yield { path: "office/announcements.json", content: `${JSON.stringify(list)}\n` };
  yield announcementFeed(catalogue, place);
}
