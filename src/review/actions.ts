import type { StatusRecord } from "./records.ts";

/** Something that the bot writes to GitHub for one pull request. A plan holds only what differs from what is there. */
export type Action =
  | { type: "comment"; body: string }
  | { type: "editComment"; id: string; body: string }
  | { type: "deleteComment"; id: string }
  | { type: "addLabels"; labels: string[] }
  | { type: "removeLabel"; label: string }
  | { type: "setStatus"; context: string; state: StatusRecord["state"]; description: string }
  | { type: "requestReview"; reviewers: string[] }
  | { type: "markReady" }
  | { type: "markDraft" }
  | { type: "enableAutoMerge" }
  | { type: "disableAutoMerge" }
  /** Squash; fails harmlessly where the head has moved on. */
  | { type: "merge"; head: string; title: string; message: string };
