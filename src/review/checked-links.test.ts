import { describe, expect, it } from "vitest";
import { NEW, OLD_HEAD, opened, REGISTER, recordOf } from "./assess.test-helper.ts";
import { linkCounts, linkCountsText } from "./checked-links.ts";
import { findStatusComment } from "./own-comments.ts";
import { apply, NO_CONTENT, run } from "./plan.test-helper.ts";
import { readSubmissions, submissionsSnapshot, writeSnapshot } from "./queues.ts";
import type { LinkResult } from "./status-comment.ts";

const DAY = "2026-03-02T01:00:00Z";
const found = (verdict: LinkResult["verdict"], ...findings: string[]): LinkResult => ({
  resourceID: "A00000000A-000001-001",
  url: "https://a.example/1.csv",
  verdict,
  detail: "說明",
  findings,
});

/** A submission with the comment that a run with these results writes, read again by a later run. */
function later(links: readonly LinkResult[]) {
  const bare = recordOf([opened(DAY)], { statuses: [] });
  return apply(bare, run(bare, NEW, DAY, { ...NO_CONTENT, links: [...links] }).actions, DAY);
}

describe("what the comment tells of the links", () => {
  const links = [
    found("dead"),
    found("unknown"),
    found("alive", "內容：CSV"),
    found("alive", "內容：CSV", "⚠️ 編碼是 BIG5，登錄的編碼是 UTF-8"),
    // A server's words count nothing.
    found("alive", "內容：❌ 無法取得 900 ⚠️"),
  ];

  it("is counted by every later run", () => {
    const counts = { alive: 3, dead: 1, unknown: 1, noted: 1 };
    const record = later(links);
    expect(linkCounts(record)).toEqual(counts);
    expect(run(record, NEW, DAY).assessment.links).toEqual(counts);
    const snapshot = submissionsSnapshot([run(record, NEW, DAY).assessment], REGISTER, new Date(DAY));
    expect(readSubmissions(writeSnapshot(snapshot)).snapshot.open[0]!.links).toEqual(counts);
    expect(linkCountsText(counts)).toBe("❌ 無法取得 1、❔ 未能判斷 1、✅ 可取得 3、⚠️ 內容有疑 1");
  });

  it("leaves doubts out where there are none", () => {
    expect(linkCountsText({ alive: 2, dead: 0, unknown: 0, noted: 0 })).toBe(
      "❌ 無法取得 0、❔ 未能判斷 0、✅ 可取得 2",
    );
  });

  it("is unknown for another head, without a check, and where somebody changed the comment", () => {
    const record = later(links);
    expect(linkCounts({ ...record, head: OLD_HEAD })).toBeUndefined();
    expect(linkCounts(later([]))).toBeUndefined();
    const tampered = structuredClone(record);
    Object.assign(findStatusComment(tampered)!, { tampered: true });
    expect(linkCounts(tampered)).toBeUndefined();
  });
});
