import * as z from "zod";
import { isoSeconds } from "../clock.ts";
import type { LocalContext } from "../context.ts";
import { resolveCommit } from "../git/resolve.ts";
import type { StatusRecord } from "../records.ts";
import { fullName, type Repo } from "../repositories.ts";
import { requirePermission } from "./app-auth.ts";
import { permissionsOf, requireRepo, requireScope, requireUser } from "./auth-context.ts";
import { readBody } from "./body.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { notFound, unprocessable } from "./errors.ts";
import { paginate } from "./pagination.ts";
import { repositoryJson } from "./repository-json.ts";
import { urlsOf } from "./repository-urls.ts";
import { requireCommit } from "./resolve-params.ts";
import { nodeId, simpleUserByLogin } from "./user-json.ts";

const MAX_DESCRIPTION = 140;

const Create = z.object({
  state: z.enum(["error", "failure", "pending", "success"]),
  context: z.string().default("default"),
  description: z.string().max(MAX_DESCRIPTION).nullish(),
  target_url: z.url({ protocol: /^https?$/ }).nullish(),
});

function simpleJson(local: LocalContext, repo: Repo, status: StatusRecord) {
  const at = isoSeconds(status.createdAt);
  return {
    id: status.id,
    node_id: nodeId("StatusContext", status.id),
    url: `${urlsOf(local.urls, fullName(repo)).api}/statuses/${status.sha}`,
    avatar_url: `${local.urls.web}/_avatars/${encodeURIComponent(status.login)}.svg`,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: at,
    updated_at: at,
  };
}

function statusJson(local: LocalContext, repo: Repo, status: StatusRecord) {
  return { ...simpleJson(local, repo, status), creator: simpleUserByLogin(local, status.login) };
}

/** Newest first. */
function statusesOf({ state }: LocalContext, { record }: Repo, sha: string): StatusRecord[] {
  return state.statuses.filter((status) => status.repoId === record.id && status.sha === sha).reverse();
}

async function create(c: LocalC) {
  const repo = await requireRepo(c);
  requireScope(c, "repo:status", "repo");
  requirePermission(c, "statuses");
  if (!permissionsOf(c, repo).push) throw notFound();
  const { sha = "" } = c.req.param() as Record<string, string>;
  if ((await resolveCommit(repo.view, sha)) !== sha) throw unprocessable(`No commit found for SHA: ${sha}`);
  const body = await readBody(c, Create);
  const { local } = c.var;
  const status: StatusRecord = {
    id: local.state.nextId(),
    repoId: repo.record.id,
    sha,
    state: body.state,
    context: body.context,
    description: body.description ?? null,
    targetUrl: body.target_url ?? null,
    login: requireUser(c).login,
    createdAt: local.clock.now(),
  };
  local.state.statuses.push(status);
  local.state.save();
  return c.json(statusJson(local, repo, status), 201);
}

/** One word for all contexts: the worst of their newest states. */
function combined(states: readonly string[]): string {
  if (states.some((state) => state === "failure" || state === "error")) return "failure";
  return states.length === 0 || states.includes("pending") ? "pending" : "success";
}

async function combinedStatus(c: LocalC, sha: string) {
  const repo = c.var.repo;
  const { local } = c.var;
  const seen = new Set<string>();
  const newest = statusesOf(local, repo, sha).filter(({ context }) => !seen.has(context) && seen.add(context));
  const { api } = urlsOf(local.urls, fullName(repo));
  return c.json({
    state: combined(newest.map(({ state }) => state)),
    statuses: paginate(c, newest).map((status) => simpleJson(local, repo, status)),
    sha,
    total_count: newest.length,
    repository: repositoryJson(local, repo),
    commit_url: `${api}/commits/${sha}`,
    url: `${api}/commits/${sha}/status`,
  });
}

export function statuses(app: LocalApp): void {
  app.post("/repos/:owner/:repo/statuses/:sha", create);
  app.get("/repos/:owner/:repo/commits/:ref{.+}/status", async (c) => {
    const repo = await requireRepo(c);
    return combinedStatus(c, await requireCommit(repo, c.req.param("ref")));
  });
  app.get("/repos/:owner/:repo/commits/:ref{.+}/statuses", async (c) => {
    const repo = await requireRepo(c);
    const sha = await requireCommit(repo, c.req.param("ref"));
    const found = statusesOf(c.var.local, repo, sha);
    return c.json(paginate(c, found).map((status) => statusJson(c.var.local, repo, status)));
  });
}
