import type { Comment, Issue, Label, Reaction, Repository, Review } from "./model.ts";
import type { World } from "./world.ts";

/*
 * Objects as GitHub's REST API shows them. Webhooks carry the same ones, so both are built here; the descriptions of
 * both are checked whenever one is sent.
 */

export type Shape = Record<string, unknown>;
type Pull = Issue & { pull: NonNullable<Issue["pull"]> };

/** Root of the API: of github.com its own host, of the double the double itself. */
export const apiRoot = (world: World) =>
  world.origin === "https://github.com" ? "https://api.github.com" : world.origin;

const nameOf = (repository: Repository) => `${repository.owner}/${repository.name}`;
export const apiOf = (world: World, repository: Repository) =>
  `${apiRoot(world)}/repos/${nameOf(repository)}`;
export const webOf = (world: World, repository: Repository) => `${world.origin}/${nameOf(repository)}`;

/** Kept for each world, since the same person stands in every object many times. */
const users = new WeakMap<World, Map<string, Shape>>();

export function restUser(world: World, login: string): Shape {
  if (!users.has(world)) users.set(world, new Map());
  const account = world.account(login);
  const key = `${account.login} ${account.type}`;
  const known = users.get(world)!.get(key);
  if (known) return known;
  const url = `${apiRoot(world)}/users/${encodeURIComponent(account.login)}`;
  const page = account.type === "Bot" ? `apps/${account.login.replace("[bot]", "")}` : account.login;
  const shape: Shape = {
    login: account.login,
    id: account.id,
    node_id: accountNodeId(account),
    avatar_url: `${world.origin}/avatars/${account.id}`,
    gravatar_id: "",
    url,
    html_url: `${world.origin}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: "public",
    site_admin: false,
  };
  users.get(world)!.set(key, shape);
  return shape;
}

const ACCOUNT_KINDS = { User: "U", Bot: "BOT", Organization: "O" };

/** Node id of an account, as the world finds it. */
export const accountNodeId = ({ id, type }: { id: number; type: "User" | "Bot" | "Organization" }) =>
  `${ACCOUNT_KINDS[type]}_${Buffer.from(String(id)).toString("base64url")}`;

const addresses = new WeakMap<World, Map<string, Shape>>();

/** Addresses of a repository, which never change. */
function repositoryAddresses(world: World, repository: Repository): Shape {
  if (!addresses.has(world)) addresses.set(world, new Map());
  const known = addresses.get(world)!.get(nameOf(repository));
  if (known) return known;
  const url = apiOf(world, repository);
  const web = webOf(world, repository);
  const host = new URL(world.origin).host;
  const shape: Shape = {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: nameOf(repository),
    private: false,
    html_url: web,
    url,
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
    clone_url: `${web}.git`,
    git_url: `git://${host}/${nameOf(repository)}.git`,
    ssh_url: `git@${host}:${nameOf(repository)}.git`,
    svn_url: web,
    mirror_url: null,
    homepage: null,
    description: null,
    language: null,
    license: null,
    archived: false,
    disabled: false,
    visibility: "public",
    is_template: false,
    topics: [],
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    has_downloads: true,
    has_discussions: false,
    allow_forking: true,
    web_commit_signoff_required: false,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    forks: 0,
    forks_count: 0,
    network_count: 0,
    subscribers_count: 0,
  };
  addresses.get(world)!.set(nameOf(repository), shape);
  return shape;
}

export function restRepository(world: World, repository: Repository): Shape {
  const open = world.openCount(nameOf(repository));
  return {
    ...repositoryAddresses(world, repository),
    owner: restUser(world, repository.owner),
    fork: repository.fork !== undefined,
    default_branch: repository.defaultBranch,
    has_pages: repository.settings.pages !== undefined,
    open_issues: open,
    open_issues_count: open,
    created_at: repository.createdAt ?? null,
    updated_at: repository.pushedAt ?? repository.createdAt ?? null,
    pushed_at: repository.pushedAt ?? null,
  };
}

