/** Callers in every role, made without the browser: user, organization, membership, session, and a GitHub token if asked. */
import { env, exports } from "cloudflare:workers";
import { storeToken } from "../../../worker/db/identity.ts";
import { organizationMembers, organizations, sessions, users } from "../../../worker/db/schema.ts";
import type { Role } from "../../../worker/permissions.ts";
import { signAccessToken } from "../../../worker/services/auth/access-token.ts";
import { tokenPlace } from "../../../worker/services/auth/sealed-grant.ts";
import type { Scope } from "../../../worker/services/context.ts";
import { ALL_SCOPES, type GithubGrant, githubToken } from "./github-control.ts";
import { testScope } from "./scope.ts";

export type As = {
  /** `viewer` and so on; owner unless told. */
  readonly role?: Role;
  /** Organization to join; a new one unless told. */
  readonly orgId?: string;
  /** Gives the user a token of the local GitHub. */
  readonly github?: GithubGrant;
};

type Send = (path: string, init?: RequestInit) => Promise<Response>;

export type Caller = {
  readonly userId: string;
  readonly orgId: string;
  readonly sessionId: string;
  readonly role: Role;
  readonly cookie: string;
  /** As our own pages send it: cookie, same origin, our header. */
  readonly fetch: Send;
  readonly get: (path: string) => Promise<Response>;
  readonly post: (path: string, body?: unknown) => Promise<Response>;
  readonly delete: (path: string) => Promise<Response>;
};

const DAY_MS = 86_400_000;

/** Headers of a request that our own pages make. */
export const OWN_PAGE = { "sec-fetch-site": "same-origin", "x-ado-request": "1" } as const;

/** Sends a request to the Worker under test as nobody in particular. Redirects come back as they are. */
export function send(path: string, init: RequestInit = {}): Promise<Response> {
  return exports.default.fetch(new URL(path, env.PUBLIC_URL).href, { redirect: "manual", ...init });
}

/** `init` of a JSON request from our own pages. */
export function json(method: string, body?: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method,
    headers: { ...OWN_PAGE, ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

function callerOf(facts: Pick<Caller, "userId" | "orgId" | "sessionId" | "role">, cookie: string): Caller {
  const own: Send = (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("cookie", cookie);
    return send(path, { ...init, headers });
  };
  return {
    ...facts,
    cookie,
    fetch: own,
    get: (path) => own(path),
    post: (path, body) => own(path, json("POST", body)),
    delete: (path) => own(path, json("DELETE")),
  };
}

async function storeGrant(scope: Scope, userId: string, grant: GithubGrant): Promise<void> {
  const id = scope.random.uuidv7();
  const { sealed, kid } = await scope.envelope.seal(await githubToken(grant), tokenPlace(userId, id));
  const now = scope.clock.now();
  const scopes = (grant.scopes ?? ALL_SCOPES).join(" ");
  await storeToken(scope.db, { id, userId, sealed, kid, scopes, state: "valid", createdAt: now, updatedAt: now });
}

async function insertPeople(
  scope: Scope,
  person: Pick<Caller, "userId" | "orgId" | "sessionId" | "role">,
): Promise<void> {
  const { userId, orgId, sessionId, role } = person;
  const now = scope.clock.now();
  const login = `user-${userId.slice(-8)}`;
  const githubId = Number.parseInt(userId.slice(-8), 16);
  await scope.db.batch([
    scope.db.insert(users).values({ id: userId, githubId, login, createdAt: now, updatedAt: now }),
    scope.db.insert(organizations).values({ id: orgId, name: login, createdAt: now }).onConflictDoNothing(),
    scope.db.insert(organizationMembers).values({ orgId, userId, role, createdAt: now }),
    scope.db.insert(sessions).values({
      id: sessionId,
      userId,
      orgId,
      epoch: 0,
      refreshHash: `hash-of-${sessionId}`,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + 7 * DAY_MS,
    }),
  ]);
}

/** A new signed-in user. */
export async function as(options: As = {}): Promise<Caller> {
  const scope = testScope();
  const facts = {
    userId: scope.random.uuidv7(),
    orgId: options.orgId ?? scope.random.uuidv7(),
    sessionId: scope.random.uuidv7(),
    role: options.role ?? "owner",
  };
  await insertPeople(scope, facts);
  if (options.github) await storeGrant(scope, facts.userId, options.github);
  return callerOf(facts, `__Host-ado_at=${await signAccessToken(scope, facts)}`);
}
