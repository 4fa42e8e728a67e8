import * as z from "zod";
import { describeObjects } from "../git/objects.ts";
import { badPath } from "../git/paths.ts";
import { isSha, resolveObject } from "../git/resolve.ts";
import { findEntry, listTree } from "../git/tree.ts";
import { type TreeChange, writeBlob, writeTree } from "../git/write.ts";
import type { Repo } from "../repositories.ts";
import { requirePush } from "./auth-context.ts";
import { readBody } from "./body.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { unprocessable } from "./errors.ts";
import { refuseEmpty } from "./resolve-params.ts";
import { treeJson } from "./trees.ts";
import { requireWorkflowScope } from "./write-access.ts";

const MODES = ["100644", "100755", "040000", "160000", "120000"] as const;
const TYPE_OF: Record<string, string> = { "040000": "tree", "160000": "commit" };

const Entry = z.object({
  path: z.string(),
  mode: z.enum(MODES),
  type: z.enum(["blob", "tree", "commit"]).optional(),
  sha: z.string().nullish(),
  content: z.string().optional(),
});
type Entry = z.infer<typeof Entry>;

const NewTree = z.object({ base_tree: z.string().optional(), tree: z.array(Entry).min(1).max(100_000) });

function checkPaths(entries: readonly Entry[]): void {
  for (const { path } of entries) {
    const reason = badPath(path);
    if (reason) throw unprocessable(`tree.path ${reason}`);
  }
}

/** Throws 422 for a SHA that is missing or of another type than its mode says; submodule commits live elsewhere. */
async function checkObjects(repo: Repo, entries: readonly Entry[]): Promise<void> {
  const named = entries.filter(({ sha, mode }) => typeof sha === "string" && mode !== "160000");
  const shas = named.map(({ sha }) => sha ?? "");
  const malformed = shas.find((sha) => !isSha(sha));
  if (malformed !== undefined) throw unprocessable(`The tree parameter was given an invalid SHA: ${malformed}`);
  const objects = await describeObjects(repo.view, shas);
  for (const [index, { mode, sha }] of named.entries()) {
    const wanted = TYPE_OF[mode] ?? "blob";
    if (objects[index]?.type !== wanted) throw unprocessable(`tree.sha ${sha} is not a valid ${wanted}`);
  }
}

async function checkDeletions(repo: Repo, base: string | null, entries: readonly Entry[]): Promise<void> {
  for (const { path, sha, content } of entries) {
    const deletes = sha === null && content === undefined;
    if (deletes && !(base && (await findEntry(repo.view, base, path)))) throw unprocessable("GitRPC::BadObjectState");
  }
}

/** What to write for one entry: text becomes a blob, a folder becomes its files, a deleted folder loses them all. */
async function changesOf(repo: Repo, base: string | null, entry: Entry): Promise<TreeChange[]> {
  const { path, mode, sha, content } = entry;
  if (typeof sha === "string") return mode === "040000" ? filesBelow(repo, sha, { path }) : [{ path, mode, sha }];
  if (content !== undefined) return [{ path, mode, sha: await writeBlob(repo.view, Buffer.from(content)) }];
  const existing = base ? await findEntry(repo.view, base, path) : null;
  if (existing?.type === "tree") return filesBelow(repo, existing.sha, { path, deleted: true });
  return [{ path, mode, sha: null }];
}

type Below = { path: string; deleted?: boolean };

async function filesBelow(repo: Repo, tree: string, { path, deleted = false }: Below): Promise<TreeChange[]> {
  const { entries } = await listTree(repo.view, tree, true);
  const files = entries.filter(({ type }) => type !== "tree");
  return files.map((file) => ({ path: `${path}/${file.path}`, mode: file.mode, sha: deleted ? null : file.sha }));
}

async function createTree(c: LocalC): Promise<Response> {
  const repo = await requirePush(c);
  refuseEmpty(repo);
  const { base_tree: baseTree, tree } = await readBody(c, NewTree);
  checkPaths(tree);
  requireWorkflowScope(
    c,
    tree.map(({ path }) => path),
  );
  const base = baseTree === undefined ? null : await resolveObject(repo.view, baseTree, "tree");
  if (baseTree !== undefined && !base) throw unprocessable("base_tree is not a valid tree oid");
  await checkObjects(repo, tree);
  await checkDeletions(repo, base, tree);
  const changes: TreeChange[] = [];
  for (const entry of tree) changes.push(...(await changesOf(repo, base, entry)));
  const json = await treeJson(c, repo, { sha: await writeTree(repo.view, base, changes), recursive: false });
  c.header("location", json.url);
  return c.json(json, 201);
}

export function createTreeRoute(app: LocalApp): void {
  app.post("/repos/:owner/:repo/git/trees", createTree);
}
