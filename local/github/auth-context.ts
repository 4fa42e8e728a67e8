import type { MiddlewareHandler } from "hono";
import type { Repo } from "../repositories.ts";
import { installedOn, isAppJwt, readAppJwt } from "./app-auth.ts";
import type { LocalC, LocalEnv } from "./env.ts";
import { GithubError, notFound } from "./errors.ts";
import { findToken, hasScope } from "./tokens.ts";

const CREDENTIALS = /^(?:bearer|token)\s+(\S+)$/i;

function tokenOf(c: LocalC): string | undefined {
  const header = c.req.header("authorization");
  const token = header ? CREDENTIALS.exec(header.trim())?.[1] : undefined;
  if (header && !token && !/^basic\s/i.test(header)) throw new GithubError(401, "Bad credentials");
  return token;
}

/** Reads the token of a request into `c.var.token` and `c.var.user`. Throws 401 for one that is unknown or revoked. */
export function authenticate(): MiddlewareHandler<LocalEnv> {
  return async function readToken(c, next) {
    const token = tokenOf(c);
    if (token && isAppJwt(token)) {
      c.set("app", readAppJwt(c.var.local, token));
      return next();
    }
    const record = token ? (findToken(c.var.local, token) ?? null) : null;
    if (token && !record) throw new GithubError(401, "Bad credentials");
    c.set("token", record);
    c.set("user", c.var.local.state.users.find((user) => user.login === record?.login) ?? null);
    await next();
  };
}

/** Answers who is asking. Throws 401 for a request without a token. */
export function requireUser(c: LocalC) {
  if (!c.var.user) throw new GithubError(401, "Requires authentication");
  return c.var.user;
}

/** Names the scopes of which one is enough here. Throws 404, as GitHub does, for a token that has none of them. */
export function requireScope(c: LocalC, ...scopes: string[]): void {
  c.set("acceptedScopes", scopes);
  requireUser(c);
  if (!scopes.some((scope) => hasScope(c.var.token, scope))) throw notFound();
}

function owns(c: LocalC, repo: Repo): boolean {
  const { user } = c.var;
  if (!user) return false;
  if (c.var.token?.installation) return installedOn(c, repo);
  const owner = repo.record.owner.toLowerCase();
  return user.login.toLowerCase() === owner || user.organizations.some((name) => name.toLowerCase() === owner);
}

export type Permissions = { admin: boolean; maintain: boolean; push: boolean; triage: boolean; pull: boolean };

/** What the asking user may do: owners and members of the owning organization everything, others read. */
export function permissionsOf(c: LocalC, repo: Repo): Permissions {
  const all = owns(c, repo);
  const administers = all && !c.var.token?.installation;
  return { admin: administers, maintain: administers, push: all, triage: all, pull: all || !repo.record.private };
}

export function mayRead(c: LocalC, repo: Repo): boolean {
  return !repo.record.private || (owns(c, repo) && hasScope(c.var.token, "repo"));
}

/**
 * The repository of the path, brought up to date with its folder, also as `c.var.repo`. Throws 404 when it is not
 * there or hidden from this token, 301 when it was renamed.
 */
export async function requireRepo(c: LocalC): Promise<Repo> {
  const { owner = "", repo: name = "" } = c.req.param() as Record<string, string>;
  const { repos, urls } = c.var.local;
  const repo = repos.find(owner, name);
  if (!repo || !mayRead(c, repo)) throw notFound();
  if (!repos.isCurrentName(repo, owner, name)) {
    throw new MovedError(`${urls.api}/repositories/${repo.record.id}${pathAfterRepo(c)}`);
  }
  await repos.refresh(repo);
  c.set("repo", repo);
  return repo;
}

function pathAfterRepo(c: LocalC): string {
  const { pathname, search } = new URL(c.req.url);
  return `/${pathname.split("/").slice(4).join("/")}`.replace(/\/$/, "") + search;
}

/** The repository of the path, for a write. Throws 401, 403 (archived) or 404 (no right, or no scope). */
export async function requirePush(c: LocalC): Promise<Repo> {
  const repo = await requireRepo(c);
  requireScope(c, ...(repo.record.private ? ["repo"] : ["public_repo", "repo"]));
  if (!permissionsOf(c, repo).push) throw notFound();
  if (repo.record.archived) throw new GithubError(403, "Repository was archived so is read-only.");
  return repo;
}

/** A renamed repository: answered as a 301 that keeps the rest of the path. */
export class MovedError extends GithubError {
  readonly location: string;

  constructor(location: string) {
    super(301, "Moved Permanently");
    this.location = location;
  }
}
