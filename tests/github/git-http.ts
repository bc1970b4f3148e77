import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, dirname } from "node:path";
import { ZEROS } from "./git.ts";
import type { Token } from "./model.ts";
import { GIT_ENVIRONMENT } from "./objects.ts";
import type { Actor, World } from "./world.ts";

/*
 * git over HTTP, through git's own http-backend. Anybody may fetch; a push needs a token that may write, and the world
 * is asked about every ref before git takes it.
 */

const ADDRESS = /^\/[^/]+\/[^/]+(\/(?:info\/refs|git-upload-pack|git-receive-pack))$/;

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

type Command = { ref: string; kind: "create" | "update" | "delete" };

/** The commands at the head of a push: what shall become of which ref. */
function commandsOf(body: Buffer): Command[] {
  const found: Command[] = [];
  for (let at = 0; at + 4 <= body.length; ) {
    const length = Number.parseInt(body.subarray(at, at + 4).toString("latin1"), 16);
    if (!(length > 4)) break;
    const line = body.subarray(at + 4, at + length).toString("utf8");
    const [, before, after, ref] = /^([0-9a-f]{40}) ([0-9a-f]{40}) ([^\0\n]+)/.exec(line) ?? [];
    if (ref !== undefined) {
      found.push({ ref, kind: before === ZEROS ? "create" : after === ZEROS ? "delete" : "update" });
    }
    at += length;
  }
  return found;
}

/** What the repository's `update` hook refuses, as its environment. */
function gateOf(world: World, name: string, actor: Actor, body: Buffer): Record<string, string> {
  const commands = commandsOf(body);
  const listed = (kind: (command: Command) => Command["kind"] | "force") =>
    commands
      .filter((command) => world.refusesPush(name, actor, command.ref, kind(command)) !== undefined)
      .map(({ ref }) => ref)
      .join("\n");
  return {
    DOUBLE_REFUSED: listed(({ kind }) => kind),
    DOUBLE_NO_FORCE: listed(() => "force"),
    DOUBLE_NO_WORKFLOWS: world.mayChangeWorkflows(actor) ? "" : "1",
  };
}

/** Answers a request under `/OWNER/NAME.git/`. */
export async function handleGit(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  identified: Token | "invalid" | undefined,
): Promise<void> {
  const refuse = (status: number, text: string): void => {
    response.writeHead(status, {
      "content-type": "text/plain; charset=utf-8",
      ...(status === 401 ? { "www-authenticate": 'Basic realm="GitHub"' } : {}),
    });
    response.end(text);
  };
  const url = new URL(request.url ?? "/", "http://double");
  const rest = ADDRESS.exec(url.pathname)?.[1];
  if (identified === "invalid") return refuse(401, "Invalid username or token.");
  const repository = world
    .repositories()
    .find((each) => `${each.owner}/${each.name}`.toLowerCase() === decodeURIComponent(name).toLowerCase());
  if (!repository || rest === undefined) return refuse(identified ? 404 : 401, "Repository not found.");
  const service = rest === "/info/refs" ? url.searchParams.get("service") : rest.slice(1);
  if (service !== "git-upload-pack" && service !== "git-receive-pack") {
    return refuse(403, "Please upgrade your git client.");
  }
  const fullName = `${repository.owner}/${repository.name}`;
  const body = request.method === "POST" ? await bodyOf(request) : Buffer.alloc(0);
  let actor: Actor | undefined;
  let gate: Record<string, string> = {};
  if (service === "git-receive-pack") {
    if (!identified) return refuse(401, "Authentication required.");
    actor = { login: identified.login, token: identified };
    if (!world.mayPush(fullName, actor)) {
      return refuse(403, `Permission to ${fullName}.git denied to ${identified.login}.`);
    }
    gate = gateOf(world, fullName, actor, body);
  }
  const { headers } = request;
  world.git(fullName).flush();
  const child = spawn("git", ["http-backend"], {
    env: {
      ...GIT_ENVIRONMENT,
      ...gate,
      GIT_PROJECT_ROOT: dirname(repository.gitDir),
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/${basename(repository.gitDir)}${rest}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: headers["content-type"] ?? "",
      CONTENT_LENGTH: String(body.length),
      ...(headers["content-encoding"] ? { HTTP_CONTENT_ENCODING: headers["content-encoding"] } : {}),
      ...(headers["git-protocol"] ? { GIT_PROTOCOL: String(headers["git-protocol"]) } : {}),
      REMOTE_USER: actor?.login ?? "",
      REMOTE_ADDR: "127.0.0.1",
    },
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => output.push(part));
  child.stderr.on("data", (part: Buffer) => errors.push(part));
  // The backend may answer before it has read everything.
  child.stdin.on("error", () => {});
  child.stdin.end(body);
  await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const bytes = Buffer.concat(output);
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return refuse(500, `git http-backend: ${Buffer.concat(errors).toString()}`);
  const answered: Record<string, string> = {};
  for (const line of bytes.subarray(0, end).toString("latin1").split("\r\n")) {
    const colon = line.indexOf(":");
    answered[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const { status = "200", ...sent } = answered;
  if (actor && rest === "/git-receive-pack") {
    const changes = world.git(fullName).reread();
    if (changes.length > 0) world.pushed(fullName, actor, changes);
  }
  response.writeHead(Number.parseInt(status, 10), sent);
  response.end(bytes.subarray(end + 4));
}
