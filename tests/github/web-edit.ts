import type { Repository } from "./model.ts";
import { RANK } from "./rulesets.ts";
import {
  alert,
  encoded,
  html,
  nameOf,
  ownPath,
  redirect,
  shown,
  signIn,
  type Visit,
  type WebAnswer,
} from "./web-html.ts";
import { WorldError } from "./world.ts";

/*
 * Writing files on GitHub's pages: the editor, 「Commit changes…」, and for people without write access the copy of their
 * own (fork) into which 「Propose changes」 writes. Buttons and fields have GitHub's English names. GitHub opens a dialog
 * over the editor; here it is the page that the editor's button leads to.
 */

/** Where the editor stands: a branch, and the file or the folder for a new one. */
interface Place {
  branch: string;
  /** Its commit when the page was shown. */
  tip: string;
  path: string;
}

/** What `BRANCH/PATH` names; branches may hold slashes. */
function placeOf({ world }: Visit, repository: Repository, rest: readonly string[]): Place | undefined {
  const { refs } = world.git(nameOf(repository));
  for (let length = 1; length <= rest.length; length++) {
    const branch = rest.slice(0, length).join("/");
    const tip = refs.get(`refs/heads/${branch}`);
    if (tip !== undefined) return { branch, tip, path: rest.slice(length).join("/").replace(/\/$/, "") };
  }
  return undefined;
}

const mayWrite = ({ world, viewer }: Visit, repository: Repository) =>
  viewer !== undefined && RANK[world.permission(nameOf(repository), viewer)] >= RANK.write;

/** The viewer's own copy of a repository. */
export const forkOf = ({ world, viewer }: Visit, repository: Repository): Repository | undefined =>
  world.repositories().find(({ owner, fork }) => owner === viewer && fork === nameOf(repository));

/** What is in the editor. */
interface Draft {
  /** Whole path. */
  filename: string;
  value: string;
  message: string;
  description: string;
  /** Commit that the editor began from. */
  tip: string;
}

const readFile = ({ world }: Visit, repository: Repository, commit: string, path: string) => {
  const git = world.git(nameOf(repository));
  const entry = git.entry(commit, path);
  if (entry?.mode !== "100644" && entry?.mode !== "100755") return undefined;
  return Buffer.from(git.readBlob(entry.oid)).toString("utf8");
};

const heading = (place: Place, isNew: boolean, repository: Repository) =>
  html`<h1>${isNew ? "Create new file" : `Editing ${place.path}`} <span class="number">${nameOf(repository)} ${place.branch}</span></h1>`;

const borrowed = (visit: Visit, repository: Repository) =>
  !mayWrite(visit, repository) &&
  html`<p class="dim">You’re making changes in a project you don’t have write access to. Submitting a change will write it to a new branch in your fork <strong>${nameOf(forkOf(visit, repository)!)}</strong>, so you can send a pull request.</p>`;

/* ---------- the pages ---------- */

function editorPage(
  visit: Visit,
  repository: Repository,
  place: Place,
  isNew: boolean,
  draft: Draft,
  problem?: string,
): WebAnswer {
  const label = isNew ? "Enter file contents here" : `Editing ${place.path} file contents`;
  const body = html`${heading(place, isNew, repository)}${problem && alert(problem)}${borrowed(visit, repository)}
<form method="post" action="${visit.path}"><input type="hidden" name="step" value="prepare"><input type="hidden" name="tip" value="${draft.tip}"><input type="hidden" name="message" value="${draft.message}"><input type="hidden" name="description" value="${draft.description}">
<label for="filename">File name</label><input type="text" id="filename" name="filename" value="${draft.filename}" placeholder="Name your file..." autocomplete="off">
<label for="value">${label}</label><textarea class="code" id="value" name="value" rows="24" spellcheck="false">
${draft.value}</textarea>
<p class="actions"><button class="main">Commit changes…</button> <a href="/${nameOf(repository)}/tree/${encoded(place.branch)}/">Cancel changes</a></p></form>`;
  return shown(visit, isNew ? "New file" : `Editing ${place.path}`, repository, body, problem ? 422 : 200);
}

/** Why the branch itself takes no commits, in GitHub's words. */
const directRefusal = ({ world, viewer }: Visit, repository: Repository, branch: string) =>
  world.refusesPush(nameOf(repository), { login: viewer! }, `refs/heads/${branch}`, "update");

/** A name that no branch has yet, as GitHub proposes it. */
function freeBranch({ world }: Visit, repository: Repository, stem: string): string {
  const { refs } = world.git(nameOf(repository));
  for (let at = 1; ; at++) if (!refs.has(`refs/heads/${stem}-${at}`)) return `${stem}-${at}`;
}

