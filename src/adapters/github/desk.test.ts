import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Double, startDouble } from "../../../tests/github/server.ts";
import type { Repository } from "../../desk/data.ts";
import { DeskError, type Hub, openHub, publicHub } from "./desk.ts";
import { type Call, type Reply, startServer } from "./server.test-helper.ts";

const REPO = "opendata/catalogue";
const PATH = "datasets/A41000000G/000001.yaml";
const TEXT = "identifier: A41000000G-000001\ntitle: 全國公車站牌\n";
const RIGHTS = { contents: "write", issues: "write", "pull-requests": "write" } as const;

let double: Double;

const wait = globalThis.setTimeout;
/** Pauses before a call is tried again, in milliseconds. */
const PAUSES = [1000, 3000, 4000, 9000];

/** The double's clock is this computer's, as GitHub's is; pauses are cut short. */
beforeEach(async () => {
  const short = (work: () => void, ms = 0, ...rest: []) => wait(work, PAUSES.includes(ms) ? 10 : ms, ...rest);
  vi.spyOn(globalThis, "setTimeout").mockImplementation(short as typeof setTimeout);
  double = await startDouble({ now: new Date() });
  for (const login of ["lin", "chen", "wang"]) double.world.account(login);
  await double.world.createRepository(
    REPO,
    { "README.md": "# 目錄\n", "datasets/A41000000G/000009.yaml": "title: 舊\n" },
    { chen: "write", wang: "write" },
  );
});

afterEach(async () => {
  vi.restoreAllMocks();
  await double.close();
});

/** Nothing was asked for that the double does not know, nothing broke GitHub's description, every fault was met. */
function expectClean() {
  expect(double.unexpected).toEqual([]);
  expect(double.violations).toEqual([]);
  expect(double.faults.pending).toEqual([]);
}

const repository = (api = double.url): Repository => ({
  owner: "opendata",
  name: "catalogue",
  branch: "main",
  web: "https://github.example",
  api,
});

/** A classic token, which may what its owner may. */
const classic = (login: string) => openHub(repository(), double.token("user", login));
/** A fine-grained token for the catalogue, or for the person's own repositories. */
const fineGrained = (login: string, scope = REPO) =>
  openHub(repository(), double.token("fine-grained", login, RIGHTS, scope));

const input = (more: Partial<Parameters<Hub["submit"]>[0]> = {}) => ({
  files: [{ path: PATH, text: TEXT }],
  title: "新增資料集：全國公車站牌",
  body: "請審查",
  draft: false,
  branch: "dataset/A41000000G-000001",
  ...more,
});

const failure = async (promise: Promise<unknown>): Promise<DeskError> => {
  const cause = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(cause).toBeInstanceOf(DeskError);
  return cause as DeskError;
};

/** What was asked for since the requests were last counted. */
const asked = () =>
  double.requests.splice(0).map(({ method, path }) => `${method} ${decodeURIComponent(path.split("?")[0]!)}`);

const pulls = () =>
  [...double.world.repository(REPO).issues.values()].filter((issue) => issue.pull !== undefined);

const fileOf = (name: string, branch: string, path: string) => {
  const git = double.world.git(name);
  const entry = git.entry(git.resolve(`refs/heads/${branch}`)!, path);
  return entry && Buffer.from(git.readBlob(entry.oid)).toString();
};

/** A submission from somebody's fork, as if made on GitHub's page. */
async function submission(login = "lin", draft = false) {
  const person = double.world.person(login);
  await person.fork(REPO);
  await person.commit(`${login}/catalogue`, "patch-1", { [PATH]: TEXT });
  const number = await person.openPullRequest(REPO, { head: `${login}:patch-1`, title: "新增", draft });
  return { number, head: double.world.pull(REPO, number).pull.headOid };
}

