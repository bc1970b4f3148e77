import { useId, useMemo, useState } from "preact/hooks";
import {
  type AgencyRole,
  accountKey,
  isAccount,
  type Person,
  ROLE_LABELS,
} from "../../../catalogue/grants.ts";
import { SubmitDialog, type SubmitRequest } from "../shared/SubmitDialog.tsx";
import { Problem } from "./parts.tsx";
import { requestFor } from "./register-request.ts";
import { withBelow } from "./scope.ts";
import { wordsOf } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";

/** The two that the manual lets an administrator grant (manual 三.2). */
const ROLES: readonly AgencyRole[] = ["provider", "reviewer"];
const SOMEBODY_NEW = "+";

/** 部會授權管理 (manual 三.2): person × role × agencies, moved with >> and <<. */
export function Authorise({ office }: { office: OfficeState }) {
  const { platform, register, scope, session } = office;
  const { agencies } = platform;
  const [account, setAccount] = useState("");
  const [fresh, setFresh] = useState<Person>({ account: "", displayName: "" });
  const [role, setRole] = useState<AgencyRole>();
  const [listedIn, setListedIn] = useState<string>();
  /** Codes on the right; undefined for those that the register has now. */
  const [wanted, setWanted] = useState<string[]>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [request, setRequest] = useState<SubmitRequest>();
  const [said, setSaid] = useState<string>();
  const id = useId();

  const own = useMemo(
    () => agencies.filter(({ code }) => scope.agencies?.has(code) ?? true),
    [agencies, scope],
  );
  const people = useMemo(() => {
    const codes = new Set(own.map(({ code }) => code));
    const found = new Map<string, Person & { listedIn: string }>();
    for (const { person, agency, listedIn: file } of register.grants) {
      if (!codes.has(agency) && !codes.has(file)) continue;
      const key = accountKey(person.account);
      if (!found.has(key)) found.set(key, { ...person, listedIn: file });
    }
    return [...found.values()].sort((a, b) => a.displayName.localeCompare(b.displayName, "zh-Hant"));
  }, [register, own]);

  const isNew = account === SOMEBODY_NEW;
  const known = people.find((person) => person.account === account);
  const grants = register.grants.filter(
    (g) => known && accountKey(g.person.account) === accountKey(known.account),
  );
  const nameOf = (code: string) => register.agencies.get(code)?.name ?? code;
  const ministryOf = (code: string) => agencies.find((agency) => agency.code === code)?.ministry ?? code;
  /** Files that may name the person: those that do, and their ministries'; for somebody new any. */
  const files = grants.map((grant) => grant.listedIn);
  const listings = isNew ? own.map(({ code }) => code) : [...new Set([...files, ...files.map(ministryOf)])];
  const ofRole = (file: string) =>
    grants.filter((g) => g.role === role && g.listedIn === file).map((g) => g.agency);
  const listing =
    listedIn !== undefined && listings.includes(listedIn)
      ? listedIn
      : (listings.find((file) => ofRole(file).length > 0) ?? listings[0]);
  const now = listing ? ofRole(listing) : [];
  const right = wanted ?? now;
  const may = listing ? withBelow(listing, agencies) : new Set<string>();
  const ministry = listing && ministryOf(listing);
  const left = agencies.filter((a) => may.has(a.code) && a.ministry === ministry && !right.includes(a.code));
  const ready = (isNew || known !== undefined) && role !== undefined && listing !== undefined;

  const reset = () => {
    setWanted(undefined);
    setProblem(undefined);
    setSaid(undefined);
  };
  const chosenIn = (list: string) =>
    [...(document.getElementById(`${id}-${list}`) as HTMLSelectElement).selectedOptions].map(
      (option) => option.value,
    );
  const fail = (text: string, control: string) => {
    setProblem(text);
    document.getElementById(`${id}-${control}`)?.focus();
  };

  const send = async () => {
    reset();
    setWanted(right);
    const person = isNew
      ? { account: fresh.account.trim(), displayName: fresh.displayName.trim() }
      : known && { account: known.account, displayName: known.displayName };
    if (!person) return fail("請先選擇機關人員。", "person");
    if (!isAccount(person.account)) return fail("請填寫機關人員的 GitHub 帳號，不含 @。", "account");
    if (person.displayName === "") return fail("請填寫機關人員的姓名或職稱。", "name");
    if (role === undefined || listing === undefined) return fail("請選擇角色。", `role-${ROLES[0]}`);
    if ([...right].sort().join() === [...now].sort().join()) return fail("選取的機關沒有變動。", "left");
    setBusy(true);
    try {
      setRequest(await requestFor(office, "change", { person, role, listedIn: listing, agencies: right }));
    } catch (cause) {
      setProblem(wordsOf(cause));
    }
    setBusy(false);
  };

  if (!office.repository) return <p class="message">平臺設定沒有登記儲存庫，無法送出授權異動。</p>;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void send();
      }}
    >
      <p>
        選擇機關人員與角色，用「&gt;&gt;」把要負責的機關移到右邊，不需要的用「&lt;&lt;」移回左邊，再按「送出」。同一人有不同角色時，一次送出一個角色。
      </p>
      <div class="bar">
        <div class="control">
          <label for={`${id}-person`}>機關人員</label>
          <select
            id={`${id}-person`}
            value={account}
            onChange={(event) => {
              setAccount(event.currentTarget.value);
              setListedIn(undefined);
              reset();
            }}
          >
            <option value="">請選擇機關人員</option>
            {people.map((person) => (
              <option key={person.account} value={person.account}>
                {person.displayName}（{person.account}，{nameOf(person.listedIn)}）
              </option>
            ))}
            <option value={SOMEBODY_NEW}>新的機關人員……</option>
          </select>
        </div>
        {isNew && (
          <>
            <div class="control">
              <label for={`${id}-account`}>GitHub 帳號</label>
              <input
                id={`${id}-account`}
                value={fresh.account}
                autocomplete="off"
                onInput={(event) => setFresh({ ...fresh, account: event.currentTarget.value })}
              />
            </div>
            <div class="control">
              <label for={`${id}-name`}>姓名或職稱</label>
              <input
                id={`${id}-name`}
                value={fresh.displayName}
                autocomplete="off"
                onInput={(event) => setFresh({ ...fresh, displayName: event.currentTarget.value })}
              />
            </div>
          </>
        )}
      </div>
      <fieldset class="choices">
        <legend>角色</legend>
        {ROLES.map((own) => (
          <label key={own}>
            <input
              id={`${id}-role-${own}`}
              type="radio"
              name={`${id}-role`}
              checked={role === own}
              onChange={() => {
                setRole(own);
                setListedIn(undefined);
                reset();
              }}
            />
            {ROLE_LABELS[own].zh}
          </label>
        ))}
      </fieldset>
      {ready && listings.length > 1 && (
        <div class="bar">
          <div class="control">
            <label for={`${id}-listing`}>授權登錄於</label>
            <select
              id={`${id}-listing`}
              value={listing}
              aria-describedby={`${id}-listing-hint`}
              onChange={(event) => {
                setListedIn(event.currentTarget.value);
                reset();
              }}
            >
              {listings.map((code) => (
                <option key={code} value={code}>
                  {nameOf(code)}
                </option>
              ))}
            </select>
            <span class="hint" id={`${id}-listing-hint`}>
              一個機關的檔案只能授權該機關與所屬機關；要協助部會下的其他機關，請選部會。
            </span>
          </div>
        </div>
      )}
      {ready && (
        <div class="transfer">
          <div class="control">
            <label for={`${id}-left`}>全部或剩餘的機關</label>
            <select id={`${id}-left`} multiple>
              {left.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          <div class="buttons">
            <button
              type="button"
              class="button"
              aria-label="加入選取的機關 >>"
              onClick={() => setWanted([...right, ...chosenIn("left")])}
            >
              &gt;&gt;
            </button>
            <button
              type="button"
              class="button"
              aria-label="移除選取的機關 <<"
              onClick={() => {
                const gone = new Set(chosenIn("right"));
                setWanted(right.filter((code) => !gone.has(code)));
              }}
            >
              &lt;&lt;
            </button>
          </div>
          <div class="control">
            <label for={`${id}-right`}>目前選取的機關</label>
            <select id={`${id}-right`} multiple>
              {right.map((code) => (
                <option key={code} value={code}>
                  {nameOf(code)}
                </option>
              ))}
            </select>
          </div>
        </div>
      )}
      <Problem text={problem} />
      <div role="status">{said && <p class="message good">{said}</p>}</div>
      <p class="buttons">
        <button type="submit" class="button primary" aria-disabled={busy}>
          {busy ? "準備中……" : "送出"}
        </button>
      </p>
      {request && (
        <SubmitDialog
          platform={platform}
          session={session}
          request={request}
          onDone={() => {
            setSaid("授權異動已送出；由部會管理者或平臺管理者核准後生效，並列入使用紀錄。");
            void office.snapshots.refresh();
          }}
          onClose={() => setRequest(undefined)}
        />
      )}
    </form>
  );
}
