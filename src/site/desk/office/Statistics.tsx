import { useState } from "preact/hooks";
import { foldText } from "../../../catalogue/search-terms.ts";
import { readUsage, USAGE_PATH } from "../../../catalogue/usage/totals.ts";
import { pageOf } from "../../../desk/workbench.ts";
import { BOM, csvLine } from "../../../exchange/csv-writer.ts";
import { loadText, siteBase } from "../shared/load.ts";
import { type CountKey, sortCounts, type TitleCounts, titleCounts } from "./counts.ts";
import {
  Found,
  Loading,
  NO_QUERY,
  type Order,
  PAGE_SIZE,
  Pager,
  Problem,
  SearchBar,
  SortHeading,
  Taken,
  useLoaded,
} from "./parts.tsx";
import { siteText } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";

const HEADINGS = ["資料集名稱", "點擊次數", "下載次數"] as const;

function downloadCsv(rows: readonly TitleCounts[], day: string): void {
  const lines = rows.map(({ identifier, title, views, downloads }) =>
    csvLine([identifier, title, views, downloads]),
  );
  const blob = new Blob([BOM, csvLine(["資料集編號", ...HEADINGS]), ...lines], { type: "text/csv" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `資料集統計-${day}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** 資料集統計 (manual 三.7, 四.6, 五.8): views and downloads of each dataset, sorted, as CSV too. */
export function Statistics({ office }: { office: OfficeState }) {
  const { scope, today } = office;
  const loaded = useLoaded(async () => {
    const [titles, text] = await Promise.all([loadText("office/titles.txt"), siteText(USAGE_PATH)]);
    const read = text === undefined ? undefined : readUsage(text);
    return { titles, read };
  }, []);
  const [query, setQuery] = useState(NO_QUERY);
  const [order, setOrder] = useState<Order<CountKey>>({ key: "views", descending: true });
  const [page, setPage] = useState(1);
  return (
    <>
      <SearchBar
        label="資料集名稱查詢"
        onSearch={(next) => {
          setQuery(next);
          setPage(1);
        }}
      />
      <Loading of={loaded}>
        {({ titles, read }) => {
          const usage = read && "usage" in read ? read.usage : undefined;
          const text = foldText(query.text.trim());
          const all = titleCounts(titles, usage, scope.agencies);
          const found = sortCounts(
            all.filter(({ title }) => foldText(title).includes(text)),
            order,
          );
          const shown = pageOf(found, page, PAGE_SIZE);
          const headings = { title: HEADINGS[0], views: HEADINGS[1], downloads: HEADINGS[2] };
          return (
            <>
              {usage ? (
                <Taken at={usage.takenAt}>
                  <span>
                    統計期間 {usage.from} 至 {usage.to}
                  </span>
                  <a href={`${siteBase()}usage/`}>逐月的統計與圖表</a>
                </Taken>
              ) : (
                <p class="message">平臺尚未提供點擊次數與下載次數，所以只列出資料集名稱。</p>
              )}
              <Problem text={read && "problem" in read ? `統計快照無法讀取：${read.problem}。` : undefined} />
              <div class="buttons">
                <Found count={found.length} searched={text !== ""} />
                {found.length > 0 && (
                  <button type="button" class="button" onClick={() => downloadCsv(found, today)}>
                    下載 CSV
                  </button>
                )}
              </div>
              {found.length > 0 && (
                <table class="grid">
                  <thead>
                    <tr>
                      {(Object.keys(headings) as CountKey[]).map((key) => (
                        <SortHeading
                          key={key}
                          label={headings[key]}
                          own={key}
                          order={order}
                          class={key === "title" ? "" : "num"}
                          onOrder={(next) => {
                            setOrder(next);
                            setPage(1);
                          }}
                        />
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {shown.rows.map(({ identifier, title, views, downloads }) => (
                      <tr key={identifier}>
                        <td data-label={headings.title}>
                          <a href={`${siteBase()}datasets/${encodeURIComponent(identifier)}/`}>{title}</a>
                        </td>
                        <td data-label={headings.views} class="num">
                          {views?.toLocaleString("en-US") ?? "—"}
                        </td>
                        <td data-label={headings.downloads} class="num">
                          {downloads?.toLocaleString("en-US") ?? "—"}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
              <Pager page={shown.page} pages={shown.pages} onPage={setPage} />
            </>
          );
        }}
      </Loading>
    </>
  );
}