describe("connecting", () => {
  test("tells who it is and what he may, in two requests", async () => {
    const hub = await fineGrained("chen");
    expect(hub).toMatchObject({ login: "chen", mayPush: true, scopes: "fine-grained" });
    expect(asked().sort()).toEqual([`GET /repos/${REPO}`, "GET /user"]);
    expect(await classic("lin")).toMatchObject({ login: "lin", mayPush: false, scopes: "classic" });
    expectClean();
  });

  test.each([
    ["", "這段文字不是 GitHub 的權杖。"],
    ["abc def\nghi", "這段文字不是 GitHub 的權杖。"],
    ["我的權杖我的權杖我的權杖我的權杖我的權杖", "這段文字不是 GitHub 的權杖。"],
  ])("what is no token is not even sent: %j", async (token, message) => {
    expect(await failure(openHub(repository(), token))).toMatchObject({ message, status: 401 });
    expect(double.requests).toEqual([]);
  });

  test("a wrong token is told, and stands in no message", async () => {
    const lines = (["log", "warn", "error", "info", "debug"] as const).map((name) => vi.spyOn(console, name));
    const token = `github_pat_${"s3cret".repeat(5)}`;
    const error = await failure(openHub(repository(), token));
    expect(error).toMatchObject({
      message: "連結沒有完成：權杖無效、已過期或已作廢。",
      remedy: "請到 GitHub 重新產生權杖，再連結一次。",
      status: 401,
    });
    const all = JSON.stringify([error.message, error.remedy, error.stack, error.cause, { ...error }]);
    expect(all).not.toContain("s3cret");
    for (const line of lines) expect(line).not.toHaveBeenCalled();
    expect(double.requests.map(({ path }) => path).join()).not.toContain("s3cret");
  });

  test("a repository that the token may not see", async () => {
    const hidden = { ...repository(), name: "secret" };
    const error = await failure(openHub(hidden, double.token("user", "lin")));
    expect(error.message).toBe("連結沒有完成：找不到，或這個權杖看不到。");
    expect(error.remedy).toContain("請確認權杖選了儲存庫 secret");
  });

  test("a classic token without the scope for public repositories", async () => {
    const server = await startServer(({ path }) => ({
      json: path === "/user" ? { login: "lin", name: null } : { permissions: { push: false } },
      headers: { "x-oauth-scopes": "read:user, gist" },
    }));
    const error = await failure(openHub(repository(server.url), `ghp_${"x".repeat(36)}`));
    expect(error.message).toBe("這個權杖不能寫入公開的儲存庫。");
  });
});

describe("reading", () => {
  test("a file of the main branch, of a version, of the snapshots, and none", async () => {
    const text = '{"title":"資料"}\r\n';
    await double.world.person("chen").commit(REPO, "snapshots", { "submissions.json": text });
    const { head } = await submission();
    const hub = await classic("chen");
    asked();
    expect(await hub.read("datasets/A41000000G/000009.yaml")).toBe("title: 舊\n");
    expect(await hub.read(PATH)).toBeUndefined();
    expect(await hub.read(PATH, head)).toBe(TEXT);
    expect(await hub.snapshot("submissions.json")).toBe(text);
    expect(await hub.snapshot("none.json")).toBeUndefined();
    expect(await hub.read("datasets")).toBeUndefined();
    expect(asked()).toHaveLength(6);
    expectClean();
  });

  test("issues and comments without a token, pull requests left out", async () => {
    await submission();
    const lin = double.world.person("lin");
    await double.world.person("chen").setLabel(REPO, { name: "我有話要說" });
    const number = await lin.openIssue(REPO, { title: "增加欄位", body: "申請日期" });
    await double.world.person("chen").label(REPO, number, "我有話要說");
    await double.world.person("chen").comment(REPO, number, "已轉請機關處理");
    const hub = publicHub(repository());
    expect(await hub.issues("我有話要說", 1)).toEqual([
      {
        number,
        url: expect.stringMatching(new RegExp(`/${REPO}/issues/${number}$`)),
        title: "增加欄位",
        body: "申請日期",
        author: "lin",
        createdAt: double.world.issue(REPO, number).createdAt,
        comments: 1,
        open: true,
      },
    ]);
    expect(await hub.issues("我有話要說", 2)).toEqual([]);
    expect(await hub.issueComments(number)).toMatchObject([{ author: "chen", body: "已轉請機關處理" }]);
    expect(double.requests.map(({ token }) => token)).toEqual(["none", "none", "none"]);
    expectClean();
  });

  test("more comments than a page holds", async () => {
    const lin = double.world.person("lin");
    const number = await lin.openIssue(REPO, { title: "意見" });
    for (let at = 1; at <= 101; at++) await lin.comment(REPO, number, `第 ${at} 則`);
    const comments = await publicHub(repository()).issueComments(number);
    expect(comments.map(({ body }) => body).at(-1)).toBe("第 101 則");
    expect(comments).toHaveLength(101);
  });

  test("a submission with its files and its state", async () => {
    const { number, head } = await submission("lin", true);
    const hub = await classic("chen");
    expect(await hub.pull(number)).toEqual({
      number,
      url: expect.stringMatching(new RegExp(`/${REPO}/pull/${number}$`)),
      title: "新增",
      author: "lin",
      head,
      draft: true,
      state: "open",
      files: [PATH],
    });
    await double.world.person("lin").ready(REPO, number);
    await double.world.person("wang").merge(REPO, number);
    expect(await hub.pull(number)).toMatchObject({ draft: false, state: "merged" });
    expectClean();
  });

  test("reads again after a fault", async () => {
    const hub = await classic("chen");
    double.faults.next({ match: /contents/, status: 502 });
    expect(await hub.read("README.md")).toBe("# 目錄\n");
    double.faults.next({ match: /contents/, cut: true, times: 3 });
    const error = await failure(hub.read("README.md"));
    expect(error).toMatchObject({
      message: "讀取檔案沒有完成：連不上 GitHub，或它沒有在 20 秒內回覆。",
      remedy: "請檢查網路後再試一次。已填寫的內容都還在。",
      status: undefined,
    });
    expectClean();
  });

  test("gives up a call after 20 seconds", async () => {
    const hub = await classic("chen");
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const limits = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => timeout(50));
    double.faults.next({ match: /contents/, hang: true, times: 3 });
    expect((await failure(hub.read("README.md"))).message).toContain("沒有在 20 秒內回覆");
    expect(limits.mock.calls).toEqual([[20_000], [20_000], [20_000]]);
    expectClean();
  });
});

