import { useMemo, useState } from "preact/hooks";
import type { DeskAgency } from "../../../desk/data.ts";
import {
  filterRows,
  pageOf,
  type Row,
  rowsOf,
  type SortKey,
  sortRows,
  type TabId,
} from "../../../desk/workbench.ts";
import { LABELS } from "../../../review/names.ts";
import { readDrafts } from "../form/drafts-store.ts";
import { agency as loadAgency } from "../shared/load.ts";
import { ActButtons, titleId } from "./ActButtons.tsx";
import { ActDialog, type Chosen } from "./ActDialog.tsx";
import { COLUMNS, type Column, leftText } from "./columns.ts";
import {
  Found,
  NO_QUERY,
  type Order,
  PAGE_SIZE,
  Pager,
  Problem,
  Said,
  SearchBar,
  SortHeading,
  Taken,
  useLoaded,
} from "./parts.tsx";
import { Review } from "./Review.tsx";
import { titleTarget } from "./row-links.ts";
import type { OfficeState } from "./state.ts";

/** Lists that hold published or withdrawn datasets, which the agencies' own files tell. */
const OF_DATASETS: ReadonlySet<TabId> = new Set(["processed", "withdrawn"]);
/** Agencies whose datasets are loaded at once; beyond them somebody has to choose. */
const MOST_AGENCIES = 80;
const AT_ONCE = 6;

/** The agencies' files, a few at a time. */
async function loadAgencies(codes: readonly string[]): Promise<DeskAgency[]> {
  const found: DeskAgency[] = [];
  for (let i = 0; i < codes.length; i += AT_ONCE) {
    found.push(...(await Promise.all(codes.slice(i, i + AT_ONCE).map((code) => loadAgency(code)))));
  }
  return found;
}

