import { useId, useState } from "preact/hooks";
import type { AgencyRole, RegisterRole } from "../../../catalogue/grants.ts";
import { ROLE_LABELS } from "../../../catalogue/grants.ts";
import { pageOf } from "../../../desk/workbench.ts";
import { authorisationsPath } from "../../../exchange/addresses.ts";
import { Dialog } from "../shared/dialog.tsx";
import { loadJson, siteBase } from "../shared/load.ts";
import { SubmitDialog, type SubmitRequest } from "../shared/SubmitDialog.tsx";
import {
  Found,
  Loading,
  NO_QUERY,
  PAGE_SIZE,
  Pager,
  Problem,
  SearchBar,
  Taken,
  useLoaded,
} from "./parts.tsx";
import { requestFor } from "./register-request.ts";
import { wordsOf } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";

/** authorisations.json, as the site publishes it. */
interface Line {
  account: string;
  displayName: string;
  role: RegisterRole;
  agency?: string;
  agencyName?: string;
  ministry?: string;
  ministryName?: string;
  listedIn?: string;
}

/** 部會授權清單 (manual 三.1): who holds which role for which agency, each with 「刪除」. */
export function Authorisations({ office }: { office: OfficeState }) {
  const { scope, platform } = office;
  const loaded = useLoaded(() => loadJson<Line[]>(authorisationsPath("json")), []);
  const [query, setQuery] = useState(NO_QUERY);
  const [page, setPage] = useState(1);
  const [removing, setRemoving] = useState<Line>();
  const id = useId();
  return (
    <>
      <SearchBar
        label="機關人員、機關單位查詢"
        onSearch={(next) => {
          setQuery(next);
          setPage(1);
        }}
      />
      <Taken at={undefined}>
        <span>
          網站於 {platform.builtOn} 建置時的清單，另有{" "}
          <a href={`${siteBase()}${authorisationsPath("csv")}`}>CSV</a>。
        </span>
      </Taken>
      <Loading of={loaded}>
        {(lines) => {
          const text = query.text.trim().toLowerCase();
          const own = lines.filter(
            ({ agency }) =>
              agency !== undefined && (scope.agencies === undefined || scope.agencies.has(agency)),
          );
          const found = own.filter((line) =>
            [line.account, line.displayName, line.agencyName, line.ministryName].some((value) =>
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
                      <th scope="col">部會</th>
                      <th scope="col">機關人員</th>
                      <th scope="col">身份</th>
                      <th scope="col">機關單位</th>
                      <th scope="col">操作</th>
                    </tr>
                  </thead>
                  <tbody>
                    {shown.rows.map((line, index) => (
                      <tr key={`${line.account} ${line.role} ${line.agency} ${line.listedIn}`}>
                        <td data-label="部會">{line.ministryName}</td>
                        <td data-label="機關人員" id={`${id}-${index}`}>
                          {line.displayName} <small>{line.account}</small>
                        </td>
                        <td data-label="身份">{ROLE_LABELS[line.role].zh}</td>
                        <td data-label="機關單位">{line.agencyName}</td>
                        <td data-label="操作">
                          {office.repository && line.listedIn && line.role !== "operator" && (
                            <button
                              type="button"
                              class="button danger"
                              aria-describedby={`${id}-${index}`}
                              onClick={() => setRemoving(line)}
                            >
                              刪除
                            </button>
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
      {removing && <Remove office={office} line={removing} onClose={() => setRemoving(undefined)} />}
    </>
  );
}

function Remove({ office, line, onClose }: { office: OfficeState; line: Line; onClose: () => void }) {
  const { platform, session } = office;
  const [request, setRequest] = useState<SubmitRequest>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const what = `${line.displayName}在${line.agencyName}的「${ROLE_LABELS[line.role].zh}」`;
  const make = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setRequest(
        await requestFor(office, "remove", {
          person: { account: line.account, displayName: line.displayName },
          role: line.role as AgencyRole,
          listedIn: line.listedIn!,
          agencies: [line.agency!],
        }),
      );
    } catch (cause) {
      setProblem(wordsOf(cause));
    }
    setBusy(false);
  };
  if (request) {
    return (
      <SubmitDialog
        platform={platform}
        session={session}
        request={request}
        onDone={() => void office.snapshots.refresh()}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog title="刪除授權" onClose={onClose} busy={busy}>
      <p>刪除{what}。這是一件授權異動，送出後須由部會管理者或平臺管理者核准才生效。</p>
      <Problem text={problem} />
      <p class="buttons">
        <button type="button" class="button danger" aria-disabled={busy} onClick={() => busy || void make()}>
          {busy ? "準備中……" : "確定刪除"}
        </button>
      </p>
    </Dialog>
  );
}