describe("limits", () => {
  const SLOW = { match: /contents/, status: 403 } as const;

  test("waits as long as GitHub asks, and says so", async () => {
    const hub = await classic("chen");
    const told: string[] = [];
    hub.listen((text) => told.push(text));
    double.faults.next({ ...SLOW, retryAfter: 1 });
    expect(await hub.read("README.md")).toBe("# 目錄\n");
    expect(told).toEqual(["GitHub 請我們放慢速度，1 秒後自動繼續。"]);
    expectClean();
  });

  test("a write that met the limit is sent again: it was not carried out", async () => {
    const { number } = await submission();
    const hub = await classic("chen");
    double.faults.next({ match: /POST .*comments/, status: 429, retryAfter: 1 });
    await hub.comment(number, "收到");
    expect(double.world.issue(REPO, number).comments.map(({ body }) => body)).toEqual(["收到"]);
    expectClean();
  });

  test("does not wait for minutes, but says how many", async () => {
    const hub = await classic("chen");
    double.faults.next({ ...SLOW, retryAfter: 600 });
    asked();
    const error = await failure(hub.read("README.md"));
    expect(error).toMatchObject({
      message: "讀取檔案沒有完成：GitHub 的使用次數已達上限。",
      remedy: "請在 10 分鐘後再試。已填寫的內容都還在。",
      status: 403,
    });
    expect(asked()).toHaveLength(1);
  });

  test("sixty readings an hour without a token, then the wait", async () => {
    const hub = publicHub(repository());
    for (let at = 0; at < 60; at++) await hub.read("README.md");
    const { remedy } = await failure(hub.read("README.md"));
    expect(remedy).toMatch(/^請在 (60|59) 分鐘後再試。/);
  });

  test("who stops listening hears no more", async () => {
    const hub = await classic("chen");
    const told: string[] = [];
    const stop = hub.listen((text) => told.push(text));
    stop();
    await hub.submit(input());
    expect(told).toEqual([]);
  });
});

