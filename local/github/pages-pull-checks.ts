// What others said about a pull request: statuses and check runs of its head, and comments.
import { html } from "hono/html";
import type { LocalContext } from "../context.ts";
import type { CheckRunRecord, PullRecord } from "../records.ts";
import { fullName, type Repo } from "../repositories.ts";
import type { LocalC } from "./env.ts";
import { type Markup, page } from "./html.ts";
import { missingPage } from "./pages-access.ts";
import { markdown } from "./pages-markdown.ts";

type Said = { readonly name: string; readonly word: string; readonly detail: string; readonly address: string | null };

const COLOURS: Record<string, string> = { success: "open", failure: "closed", error: "closed" };

/** The newest of each name. */
function saidOf({ state }: LocalContext, repo: Repo, sha: string): Said[] {
  const isHere = ({ repoId }: { repoId: number }) => repoId === repo.record.id;
  const runs = state.checkRuns
    .filter((run) => isHere(run) && run.headSha === sha)
    .map(({ id, name, conclusion, status, output }) => ({
      name,
      word: conclusion ?? status,
      detail: output?.title ?? "",
      address: `/${fullName(repo)}/runs/${id}`,
    }));
  const statuses = state.statuses
    .filter((status) => isHere(status) && status.sha === sha)
    .map(({ context, state: word, description, targetUrl }) => ({
      name: context,
      word,
      detail: description ?? "",
      address: targetUrl,
    }));
  return [...new Map([...runs, ...statuses].map((said) => [said.name, said])).values()];
}

function badge(word: string): Markup {
  return html`<span class="badge ${COLOURS[word] ?? "merged"}">${word}</span>`;
}

/** Nothing where nobody checked anything. */
export function checkRows(local: LocalContext, repo: Repo, { head }: PullRecord): Markup {
  const said = saidOf(local, repo, head.sha);
  if (said.length === 0) return html``;
  return html`<h2>Checks</h2><div class="card"><ul class="rows">${said.map(
    ({ name, word, detail, address }) =>
      html`<li>${badge(word)} ${address === null ? name : html`<a href="${address}">${name}</a>`} <span class="quiet">${detail}</span></li>`,
  )}</ul></div>`;
}

/** Markdown without the remarks that only programs read. */
function shown(text: string): Markup {
  return markdown(text.replace(/<!--.*?-->/gs, ""));
}

export function commentCards(local: LocalContext, repo: Repo, { number }: PullRecord): Markup {
  const comments = local.state.comments.filter((each) => each.repoId === repo.record.id && each.number === number);
  return html`${comments.map(
    ({ id, login, body }) =>
      html`<section class="card" id="issuecomment-${id}"><h3>${login} commented</h3><div class="inside">${shown(body)}</div></section>`,
  )}`;
}

function noteRows(repo: Repo, { annotations, headSha }: CheckRunRecord): Markup {
  if (annotations.length === 0) return html`<p class="quiet">None.</p>`;
  return html`<div class="card"><ul class="rows">${annotations.map(
    (note) =>
      html`<li><a href="/${fullName(repo)}/blob/${headSha}/${note.path}"><code>${note.path}:${note.start_line}</code></a>
<strong>${note.title ?? note.annotation_level}</strong> ${note.message}</li>`,
  )}</ul></div>`;
}

/** The page of one check run. */
export function checkRunPage(c: LocalC, repo: Repo): Response | Promise<Response> {
  const { id } = c.req.param() as Record<string, string>;
  const run = c.var.local.state.checkRuns.find((each) => each.repoId === repo.record.id && String(each.id) === id);
  if (!run) return missingPage(c);
  return page(c, {
    title: run.name,
    body: html`<p><a href="/${fullName(repo)}">${fullName(repo)}</a></p>
<h1>${run.name}</h1>
<p>${badge(run.conclusion ?? run.status)} at <a href="/${fullName(repo)}/commit/${run.headSha}"><code>${run.headSha.slice(0, 7)}</code></a></p>
<section class="card"><h3>${run.output?.title ?? "No output"}</h3><div class="inside">${shown(run.output?.summary ?? "")}</div></section>
<h2>Annotations</h2>${noteRows(repo, run)}`,
  });
}
