import { describeObjects } from "../git/objects.ts";
import { fullName, type Repo } from "../repositories.ts";
import { requireRepo } from "./auth-context.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { notFound } from "./errors.ts";
import { paginate } from "./pagination.ts";
import { escapePath, urlsOf } from "./repository-urls.ts";
import { refuseEmpty } from "./resolve-params.ts";
import { nodeId } from "./user-json.ts";

const KINDS: Record<string, string> = { commit: "commits", tag: "tags", tree: "trees", blob: "blobs" };

/** GitHub's `git-ref` for each of these full reference names. */
export async function refsJson(c: LocalC, repo: Repo, names: readonly string[]) {
  const { api } = urlsOf(c.var.local.urls, fullName(repo));
  const shas = names.map((ref) => repo.view.refs.get(ref) ?? "");
  const objects = await describeObjects(repo.view, shas);
  return names.map((ref, index) => {
    const type = objects[index]?.type ?? "commit";
    const sha = shas[index] ?? "";
    return {
      ref,
      node_id: nodeId("Ref", `${fullName(repo)}:${ref}`),
      url: `${api}/git/${escapePath(ref)}`,
      object: { sha, type, url: `${api}/git/${KINDS[type]}/${sha}` },
    };
  });
}

function refParam(c: LocalC): string {
  const { ref = "" } = c.req.param() as Record<string, string>;
  return `refs/${ref.replace(/^refs\//, "")}`;
}

async function refRoute(c: LocalC): Promise<Response> {
  const repo = await requireRepo(c);
  refuseEmpty(repo);
  const ref = refParam(c);
  if (!repo.view.refs.has(ref)) throw notFound();
  const [json] = await refsJson(c, repo, [ref]);
  return c.json(json);
}

async function matchingRoute(c: LocalC): Promise<Response> {
  const repo = await requireRepo(c);
  refuseEmpty(repo);
  const prefix = refParam(c);
  const names = [...repo.view.refs.keys()].filter((ref) => ref.startsWith(prefix)).sort();
  return c.json(await refsJson(c, repo, paginate(c, names)));
}

export function refs(app: LocalApp): void {
  app.get("/repos/:owner/:repo/git/ref/:ref{.+}", refRoute);
  app.get("/repos/:owner/:repo/git/matching-refs/:ref{.+}", matchingRoute);
}
