import type { RoleChange } from "../../../desk/register-change.ts";
import type { SubmitRequest } from "../shared/SubmitDialog.tsx";
import { readerOf } from "./snapshots.ts";
import type { OfficeState } from "./state.ts";

const CODEOWNERS = ".github/CODEOWNERS";

/**
 * The submission that changes the register (mission M2), from the files as they stand on the main branch now.
 * @throws an error with a Chinese message where it can't be made
 */
export async function requestFor(
  office: OfficeState,
  kind: "change" | "remove",
  change: RoleChange,
): Promise<SubmitRequest> {
  const { repository, session, files, platform } = office;
  const [reader, { changeRegister, removeRole }] = await Promise.all([
    readerOf(repository!, session.hub),
    import("../../../desk/register-change.ts"),
  ]);
  const path = `agencies/${change.listedIn}/agency.yaml`;
  const [text, codeowners] = await Promise.all([reader.read(path), reader.read(CODEOWNERS)]);
  const result = (kind === "change" ? changeRegister : removeRole)({
    change,
    texts: new Map(text === undefined ? [] : [[path, text]]),
    register: files,
    operators: platform.operators,
    codeowners,
  });
  if ("problem" in result) throw new Error(result.problem);
  const stamp = new Date().toISOString().slice(0, 16).replace(/\D/g, "");
  return {
    files: result.files.map((file) => ({
      ...file,
      existing: file.path === CODEOWNERS ? codeowners !== undefined : text !== undefined,
    })),
    title: result.title,
    body: result.body,
    branch: `desk/register-${change.person.account}-${stamp}`,
    draft: false,
  };
}
