import { describe, expect, test } from "vitest";
import {
  type HarvestFailure,
  type HarvestItem,
  type HarvestOffer,
  harvestBody,
  harvestIssueBody,
  harvestIssueTitle,
  harvestRecovered,
  harvestTitle,
} from "./harvest.ts";

const change = (number: number, more: Partial<HarvestItem> = {}): HarvestItem => ({
  kind: "added",
  identifier: `A41000000G-${String(number).padStart(6, "0")}`,
  path: `datasets/A41000000G/${String(number).padStart(6, "0")}.yaml`,
  title: `資料集 ${number}`,
  since: "2026-03-02",
  fields: [],
  conflicts: [],
  ...more,
});
const offer = (more: Partial<HarvestOffer> = {}): HarvestOffer => ({
  agencyName: "國家發展委員會",
  url: "https://data.example.gov.tw/api",
  profile: "ckan",
  changes: [change(1)],
  waiting: 0,
  mended: [],
  kept: [],
  others: [],
  byHand: [],
  withdrawn: [],
  problems: [],
  ...more,
});

describe("the pull request's text", () => {
  test("counts by kind in its title", () => {
    const changes = [change(1), change(2), change(3, { kind: "changed" }), change(4, { kind: "removed" })];
    expect(harvestTitle(offer({ changes }))).toBe("介接 國家發展委員會：新增 2、變更 1、下架 1");
    expect(harvestTitle(offer({ changes: [] }))).toBe("介接 國家發展委員會：僅餘人員的修改");
  });

  test("names each dataset with its first day", () => {
    const changed = change(1, {
      kind: "changed",
      fields: ["資料集名稱", "資料集描述"],
      conflicts: ["資料集描述"],
    });
    const body = harvestBody(offer({ changes: [changed] }));
    expect(body).toContain(
      "| 變更 | `A41000000G-000001` | 資料集 1 | 資料集名稱、資料集描述<br>**機關也改過：資料集描述** | 2026-03-02 |",
    );
    expect(body).toContain("**有欄位在來源與本目錄都改過");
    expect(body).not.toContain("下架是依來源");
  });

  test("says what is left out, and why", () => {
    const body = harvestBody(
      offer({
        waiting: 5,
        mended: ["datasets/A41000000G/000009.yaml"],
        kept: ["datasets/A41000000G/000008.yaml"],
        others: [{ title: "校名", because: "教育部" }],
        byHand: [{ title: "手寫", because: "A41000000G-000007" }],
        withdrawn: [{ title: "下架", because: "A41000000G-000006" }],
        problems: ["result[3]：沒有編號"],
      }),
    );
    for (const line of [
      "另有 5 筆差異，這件併入後再提出。",
      "### 人員改過、維持原樣的檔案\n\n- `datasets/A41000000G/000009.yaml`",
      "### 來源最近一次未列出、待隔日確認\n\n- `datasets/A41000000G/000008.yaml`",
      "### 提供機關為其他機關，未納入\n\n- 校名（教育部）",
      "### 本目錄由機關自行維護，未更動\n\n- 手寫（A41000000G-000007）",
      "### 已於本目錄下架，來源仍列出（要恢復請申請重新上架）\n\n- 下架（A41000000G-000006）",
      "### 來源中無法讀取的紀錄\n\n- result&#91;3&#93;：沒有編號",
    ])
      expect(body).toContain(line);
  });

  test("stays within GitHub's limit, and says how much it leaves out", () => {
    const changes = Array.from({ length: 2_500 }, (_, index) =>
      change(index + 1, { kind: "changed", title: "長".repeat(500), fields: Array(30).fill("資料集名稱") }),
    );
    const many = Array.from({ length: 500 }, (_, index) => ({
      title: "長".repeat(500),
      because: `機關 ${index}`,
    }));
    const body = harvestBody(offer({ changes, others: many, byHand: many, withdrawn: many }));
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/另有 2\d{3} 筆，見「Files changed」。/);
    expect(body).toContain("- 另有 470 筆");
  });

  test("mentions nobody and starts no command, whatever the source writes", () => {
    const title = "@ndc-admin <img src=x> [a](javascript:b) #1 | `x`\n/通過";
    const body = harvestBody(
      offer({ changes: [change(1, { title })], problems: [title], agencyName: title }),
    );
    expect(body).not.toMatch(/@ndc/);
    expect(body).not.toMatch(/<img|\[a\]\(|^\/通過/m);
  });
});

describe("the issue about a source", () => {
  const failure: HarvestFailure = {
    agency: "A41000000G",
    agencyName: "國家發展委員會",
    url: "https://data.example.gov.tw/api",
    profile: "ckan",
    since: "2026-03-02",
    message: "回覆 HTTP 503",
    late: false,
    persons: [
      { account: "ndc-admin", displayName: "管理者" },
      { account: "ndc-admin-2", displayName: "管理者二" },
    ],
  };

  test("says what, since when, why, and how to mend it, to those who can", () => {
    expect(harvestIssueTitle(failure)).toBe("介接異常：國家發展委員會的平臺無法讀取");
    expect(harvestIssueBody(failure)).toBe(
      "<!-- catalogue-harvest A41000000G -->\n\n" +
        "每日介接國家發展委員會的平臺時，清單無法採用。\n\n" +
        "- 來源：[https:\u2060//data.example.gov.tw/api](https://data.example.gov.tw/api)（`ckan`）\n- 自：2026-03-02\n- 原因：回覆 HTTP 503\n\n" +
        "處理方式：請平臺維護人員確認上述網址可由網際網路公開讀取，且內容符合所填的格式；網址或格式有變動時，請修改 `agencies/A41000000G/agency.yaml` 的 `harvest`。恢復後機器人會自行關閉這則通知；期間不會提出新增、變更或下架。\n\n" +
        "@ndc-admin @ndc-admin-2",
    );
    expect(harvestRecovered("2026-03-05")).toBe("2026-03-05 已可正常讀取，關閉這則通知。");
  });

  test("says when the limit of three days can't be kept", () => {
    expect(harvestIssueBody({ ...failure, late: true })).toContain("**已連續 3 日無法讀取");
  });
});