describe("submitting", () => {
  test("with write access: a branch of the catalogue, one commit with all files, a draft", async () => {
    const hub = await fineGrained("chen");
    const told: string[] = [];
    hub.listen((text) => told.push(text));
    const main = double.world.git(REPO).resolve("main")!;
    asked();
    const files = [
      { path: PATH, text: TEXT },
      { path: "README.md", text: "# 目錄\r\n𠮷\n" },
    ];
    const result = await hub.submit(input({ files, draft: true }));
    const [pull] = pulls();
    expect(result).toEqual({ number: pull!.number, url: expect.stringContaining(`/pull/${pull!.number}`) });
    expect(pull).toMatchObject({ author: "chen", title: "新增資料集：全國公車站牌", body: "請審查" });
    expect(pull!.pull).toMatchObject({ draft: true, headRepository: REPO, baseBranch: "main" });
    const commit = double.world.git(REPO).readCommit(pull!.pull!.headOid);
    expect(commit).toMatchObject({ parents: [main], message: "新增資料集：全國公車站牌\n" });
    expect(fileOf(REPO, "dataset/A41000000G-000001", PATH)).toBe(TEXT);
    expect(fileOf(REPO, "dataset/A41000000G-000001", "README.md")).toBe(files[1]!.text);
    expect(fileOf(REPO, "dataset/A41000000G-000001", "datasets/A41000000G/000009.yaml")).toBe("title: 舊\n");
    expect(double.world.git(REPO).resolve("main")).toBe(main);
    expect(asked()).toEqual([
      `GET /repos/${REPO}/branches/main`,
      `POST /repos/${REPO}/git/trees`,
      `POST /repos/${REPO}/git/commits`,
      `POST /repos/${REPO}/git/refs`,
      `POST /repos/${REPO}/pulls`,
    ]);
    expect(told).toEqual(["讀取目錄的最新版本", "存入檔案", "建立分支", "開啟合併請求"]);
    expectClean();
  });

  test("takes another name where the branch is there already", async () => {
    const hub = await classic("chen");
    await hub.submit(input());
    const before = double.world.git(REPO).resolve("refs/heads/dataset/A41000000G-000001");
    await hub.submit(input({ files: [{ path: PATH, text: `${TEXT}# 再送\n` }] }));
    expect(pulls().map((issue) => issue.pull!.headBranch)).toEqual([
      "dataset/A41000000G-000001",
      "dataset/A41000000G-000001-2",
    ]);
    expect(double.world.git(REPO).resolve("refs/heads/dataset/A41000000G-000001")).toBe(before);
    expectClean();
  });

  test("without write access: through a fork that is made, then through the same one, from the latest main", async () => {
    const hub = await classic("lin");
    await hub.submit(input());
    expect(double.world.repository("lin/catalogue").fork).toBe(REPO);
    const main = await double.world.person("chen").commit(REPO, "main", { "README.md": "# 新\n" });
    asked();
    await hub.submit(input({ branch: "dataset/2", files: [{ path: "datasets/b.yaml", text: "b: 1\n" }] }));
    expect(asked()).not.toContain(`POST /repos/${REPO}/forks`);
    // The fork is brought up to date first, or it would not know the commit that the branch begins at.
    expect(double.world.git("lin/catalogue").resolve("refs/heads/main")).toBe(main);
    const [, second] = pulls();
    expect(second!.pull).toMatchObject({ headRepository: "lin/catalogue", headBranch: "dataset/2" });
    expect(double.world.git("lin/catalogue").readCommit(second!.pull!.headOid).parents).toEqual([main]);
    expect(double.world.git(REPO).refs.has("refs/heads/dataset/2")).toBe(false);
    expectClean();
  });

  test("a token of the person's own account: all but the last click, which GitHub's page takes", async () => {
    await double.world.person("lin").fork(REPO);
    const hub = await fineGrained("lin", "lin/*");
    const result = await hub.submit(input());
    const title = encodeURIComponent("新增資料集：全國公車站牌");
    const page = "https://github.example/opendata/catalogue/compare/main...lin:dataset/A41000000G-000001";
    const body = encodeURIComponent("請審查");
    expect(result).toEqual({ compare: `${page}?expand=1&title=${title}&body=${body}` });
    expect(fileOf("lin/catalogue", "dataset/A41000000G-000001", PATH)).toBe(TEXT);
    expect(pulls()).toEqual([]);
    // A longer text stays out of the address, and so does a title that is too long.
    const long = await hub.submit(input({ branch: "b", body: "長".repeat(500) }));
    expect(long).toEqual({ compare: expect.stringMatching(/lin:b\?expand=1&title=[^&]+$/) });
    const longer = await hub.submit(input({ branch: "c", title: "長".repeat(500) }));
    expect(longer).toEqual({ compare: expect.stringMatching(/lin:c\?expand=1$/) });
    expectClean();
  });

  test("a token of the own account goes through the fork, though its owner may push", async () => {
    await double.world.person("chen").fork(REPO);
    const hub = await fineGrained("chen", "chen/*");
    expect(hub.mayPush).toBe(true);
    expect(await hub.submit(input())).toEqual({ compare: expect.stringContaining("main...chen:dataset/") });
    expect(fileOf("chen/catalogue", "dataset/A41000000G-000001", PATH)).toBe(TEXT);
    expectClean();
  });

  test("waits until a new fork has its files", async () => {
    const hub = await classic("lin");
    double.faults.next({ match: /GET .*lin\/catalogue\/git\/ref/, status: 404, times: 2 });
    await hub.submit(input());
    expect(pulls()).toHaveLength(1);
    expectClean();
    double.world.account("wu");
    const other = await classic("wu");
    double.faults.next({ match: /GET .*wu\/catalogue\/git\/ref/, status: 404, times: 21 });
    const error = await failure(other.submit(input()));
    expect(error.message).toBe("GitHub 還在建立您的副本（fork）。");
    expectClean();
  });

  test("a fork with changes of its own is left as it is", async () => {
    const lin = double.world.person("lin");
    await lin.fork(REPO);
    const own = await lin.commit("lin/catalogue", "main", { "README.md": "# 我的\n" });
    const main = await double.world.person("chen").commit(REPO, "main", { "README.md": "# 新\n" });
    await (await classic("lin")).submit(input());
    expect(double.world.git("lin/catalogue").resolve("refs/heads/main")).toBe(own);
    const [pull] = pulls();
    expect(double.world.git(REPO).readCommit(pull!.pull!.headOid).parents).toEqual([main]);
    expectClean();
  });

  test("a fork that can't be brought up to date: which button does it", async () => {
    await double.world.person("lin").fork(REPO);
    await double.world.person("chen").commit(REPO, "main", { "README.md": "# 新\n" });
    const hub = await classic("lin");
    double.faults.next({ match: /merge-upstream/, status: 422 });
    double.faults.next({ match: /POST .*git\/refs/, status: 404 });
    const error = await failure(hub.submit(input()));
    expect(error).toMatchObject({
      message: "您的副本（fork）不是最新的，無法存入檔案。",
      remedy:
        "請開啟 https://github.example/lin/catalogue，按「Sync fork」再按「Update branch」，然後再送一次。若仍不行，請確認權杖的權限。",
    });
    expectClean();
  });

  test("a token that may make no fork: what to do instead", async () => {
    const hub = await fineGrained("lin", "lin/*");
    const error = await failure(hub.submit(input()));
    expect(error).toMatchObject({
      message: "您還沒有這份目錄的副本（fork），而這個權杖不能替您建立。",
      remedy:
        "請開啟 https://github.example/opendata/catalogue/fork 建立副本，並讓權杖選取那份副本，再送一次；或改用不需權杖的方式。",
    });
    expect(pulls()).toEqual([]);
    expectClean();
  });

  test("somebody's own repository of the same name is no fork", async () => {
    await double.world.createRepository("lin/catalogue", { "notes.md": "x\n" });
    const hub = await fineGrained("lin", "lin/*");
    await failure(hub.submit(input()));
    expect([...double.world.git("lin/catalogue").refs.keys()]).toEqual(["refs/heads/main"]);
  });

  test("what changes nothing is not submitted", async () => {
    const hub = await classic("chen");
    const files = [{ path: "README.md", text: "# 目錄\n" }];
    const error = await failure(hub.submit(input({ files })));
    expect(error.message).toBe("內容與目錄中現有的完全相同，沒有可送出的變更。");
    expect(double.world.git(REPO).refs.size).toBe(1);
  });

  test.each([
    ["the branch's answer is lost", /POST .*git\/refs/, { cut: true, carriedOut: true }],
    ["the branch is not made", /POST .*git\/refs/, { cut: true }],
    ["the pull request's answer is lost", /POST .*\/pulls$/, { status: 502, carriedOut: true }],
    ["the pull request is not made", /POST .*\/pulls$/, { status: 502 }],
    ["the commit's answer is lost", /POST .*git\/commits/, { cut: true, carriedOut: true }],
  ])("nothing is made twice where %s", async (_, match, fault) => {
    const hub = await classic("chen");
    double.faults.next({ match, ...fault });
    const result = await hub.submit(input());
    expect(pulls().map(({ number }) => number)).toEqual([(result as { number: number }).number]);
    expect([...double.world.git(REPO).refs.keys()].filter((ref) => ref.startsWith("refs/heads/"))).toEqual([
      "refs/heads/main",
      "refs/heads/dataset/A41000000G-000001",
    ]);
    expectClean();
  });

  test("where the pull request can't be opened, the click that is left", async () => {
    const hub = await classic("chen");
    double.faults.next({ match: /POST .*\/pulls$/, status: 502, times: 3 });
    const result = await hub.submit(input());
    expect(result).toEqual({
      compare: expect.stringContaining("/compare/main...dataset/A41000000G-000001?"),
    });
    expectClean();
  });
});

