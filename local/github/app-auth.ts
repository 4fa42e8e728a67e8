import { createPublicKey, verify } from "node:crypto";
import * as z from "zod";
import type { LocalContext } from "../context.ts";
import type { AppRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";
import type { LocalC } from "./env.ts";
import { GithubError } from "./errors.ts";

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const MS_PER_SECOND = 1000;
/** GitHub takes no JWT that lives longer. */
const MAX_LIFE_S = 600;
/** Clocks differ a little. */
const LEEWAY_S = 60;

const Header = z.object({ alg: z.literal("RS256") });
const Claims = z.object({ iss: z.union([z.string(), z.int()]), iat: z.int(), exp: z.int() });

export function isAppJwt(token: string): boolean {
  return JWT.test(token);
}

function undecodable(): GithubError {
  return new GithubError(401, "A JSON web token could not be decoded");
}

function decoded(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
  } catch {
    throw undecodable();
  }
}

/** The app that signed a JWT. Throws GitHub's 401 for one that nobody here signed, that is over or lives too long. */
export function readAppJwt(local: LocalContext, token: string): AppRecord {
  const [header, payload, signature] = token.split(".");
  const claims = Claims.safeParse(decoded(payload));
  if (!Header.safeParse(decoded(header)).success || !claims.success) throw undecodable();
  const { iss, iat, exp } = claims.data;
  const app = local.state.apps.find(({ id }) => String(id) === String(iss));
  if (!app) throw new GithubError(401, "Integration not found");
  const key = createPublicKey(app.publicKey);
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify("RSA-SHA256", signed, key, Buffer.from(signature ?? "", "base64url"))) throw undecodable();
  const now = local.clock.now() / MS_PER_SECOND;
  if (exp < now)
    throw new GithubError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (exp > now + MAX_LIFE_S + LEEWAY_S)
    throw new GithubError(401, "'Expiration time' claim ('exp') is too far in the future");
  if (iat > now + LEEWAY_S)
    throw new GithubError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  return app;
}

/** What the token of an installation belongs to; undefined for a user's token. */
export function installationOf(c: LocalC) {
  const id = c.var.token?.installation?.id;
  const { installations, apps } = c.var.local.state;
  const installation = id === undefined ? undefined : installations.find((record) => record.id === id);
  const app = installation && apps.find((record) => record.id === installation.appId);
  return installation && app ? { installation, app } : undefined;
}

/** True when the app behind the token is installed on the repository. */
export function installedOn(c: LocalC, repo: Repo): boolean {
  return installationOf(c)?.installation.repoIds.includes(repo.record.id) ?? false;
}

/** Throws GitHub's 403 when an app asks and holds none of the permissions for writing. Users pass: their scopes decide. */
export function requirePermission(c: LocalC, ...names: string[]): void {
  const found = installationOf(c);
  if (!found || names.some((name) => found.app.permissions[name] === "write")) return;
  throw new GithubError(403, "Resource not accessible by integration");
}
