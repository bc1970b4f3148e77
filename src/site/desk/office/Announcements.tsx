import { useState } from "preact/hooks";
import { foldText } from "../../../catalogue/search-terms.ts";
import { pageOf } from "../../../desk/workbench.ts";
import type { DeskAnnouncements } from "../../../exchange/announcements.ts";
import { Found, Loading, NO_QUERY, PAGE_SIZE, Pager, SearchBar, useLoaded } from "./parts.tsx";
import { siteText } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";

/** 公告 (manual 三.6, 四.5, 五.7): searched by name and content. */
export function Announcements({ office }: { office: OfficeState }) {
  const { role } = office.place;
  const loaded = useLoaded(async () => {
    const text = await siteText("office/announcements.json");
    return text === undefined ? [] : (JSON.parse(text) as DeskAnnouncements).announcements;
  }, []);
  const [query, setQuery] = useState(NO_QUERY);
  const [page, setPage] = useState(1);
  return (
    <>
      <SearchBar
        label="公告名稱、公告內容查詢"
        onSearch={(next) => {
          setQuery(next);
          setPage(1);
        }}
      />
      <Loading of={loaded}>
        {(all) => {
          const text = foldText(query.text.trim());
          const found = all
            .filter(({ audience }) => audience.includes(role))
            .filter((a) => foldText(a.title).includes(text) || foldText(a.text).includes(text));
          const shown = pageOf(found, page, PAGE_SIZE);
          return (
            <>
              <Found count={found.length} searched={text !== ""} />
              {found.length > 0 && (
                <table class="grid">
                  <thead>
                    <tr>
                      <th scope="col">公告名稱</th>
                      <th scope="col">公告日期</th>
                    </tr>
                  </thead>
                  <tbody>
                    {shown.rows.map(({ slug, title, date, url }) => (
                      <tr key={slug}>
                        <td data-label="公告名稱">
                          <a href={url}>{title}</a>
                        </td>
                        <td data-label="公告日期">
                          <time datetime={date}>{date}</time>
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
