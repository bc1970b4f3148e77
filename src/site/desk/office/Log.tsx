import { useState } from "preact/hooks";
import { type AuthorisationChange, CHANGE_LABELS, ROLE_LABELS } from "../../../catalogue/grants.ts";
import { pageOf } from "../../../desk/workbench.ts";
import { authorisationLogPath } from "../../../exchange/addresses.ts";
import { loadJson, siteBase } from "../shared/load.ts";
import {
  Found,
  Loading,
  NO_QUERY,
  Outside,
  PAGE_SIZE,
  Pager,
  SearchBar,
  Taken,
  useLoaded,
} from "./parts.tsx";
import type { OfficeState } from "./state.ts";

/** authorisations/log.json, as the site publishes it. */
type Line = Omit<AuthorisationChange, "person"> & {
  account: string;
  displayName: string;
  agencyName?: string;
};

/** 使用紀錄 (manual 三.5): who granted or revoked which role of whom, and when. */
export function Log({ office }: { office: OfficeState }) {
  const { scope, platform, repository } = office;
  const loaded = useLoaded(() => loadJson<Line[]>(authorisationLogPath("json")), []);
  const [query, setQuery] = useState(NO_QUERY);
  const [page, setPage] = useState(1);
  const commits = repository && `${repository.web}/${repository.owner}/${repository.name}/commit/`;
  return (
    <>
      <SearchBar
        label="人員、機關查詢"
        onSearch={(next) => {
          setQuery(next);
          setPage(1);
        }}
      />
      <Taken at={undefined}>
        <span>
          由 git 歷史推得，無法修改；網站於 {platform.builtOn} 建置，另有{" "}
          <a href={`${siteBase()}${authorisationLogPath("csv")}`}>CSV</a>。
        </span>
      </Taken>
      <Loading of={loaded}>
        {(lines) => {
          const text = query.text.trim().toLowerCase();
          const found = lines
            .filter(
              ({ agency }) =>
                scope.agencies === undefined || (agency !== undefined && scope.agencies.has(agency)),
            )
            .filter((line) =>
              [line.by, line.account, line.displayName, line.agencyName].some((value) =>
                value?.toLowerCase().includes(text),
              ),
            );
          const shown = pageOf(found, page, PAGE_SIZE);
          return (
            <>
              <Found count={found.length} searched={text !== ""} />
              {found.length > 0 && (
                <table class="grid">
                  <thead>
                    <tr>
                      <th scope="col">部會管理人員</th>
                      <th scope="col">動作</th>
                      <th scope="col">角色</th>
                      <th scope="col">機關人員</th>
                      <th scope="col">機關單位</th>
                      <th scope="col">時間</th>
                    </tr>
                  </thead>
                  <tbody>
                    {shown.rows.map((line, index) => (
                      // One commit may hold many lines that read alike.
                      <tr key={`${line.commit} ${index}`}>
                        <td data-label="部會管理人員">{line.by}</td>
                        <td data-label="動作">{CHANGE_LABELS[line.act].zh}</td>
                        <td data-label="角色">{ROLE_LABELS[line.role].zh}</td>
                        <td data-label="機關人員">
                          {line.displayName} <small>{line.account}</small>
                        </td>
                        <td data-label="機關單位">{line.agencyName ?? line.agency ?? "—"}</td>
                        <td data-label="時間">
                          {commits && /^[0-9a-f]{40}$/.test(line.commit) ? (
                            <Outside href={commits + line.commit}>
                              <time>{line.time}</time>
                            </Outside>
                          ) : (
                            <time>{line.time}</time>
                          )}
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
