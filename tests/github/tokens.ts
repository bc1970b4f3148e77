import { randomBytes } from "node:crypto";
import type { Token } from "./model.ts";

/*
 * Who calls, and how much he may still call. Limits as GitHub documents them ("Rate limits for the REST API", "Rate
 * limits and query limits for the GraphQL API").
 */

const HOUR = 3_600_000;

/** Login of the workflows' own token. */
export const WORKFLOW_LOGIN = "github-actions[bot]";

/** What may be spent in the running hour. */
export interface Budget {
  limit: number;
  used: number;
  /** End of the hour, which began with the first request; milliseconds since 1970. */
  reset: number;
}

export type Resource = "core" | "graphql";

const LIMITS: Record<Token["kind"] | "none", Record<Resource, number>> = {
  workflow: { core: 1_000, graphql: 1_000 },
  app: { core: 5_000, graphql: 5_000 },
  user: { core: 5_000, graphql: 5_000 },
  "fine-grained": { core: 5_000, graphql: 5_000 },
  none: { core: 60, graphql: 0 },
};

/** As GitHub's tokens begin. */
const PREFIXES: Record<Token["kind"], string> = {
  workflow: "ghs_",
  app: "ghs_",
  user: "ghp_",
  "fine-grained": "github_pat_",
};

/** What answers to a classic token say of it; fine-grained ones have no scopes. */
export const CLASSIC_SCOPES = "repo, workflow";

/** Repositories of a fine-grained token: GitHub lets one choose among those of one owner only. */
function chosen(repository: string | readonly string[]): readonly string[] {
  const names = typeof repository === "string" ? [repository] : repository;
  const owners = new Set(names.map((name) => name.split("/")[0]!.toLowerCase()));
  if (owners.size !== 1) throw new TypeError("a fine-grained token is for the repositories of one owner");
  return names;
}

/** Whether a token is for this repository at all; what it may do there is another question. */
export function isFor(token: Token, fullName: string): boolean {
  if (token.kind === "user") return true;
  const name = fullName.toLowerCase();
  if (token.kind !== "fine-grained") return token.repository?.toLowerCase() === name;
  return (token.repositories ?? []).some(
    (each) => each.toLowerCase() === name || each.toLowerCase() === `${name.split("/")[0]}/*`,
  );
}

/** How GitHub refuses what a token may not. */
export const notAccessible = (token: Token): string =>
  `Resource not accessible by ${token.kind === "fine-grained" ? "personal access token" : "integration"}`;

export interface Tokens {
  /**
   * A new token. Permissions default to nothing: a workflow has to say what it needs. A fine-grained token is for the
   * repositories of one owner (`owner/name`, or `owner/*` for all of them), its login's own ones unless told.
   */
  issue(
    kind: Token["kind"],
    login?: string,
    permissions?: Token["permissions"],
    repository?: string | readonly string[],
  ): string;
  /** Who an Authorization header names: nobody, a token, or `invalid`. */
  identify(authorization: string | undefined): Token | "invalid" | undefined;
  /** The running hour of whoever calls: workflow tokens of one repository share theirs. */
  budget(token: Token | undefined, resource: Resource): Budget;
}

/** Tokens of one double; `now` is its clock. */
export function createTokens(now: () => Date): Tokens {
  const tokens = new Map<string, Token>();
  const budgets = new Map<string, Budget>();

  return {
    issue(kind, login, permissions = {}, repository) {
      const isUser = kind === "user" || kind === "fine-grained";
      if (isUser && login === undefined) throw new TypeError("a user token needs a login");
      if (!isUser && typeof repository !== "string")
        throw new TypeError(`a token of kind ${kind} needs a repository`);
      const value = `${PREFIXES[kind]}${randomBytes(18).toString("hex")}`;
      tokens.set(value, {
        value,
        kind,
        login: login ?? (kind === "workflow" ? WORKFLOW_LOGIN : "catalogue-merger[bot]"),
        permissions,
        ...(kind === "fine-grained" ? { repositories: chosen(repository ?? `${login}/*`) } : {}),
        ...(kind !== "fine-grained" && typeof repository === "string" ? { repository } : {}),
      });
      return value;
    },

    identify(authorization) {
      if (authorization === undefined) return undefined;
      const [scheme = "", credentials = ""] = authorization.split(" ");
      if (/^basic$/i.test(scheme)) {
        // git over HTTP: the password is the token, whatever the name (actions/checkout writes x-access-token).
        const text = Buffer.from(credentials, "base64").toString("utf8");
        return tokens.get(text.slice(text.indexOf(":") + 1)) ?? "invalid";
      }
      return (/^(token|bearer)$/i.test(scheme) && tokens.get(credentials)) || "invalid";
    },

    budget(token, resource) {
      const owner =
        token?.kind === "workflow"
          ? token.repository
          : token === undefined
            ? ""
            : // All tokens of a user share his hour.
              `${token.kind === "app" ? "app" : "user"} ${token.login}`;
      const key = `${owner?.toLowerCase()} ${resource}`;
      const time = now().getTime();
      let budget = budgets.get(key);
      if (!budget || time >= budget.reset) {
        budget = { limit: LIMITS[token?.kind ?? "none"][resource], used: 0, reset: time + HOUR };
        budgets.set(key, budget);
      }
      return budget;
    },
  };
}

/** Headers that tell of a budget. */
export function budgetHeaders(budget: Budget, resource: Resource): Record<string, string> {
  return {
    "x-ratelimit-limit": String(budget.limit),
    "x-ratelimit-remaining": String(Math.max(0, budget.limit - budget.used)),
    "x-ratelimit-used": String(budget.used),
    "x-ratelimit-reset": String(Math.ceil(budget.reset / 1000)),
    "x-ratelimit-resource": resource,
  };
}
