import { readCommit } from "../git/commits.ts";
import { fullName, type Repo } from "../repositories.ts";
import { requireRepo } from "./auth-context.ts";
import { commitJson } from "./commit-json.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { GithubError } from "./errors.ts";
import { paginate } from "./pagination.ts";
import { escapePath, urlsOf } from "./repository-urls.ts";

const PREFIX = "refs/heads/";

function branchNames(repo: Repo): string[] {
  return [...repo.view.refs.keys()].filter((ref) => ref.startsWith(PREFIX)).map((ref) => ref.slice(PREFIX.length));
}

function addresses(c: LocalC, repo: Repo, name: string) {
  const { api, web } = urlsOf(c.var.local.urls, fullName(repo));
  const path = escapePath(name);
  return { commits: `${api}/commits`, self: `${api}/branches/${path}`, html: `${web}/tree/${path}` };
}

function shortBranch(c: LocalC, repo: Repo, name: string) {
  const sha = repo.view.refs.get(`${PREFIX}${name}`) ?? "";
  return { name, commit: { sha, url: `${addresses(c, repo, name).commits}/${sha}` }, protected: false };
}

async function branchRoute(c: LocalC): Promise<Response> {
  const repo = await requireRepo(c);
  const { branch = "" } = c.req.param() as Record<string, string>;
  const sha = repo.view.refs.get(`${PREFIX}${branch}`);
  if (!sha) throw new GithubError(404, "Branch not found");
  const { self, html } = addresses(c, repo, branch);
  return c.json({
    name: branch,
    commit: commitJson(c.var.local, repo, await readCommit(repo.view, sha)),
    _links: { self, html },
    protected: false,
    protection: { enabled: false },
    protection_url: `${self}/protection`,
  });
}

export function branches(app: LocalApp): void {
  app.get("/repos/:owner/:repo/branches", async (c) => {
    const repo = await requireRepo(c);
    const none = c.req.query("protected") === "true";
    const names = none ? [] : branchNames(repo).sort();
    return c.json(paginate(c, names).map((name) => shortBranch(c, repo, name)));
  });
  app.get("/repos/:owner/:repo/branches/:branch{.+}", branchRoute);
}
