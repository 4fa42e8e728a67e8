import { resolveCommit } from "../git/resolve.ts";
import type { Repo } from "../repositories.ts";
import type { LocalC } from "./env.ts";
import { problemPage } from "./html.ts";

type RepoPage = (c: LocalC, repo: Repo) => Promise<Response>;

/** Whoever opens a page is the person this server was started for. */
function signIn(c: LocalC): void {
  const { state, settings } = c.var.local;
  c.set("user", state.users.find(({ login }) => login === settings.login) ?? null);
}

const API_WORDS = /^\/(?:repos|repositories|user|users|orgs|applications)\//;

/** Addresses of the API keep their JSON answer. */
export function missingPage(c: LocalC): Response | Promise<Response> {
  if (API_WORDS.test(c.req.path)) return c.notFound();
  return problemPage(c, 404, ["This page is not here", "Go to the start page for the list of repositories."]);
}

/** A page of one repository, read fresh from its folder; an earlier name leads to the current one. */
export function repoPage(render: RepoPage) {
  return async function showRepoPage(c: LocalC): Promise<Response> {
    signIn(c);
    const { owner = "", repo: name = "" } = c.req.param() as Record<string, string>;
    const { repos } = c.var.local;
    const repo = repos.find(owner, name);
    if (!repo) return missingPage(c);
    if (!repos.isCurrentName(repo, owner, name)) {
      const rest = c.req.path.split("/").slice(3).join("/");
      return c.redirect(`/${repo.record.owner}/${repo.record.name}/${rest}`.replace(/\/$/, ""), 301);
    }
    await repos.refresh(repo);
    return render(c, repo);
  };
}

export interface Location {
  name: string;
  sha: string;
  path: string;
}

/** Splits `branch/with/slash/and/path`: the longest beginning that names a commit is the reference. */
export async function locate({ view }: Repo, text: string): Promise<Location | undefined> {
  const segments = text.split("/").filter(Boolean);
  for (let length = segments.length; length > 0; length -= 1) {
    const name = segments.slice(0, length).join("/");
    const isLikely =
      view.refs.has(`refs/heads/${name}`) || view.refs.has(`refs/tags/${name}`) || /^[\da-f]{7,40}$/.test(name);
    const sha = isLikely ? await resolveCommit(view, name) : null;
    if (sha) return { name, sha, path: segments.slice(length).join("/") };
  }
  return undefined;
}
