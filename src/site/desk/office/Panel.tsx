import { siteBase } from "../shared/load.ts";
import { Announcements } from "./Announcements.tsx";
import { Authorisations } from "./Authorisations.tsx";
import { Authorise } from "./Authorise.tsx";
import { Interaction } from "./Interaction.tsx";
import { List } from "./List.tsx";
import { Log } from "./Log.tsx";
import { RoleNote } from "./ScopeBar.tsx";
import { Statistics } from "./Statistics.tsx";
import type { OfficeState } from "./state.ts";

/** What the selected tab holds. */
export function Panel({ office }: { office: OfficeState }) {
  switch (office.place.tab) {
    case "new":
      return (
        <>
          <p>
            填寫資料集的基本資料表，可以暫存、預覽、檢查與送審。填寫的內容自動存在這個瀏覽器，離開再回來都還在。
          </p>
          <p class="buttons">
            <a class="button primary" href={`${siteBase()}office/datasets/new/`}>
              新增資料集
            </a>
          </p>
        </>
      );
    case "authorisations":
      return <Authorisations office={office} />;
    case "authorise":
      return <Authorise office={office} />;
    case "log":
      return <Log office={office} />;
    case "interaction":
      return <Interaction office={office} />;
    case "announcements":
      return <Announcements office={office} />;
    case "statistics":
      return <Statistics office={office} />;
    default:
      return (
        <>
          <RoleNote office={office} />
          <List office={office} />
        </>
      );
  }
}
