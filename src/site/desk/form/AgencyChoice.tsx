import { useEffect, useState } from "preact/hooks";
import type { Hub } from "../../../adapters/github/desk.ts";
import { accountKey, writtenGrants } from "../../../catalogue/grants.ts";
import { foldText } from "../../../catalogue/search-terms.ts";
import type { DeskAgencyName, DeskPlatform, DeskRegister } from "../../../desk/data.ts";
import { loadJson, siteBase } from "../shared/load.ts";

/** So many are shown at once; more words narrow them down. */
const MOST = 20;

/** Codes of the agencies for which a person is 資料提供者. */
async function ownAgencies(login: string): Promise<Set<string>> {
  const register = await loadJson<DeskRegister>("office/register.json");
  const grants = register.flatMap((file) => writtenGrants(file));
  const own = grants.filter(
    ({ person, role }) => role === "provider" && accountKey(person.account) === accountKey(login),
  );
  return new Set(own.map(({ agency }) => agency));
}

/** Chooses the agency of a new dataset: one's own where the person is known, else any. */
export function AgencyChoice(props: { platform: DeskPlatform; hub: Hub | undefined }) {
  const { platform, hub } = props;
  const [own, setOwn] = useState<ReadonlySet<string>>();
  const [query, setQuery] = useState("");
  useEffect(() => {
    setOwn(undefined);
    if (hub) ownAgencies(hub.login).then(setOwn, () => setOwn(undefined));
  }, [hub]);
  const mine = platform.agencies.filter(({ code }) => own?.has(code));
  const folded = foldText(query).trim();
  const found = platform.agencies.filter((a) => foldText(`${a.code} ${a.name}`).includes(folded));
  const search = (
    <>
      <div class="control agency-query">
        <label for="agency-query">機關名稱或代碼</label>
        <input
          id="agency-query"
          type="search"
          autocomplete="off"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <p role="status" class="hint">
        {found.length === 0
          ? "沒有符合的機關。"
          : found.length > MOST
            ? `${found.length} 個機關，顯示前 ${MOST} 個；請多輸入幾個字。`
            : `${found.length} 個機關`}
      </p>
      <AgencyLinks agencies={found.slice(0, MOST)} />
    </>
  );
  return (
    <section aria-labelledby="agency-choice">
      <h2 id="agency-choice">選擇資料集提供機關</h2>
      {mine.length > 0 && <AgencyLinks agencies={mine} />}
      {hub && own && mine.length === 0 && (
        <p class="message">
          帳號 {hub.login} 不在任何機關的資料提供者名單。仍可填寫，送審前請洽部會管理者授權。
        </p>
      )}
      {mine.length > 0 ? (
        <details>
          <summary>其他機關</summary>
          {search}
        </details>
      ) : (
        search
      )}
    </section>
  );
}

function AgencyLinks({ agencies }: { agencies: readonly DeskAgencyName[] }) {
  return (
    <ul class="cols">
      {agencies.map(({ code, name }) => (
        <li key={code}>
          <a href={`${siteBase()}office/datasets/new/?agency=${encodeURIComponent(code)}`}>{name}</a>{" "}
          <small>{code}</small>
        </li>
      ))}
    </ul>
  );
}
