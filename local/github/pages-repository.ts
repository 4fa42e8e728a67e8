import { html } from "hono/html";
import { readCommit } from "../git/commits.ts";
import { diffTrees, EMPTY_TREE } from "../git/diff.ts";
import { mergeBase } from "../git/history.ts";
import { isBinary, readObject } from "../git/objects.ts";
import { isSha, resolveCommit } from "../git/resolve.ts";
import { findEntry, listTree, type TreeEntry } from "../git/tree.ts";
import { fullName, type Repo } from "../repositories.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { type Markup, page } from "./html.ts";
import { locate, missingPage, repoPage } from "./pages-access.ts";
import { diffCards } from "./pages-diff.ts";
import { pullRows } from "./pages-pull-rows.ts";
import { unifiedDiff } from "./pull-diff.ts";
import { escapePath } from "./repository-urls.ts";

const BRANCH = "refs/heads/";

function repoTitle(repo: Repo): Markup {
  const name = fullName(repo);
  return html`<p><a href="/${name}">${name}</a></p>`;
}

function entryRow(repo: Repo, { ref, entry, folder }: { ref: string; entry: TreeEntry; folder: string }): Markup {
  const path = folder === "" ? entry.path : `${folder}/${entry.path}`;
  const kind = entry.type === "tree" ? "tree" : "blob";
  const address = `/${fullName(repo)}/${kind}/${escapePath(ref)}/${escapePath(path)}`;
  return html`<li><a href="${address}">${entry.path}${kind === "tree" ? "/" : ""}</a></li>`;
}

async function fileList(
  repo: Repo,
  { ref, tree, folder }: { ref: string; tree: string; folder: string },
): Promise<Markup> {
  const { entries } = await listTree(repo.view, tree, false);
  const sorted = entries.toSorted((a, b) => Number(b.type === "tree") - Number(a.type === "tree"));
  return html`<div class="card"><ul class="rows">${sorted.map((entry) => entryRow(repo, { ref, entry, folder }))}</ul></div>`;
}

function branchRows(repo: Repo): Markup {
  const name = fullName(repo);
  const branches = [...repo.view.refs].filter(([ref]) => ref.startsWith(BRANCH));
  return html`<div class="card"><ul class="rows">${branches.map(([ref, sha]) => {
    const branch = ref.slice(BRANCH.length);
    return html`<li><a href="/${name}/tree/${escapePath(branch)}">${branch}</a>
<span class="quiet">at <a href="/${name}/commit/${sha}">${sha.slice(0, 7)}</a></span></li>`;
  })}</ul></div>`;
}

async function overview(c: LocalC, repo: Repo) {
  const { record, view } = repo;
  const head = view.refs.get(`${BRANCH}${record.defaultBranch}`);
  const files = head ? await fileList(repo, { ref: record.defaultBranch, tree: head, folder: "" }) : null;
  const pulls = c.var.local.state.pulls.filter(({ repoId }) => repoId === record.id).toReversed();
  return page(c, {
    title: fullName(repo),
    body: html`<h1>${fullName(repo)}</h1>
<p>${record.description ?? ""} <span class="quiet">${record.private ? "private" : "public"}${record.archived ? ", archived" : ""}</span></p>
<h2>Pull requests</h2>${pullRows(repo, pulls)}
<h2>Files on ${record.defaultBranch}</h2>${files ?? html`<p>This repository has no commit yet.</p>`}
<h2>Branches</h2>${branchRows(repo)}`,
  });
}

async function folderPage(c: LocalC, repo: Repo) {
  const place = await locate(repo, wildcard(c));
  if (!place) return missingPage(c);
  const entry = place.path === "" ? null : await findEntry(repo.view, place.sha, place.path);
  if (place.path !== "" && entry?.type !== "tree") return missingPage(c);
  const files = await fileList(repo, { ref: place.name, tree: entry?.sha ?? place.sha, folder: place.path });
  return page(c, {
    title: place.path || place.name,
    body: html`${repoTitle(repo)}<h1>${place.path || place.name}</h1>${files}`,
  });
}

