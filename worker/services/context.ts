/** What a service is given: the platform, and for an organization's requests who asks, in which role, through which door to its rows. */
import type { OpenAiProvider } from "../adapters/ai/port.ts";
import type { GithubApp } from "../adapters/github/app-tokens.ts";
import type { GithubPort, TokenSource } from "../adapters/github/port.ts";
import type { OauthPort } from "../adapters/oauth.ts";
import type { TokenCounter } from "../adapters/token-counter.ts";
import type { Config } from "../config.ts";
import type { OrgDb } from "../db/for-org.ts";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import type { Egress } from "../platform/egress.ts";
import type { Envelope } from "../platform/envelope.ts";
import type { HookSecrets } from "../platform/hook-secrets.ts";
import type { Publisher } from "../platform/publish.ts";
import type { Random } from "../platform/random.ts";
import type { Refusals } from "../platform/refusals.ts";
import type { ObjectPorts } from "./object-ports.ts";

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
  readonly publisher: Publisher;
  readonly objects: ObjectPorts;
  readonly db: Database;
  readonly oauth: OauthPort;
  github(token: TokenSource): GithubPort;
  /** Null in a deploy without a GitHub App. */
  readonly githubApp: GithubApp | null;
  readonly ai: OpenAiProvider;
  readonly tokens: TokenCounter;
};

/** The platform while one request, message or alarm is handled: its log lines carry the correlation id. */
export type Scope = Platform & { readonly correlationId: string };

export type Role = "viewer" | "member" | "admin" | "owner";

export type Actor =
  | { readonly kind: "user"; readonly userId: string; readonly sessionId: string }
  | { readonly kind: "webhook"; readonly deliveryId: string }
  | { readonly kind: "system" };

/** One organization's work. `role` is what the actor may do; the system and verified webhooks act as `member`. */
export type Ctx = Scope & {
  readonly orgId: string;
  readonly data: OrgDb;
  readonly actor: Actor;
  readonly role: Role;
};

const RANK: Readonly<Record<Role, number>> = { viewer: 0, member: 1, admin: 2, owner: 3 };

/** True when `role` may do what `needed` may. */
export function covers(role: Role, needed: Role): boolean {
  return RANK[role] >= RANK[needed];
}

/** Throws forbidden when the actor's role is below `needed`. First line of every service. */
export function requireRole(ctx: Pick<Ctx, "role">, needed: Role): void {
  if (covers(ctx.role, needed)) return;
  throw new AppError(
    "forbidden",
    `This needs the role ${needed} in the organization; yours is ${ctx.role}. Ask an administrator.`,
  );
}

/** Id of the acting user, or null for webhooks and the system. */
export function actingUser(ctx: Pick<Ctx, "actor">): string | null {
  return ctx.actor.kind === "user" ? ctx.actor.userId : null;
}
