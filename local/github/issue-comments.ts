import * as z from "zod";
import { isoSeconds } from "../clock.ts";
import type { LocalContext } from "../context.ts";
import type { CommentRecord } from "../records.ts";
import { fullName, type Repo } from "../repositories.ts";
import { installationOf, requirePermission } from "./app-auth.ts";
import { appJson } from "./app-json.ts";
import { permissionsOf, requireRepo, requireScope, requireUser } from "./auth-context.ts";
import { readBody } from "./body.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { GithubError, notFound, validationFailed } from "./errors.ts";
import { paginate } from "./pagination.ts";
import { requirePull } from "./pull-access.ts";
import { urlsOf } from "./repository-urls.ts";
import { nodeId, simpleUserByLogin } from "./user-json.ts";

const MAX_BODY = 65_536;

const Body = z.object({ body: z.string() });

function association({ state }: LocalContext, { record }: Repo, login: string): string {
  if (record.owner === login) return "OWNER";
  const user = state.users.find((candidate) => candidate.login === login);
  return user?.organizations.includes(record.owner) ? "MEMBER" : "NONE";
}

function commentJson(local: LocalContext, repo: Repo, comment: CommentRecord) {
  const { api, web } = urlsOf(local.urls, fullName(repo));
  const url = `${api}/issues/comments/${comment.id}`;
  const app = local.state.apps.find(({ id }) => id === comment.appId);
  const none = { "+1": 0, "-1": 0, laugh: 0, confused: 0, heart: 0, hooray: 0, eyes: 0, rocket: 0 };
  return {
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    url,
    html_url: `${web}/pull/${comment.number}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${comment.number}`,
    body: comment.body,
    user: simpleUserByLogin(local, comment.login),
    created_at: isoSeconds(comment.createdAt),
    updated_at: isoSeconds(comment.updatedAt),
    author_association: association(local, repo, comment.login),
    reactions: { url: `${url}/reactions`, total_count: 0, ...none },
    performed_via_github_app: app ? appJson(local, app) : null,
  };
}

async function readText(c: LocalC): Promise<string> {
  const { body } = await readBody(c, Body);
  const problem = { resource: "IssueComment", field: "body" };
  if (body.trim() === "") throw validationFailed([{ ...problem, code: "missing_field" }]);
  if (body.length > MAX_BODY) {
    const message = `body is too long (maximum is ${MAX_BODY} characters)`;
    throw validationFailed([{ ...problem, code: "custom", message }]);
  }
  return body;
}

/** Who may read may comment; an app needs a permission for it. */
function requireVoice(c: LocalC, repo: Repo): void {
  requireScope(c, ...(repo.record.private ? ["repo"] : ["public_repo", "repo"]));
  requirePermission(c, "issues", "pull_requests");
}

async function create(c: LocalC) {
  const repo = await requireRepo(c);
  requireVoice(c, repo);
  const { number } = await requirePull(c, repo);
  if (repo.record.archived) throw new GithubError(403, "Repository was archived so is read-only.");
  const body = await readText(c);
  const { local } = c.var;
  const at = local.clock.now();
  const { login } = requireUser(c);
  const appId = installationOf(c)?.app.id ?? null;
  const facts = { repoId: repo.record.id, number, login, appId, body };
  const comment: CommentRecord = { id: local.state.nextId(), ...facts, createdAt: at, updatedAt: at };
  local.state.comments.push(comment);
  local.state.save();
  const shown = commentJson(local, repo, comment);
  return c.json(shown, 201, { location: shown.url });
}

async function list(c: LocalC) {
  const repo = await requireRepo(c);
  const { number } = await requirePull(c, repo);
  const { local } = c.var;
  const found = local.state.comments.filter((each) => each.repoId === repo.record.id && each.number === number);
  return c.json(paginate(c, found).map((comment) => commentJson(local, repo, comment)));
}

function find(c: LocalC, repo: Repo): CommentRecord {
  const id = c.req.param("id");
  const found = c.var.local.state.comments.find((each) => each.repoId === repo.record.id && String(each.id) === id);
  if (!found) throw notFound();
  return found;
}

/** Authors and those who may push change comments. */
function requireEditor(c: LocalC, repo: Repo, { login }: CommentRecord): void {
  requireVoice(c, repo);
  if (c.var.user?.login !== login && !permissionsOf(c, repo).push) throw new GithubError(403, "Forbidden");
}

async function update(c: LocalC) {
  const repo = await requireRepo(c);
  const comment = find(c, repo);
  requireEditor(c, repo, comment);
  Object.assign(comment, { body: await readText(c), updatedAt: c.var.local.clock.now() });
  c.var.local.state.save();
  return c.json(commentJson(c.var.local, repo, comment));
}

async function remove(c: LocalC) {
  const repo = await requireRepo(c);
  const comment = find(c, repo);
  requireEditor(c, repo, comment);
  const { state } = c.var.local;
  state.comments = state.comments.filter((each) => each !== comment);
  state.save();
  return c.body(null, 204);
}

/** Comments on pull requests, which GitHub keeps as issues. */
export function issueComments(app: LocalApp): void {
  const all = "/repos/:owner/:repo/issues/:number{\\d+}/comments";
  const one = "/repos/:owner/:repo/issues/comments/:id{\\d+}";
  app.get(all, list);
  app.post(all, create);
  app.get(one, async (c) => {
    const repo = await requireRepo(c);
    return c.json(commentJson(c.var.local, repo, find(c, repo)));
  });
  app.patch(one, update);
  app.delete(one, remove);
}
