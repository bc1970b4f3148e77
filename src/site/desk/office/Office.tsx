import { useEffect, useMemo, useState } from "preact/hooks";
import { taipeiDay } from "../../../catalogue/today.ts";
import type { DeskPlatform, DeskRegister } from "../../../desk/data.ts";
import { type DeskRole, TABS } from "../../../desk/workbench.ts";
import { ROLE_NAMES } from "../../../review/decision-table.ts";
import { buildRegister } from "../../../review/register.ts";
import { loadJson, platform as loadPlatform } from "../shared/load.ts";
import { useSession } from "../shared/session.ts";
import { TokenPanel } from "../shared/TokenPanel.tsx";
import { hashOf, type Place, placeOf } from "./address.ts";
import { Panel } from "./Panel.tsx";
import { Problem } from "./parts.tsx";
import { usePending } from "./pending.ts";
import { ScopeBar } from "./ScopeBar.tsx";
import { scopeOf } from "./scope.ts";
import { useSnapshots, wordsOf } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";
import { panelId, Tabs, tabId } from "./Tabs.tsx";

const ROLES: readonly DeskRole[] = ["provider", "reviewer", "administrator"];
/** How often the lists are read anew while an act of one's own is under way; without a token GitHub counts each. */
const REFRESH_MS = 20_000;
const POLITE_REFRESH_MS = 300_000;

/** What is in view, from the address and into it. */
function usePlace(): [Place, (place: Place) => void] {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const follow = () => setPlace(placeOf(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const go = (next: Place) => {
    if (hashOf(next) !== location.hash) history.pushState(null, "", hashOf(next));
    setPlace(next);
  };
  return [place, go];
}

/** The workbench: what the site publishes for it, then the person's roles and tabs. */
export function Office() {
  const [data, setData] = useState<{ platform: DeskPlatform; files: DeskRegister }>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    Promise.all([loadPlatform(), loadJson<DeskRegister>("office/register.json")]).then(
      ([platform, files]) => setData({ platform, files }),
      (cause) => setProblem(wordsOf(cause)),
    );
  }, []);
  if (problem !== undefined) return <Problem text={problem} />;
  if (!data) return <p role="status">載入中……</p>;
  return <Workbench platform={data.platform} files={data.files} />;
}

function Workbench({ platform, files }: { platform: DeskPlatform; files: DeskRegister }) {
  const session = useSession(platform);
  const { repository } = platform;
  const { hub } = session;
  const [place, go] = usePlace();
  const register = useMemo(() => buildRegister(files, platform.operators), [files, platform]);
  const snapshots = useSnapshots(repository, hub);
  const pending = usePending(snapshots.submissions, snapshots.found);
  const account = hub?.login;
  const scope = useMemo(
    () => scopeOf({ register, names: platform.agencies, role: place.role, account }, place.agency),
    [register, platform, place.role, place.agency, account],
  );
  useEffect(() => {
    if (pending.count === 0) return;
    const timer = setInterval(
      () => document.hidden || void snapshots.refresh(),
      hub ? REFRESH_MS : POLITE_REFRESH_MS,
    );
    return () => clearInterval(timer);
  }, [pending.count === 0, snapshots.refresh, hub]);
  const today = taipeiDay(new Date());
  const office: OfficeState = {
    platform,
    repository,
    session,
    files,
    register,
    place,
    go,
    scope,
    today,
    snapshots,
    pending,
  };
  const { role, tab, agency } = place;
  const tabs = TABS[role];
  const label = tabs.find(({ id }) => id === tab)!.label;
  useEffect(() => {
    document.title = document.title.replace(/^.*?(?=資料集管理)/, `${label}｜${ROLE_NAMES[role]}｜`);
  }, [role, label]);

  return (
    <>
      <TokenPanel platform={platform} session={session} />
      <nav class="roles-switch" aria-label="角色">
        <ul>
          {ROLES.map((own) => (
            <li key={own}>
              <a
                href={hashOf({ ...placeOf(`#${own}`), ...(agency ? { agency } : {}) })}
                aria-current={own === role ? "page" : undefined}
              >
                {ROLE_NAMES[own]}
              </a>
            </li>
          ))}
        </ul>
        <ScopeBar office={office} />
      </nav>
      <Tabs
        label={ROLE_NAMES[role]}
        tabs={tabs}
        selected={tab}
        onSelect={(id) => go({ role, tab: id, ...(agency ? { agency } : {}) })}
      />
      <div role="tabpanel" id={panelId(tab)} aria-labelledby={tabId(tab)} tabIndex={-1}>
        <h2 class="vh">{label}</h2>
        <Panel key={`${role} ${tab}`} office={office} />
      </div>
    </>
  );
}
