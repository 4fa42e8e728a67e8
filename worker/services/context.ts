/** What a service is given: the platform, and for an organization's requests who asks, in which role, through which door to its rows. */
import type { OpenAiProvider } from "../adapters/ai/port.ts";
import type { GithubApp } from "../adapters/github/app-tokens.ts";
import type { GithubPort, TokenSource } from "../adapters/github/port.ts";
import type { OauthPort } from "../adapters/oauth.ts";
import type { TokenCounter } from "../adapters/token-counter.ts";
import type { Config } from "../config.ts";
import type { Delivered, DeliveryItem } from "../db/delivery-batch.ts";
import type { OrgDb } from "../db/for-org.ts";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import { covers, PERMISSIONS, type Permission, passes, type Role, type TokenScope } from "../permissions.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import type { Egress } from "../platform/egress.ts";
import type { Envelope } from "../platform/envelope.ts";
import type { HookSecrets } from "../platform/hook-secrets.ts";
import type { Publisher } from "../platform/publish.ts";
import type { Random } from "../platform/random.ts";
import type { Refusals } from "../platform/refusals.ts";
import type { UncountedRequests } from "../platform/uncounted.ts";
import type { ObjectPorts } from "./object-ports.ts";

/** Writes a webhook's delivery with all that follows from it, and says what became of it. */
export type DeliveryWriter = { write(item: DeliveryItem): Promise<Delivered> };

export type Platform = {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly egress: Egress;
  readonly log: Log;
  readonly envelope: Envelope;
  readonly hookSecrets: HookSecrets;
  /** Deliveries that were not signed, by address. */
  readonly refusals: Refusals;
  readonly uncounted: UncountedRequests;
  readonly publisher: Publisher;
  readonly objects: ObjectPorts;
  readonly db: Database;
  readonly deliveries: DeliveryWriter;
  readonly oauth: OauthPort;
  github(token: TokenSource): GithubPort;
  /** Null in a deploy without a GitHub App. */
  readonly githubApp: GithubApp | null;
  readonly ai: OpenAiProvider;
  readonly tokens: TokenCounter;
};

/** Where a request came from, as far as it is kept: a shortened address, and what Cloudflare says of its place. */
export type RequestOrigin = {
  /** The first 24 bits of an IPv4 address, the first 48 of an IPv6 one; null when unknown. */
  readonly network: string | null;
  /** ISO 3166-1 alpha-2; null when unknown. */
  readonly country: string | null;
  readonly city: string | null;
  readonly userAgent: string | null;
};

/** The platform while one request, message or alarm is handled: its log lines carry the correlation id. */
export type Scope = Platform & {
  readonly correlationId: string;
  /** Null for what nobody asked for by HTTP. */
  readonly from: RequestOrigin | null;
};

/** What a user proved to be: a session of a browser, or an API token. */
export type Credential = { readonly kind: "session" | "token"; readonly id: string };

export type Actor =
  | { readonly kind: "user"; readonly userId: string; readonly credential: Credential }
  | { readonly kind: "webhook"; readonly deliveryId: string }
  | { readonly kind: "system" };

/** One organization's work. `role` is what the actor may do; the system and verified webhooks act as `member`. */
export type Ctx = Scope & {
  readonly orgId: string;
  readonly data: OrgDb;
  readonly actor: Actor;
  readonly role: Role;
  /** Scopes of the API token that asks; null for whoever is not bound by any. */
  readonly scopes: readonly TokenScope[] | null;
  /** When the user last proved to GitHub who it is, ms since the epoch; null for tokens, webhooks and the system. */
  readonly signedInAt: number | null;
};

/** Throws forbidden when the actor's role, or its token, does not allow this. First line of every service. */
export function requirePermission(ctx: Pick<Ctx, "role" | "scopes">, permission: Permission): void {
  const { role, scope } = PERMISSIONS[permission];
  if (!covers(ctx.role, role)) {
    const detail = `This needs the role ${role} in the organization; yours is ${ctx.role}. Ask an administrator.`;
    throw new AppError("forbidden", detail);
  }
  if (ctx.scopes === null || passes(ctx.scopes, permission)) return;
  const detail =
    scope === null
      ? "API tokens cannot do this. Do it on our pages, signed in."
      : `This API token lacks the scope ${scope}. Make one that has it.`;
  throw new AppError("forbidden", detail, { problemCode: "insufficient_scope" });
}

/** For what is looked up on the way of something that was allowed: a token needs no scope of its own for that. */
export function withReads<T extends Pick<Ctx, "scopes">>(ctx: T): T {
  return ctx.scopes === null ? ctx : { ...ctx, scopes: [...new Set<TokenScope>([...ctx.scopes, "read"])] };
}

/** For what cannot be taken back the sign-in must not be older than this. */
const RECENT_MS = 10 * 60_000;

/** Throws forbidden (`sign_in_again`) unless the user proved within the last ten minutes who it is. */
export function requireRecentSignIn(ctx: Pick<Ctx, "signedInAt" | "clock">): void {
  if (ctx.signedInAt !== null && ctx.clock.now() - ctx.signedInAt <= RECENT_MS) return;
  const detail = "This cannot be taken back, so confirm with GitHub that it is you, then do it again.";
  throw new AppError("forbidden", detail, { problemCode: "sign_in_again", actionUrl: "/api/auth/github" });
}

/** Id of the acting user, or null for webhooks and the system. */
export function actingUser(ctx: Pick<Ctx, "actor">): string | null {
  return ctx.actor.kind === "user" ? ctx.actor.userId : null;
}