describe("mending a submission", () => {
  const files = [{ path: PATH, text: `${TEXT}# 修正\n` }];

  test("adds one commit to its branch, in the fork too", async () => {
    const { number, head } = await submission();
    const hub = await classic("lin");
    await hub.update(number, files, "修正欄位", head);
    const { headOid } = double.world.pull(REPO, number).pull;
    expect(double.world.git("lin/catalogue").readCommit(headOid)).toMatchObject({
      parents: [head],
      message: "修正欄位\n",
    });
    expect(fileOf("lin/catalogue", "patch-1", PATH)).toBe(files[0]!.text);
    expectClean();
  });

  test("is refused where another version has come since it was read", async () => {
    const { number, head } = await submission();
    const hub = await classic("lin");
    const other = await double.world.person("lin").commit("lin/catalogue", "patch-1", { "x.md": "x\n" });
    const error = await failure(hub.update(number, files, "修正", head));
    expect(error.message).toBe("這件送件在您開啟之後又有新的版本。");
    expect(double.world.pull(REPO, number).pull.headOid).toBe(other);
  });

  test.each([
    ["", 0],
    [", even if the answer is lost", 502],
  ])("is refused where another version comes meanwhile%s", async (_, status) => {
    vi.restoreAllMocks();
    const { number, head } = await submission();
    const hub = await classic("lin");
    double.faults.next({ match: /POST .*git\/commits/, slow: 400 });
    if (status) double.faults.next({ match: /PATCH/, status });
    const updating = failure(hub.update(number, files, "修正", head));
    await vi.waitUntil(() => double.requests.some(({ path }) => path.endsWith("git/commits")));
    const other = await double.world.person("lin").commit("lin/catalogue", "patch-1", { "x.md": "x\n" });
    expect((await updating).message).toBe("這件送件在您開啟之後又有新的版本。");
    expect(double.world.pull(REPO, number).pull.headOid).toBe(other);
    expectClean();
  });

  test.each([
    ["carried out", true],
    ["not carried out", false],
  ])("one commit, where the answer is lost and it was %s", async (_, carriedOut) => {
    const { number, head } = await submission();
    const hub = await classic("lin");
    double.faults.next({ match: /PATCH/, cut: true, carriedOut });
    await hub.update(number, files, "修正", head);
    const { headOid } = double.world.pull(REPO, number).pull;
    expect(double.world.git("lin/catalogue").readCommit(headOid).parents).toEqual([head]);
    expectClean();
  });

  test("somebody else's branch, a closed submission, a lost fork", async () => {
    const { number, head } = await submission();
    const chen = await failure((await fineGrained("chen")).update(number, files, "修正", head));
    expect(chen.message).toBe("更新送件沒有完成：權杖沒有這項權限。");
    const lin = await classic("lin");
    await lin.close(number);
    expect(double.world.issue(REPO, number).state).toBe("closed");
    const closed = await failure(lin.update(number, files, "修正", head));
    expect(closed.message).toBe("這件送件已經關閉。");
    expect(double.world.pull(REPO, number).pull.headOid).toBe(head);
  });
});