function wildcard(c: LocalC): string {
  return (c.req.param() as Record<string, string>).rest ?? "";
}

async function readFile(repo: Repo, text: string) {
  const place = await locate(repo, text);
  const entry = place?.path ? await findEntry(repo.view, place.sha, place.path) : null;
  const object = entry?.type === "blob" ? await readObject(repo.view, entry.sha) : null;
  return place && object ? { place, content: object.content } : undefined;
}

async function filePage(c: LocalC, repo: Repo) {
  const file = await readFile(repo, wildcard(c));
  if (!file) return missingPage(c);
  const { place, content } = file;
  const shown = isBinary(content)
    ? html`<p class="inside">This file is binary.</p>`
    : html`<pre class="inside">${content.toString("utf8")}</pre>`;
  const body = html`${repoTitle(repo)}<h1>${place.path}</h1><p class="quiet">at ${place.name}</p><div class="card">${shown}</div>`;
  return page(c, { title: place.path, body });
}

/** Always plain text or bytes: a file of a repository must not become a page of this server. */
async function rawFile(c: LocalC, repo: Repo) {
  const file = await readFile(repo, wildcard(c));
  if (!file) return missingPage(c);
  const type = isBinary(file.content) ? "application/octet-stream" : "text/plain; charset=utf-8";
  const headers = { "content-type": type, "x-content-type-options": "nosniff", "content-security-policy": "sandbox" };
  return c.body(new Uint8Array(file.content), 200, headers);
}

async function commitPage(c: LocalC, repo: Repo) {
  const { sha = "" } = c.req.param() as Record<string, string>;
  const found = isSha(sha) ? await resolveCommit(repo.view, sha) : null;
  if (!found) return missingPage(c);
  const commit = await readCommit(repo.view, found);
  const files = await diffTrees(repo.view, commit.parents[0] ?? EMPTY_TREE, found);
  const [subject = "", ...rest] = commit.message.split("\n");
  return page(c, {
    title: subject,
    body: html`${repoTitle(repo)}<h1>${subject}</h1>
<p class="quiet">${commit.author.name}, ${commit.author.date}, <code>${found}</code></p>
${rest.length > 0 ? html`<pre>${rest.join("\n").trim()}</pre>` : ""}${diffCards(files)}`,
  });
}

async function comparePage(c: LocalC, repo: Repo) {
  const text = wildcard(c);
  const isDiff = /\.(diff|patch)$/.test(text);
  const [base = "", head = ""] = text.replace(/\.(diff|patch)$/, "").split(/\.{2,3}/);
  const ends = [head === "" ? repo.record.defaultBranch : base, head === "" ? base : head];
  const [from, to] = await Promise.all(ends.map((name) => resolveCommit(repo.view, name.replace(/^[^:]*:/, ""))));
  if (!from || !to) return missingPage(c);
  const common = (await mergeBase(repo.view, from, to)) ?? from;
  if (isDiff) return c.text(await unifiedDiff(repo.view, common, to));
  const files = await diffTrees(repo.view, common, to);
  return page(c, {
    title: `Compare ${text}`,
    body: html`${repoTitle(repo)}<h1>${ends.join("...")}</h1>${diffCards(files)}`,
  });
}

/** The pages of a repository: overview, folders, files, commits, comparisons. */
export function repositoryPages(app: LocalApp): void {
  app.get("/:owner/:repo", repoPage(overview));
  app.get("/:owner/:repo/tree/:rest{.+}", repoPage(folderPage));
  app.get("/:owner/:repo/blob/:rest{.+}", repoPage(filePage));
  app.get("/:owner/:repo/raw/:rest{.+}", repoPage(rawFile));
  app.get("/:owner/:repo/commit/:sha", repoPage(commitPage));
  app.get("/:owner/:repo/compare/:rest{.+}", repoPage(comparePage));
}