/** A list of submissions or datasets: searched, sorted, in pages, with what may be done to each. */
export function List({ office }: { office: OfficeState }) {
  const { platform, scope, place, today, snapshots, go } = office;
  const { tab, role, pull } = place;
  const [query, setQuery] = useState(NO_QUERY);
  const [order, setOrder] = useState<Order<SortKey>>();
  const [page, setPage] = useState(1);
  const [chosen, setChosen] = useState<Chosen>();
  const [drafts, setDrafts] = useState(readDrafts);
  const [said, setSaid] = useState<string>();

  const wanted = platform.agencies
    .map(({ code }) => code)
    .filter((code) => scope.agencies?.has(code) ?? true);
  const tooMany = wanted.length > MOST_AGENCIES;
  const codes = OF_DATASETS.has(tab) && !tooMany ? wanted : [];
  const agencies = useLoaded(() => loadAgencies(codes), [codes.join()]);

  const all = useMemo(
    () =>
      rowsOf(tab, role, {
        submissions: snapshots.submissions,
        overdue: snapshots.overdue,
        agencies: agencies.status === "ready" ? agencies.value : [],
        names: platform.agencies,
        scope,
        today,
        drafts,
      }),
    [tab, role, snapshots.submissions, snapshots.overdue, agencies, platform, scope, today, drafts],
  );
  const states = useMemo(() => [...new Set(all.map(({ state }) => state))], [all]);
  const found = filterRows(all, query);
  const shown = pageOf(order ? sortRows(found, order.key, order.descending) : found, page, PAGE_SIZE);
  const columns = COLUMNS[tab]!;

  if (pull !== undefined) {
    const { pull: _, ...list } = place;
    return <Review office={office} number={pull} onDone={setSaid} onClose={() => go(list)} />;
  }
  const takenAt =
    tab === "overdue" || tab === "returnOverdue" ? snapshots.overdue.takenAt : snapshots.submissions.takenAt;
  // A list that nothing was ever put into says 1970.
  const taken = snapshots.found && Date.parse(takenAt) > 0;
  return (
    <>
      <SearchBar
        label="資料集名稱查詢"
        states={states}
        onSearch={(next) => {
          setQuery(next);
          setPage(1);
        }}
      />
      <Taken at={taken ? takenAt : undefined}>
        {!taken && !snapshots.loading && <span>還沒有送審清單的快照。</span>}
        {office.repository && (
          <button
            type="button"
            class="linkish"
            aria-disabled={snapshots.loading}
            onClick={() => snapshots.loading || void snapshots.refresh()}
          >
            {snapshots.loading ? "讀取中……" : "重新整理"}
          </button>
        )}
      </Taken>
      <Problem text={snapshots.problem ?? (agencies.status === "failed" ? agencies.problem : undefined)} />
      {tooMany && OF_DATASETS.has(tab) && (
        <p class="message">機關很多：請在上方選擇機關，這裡就會列出該機關已上架與已下架的資料集。</p>
      )}
      <Said text={said} />
      <Found count={found.length} searched={query.text !== "" || query.state !== ""} />
      {shown.rows.length > 0 && (
        <table class="grid">
          <thead>
            <tr>
              {columns.map((column) =>
                column.sort ? (
                  <SortHeading
                    key={column.heading}
                    label={column.heading}
                    own={column.sort}
                    order={order ?? { key: "" as SortKey, descending: false }}
                    onOrder={(next) => {
                      setOrder(next);
                      setPage(1);
                    }}
                  />
                ) : (
                  <th key={column.heading} scope="col">
                    {column.heading}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {shown.rows.map((row) => (
              <tr key={row.key}>
                {columns.map((column) => (
                  <td
                    key={column.heading}
                    data-label={column.heading}
                    id={column.id === "title" ? titleId(row) : undefined}
                  >
                    <Cell
                      column={column}
                      row={row}
                      office={office}
                      onAct={(act) => {
                        setSaid(undefined);
                        setChosen({ row, act });
                      }}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager page={shown.page} pages={shown.pages} onPage={setPage} />
      {chosen && (
        <ActDialog
          office={office}
          chosen={chosen}
          onDone={(text) => {
            setSaid(text);
            setDrafts(readDrafts());
          }}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}

function Cell(props: { column: Column; row: Row; office: OfficeState; onAct: (act: Chosen["act"]) => void }) {
  const { column, row, office } = props;
  switch (column.id) {
    case "title": {
      const target = titleTarget(row, office.place);
      return (
        <>
          {target ? <a href={target}>{row.title}</a> : row.title}
          <small class="meta">
            <span>{row.agency}</span>
            {row.identifier && <span>{row.identifier}</span>}
            {row.number !== undefined && row.url && /^https?:\/\//.test(row.url) && (
              <a
                href={row.url}
                target="_blank"
                rel="noreferrer"
                aria-label={`GitHub 上的送件 #${row.number}（另開視窗）`}
              >
                #{row.number}
              </a>
            )}
          </small>
        </>
      );
    }
    case "date":
      return row.date ? <time datetime={row.date}>{row.date}</time> : <>—</>;
    case "releaseDate":
      return row.releaseDate ? <time datetime={row.releaseDate}>{row.releaseDate}</time> : <>—</>;
    case "state":
      return (
        <>
          <State row={row} office={office} />
          {row.kind === "correction" && <small class="meta">{LABELS.correction.name}</small>}
          {row.links && <small class="meta">{row.links}</small>}
        </>
      );
    case "left":
      return row.clock ? (
        <span class="nowrap">
          <span class={row.clock.overdue ? "badge warn" : undefined}>{leftText(row.clock)}</span>
          <small class="meta">期限 {row.clock.deadline}</small>
        </span>
      ) : (
        <>—</>
      );
    case "persons":
      return <>{row.persons?.join("、") || "—"}</>;
    case "acts":
      return <ActButtons row={row} office={office} onAct={props.onAct} />;
  }
}

const WARNING = /逾期|退回|下架/;
const GOOD = /通過|上架中|待上架|已併入/;

function State({ row, office }: { row: Row; office: OfficeState }) {
  if (office.pending.has(row.number ?? row.identifier)) return <span class="badge">已送出，系統處理中</span>;
  const tone = WARNING.test(row.state) ? "badge warn" : GOOD.test(row.state) ? "badge good" : "badge";
  return <span class={tone}>{row.state}</span>;
}