describe("送審 and 抽回", () => {
  const switches = (number: number) =>
    double.world
      .issue(REPO, number)
      .timeline.map(({ type }) => type)
      .filter((type) => /Draft|Ready/.test(type));

  test("turn the switch, and do nothing where it stands so", async () => {
    const { number } = await submission("lin", true);
    const hub = await classic("lin");
    await hub.setDraft(number, false);
    await hub.setDraft(number, false);
    await hub.setDraft(number, true);
    await hub.setDraft(number, true);
    expect(switches(number)).toEqual(["ReadyForReviewEvent", "ConvertToDraftEvent"]);
    expect(double.world.issue(REPO, number).comments).toEqual([]);
    expectClean();
  });

  test.each([true, false])("once, where the answer is lost (carried out: %s)", async (carriedOut) => {
    const { number } = await submission("lin", true);
    const hub = await classic("lin");
    double.faults.next({ match: /graphql/, status: 502, carriedOut });
    await hub.setDraft(number, false);
    expect(switches(number)).toEqual(["ReadyForReviewEvent"]);
    expectClean();
  });

  test("a returned submission that still stands on ready is submitted by the command", async () => {
    const { number } = await submission();
    await double.world.person("chen").setLabel(REPO, { name: "退回" });
    await double.world.person("chen").label(REPO, number, "退回");
    await (await classic("lin")).setDraft(number, false);
    expect(double.world.issue(REPO, number).comments).toMatchObject([{ author: "lin", body: "/送審" }]);
    expect(switches(number)).toEqual([]);
  });

  test("a stranger's submission and one that is merged", async () => {
    const { number } = await submission();
    double.world.account("passer-by");
    const error = await failure((await classic("passer-by")).setDraft(number, true));
    expect(error.message).toMatch(/^抽回沒有完成：這個帳號沒有這項權限（/);
    const token = await failure((await fineGrained("lin", "lin/*")).setDraft(number, true));
    expect(token.message).toBe("抽回沒有完成：權杖沒有這項權限。");
    await double.world.person("wang").merge(REPO, number);
    const merged = await failure((await classic("lin")).setDraft(number, true));
    expect(merged.message).toBe("這件送件已經審查通過並併入。");
  });
});

