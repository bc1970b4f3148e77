const TAIPEI_OFFSET_MS = 8 * 3600 * 1000;

/** The calendar day in Taipei (UTC+8, no summer time) of an instant, as YYYY-MM-DD. */
export function taipeiDay(instant: Date): string {
  return new Date(instant.getTime() + TAIPEI_OFFSET_MS).toISOString().slice(0, 10);
}

/** The time in Taipei of an instant, as YYYY-MM-DD HH:MM. */
export function taipeiTime(instant: Date): string {
  return new Date(instant.getTime() + TAIPEI_OFFSET_MS).toISOString().slice(0, 16).replace("T", " ");
}