function commitPage(
  visit: Visit,
  repository: Repository,
  place: Place,
  isNew: boolean,
  draft: Draft,
  problem?: string,
): WebAnswer {
  const isOwn = mayWrite(visit, repository);
  const refusal = isOwn ? directRefusal(visit, repository, place.branch) : undefined;
  const proposes = !isOwn || refusal !== undefined;
  const title = proposes ? "Propose changes" : "Commit changes";
  const hidden = Object.entries({ step: "commit", filename: draft.filename, tip: draft.tip }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const where = html`<fieldset><legend>Where to commit</legend>
<label class="choice"><input type="radio" name="choice" value="direct"${refusal === undefined ? html` checked` : html` disabled`}> Commit directly to the <code>${place.branch}</code> branch</label>${refusal !== undefined && html`<p class="dim">You can’t commit to <code>${place.branch}</code> because it is a protected branch: ${refusal}</p>`}
<label class="choice"><input type="radio" name="choice" value="branch"${refusal === undefined ? undefined : html` checked`}> Create a new branch for this commit and start a pull request</label>
<label for="branch">Branch name</label><input type="text" id="branch" name="branch" value="${freeBranch(visit, repository, `${visit.viewer}-patch`)}"></fieldset>`;
  const body = html`${heading(place, isNew, repository)}${problem && alert(problem)}
<form method="post" action="${visit.path}">${hidden}<textarea hidden name="value" aria-label="File contents">
${draft.value}</textarea><h2>${title}</h2>
<label for="message">Commit message</label><input type="text" id="message" name="message" value="${draft.message}" placeholder="${defaultMessage(draft, isNew)}">
<label for="description">Extended description</label><textarea id="description" name="description" rows="4" placeholder="Add an optional extended description..">
${draft.description}</textarea>${isOwn && where}
<p class="actions"><button class="main">${title}</button> <a href="${visit.path}">Cancel</a></p></form>`;
  return shown(visit, title, repository, body, problem ? 422 : 200);
}

const defaultMessage = ({ filename }: Draft, isNew: boolean) =>
  `${isNew ? "Create" : "Update"} ${filename.split("/").at(-1)}`;

function forkFirstPage(visit: Visit, repository: Repository): WebAnswer {
  const search = visit.query.size === 0 ? "" : `?${visit.query}`;
  const body = html`<h1>You need to fork this repository to propose changes.</h1>
<p>Sorry, you’re not able to edit this repository directly—you need to fork it and propose your changes from there instead.</p>
<form method="post" action="/${nameOf(repository)}/fork"><input type="hidden" name="return_to" value="${visit.path + search}">
<p class="actions"><button class="main">Fork this repository</button></p></form>`;
  return shown(visit, "Fork this repository", repository, body);
}

/** Parts of the address that fill the editor of a new file; GitHub documents none for an existing one. */
const PREFILLS = ["filename", "value", "message", "description"];

/** `/O/N/new/BRANCH/FOLDER?filename=&value=` and `/O/N/edit/BRANCH/PATH`. */
export function editor(
  visit: Visit,
  repository: Repository,
  section: "new" | "edit",
  rest: readonly string[],
): WebAnswer | undefined {
  const isNew = section === "new";
  const place = placeOf(visit, repository, rest);
  const text = place && !isNew ? readFile(visit, repository, place.tip, place.path) : "";
  if (!place || text === undefined) return undefined;
  if (visit.viewer === undefined) return signIn(visit);
  for (const name of visit.query.keys()) {
    if (!isNew || !PREFILLS.includes(name)) visit.unexpected.push(`GET ${visit.path}: query ${name}`);
  }
  if (!mayWrite(visit, repository) && !forkOf(visit, repository)) return forkFirstPage(visit, repository);
  const given = (name: string) => (isNew ? (visit.query.get(name) ?? "") : "");
  const folder = isNew && place.path ? `${place.path}/` : "";
  return editorPage(visit, repository, place, isNew, {
    filename: isNew ? folder + given("filename") : place.path,
    value: isNew ? given("value") : text,
    message: given("message"),
    description: given("description"),
    tip: place.tip,
  });
}

/* ---------- what the forms do ---------- */

/** Forms send line ends as CRLF; GitHub's editor keeps those of the file, and writes LF into a new one. */
function asWritten(value: string, before: string | undefined): string {
  const text = value.replace(/\r\n?/g, "\n");
  return before?.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
}

function faultOfName(filename: string, isTaken: boolean): string | undefined {
  if (filename.trim() === "" || filename.endsWith("/")) return "Filename can’t be blank.";
  if (filename.split("/").some((part) => ["", ".", ".."].includes(part) || /^\.git$/i.test(part))) {
    return "Filename contains a malformed path component.";
  }
  return isTaken
    ? "A file with the same name already exists. Please choose a different name and try again."
    : undefined;
}

/** Takes the editor's text, asks for the commit's message, writes the commit. */
export async function edit(
  visit: Visit,
  repository: Repository,
  section: "new" | "edit",
  rest: readonly string[],
  form: URLSearchParams,
): Promise<WebAnswer | undefined> {
  const { world } = visit;
  const isNew = section === "new";
  const place = placeOf(visit, repository, rest);
  if (!place) return undefined;
  if (visit.viewer === undefined) return signIn(visit);
  const isOwn = mayWrite(visit, repository);
  const fork = forkOf(visit, repository);
  if (!isOwn && !fork) return forkFirstPage(visit, repository);
  const text = (name: string) => form.get(name) ?? "";
  const before = isNew ? undefined : readFile(visit, repository, place.tip, place.path);
  const draft: Draft = {
    filename: text("filename").trim(),
    value: asWritten(text("value"), before),
    message: text("message").trim(),
    description: text("description").trim(),
    tip: text("tip"),
  };
  const isCommit = (oid: string) => world.git(nameOf(repository)).kind(oid) === "commit";
  const entry = world.git(nameOf(repository)).entry(place.tip, draft.filename);
  const isMoved = isNew || draft.filename !== place.path;
  const problem =
    faultOfName(draft.filename, isMoved && entry !== undefined) ??
    (!isNew && (!isCommit(draft.tip) || before !== readFile(visit, repository, draft.tip, place.path))
      ? `${place.path} has changed since you started editing it.`
      : undefined) ??
    (!isNew && !isMoved && draft.value === before ? "There are no changes to commit." : undefined);
  if (problem) return editorPage(visit, repository, place, isNew, draft, problem);
  if (text("step") !== "commit") return commitPage(visit, repository, place, isNew, draft);

  const files = {
    ...(isMoved && !isNew ? { [place.path]: null } : {}),
    [draft.filename]: draft.value,
  };
  const subject = draft.message || defaultMessage(draft, isNew);
  const message = draft.description ? `${subject}\n\n${draft.description.replace(/\r\n?/g, "\n")}` : subject;
  const person = world.person(visit.viewer);
  const base = encoded(place.branch);
  try {
    if (!isOwn) {
      const branch = freeBranch(visit, fork!, "patch");
      await person.commit(nameOf(fork!), branch, files, {
        message,
        from: `${nameOf(repository)}:${place.branch}`,
      });
      return redirect(`/${nameOf(repository)}/compare/${base}...${fork!.owner}:${fork!.name}:${branch}`);
    }
    if (text("choice") === "direct") {
      await person.commit(nameOf(repository), place.branch, files, { message });
      return redirect(`/${nameOf(repository)}/blob/${base}/${encoded(draft.filename)}`);
    }
    const branch = text("branch").trim();
    if (world.git(nameOf(repository)).refs.has(`refs/heads/${branch}`)) {
      throw new WorldError(422, `A branch named ${branch} already exists.`);
    }
    await person.commit(nameOf(repository), branch, files, { message, from: place.branch });
    return redirect(`/${nameOf(repository)}/compare/${base}...${encoded(branch)}?quick_pull=1`);
  } catch (cause) {
    if (!(cause instanceof WorldError)) throw cause;
    return commitPage(visit, repository, place, isNew, draft, cause.message);
  }
}

/** `/O/N/fork`. */
export function forkPage(visit: Visit, repository: Repository): WebAnswer {
  if (visit.viewer === undefined) return signIn(visit);
  const own = forkOf(visit, repository);
  const body = html`<h1>Create a new fork</h1>${
    own
      ? html`<p>You’ve already forked ${repository.name}: <a href="/${nameOf(own)}">${nameOf(own)}</a></p>`
      : html`<form method="post" action="${visit.path}"><p class="actions"><button class="main">Create fork</button></p></form>`
  }`;
  return shown(visit, "Create a new fork", repository, body);
}

/** Makes the viewer's own copy and goes back to where he came from. */
export async function fork(visit: Visit, repository: Repository, form: URLSearchParams): Promise<WebAnswer> {
  if (visit.viewer === undefined) return signIn(visit);
  const own = await visit.world.person(visit.viewer).fork(nameOf(repository));
  return redirect(form.has("return_to") ? ownPath(form.get("return_to")) : `/${nameOf(own)}`);
}
