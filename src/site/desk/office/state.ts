import type { DeskPlatform, DeskRegister, Repository } from "../../../desk/data.ts";
import type { Scope } from "../../../desk/workbench.ts";
import type { Register } from "../../../review/register.ts";
import type { Session } from "../shared/session.ts";
import type { Place } from "./address.ts";
import type { Pending } from "./pending.ts";
import type { Snapshots } from "./snapshots.ts";

/** What every tab is drawn from. */
export interface OfficeState {
  platform: DeskPlatform;
  /** Absent where the settings name none: then nothing can be sent. */
  repository: Repository | undefined;
  session: Session;
  /** Files of the register, and what they mean. */
  files: DeskRegister;
  register: Register;
  place: Place;
  /** Shows another place, and puts it into the address. */
  go(place: Place): void;
  scope: Scope;
  /** YYYY-MM-DD in Taipei. */
  today: string;
  snapshots: Snapshots;
  pending: Pending;
}
