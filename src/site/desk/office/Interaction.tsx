import { useState } from "preact/hooks";
import type { HubIssue } from "../../../adapters/github/desk.ts";
import { foldText } from "../../../catalogue/search-terms.ts";
import { taipeiDay } from "../../../catalogue/today.ts";
import { isInState, REQUEST_NAMES, type Standing, UNSEEN } from "../../../desk/opinions.ts";
import { pageOf } from "../../../desk/workbench.ts";
import { LABELS } from "../../../review/names.ts";
import { type Opinion, parseOpinion } from "../../../review/opinions/parse.ts";
import { loadText } from "../shared/load.ts";
import { Conversation } from "./Conversation.tsx";
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
import { StandingBadges } from "./StandingBadges.tsx";
import { readerOf } from "./snapshots.ts";
import { loadStandings } from "./standings.ts";
import type { OfficeState } from "./state.ts";

const STATES = ["已回覆", "未回覆"];
const REQUEST_STATES = [...STATES, ...REQUEST_NAMES];
/** Issues that one request brings. */
const BATCH = 50;

/** Titles of the published datasets. */
async function loadTitles(): Promise<Map<string, string>> {
  const lines = (await loadText("office/titles.txt")).split("\n");
  return new Map(lines.map((line) => [line.slice(0, 17), line.slice(18)] as const));
}

/**
 * Whether an opinion concerns the agencies in view: by where the bot or a person sent it, else by what it names; what
 * names no known agency concerns everybody.
 */
function concerns(opinion: Opinion, standing: Standing, { scope, register }: OfficeState): boolean {
  const { agencies } = scope;
  if (!agencies) return true;
  if (standing.agency !== undefined) return agencies.has(standing.agency);
  if (opinion.form === "opinion") {
    return opinion.identifier === undefined || agencies.has(opinion.identifier.slice(0, 10));
  }
  const named = [...register.agencies.values()].filter(({ name }) => opinion.agency.includes(name));
  return named.length === 0 || named.some(({ code }) => agencies.has(code));
}

/**
 * 互動專區: 我有話要說 for providers and reviewers (manual 四.4, 五.6), 我還想要 for administrators (manual 三.4), who may
 * turn to the other, since they record the CIO's approval of answers.
 */
