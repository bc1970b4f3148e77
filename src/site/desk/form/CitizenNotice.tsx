import { useEffect, useState } from "preact/hooks";
import { correctionNotice, type Editor } from "../../../desk/correction.ts";
import type { DeskPlatform, DeskRegister } from "../../../desk/data.ts";
import { loadJson } from "../shared/load.ts";
import type { Session } from "../shared/session.ts";

/** Whether the register lists an account; the code and the list come only where somebody is connected. */
async function editorOf(account: string, platform: DeskPlatform): Promise<Editor> {
  const [{ buildRegister, isListed }, agencies] = await Promise.all([
    import("../../../review/register.ts"),
    loadJson<DeskRegister>("office/register.json"),
  ]);
  return isListed(buildRegister(agencies, platform.operators), account) ? "officer" : "citizen";
}

/** Tells whoever edits a published dataset that it may go out as 民眾修正 (mission A15). */
export function CitizenNotice({ platform, session }: { platform: DeskPlatform; session: Session }) {
  const account = session.hub?.login;
  const [known, setKnown] = useState<{ account: string; editor: Editor }>();
  useEffect(() => {
    if (account === undefined) return;
    let latest = true;
    editorOf(account, platform).then(
      (editor) => latest && setKnown({ account, editor }),
      () => latest && setKnown(undefined),
    );
    return () => {
      latest = false;
    };
  }, [account]);
  const editor = account !== undefined && known?.account === account ? known.editor : "unknown";
  // Who is connected is told once it is known.
  if (account !== undefined && editor === "unknown") return null;
  const paragraphs = correctionNotice(editor, account);
  if (paragraphs.length === 0) return null;
  return (
    <div class="message" role="status">
      {paragraphs.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}
