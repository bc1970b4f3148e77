import type { PlanKind } from "./plan-files.ts";

/** Where showcases stand. */
export const SHOWCASES = "platform/showcases";

const PLACES: readonly [PlanKind, RegExp][] = [
  ["inventory", /^agencies\/[A-Za-z0-9_]{10}\/inventory\.yaml$/],
  ["council", /^agencies\/[A-Za-z0-9_]{10}\/council\.yaml$/],
  ["minutes", /^agencies\/[A-Za-z0-9_]{10}\/minutes\/[^/]+$/],
  ["strategy", /^agencies\/[A-Za-z0-9_]{10}\/strategy\/[^/]+$/],
  ["showcase", /^platform\/showcases\/[^/]+$/],
  ["targets", /^platform\/targets\.yaml$/],
  ["references", /^platform\/references\.yaml$/],
  ["usage-exclusions", /^platform\/usage-exclusions\.yaml$/],
];

/** The kind of file of the action plan that a path stands for; undefined where it is none. */
export const planKindOf = (path: string): PlanKind | undefined =>
  PLACES.find(([, pattern]) => pattern.test(path))?.[0];

/** The agency that a file of the action plan belongs to; undefined for the platform's. */
export const planAgencyOf = (path: string): string | undefined =>
  path.startsWith("agencies/") ? path.split("/")[1] : undefined;

const AGENCY_PLACE =
  /^agencies\/([A-Za-z0-9_]{10})\/(?:inventory\.yaml|council\.yaml|minutes\/\d{4}-\d{2}-\d{2}\.md|strategy\/\d{4}\.md)$/;

/** The agency whose inventory, council, minutes or strategy has exactly this place; undefined for every other path. */
export const planPlaceOf = (path: string): string | undefined => AGENCY_PLACE.exec(path)?.[1];
