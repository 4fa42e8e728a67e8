import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import type { LocalContext } from "../context.ts";
import type { AppRecord, TokenRecord, UserRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";

export type LocalEnv = {
  Bindings: HttpBindings;
  Variables: {
    local: LocalContext;
    requestId: string;
    /** Null for a request without a token. */
    token: TokenRecord | null;
    user: UserRecord | null;
    /** Set for a request that an app signed itself. */
    app: AppRecord | null;
    apiVersion: string;
    /** Set by `requireRepo`. */
    repo: Repo;
    /** Scopes of which one would do for this route; shown in `x-accepted-oauth-scopes`. */
    acceptedScopes: string[];
    /** Name of the fault that was applied, for the journal. */
    fault: string | null;
  };
};

export type LocalApp = Hono<LocalEnv>;
export type LocalC = Context<LocalEnv>;