export function Interaction({ office }: { office: OfficeState }) {
  const { repository, session, place } = office;
  const { hub } = session;
  const isAdministrator = place.role === "administrator";
  const [wanted, setWanted] = useState(isAdministrator);
  const label = wanted ? LABELS.wanted.name : LABELS.opinion.name;
  const [batches, setBatches] = useState(1);
  const [opened, setOpened] = useState<number>();
  const [query, setQuery] = useState(NO_QUERY);
  const [page, setPage] = useState(1);
  const titles = useLoaded(loadTitles, []);
  const loaded = useLoaded(async () => {
    if (!repository) return undefined;
    const reader = await readerOf(repository, hub);
    const issues: HubIssue[] = [];
    for (let batch = 1; batch <= batches && issues.length === (batch - 1) * BATCH; batch++) {
      issues.push(...(await reader.issues(label, batch)));
    }
    return issues;
  }, [label, hub, batches]);
  const standings = useLoaded(() => loadStandings(office), [hub, place.role, place.agency]);
  const known = standings.status === "ready" ? standings.value : undefined;
  const standingOf = ({ number }: { number: number }) => known?.byNumber.get(number) ?? UNSEEN;

  return (
    <Loading of={loaded}>
      {(issues) => {
        if (!issues) return <p class="message">平臺設定沒有登記儲存庫，所以沒有互動專區。</p>;
        const opinions = issues.flatMap((issue) => {
          const opinion = parseOpinion(issue);
          const fits =
            opinion &&
            (opinion.form === "wanted") === wanted &&
            concerns(opinion, standingOf(opinion), office);
          return fits ? [opinion] : [];
        });
        const titleOf = (opinion: Opinion) =>
          opinion.form === "wanted"
            ? opinion.name
            : (titles.status === "ready" && titles.value.get(opinion.identifier ?? "")) ||
              opinion.identifier ||
              "（未註明）";
        const open = opinions.find(({ number }) => number === opened);
        if (open) {
          return (
            <Conversation
              key={open.number}
              office={office}
              opinion={open}
              dataset={titleOf(open)}
              standing={standingOf(open)}
              onClose={() => setOpened(undefined)}
            />
          );
        }
        const text = foldText(query.text.trim());
        const found = opinions.filter(
          (opinion) =>
            isInState(standingOf(opinion), query.state) &&
            [
              opinion.title,
              titleOf(opinion),
              opinion.form === "opinion" ? opinion.text : opinion.reason,
            ].some((part) => foldText(part).includes(text)),
        );
        const shown = pageOf(found, page, PAGE_SIZE);
        return (
          <>
            {isAdministrator && (
              <p class="buttons">
                <button
                  type="button"
                  class="linkish"
                  onClick={() => {
                    setWanted(!wanted);
                    setBatches(1);
                    setPage(1);
                    setQuery(NO_QUERY);
                  }}
                >
                  {`改看「${wanted ? LABELS.opinion.name : LABELS.wanted.name}」`}
                </button>
              </p>
            )}
            <SearchBar
              key={label}
              label={wanted ? "標題查詢" : "資料集名稱、意見標題、意見內容查詢"}
              states={wanted ? REQUEST_STATES : STATES}
              onSearch={(next) => {
                setQuery(next);
                setPage(1);
              }}
            />
            <Taken at={known?.takenAt}>
              <span>意見剛從 GitHub 讀取，最新的在前；回覆狀態依快照。</span>
            </Taken>
            <Problem text={standings.status === "failed" ? standings.problem : known?.problem} />
            <Found count={found.length} searched={query.text !== "" || query.state !== ""} />
            {found.length > 0 && (
              <table class="grid">
                <thead>
                  <tr>
                    {wanted ? (
                      <>
                        <th scope="col">標題</th>
                        <th scope="col">發表日期</th>
                      </>
                    ) : (
                      <>
                        <th scope="col">發表日期</th>
                        <th scope="col">資料集名稱</th>
                        <th scope="col">意見標題</th>
                        <th scope="col">意見內容</th>
                      </>
                    )}
                    <th scope="col">回覆狀態</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.rows.map((opinion) => {
                    const day = taipeiDay(new Date(opinion.createdAt));
                    const date = <time datetime={opinion.createdAt}>{day}</time>;
                    const link = (words: string) => (
                      <button type="button" class="linkish" onClick={() => setOpened(opinion.number)}>
                        {words}
                      </button>
                    );
                    return (
                      <tr key={opinion.number}>
                        {opinion.form === "wanted" ? (
                          <>
                            <td data-label="標題">{link(opinion.title)}</td>
                            <td data-label="發表日期">{date}</td>
                          </>
                        ) : (
                          <>
                            <td data-label="發表日期">{date}</td>
                            <td data-label="資料集名稱">{link(titleOf(opinion))}</td>
                            <td data-label="意見標題">{opinion.title}</td>
                            <td data-label="意見內容">
                              {opinion.text.length > 80 ? `${opinion.text.slice(0, 80)}…` : opinion.text}
                            </td>
                          </>
                        )}
                        <td data-label="回覆狀態">
                          <StandingBadges standing={standingOf(opinion)} />
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            )}
            <Pager page={shown.page} pages={shown.pages} onPage={setPage} />
            {issues.length === batches * BATCH && (
              <p class="more">
                <button type="button" class="button" onClick={() => setBatches(batches + 1)}>
                  載入更早的意見
                </button>
              </p>
            )}
          </>
        );
      }}
    </Loading>
  );
}
