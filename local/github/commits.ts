import * as z from "zod";
import { countCommits, type LogQuery, listCommits, readCommit } from "../git/commits.ts";
import { describeObject } from "../git/objects.ts";
import { resolveCommit } from "../git/resolve.ts";
import { requireRepo } from "./auth-context.ts";
import { commitJson, fullCommitJson, gitCommitJson } from "./commit-json.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { notFound } from "./errors.ts";
import { mediaParam } from "./headers.ts";
import { linkPages, readPage } from "./pagination.ts";
import { refuseEmpty, requireCommit, shaParam } from "./resolve-params.ts";

const Instant = z.iso.datetime({ offset: true }).optional().catch(undefined);
const Query = z.object({
  sha: z.string().min(1).optional(),
  path: z.string().min(1).optional(),
  author: z.string().min(1).optional(),
  since: Instant,
  until: Instant,
});

function defined(query: z.infer<typeof Query>): LogQuery {
  const { sha: _sha, ...rest } = query;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}

async function listRoute(c: LocalC): Promise<Response> {
  const repo = await requireRepo(c);
  refuseEmpty(repo);
  const query = Query.parse(c.req.query());
  const sha = await resolveCommit(repo.view, query.sha ?? repo.record.defaultBranch);
  if (!sha) throw notFound();
  const page = readPage(c);
  const filter = defined(query);
  linkPages(c, page, await countCommits(repo.view, sha, filter));
  const window = { skip: (page.page - 1) * page.perPage, count: page.perPage };
  const commits = await listCommits(repo.view, sha, { ...filter, ...window });
  return c.json(commits.map((commit) => commitJson(c.var.local, repo, commit)));
}

async function oneRoute(c: LocalC): Promise<Response> {
  const repo = await requireRepo(c);
  const { ref = "" } = c.req.param() as Record<string, string>;
  const sha = await requireCommit(repo, ref);
  if (mediaParam(c) === "sha") return c.body(sha, 200, { "content-type": "application/vnd.github.sha; charset=utf-8" });
  return c.json(await fullCommitJson(c.var.local, repo, await readCommit(repo.view, sha)));
}

export function commits(app: LocalApp): void {
  app.get("/repos/:owner/:repo/commits", listRoute);
  app.get("/repos/:owner/:repo/commits/:ref{.+}", oneRoute);
  app.get("/repos/:owner/:repo/git/commits/:sha", async (c) => {
    const repo = await requireRepo(c);
    refuseEmpty(repo);
    const object = await describeObject(repo.view, shaParam(c, "sha"));
    if (object?.type !== "commit") throw notFound();
    return c.json(gitCommitJson(c.var.local, repo, await readCommit(repo.view, object.sha)));
  });
}
