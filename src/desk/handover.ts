import type { Repository } from "./data.ts";

/*
 * Ways to GitHub's own pages for people without a token: what is to be done there opens in a new window, with as much
 * filled in as an address holds; the rest waits on the clipboard.
 */

/** What a person does on GitHub's own page, without a token. */
export interface Handover {
  /** Opens GitHub's page. */
  url: string;
  /** Goes to the clipboard first; absent where the address carries all. */
  clipboard?: string;
  /** What to do there, in Chinese; buttons by GitHub's own words. */
  steps: string[];
}

/** Longer addresses fail on GitHub, in bytes. */
const LONGEST_ADDRESS = 2000;

/** File of the issue form 申請下架／重新上架, in .github/ISSUE_TEMPLATE. */
const REQUEST_FORM = "request.yml";

const SIGN_IN = "登入 GitHub。第一次使用會看到「Fork this repository」，按下即可（系統會為您準備一份副本）。";
const PULL_REQUEST =
  "下一頁按「Create pull request」，再按一次就送審。要先暫存，按它右邊的箭頭改選「Create draft pull request」。";

const home = ({ web, owner, name }: Repository) => [web, ...[owner, name].map(encodeURIComponent)].join("/");
const below = (path: string) => path.split("/").map(encodeURIComponent).join("/");
const isShort = (url: string) => new TextEncoder().encode(url).length < LONGEST_ADDRESS;
const pullAddress = (repository: Repository, number: number) => `${home(repository)}/pull/${number}`;
const commitStep = (message: string) =>
  `按右上角「Commit changes…」，第一欄填「${message}」，再按「Propose changes」。直接修改自己的送件時，按鈕是「Commit changes」。`;

/**
 * A new file on GitHub's page for new files (mission P2, P3).
 * @param path below the repository's root
 * @param message what the person writes as the commit's message: the submission's title
 */
export function newFile(repository: Repository, path: string, text: string, message: string): Handover {
  const page = `${home(repository)}/new/${below(repository.branch)}`;
  const filled = `${page}?${new URLSearchParams({ filename: path, value: text })}`;
  const rest = [commitStep(message), PULL_REQUEST];
  if (isShort(filled)) return { url: filled, steps: [SIGN_IN, "確認檔名與內容都已填好。", ...rest] };
  return {
    url: `${page}?${new URLSearchParams({ filename: path })}`,
    clipboard: text,
    steps: [SIGN_IN, "檔名已填好。在下方空白的編輯區按一下，再按 Ctrl+V 貼上內容。", ...rest],
  };
}

/**
 * An existing file on GitHub's page for editing, which takes no content from the address (mission P9).
 * @param repository with the branch on which the file is edited: the main one, or that of an own submission
 */
export function editFile(repository: Repository, path: string, text: string, message: string): Handover {
  return {
    url: `${home(repository)}/edit/${below(repository.branch)}/${below(path)}`,
    clipboard: text,
    steps: [
      SIGN_IN,
      "在編輯區按一下，按 Ctrl+A 全選，再按 Ctrl+V 貼上，取代原來的內容。",
      commitStep(message),
      PULL_REQUEST,
    ],
  };
}

/**
 * A command as a comment on a submission, such as `/抽回`, `/送審`, `/退回 說明` or `/通過`.
 * @param number of the pull request
 */
export function command(repository: Repository, number: number, text: string): Handover {
  return {
    url: `${pullAddress(repository, number)}#issuecomment-new`,
    clipboard: text,
    steps: [
      "登入 GitHub。",
      "到頁面最下方的留言框，按 Ctrl+V 貼上。",
      "按「Comment」。系統會在這件送件回覆結果。",
    ],
  };
}

const REQUESTS = {
  takedown: "申請下架",
  relisting: "重新上架",
} as const;
/** 下架原因, as the form's options read. */
const REASONS = { A: "A 公益情事變更", B: "B 侵害第三人權利" } as const;

/**
 * The issue form for a takedown or a relisting (mission P10, P11). Its lists can't be filled in from an address, so the
 * steps say what to choose.
 * @param explanation 說明, for the public
 */
export function requestForm(
  repository: Repository,
  form: keyof typeof REQUESTS,
  identifier: string,
  reason?: keyof typeof REASONS,
  explanation?: string,
): Handover {
  const page = (fields: Record<string, string>) =>
    `${home(repository)}/issues/new?${new URLSearchParams({
      template: REQUEST_FORM,
      title: `${REQUESTS[form]} ${identifier}`,
      identifier,
      ...fields,
    })}`;
  const filled = page(explanation ? { explanation } : {});
  const short = isShort(filled);
  const choose = reason
    ? `「申請事項」選「${REQUESTS[form]}」，「下架原因」選「${REASONS[reason]}」。`
    : `「申請事項」選「${REQUESTS[form]}」。`;
  return {
    url: short ? filled : page({}),
    ...(short ? {} : { clipboard: explanation! }),
    steps: [
      "登入 GitHub。資料集識別碼已填好。",
      choose,
      explanation
        ? short
          ? "確認「說明」的內容。"
          : "在「說明」按一下，再按 Ctrl+V 貼上。"
        : "在「說明」寫明原因，會公開顯示。",
      "按「Create」。系統會代為建立送件，並在同一頁回覆連結。",
    ],
  };
}

/** Closing a submission (mission P6: 刪除). What is published already stays as it is. */
export function closePull(repository: Repository, number: number): Handover {
  return {
    url: `${pullAddress(repository, number)}#issuecomment-new`,
    steps: ["登入 GitHub。", "到頁面最下方，按「Close pull request」。送件就會刪除。"],
  };
}
