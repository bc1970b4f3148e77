import { describe, expect, it } from "vitest";
import { dayOf, later, rfc3339 } from "./dates.ts";

describe("dates", () => {
  it("writes RFC 3339 in Taipei's time", () => {
    expect(rfc3339("2015-01-01 23:59:59")).toBe("2015-01-01T23:59:59+08:00");
    expect(rfc3339("2024-02-29")).toBe("2024-02-29T00:00:00+08:00");
  });

  it.each(["2024-02-30", "2023-02-29", "2024-13-01", "", "104-01-01", "2024-1-1", undefined])(
    "refuses %s",
    (text) => {
      expect(rfc3339(text)).toBeUndefined();
      expect(dayOf(text)).toBeUndefined();
    },
  );

  it("finds the later one", () => {
    expect(later("2024-01-01", "2024-01-02")).toBe("2024-01-02");
    expect(later("2024-01-01", undefined)).toBe("2024-01-01");
    expect(later(undefined, "2024-01-02")).toBe("2024-01-02");
  });
});
