import { useId } from "preact/hooks";
import { ROLE_NAMES } from "../../../review/decision-table.ts";
import { ownAgencies } from "./scope.ts";
import type { OfficeState } from "./state.ts";

/** Whose datasets are in view: one's own, everybody's, or one agency's with those below it. */
export function ScopeBar({ office }: { office: OfficeState }) {
  const { platform, session, place, go } = office;
  const id = useId();
  const ministries = platform.agencies.filter(({ code, ministry }) => code === ministry);
  const { pull: _, agency, ...rest } = place;
  return (
    <div class="control">
      <label class="vh" for={id}>
        機關
      </label>
      <select
        id={id}
        value={agency ?? ""}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          go({ ...rest, ...(chosen ? { agency: chosen } : {}) });
        }}
      >
        {session.hub ? (
          <>
            <option value="">我負責的機關</option>
            <option value="all">全部機關</option>
          </>
        ) : (
          <option value="">全部機關</option>
        )}
        {ministries.map((ministry) => {
          const below = platform.agencies.filter((a) => a.ministry === ministry.code && a !== ministry);
          return (
            <optgroup key={ministry.code} label={ministry.name}>
              <option value={ministry.code}>
                {ministry.name}
                {below.length > 0 && "（含所屬機關）"}
              </option>
              {below.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </optgroup>
          );
        })}
      </select>
    </div>
  );
}

/** Tells somebody who has not the role in view where it comes from (manual 三, 四). */
export function RoleNote({ office }: { office: OfficeState }) {
  const { session, register, place } = office;
  const { role, agency } = place;
  if (!session.hub || agency) return null;
  const own = ownAgencies(register, session.hub.login, role);
  if (!own || own.size > 0) return null;
  return (
    <p class="message">
      您的帳號還沒有「{ROLE_NAMES[role]}」的身分，所以沒有您負責的項目。
      {role === "administrator" ? "部會管理者由平臺管理者登錄。" : "請洽貴機關所屬部會的部會管理者授權。"}
      仍可在上方選擇「全部機關」查看公開的清單。
    </p>
  );
}
