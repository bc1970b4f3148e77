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
  none: { core: 60, graphql: 0 },
};

export interface Tokens {
  /** A new token. Permissions default to nothing: a workflow has to say what it needs. */
  issue(kind: Token["kind"], login?: string, permissions?: Token["permissions"], repository?: string): string;
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
      if (kind === "user" && login === undefined) throw new TypeError("a user token needs a login");
      if (kind !== "user" && repository === undefined)
        throw new TypeError(`a token of kind ${kind} needs a repository`);
      const value = `${kind === "user" ? "github_pat_" : "ghs_"}${randomBytes(18).toString("hex")}`;
      tokens.set(value, {
        value,
        kind,
        login: login ?? (kind === "workflow" ? WORKFLOW_LOGIN : "catalogue-merger[bot]"),
        permissions,
        ...(repository === undefined ? {} : { repository }),
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
            : `${token.kind} ${token.login}`;
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
