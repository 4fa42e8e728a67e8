// GitHub Apps: where one is installed, and the tokens of an installation.
import * as z from "zod";
import { isoSeconds } from "../clock.ts";
import { botLogin, installationJson } from "./app-json.ts";
import { readBody } from "./body.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { GithubError, notFound, unprocessable } from "./errors.ts";
import { repositoryJson } from "./repository-json.ts";
import { issueToken } from "./tokens.ts";

const TOKEN_LIFE_MS = 3_600_000;

const TokenBody = z.object({
  repository_ids: z.array(z.int()).optional(),
  permissions: z.record(z.string(), z.enum(["read", "write"])).optional(),
});

function requireApp(c: LocalC) {
  if (!c.var.app) throw new GithubError(401, "A JSON web token could not be decoded");
  return c.var.app;
}

function installedApp(c: LocalC) {
  const app = requireApp(c);
  const { owner = "", repo: name = "" } = c.req.param() as Record<string, string>;
  const repo = c.var.local.repos.find(owner, name);
  const { installations } = c.var.local.state;
  const isHere =
    repo && installations.find(({ appId, repoIds }) => appId === app.id && repoIds.includes(repo.record.id));
  if (!isHere) throw notFound();
  return c.json(installationJson(c.var.local, app, isHere));
}

async function createToken(c: LocalC) {
  const app = requireApp(c);
  const { local } = c.var;
  const installation = local.state.installations.find(
    ({ id, appId }) => String(id) === c.req.param("id") && appId === app.id,
  );
  if (!installation) throw notFound();
  const body = await readBody(c, TokenBody);
  const wanted = body.repository_ids ?? installation.repoIds;
  if (!wanted.every((id) => installation.repoIds.includes(id))) {
    throw unprocessable(
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  const isGranted = ([name, level]: [string, string]) =>
    app.permissions[name] === level || app.permissions[name] === "write";
  if (!Object.entries(body.permissions ?? {}).every(isGranted)) {
    throw unprocessable("The permissions requested are not granted to this installation.");
  }
  const expiresAt = local.clock.now() + TOKEN_LIFE_MS;
  const owner = { login: botLogin(app), clientId: String(app.id), scopes: [] };
  const { token } = issueToken(local, { ...owner, installation: { id: installation.id, expiresAt } });
  const repositories = wanted.flatMap((id) => local.repos.byId(id) ?? []).map((repo) => repositoryJson(local, repo));
  const answer = {
    token,
    expires_at: isoSeconds(expiresAt),
    permissions: app.permissions,
    repository_selection: "selected",
  };
  return c.json(body.repository_ids ? { ...answer, repositories } : answer, 201);
}

export function apps(app: LocalApp): void {
  app.get("/repos/:owner/:repo/installation", installedApp);
  app.post("/app/installations/:id{\\d+}/access_tokens", createToken);
}