export function restLabel(world: World, repository: Repository, label: Label): Shape {
  return {
    id: label.id,
    node_id: `LA_${Buffer.from(`${repository.id}:${label.id}`).toString("base64url")}`,
    url: `${apiOf(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description === "" ? null : label.description,
  };
}

/** Labels of an issue; one that the repository has lost shows nowhere. */
const labelsOf = (world: World, repository: Repository, issue: Issue): Shape[] =>
  issue.labels.flatMap((name) => {
    const label = repository.labels.get(name.toLowerCase());
    return label ? [restLabel(world, repository, label)] : [];
  });

const reactions = (url: string, given: readonly Reaction[] = []) => {
  const count = (content: Reaction["content"]) => given.filter((each) => each.content === content).length;
  return {
    url: `${url}/reactions`,
    total_count: given.length,
    "+1": count("THUMBS_UP"),
    "-1": count("THUMBS_DOWN"),
    laugh: count("LAUGH"),
    hooray: count("HOORAY"),
    confused: count("CONFUSED"),
    heart: count("HEART"),
    rocket: count("ROCKET"),
    eyes: count("EYES"),
  };
};

export function restIssue(world: World, repository: Repository, issue: Issue): Shape {
  const root = apiOf(world, repository);
  const url = `${root}/issues/${issue.number}`;
  const web = `${webOf(world, repository)}/${issue.pull ? "pull" : "issues"}/${issue.number}`;
  const pull = `${root}/pulls/${issue.number}`;
  return {
    id: issue.id,
    node_id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    url,
    repository_url: root,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: web,
    user: restUser(world, issue.author),
    labels: labelsOf(world, repository, issue),
    state: issue.state,
    state_reason: issue.state === "closed" && !issue.pull ? "completed" : null,
    locked: false,
    active_lock_reason: null,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt ?? null,
    author_association: world.association(nameOf(repository), issue.author),
    body: issue.body === "" ? null : issue.body,
    reactions: reactions(url, issue.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    ...(issue.pull
      ? {
          draft: issue.pull.draft,
          pull_request: {
            url: pull,
            html_url: web,
            diff_url: `${web}.diff`,
            patch_url: `${web}.patch`,
            merged_at: issue.pull.merged?.at ?? null,
          },
        }
      : {}),
  };
}

function side(world: World, fullName: string, ref: string, sha: string): Shape {
  const repository = world.repository(fullName);
  return {
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user: restUser(world, repository.owner),
    repo: restRepository(world, repository),
  };
}

/** A pull request as lists and reviews show it. */
export function restPullRequestSimple(world: World, repository: Repository, issue: Issue): Shape {
  const { pull, number } = issue as Pull;
  const root = apiOf(world, repository);
  const url = `${root}/pulls/${number}`;
  const issueUrl = `${root}/issues/${number}`;
  const web = `${webOf(world, repository)}/pull/${number}`;
  const statuses = `${root}/statuses/${pull.headOid}`;
  const link = (href: string) => ({ href });
  const merge = world.git(nameOf(repository)).refs.get(`refs/pull/${number}/merge`);
  const { autoMerge } = pull;
  return {
    id: issue.id,
    node_id: issue.nodeId,
    number,
    url,
    html_url: web,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${root}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
    state: issue.state,
    locked: false,
    active_lock_reason: null,
    title: issue.title,
    user: restUser(world, issue.author),
    body: issue.body === "" ? null : issue.body,
    labels: labelsOf(world, repository, issue),
    milestone: null,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt ?? null,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.merged?.commit ?? merge ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.requestedReviewers.map((login) => restUser(world, login)),
    requested_teams: [],
    head: side(world, pull.headRepository, pull.headBranch, pull.headOid),
    base: side(world, nameOf(repository), pull.baseBranch, pull.baseOid),
    _links: {
      self: link(url),
      html: link(web),
      issue: link(issueUrl),
      comments: link(`${issueUrl}/comments`),
      review_comments: link(`${url}/comments`),
      review_comment: link(`${root}/pulls/comments{/number}`),
      commits: link(`${url}/commits`),
      statuses: link(statuses),
    },
    author_association: world.association(nameOf(repository), issue.author),
    auto_merge: autoMerge
      ? {
          enabled_by: restUser(world, autoMerge.by),
          merge_method: autoMerge.method.toLowerCase(),
          commit_title: `${issue.title} (#${number})`,
          commit_message: "",
        }
      : null,
    draft: pull.draft,
  };
}

export function restPullRequest(world: World, repository: Repository, issue: Issue): Shape {
  const { pull, number } = issue as Pull;
  const name = nameOf(repository);
  const { mergeable, mergeStateStatus } = world.verdict(name, number);
  const size = world.pullSize(name, number);
  return {
    ...restPullRequestSimple(world, repository, issue),
    merged: pull.merged !== undefined,
    mergeable: mergeable === "UNKNOWN" ? null : mergeable === "MERGEABLE",
    rebaseable: mergeable === "UNKNOWN" ? null : mergeable === "MERGEABLE",
    mergeable_state: mergeStateStatus.toLowerCase(),
    merged_by: pull.merged ? restUser(world, pull.merged.by) : null,
    comments: issue.comments.length,
    review_comments: pull.reviews.reduce((sum, review) => sum + review.lineComments, 0),
    maintainer_can_modify: false,
    commits: size.commits,
    additions: size.additions,
    deletions: size.deletions,
    changed_files: size.files,
  };
}

export function restComment(world: World, repository: Repository, issue: Issue, comment: Comment): Shape {
  const root = apiOf(world, repository);
  const url = `${root}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: comment.nodeId,
    url,
    html_url: `${webOf(world, repository)}/${issue.pull ? "pull" : "issues"}/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${root}/issues/${issue.number}`,
    user: restUser(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.editedAt ?? comment.createdAt,
    author_association: world.association(nameOf(repository), comment.author),
    body: comment.body,
    reactions: reactions(url),
    performed_via_github_app: null,
  };
}

/** Over REST a review's state is in capitals; webhooks write it small. */
export function restReview(world: World, repository: Repository, issue: Issue, review: Review): Shape {
  const web = `${webOf(world, repository)}/pull/${issue.number}#pullrequestreview-${review.id}`;
  const pull = `${apiOf(world, repository)}/pulls/${issue.number}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: restUser(world, review.author),
    body: review.body,
    state: review.state,
    html_url: web,
    pull_request_url: pull,
    author_association: world.association(nameOf(repository), review.author),
    _links: { html: { href: web }, pull_request: { href: pull } },
    submitted_at: review.submittedAt,
    commit_id: review.commit,
  };
}
