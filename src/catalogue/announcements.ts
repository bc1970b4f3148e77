import type { AgencyRole } from "./grants.ts";

/** 公告 (manual 三.6, 四.5, 五.7; mission P14). */
export interface Announcement {
  /** The file's name without `.md`, and the page's address. */
  slug: string;
  title: string;
  /** YYYY-MM-DD; shown from that day on. */
  date: string;
  /** Whom it concerns; every role where the file names none. */
  audience: AgencyRole[];
  /** Markdown. */
  text: string;
}

export const ANNOUNCEMENTS = "platform/announcements";

/** Whether a path lies among the announcements. */
export const isAnnouncementPath = (path: string): boolean => path.startsWith(`${ANNOUNCEMENTS}/`);

/** Announcements whose day has come, newest first. */
export function announcementsOf(all: readonly Announcement[], today: string): Announcement[] {
  return all
    .filter(({ date }) => date <= today)
    .sort((a, b) => (a.date > b.date ? -1 : a.date < b.date ? 1 : a.slug < b.slug ? -1 : 1));
}
