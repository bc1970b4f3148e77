import type { Repository } from "./model.ts";
import { alert, html, nameOf, redirect, shown, signIn, type Visit, type WebAnswer } from "./web-html.ts";
import { WorldError } from "./world.ts";

/*
 * GitHub's page "Comparing changes", from which a pull request is opened. `expand=1` or `quick_pull=1` in the address
 * shows the form at once; `title` and `body` fill it ("Using query parameters to create a pull request").
 */

interface Side {
  repository: Repository;
  branch: string;
  oid: string;
}

/** Both ends of `BASE...HEAD`; a head alone is compared with the default branch. */
function sidesOf(
  { world }: Visit,
  repository: Repository,
  range: string,
): { base: Side; head: Side } | undefined {
  const root = repository.fork ?? nameOf(repository);
  /** `branch`, `owner:branch` or `owner:repository:branch`, of this repository or one of its copies. */
  const side = (end: string): Side | undefined => {
    const parts = end.split(":");
    const branch = parts.at(-1)!;
    const [owner = repository.owner, name] = parts.slice(0, -1);
    const found = world
      .repositories()
      .find(
        (each) =>
          each.owner.toLowerCase() === owner.toLowerCase() &&
          [each.fork, nameOf(each)].includes(root) &&
          (name === undefined || each.name.toLowerCase() === name.toLowerCase()),
      );
    const oid = found && world.git(nameOf(found)).refs.get(`refs/heads/${branch}`);
    return oid === undefined ? undefined : { repository: found!, branch, oid };
  };
  const [first = "", second] = range.split("...");
  const base = side(second === undefined ? repository.defaultBranch : first);
  const head = side(second ?? first);
  return base && head && { base, head };
}

/** Text that a repository wants at the beginning of a pull request's description. */
function template({ world }: Visit, { repository, oid }: Side): string {
  const git = world.git(nameOf(repository));
  for (const folder of [".github/", "", "docs/"]) {
    const entry = git.entry(oid, `${folder}pull_request_template.md`);
    if (entry) return Buffer.from(git.readBlob(entry.oid)).toString("utf8");
  }
  return "";
}

const PARAMETERS = ["expand", "quick_pull", "title", "body"];

/** `/O/N/compare/BASE...HEAD`; `problem` tells why a pull request was refused. */
export function comparePage(
  visit: Visit,
  repository: Repository,
  range: string,
  given: URLSearchParams = visit.query,
  problem?: string,
): WebAnswer | undefined {
  const { world, viewer } = visit;
  const sides = sidesOf(visit, repository, range);
  if (!sides) return undefined;
  const { base, head } = sides;
  const git = world.git(nameOf(repository));
  const from = git.mergeBase(base.oid, head.oid);
  const commits = from === undefined ? [] : git.log(from, head.oid);
  for (const name of visit.query.keys()) {
    if (!PARAMETERS.includes(name)) visit.unexpected.push(`GET ${visit.path}: query ${name}`);
  }
  const isOpen =
    problem !== undefined || ["expand", "quick_pull"].some((name) => visit.query.get(name) === "1");
  if (isOpen && viewer === undefined) return signIn(visit);
  const known = [...base.repository.issues.values()].find(
    ({ state, pull }) =>
      state === "open" &&
      pull?.headRepository === nameOf(head.repository) &&
      pull.headBranch === head.branch &&
      pull.baseBranch === base.branch,
  );
  const files =
    from === undefined
      ? []
      : git
          .diff(git.readCommit(from).tree, git.readCommit(head.oid).tree)
          .map(
            ({ path }) =>
              html`<section class="box"><div class="head"><code>${path}</code></div><pre>${git.patch(git.readCommit(from).tree, git.readCommit(head.oid).tree, path)}</pre></section>`,
          );
  const [subject = "", ...more] = (commits.length === 1 ? commits[0]!.message : head.branch)
    .trimEnd()
    .split("\n");
  const written = [more.join("\n").trim(), template(visit, base)].filter((text) => text !== "").join("\n\n");
  const offer = known
    ? html`<p><a class="button" href="/${nameOf(base.repository)}/pull/${known.number}">View pull request</a> #${known.number} ${known.title}</p>`
    : commits.length === 0
      ? html`<p>There isn’t anything to compare.</p>`
      : isOpen
        ? html`<form method="post" action="${visit.path}"><label for="title">Add a title</label><input type="text" id="title" name="title" value="${given.get("title") ?? subject}" required>
<label for="body">Add a description</label><textarea id="body" name="body" rows="10">
${given.get("body") ?? written}</textarea>
<p class="actions"><button class="main">Create pull request</button> <button name="draft" value="1">Create draft pull request</button></p></form>`
        : html`<form action="${visit.path}"><input type="hidden" name="expand" value="1">${["title", "body"].map((name) => given.has(name) && html`<input type="hidden" name="${name}" value="${given.get(name)!}">`)}<p class="actions"><button class="main">Create pull request</button></p></form>`;
  const body = html`<h1>${isOpen ? "Open a pull request" : "Comparing changes"}</h1>${problem && alert(problem)}
<p>base: <code>${nameOf(base.repository)}:${base.branch}</code> ← compare: <code>${nameOf(head.repository)}:${head.branch}</code></p>
${offer}<ul class="plain rows">${commits.map((commit) => html`<li>${commit.message.split("\n")[0]} <small>${commit.oid.slice(0, 7)}</small></li>`)}</ul>${files}`;
  return shown(visit, "Comparing changes", repository, body, problem === undefined ? 200 : 422);
}

/** 「Create pull request」 or 「Create draft pull request」. */
export async function openPull(
  visit: Visit,
  repository: Repository,
  range: string,
  form: URLSearchParams,
): Promise<WebAnswer | undefined> {
  const sides = sidesOf(visit, repository, range);
  if (!sides) return undefined;
  if (visit.viewer === undefined) return signIn(visit);
  const { base, head } = sides;
  try {
    const number = await visit.world.person(visit.viewer).openPullRequest(nameOf(base.repository), {
      head: `${head.repository.owner}:${head.branch}`,
      title: form.get("title") ?? "",
      body: form.get("body") ?? "",
      draft: form.get("draft") === "1",
      baseBranch: base.branch,
    });
    return redirect(`/${nameOf(base.repository)}/pull/${number}`);
  } catch (cause) {
    if (!(cause instanceof WorldError)) throw cause;
    const details = (cause.errors as { message?: string }[] | undefined)?.map(({ message }) => message);
    return comparePage(visit, repository, range, form, details?.filter(Boolean).join(" ") || cause.message);
  }
}
