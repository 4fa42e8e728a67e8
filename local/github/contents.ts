import { readObject } from "../git/objects.ts";
import { isEmpty, resolveCommit } from "../git/resolve.ts";
import { findEntry, listTree, type TreeEntry } from "../git/tree.ts";
import type { Repo } from "../repositories.ts";
import { requireRepo } from "./auth-context.ts";
import { base64Lines } from "./blobs.ts";
import { contentJson, kindOf } from "./content-json.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { GithubError, notFound } from "./errors.ts";
import { DEFAULT_API_VERSION, mediaParam } from "./headers.ts";

const MAX_DIRECTORY = 1000;
const MAX_INLINE_BYTES = 1024 * 1024;
const MAX_BYTES = 100 * 1024 * 1024;

type Place = { repo: Repo; sha: string; ref: string };

/** The commit a contents request reads. Throws 404 with a reason for an empty repository or an unknown reference. */
async function requirePlace(c: LocalC): Promise<Place> {
  const repo = await requireRepo(c);
  if (isEmpty(repo.view)) throw new GithubError(404, "This repository is empty.");
  const ref = c.req.query("ref") ?? repo.record.defaultBranch;
  const sha = await resolveCommit(repo.view, ref);
  if (!sha) throw new GithubError(404, `No commit found for the ref ${ref}`);
  return { repo, sha, ref };
}

async function directory(c: LocalC, { repo, ref }: Place, folder: { sha: string; path: string }): Promise<Response> {
  const { entries } = await listTree(repo.view, folder.sha, false);
  const list = entries.slice(0, MAX_DIRECTORY).map((entry) => {
    const path = folder.path === "" ? entry.path : `${folder.path}/${entry.path}`;
    const kind = kindOf(entry);
    // The older API version lists submodules as files.
    const type = kind === "submodule" && c.var.apiVersion === DEFAULT_API_VERSION ? "file" : kind;
    return { type, ...contentJson(c.var.local, repo, { entry: { ...entry, path }, ref }) };
  });
  return c.json(list);
}

async function file(c: LocalC, { repo, ref }: Place, entry: TreeEntry): Promise<Response> {
  if ((entry.size ?? 0) > MAX_BYTES) throw new GithubError(403, "This API returns blobs up to 100 MB in size.");
  const object = await readObject(repo.view, entry.sha);
  if (!object) throw notFound();
  if (mediaParam(c) === "raw") {
    return c.body(new Uint8Array(object.content), 200, { "content-type": "application/vnd.github.raw; charset=utf-8" });
  }
  const json = contentJson(c.var.local, repo, { entry, ref });
  if (kindOf(entry) === "symlink") return c.json({ type: "symlink", target: object.content.toString("utf8"), ...json });
  const inline = object.size <= MAX_INLINE_BYTES;
  const content = inline ? base64Lines(object.content) : "";
  return c.json({ type: "file", encoding: inline ? "base64" : "none", content, ...json });
}

/** Answers for one path: an array for a folder, an object for anything else. */
async function contentResponse(c: LocalC, place: Place, path: string): Promise<Response> {
  if (path === "") return directory(c, place, { sha: place.sha, path });
  const entry = await findEntry(place.repo.view, place.sha, path);
  if (!entry) throw notFound();
  if (entry.type === "tree") return directory(c, place, entry);
  if (entry.type === "blob") return file(c, place, entry);
  const json = contentJson(c.var.local, place.repo, { entry, ref: place.ref });
  return c.json({ type: "submodule", submodule_git_url: null, ...json });
}

export function contentPath(c: LocalC): string {
  const { path = "" } = c.req.param() as Record<string, string>;
  return path.replace(/^\/+|\/+$/g, "");
}

async function readRoute(c: LocalC): Promise<Response> {
  return contentResponse(c, await requirePlace(c), contentPath(c));
}

const README = /^readme(\.(md|markdown|mdown|rst|txt|adoc|asciidoc|org))?$/i;
const README_FOLDERS = [".github", "", "docs"];

async function readmeRoute(c: LocalC): Promise<Response> {
  const place = await requirePlace(c);
  for (const folder of README_FOLDERS) {
    const tree = folder === "" ? place.sha : (await findEntry(place.repo.view, place.sha, folder))?.sha;
    const { entries } = tree ? await listTree(place.repo.view, tree, false) : { entries: [] };
    const found = entries.find(({ path, type }) => type === "blob" && README.test(path));
    if (found) return contentResponse(c, place, folder === "" ? found.path : `${folder}/${found.path}`);
  }
  throw notFound();
}

export function contents(app: LocalApp): void {
  app.get("/repos/:owner/:repo/readme", readmeRoute);
  app.get("/repos/:owner/:repo/contents", readRoute);
  app.get("/repos/:owner/:repo/contents/", readRoute);
  app.get("/repos/:owner/:repo/contents/:path{.+}", readRoute);
}