describe("審查通過 and 退回", () => {
  const reviews = (number: number) =>
    double.world
      .pull(REPO, number)
      .pull.reviews.map(({ author, state, body, commit }) => ({ author, state, body, commit }));

  test("bind to the version that the person saw", async () => {
    const { number, head } = await submission();
    const hub = await fineGrained("chen");
    await hub.giveBack(number, head, " 請補充欄位說明 \n");
    await hub.approve(number, head);
    expect(reviews(number)).toEqual([
      { author: "chen", state: "CHANGES_REQUESTED", body: "請補充欄位說明", commit: head },
      { author: "chen", state: "APPROVED", body: "", commit: head },
    ]);
    expectClean();
  });

  test("are refused for another version, one's own, a draft, a closed one", async () => {
    const { number, head } = await submission();
    const hub = await classic("chen");
    await double.world.person("lin").commit("lin/catalogue", "patch-1", { "x.md": "x\n" });
    const moved = "這件送件在您開啟之後又有新的版本。";
    expect((await failure(hub.approve(number, head))).message).toBe(moved);
    expect((await failure(hub.giveBack(number, head, "請修正"))).message).toBe(moved);
    const own = await failure(
      (await classic("lin")).approve(number, double.world.pull(REPO, number).pull.headOid),
    );
    expect(own.message).toBe("不能審查自己送的件。");
    await double.world.person("lin").toDraft(REPO, number);
    const latest = double.world.pull(REPO, number).pull.headOid;
    expect((await failure(hub.approve(number, latest))).message).toBe("這件送件還在暫存，沒有送審。");
    await double.world.person("lin").close(REPO, number);
    expect((await failure(hub.approve(number, latest))).message).toBe("這件送件已經關閉。");
    expect(reviews(number)).toEqual([]);
    expectClean();
  });

  test.each(["", " \n", "<!-- -->", "。。"])("an opinion is a must: %j", async (opinion) => {
    const { number, head } = await submission();
    const hub = await classic("chen");
    asked();
    expect((await failure(hub.giveBack(number, head, opinion))).message).toBe("退回時必須填寫審查意見。");
    expect(asked()).toEqual([]);
  });

  test.each([true, false])("once, where the answer is lost (carried out: %s)", async (carriedOut) => {
    const { number, head } = await submission();
    const hub = await classic("chen");
    double.faults.next({ match: /POST .*reviews/, status: 502, carriedOut });
    await hub.giveBack(number, head, "請補充欄位說明");
    expect(reviews(number)).toHaveLength(1);
    expectClean();
  });
});

