import { commitsBetween, readCommit } from "../git/commits.ts";
import { diffTrees } from "../git/diff.ts";
import { aheadBehind, mergeBase } from "../git/history.ts";
import { resolveCommit } from "../git/resolve.ts";
import { fullName, type Repo } from "../repositories.ts";
import { requireRepo } from "./auth-context.ts";
import { commitJson, fileJson } from "./commit-json.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { GithubError, notFound } from "./errors.ts";
import { escapePath, urlsOf } from "./repository-urls.ts";
import { refuseEmpty } from "./resolve-params.ts";

const MAX_COMMITS = 250;
const MAX_FILES = 300;

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return "diverged";
  if (ahead > 0) return "ahead";
  return behind > 0 ? "behind" : "identical";
}

/** `base...head` or `base..head`; a side may carry `owner:` when it names this repository. */
function sides(repo: Repo, basehead: string): [string, string] {
  const match = /^(.+?)\.{2,3}(.+)$/.exec(basehead);
  if (!match) throw notFound();
  const strip = (side: string) => {
    const [owner, ...rest] = side.split(":");
    return rest.length > 0 && owner?.toLowerCase() === repo.record.owner.toLowerCase() ? rest.join(":") : side;
  };
  return [strip(match[1] ?? ""), strip(match[2] ?? "")];
}

async function compareRoute(c: LocalC): Promise<Response> {
  const repo = await requireRepo(c);
  refuseEmpty(repo);
  const { basehead = "" } = c.req.param() as Record<string, string>;
  const [baseName, headName] = sides(repo, basehead);
  const [base, head] = await Promise.all([resolveCommit(repo.view, baseName), resolveCommit(repo.view, headName)]);
  if (!base || !head) throw notFound();
  const common = await mergeBase(repo.view, base, head);
  if (!common) throw new GithubError(404, `No common ancestor between ${baseName} and ${headName}.`);
  return c.json(await comparison(c, repo, { base, head, common, label: escapePath(basehead) }));
}

type Range = { base: string; head: string; common: string; label: string };

async function comparison(c: LocalC, repo: Repo, { base, head, common, label }: Range) {
  const { local } = c.var;
  const { api, web } = urlsOf(local.urls, fullName(repo));
  const { ahead, behind } = await aheadBehind(repo.view, base, head);
  const commits = await commitsBetween(repo.view, { base, head, count: MAX_COMMITS });
  const files = await diffTrees(repo.view, common, head);
  const html = `${web}/compare/${label}`;
  const describe = async (sha: string) => commitJson(local, repo, await readCommit(repo.view, sha));
  return {
    url: `${api}/compare/${label}`,
    html_url: html,
    permalink_url: `${web}/compare/${base}...${head}`,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: await describe(base),
    merge_base_commit: await describe(common),
    status: statusOf(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: commits.map((commit) => commitJson(local, repo, commit)),
    files: files.slice(0, MAX_FILES).map((file) => fileJson(local, repo, { file, sha: head })),
  };
}

export function compare(app: LocalApp): void {
  app.get("/repos/:owner/:repo/compare/:basehead{.+}", compareRoute);
}
