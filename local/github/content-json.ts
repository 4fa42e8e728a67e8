import type { LocalContext } from "../context.ts";
import type { TreeEntry } from "../git/tree.ts";
import { fullName, type Repo } from "../repositories.ts";
import { escapePath, urlsOf } from "./repository-urls.ts";

export type ContentKind = "file" | "dir" | "symlink" | "submodule";

export function kindOf({ type, mode }: TreeEntry): ContentKind {
  if (type === "tree") return "dir";
  if (type === "commit") return "submodule";
  return mode === "120000" ? "symlink" : "file";
}

/** What the contents routes say of any entry. `ref` is the branch, tag or SHA that was asked for. */
export function contentJson(local: LocalContext, repo: Repo, { entry, ref }: { entry: TreeEntry; ref: string }) {
  const { api, web } = urlsOf(local.urls, fullName(repo));
  const path = escapePath(entry.path);
  const kind = kindOf(entry);
  const self = `${api}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = kind === "submodule" ? null : `${api}/git/${kind === "dir" ? "trees" : "blobs"}/${entry.sha}`;
  const html = kind === "submodule" ? null : `${web}/${kind === "dir" ? "tree" : "blob"}/${escapePath(ref)}/${path}`;
  const download = kind === "file" || kind === "symlink" ? `${web}/raw/${escapePath(ref)}/${path}` : null;
  return {
    name: entry.path.split("/").at(-1) ?? entry.path,
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    html_url: html,
    git_url: git,
    download_url: download,
    _links: { self, git, html },
  };
}