describe("comments", () => {
  test.each([true, false])("once, where the answer is lost (carried out: %s)", async (carriedOut) => {
    const { number } = await submission();
    const hub = await classic("lin");
    await hub.comment(number, "收到");
    double.faults.next({ match: /POST .*comments/, cut: true, carriedOut });
    await hub.comment(number, "/抽回");
    expect(double.world.issue(REPO, number).comments.map(({ body }) => body)).toEqual(["收到", "/抽回"]);
    expectClean();
  });

  test("doubt is told where the same words stand there of old, or nobody can look", async () => {
    const { number } = await submission();
    const hub = await classic("lin");
    await hub.comment(number, "/抽回");
    const wrong = vi.spyOn(Date, "now").mockReturnValue(Date.parse("2001-01-01"));
    double.faults.next({ match: /POST .*comments/, cut: true });
    const error = await failure(hub.comment(number, "/抽回"));
    wrong.mockRestore();
    expect(error).toMatchObject({
      message: "送出後連線中斷，無法確認 GitHub 是否已收到。",
      remedy: "請先到 GitHub 的頁面查看；若還沒有，再送一次。已填寫的內容都還在。",
    });
    double.faults.next({ match: /POST .*comments/, cut: true });
    double.faults.next({ match: /GET .*comments/, cut: true, times: 3 });
    expect((await failure(hub.comment(number, "收到"))).message).toBe(error.message);
    expect(double.world.issue(REPO, number).comments).toHaveLength(1);
    expectClean();
  });
});

describe("other answers are told in Chinese", () => {
  const messages: [string, Reply, string, string][] = [
    [
      "single sign-on",
      {
        status: 403,
        json: { message: "Resource protected by organization SAML enforcement." },
        headers: { "x-github-sso": "required; url=https://github.com/orgs/x/sso" },
      },
      "留言沒有完成：這個組織要求單一登入（SSO）。",
      "請到 GitHub 的權杖頁面，為這個權杖完成組織的 SSO 授權（Configure SSO），再試一次。",
    ],
    [
      "an organisation's policy",
      { status: 403, json: { message: "`gov` forbids access via a personal access token (classic)." } },
      "留言沒有完成：這個組織不接受這種權杖（`gov` forbids access via a personal access token (classic).）。",
      "請依組織的規定產生另一種權杖，或改在 GitHub 的頁面上完成。",
    ],
    [
      "a refusal with details",
      {
        status: 422,
        json: { message: "Validation Failed", errors: [{ message: "body is too long\n::error::" }, null] },
      },
      "留言沒有完成：GitHub 不接受這個要求（Validation Failed; body is too long : :error: :）。",
      "請改在 GitHub 的頁面上完成；若看不懂原因，請把這段文字轉給平臺管理者。",
    ],
    [
      "an answer that is no JSON",
      { status: 410, bytes: new Uint8Array([1, 2]) },
      "留言沒有完成：GitHub 不接受這個要求（410）。",
      "請改在 GitHub 的頁面上完成；若看不懂原因，請把這段文字轉給平臺管理者。",
    ],
    [
      "no right",
      { status: 403, json: { message: "Unable to create comment because issue is locked." } },
      "留言沒有完成：這個帳號沒有這項權限（Unable to create comment because issue is locked.）。",
      "請由有權限的人完成，或改在 GitHub 的頁面上完成。",
    ],
  ];

  test.each(messages)("%s", async (_, reply, message, remedy) => {
    const server = await startServer(({ method, path }: Call) => {
      if (method === "POST") return reply;
      return { json: path === "/user" ? { login: "lin", name: "林" } : { permissions: { push: true } } };
    });
    const hub = await openHub(repository(server.url), `github_pat_${"x".repeat(30)}`);
    expect(hub).toMatchObject({ name: "林", mayPush: true });
    expect(await failure(hub.comment(1, "x"))).toMatchObject({ message, remedy });
    expect(server.calls.filter(({ method }) => method === "POST")).toHaveLength(1);
  });
});
