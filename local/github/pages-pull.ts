import { html } from "hono/html";
import type { PullRecord } from "../records.ts";
import { fullName, type Repo } from "../repositories.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { GithubError } from "./errors.ts";
import { formProof, isOwnForm, type Markup, page, problemPage } from "./html.ts";
import { missingPage, repoPage } from "./pages-access.ts";
import { diffCards } from "./pages-diff.ts";
import { markdown } from "./pages-markdown.ts";
import { checkRows, checkRunPage, commentCards } from "./pages-pull-checks.ts";
import { stateBadge } from "./pages-pull-rows.ts";
import { pullDiff } from "./pull-diff.ts";
import { mergePull } from "./pull-merge.ts";
import { mergeTrees, type PullContent, readContent } from "./pull-state.ts";
import { setPullState } from "./pulls.ts";

type Action = "merge" | "close" | "reopen";

const LABELS: Record<Action, string> = { merge: "Merge pull request", close: "Close pull request", reopen: "Reopen" };

function purpose(repo: Repo, pull: PullRecord, action: Action): string {
  return `${action} ${repo.record.id}#${pull.number}`;
}

function button(repo: Repo, pull: PullRecord, action: Action): Markup {
  return html`<form method="post" action="/${fullName(repo)}/pull/${pull.number}/${action}">
${formProof(purpose(repo, pull, action))}<button class="${action === "merge" ? "go" : "plain"}">${LABELS[action]}</button></form>`;
}

async function actions(repo: Repo, pull: PullRecord): Promise<Markup> {
  if (pull.merged) return html``;
  if (pull.state === "closed") return html`<div class="actions">${button(repo, pull, "reopen")}</div>`;
  const fits = (await mergeTrees(repo.view, pull.base.sha, pull.head.sha)).ok;
  const conflict = html`<p class="notice">It conflicts with ${pull.base.ref}. Bring ${pull.head.ref} up to date, then merge.</p>`;
  return html`${fits ? "" : conflict}
<div class="actions">${fits ? button(repo, pull, "merge") : ""}${button(repo, pull, "close")}</div>`;
}

function commitRows(repo: Repo, { commits }: PullContent): Markup {
  return html`<div class="card"><ul class="rows">${commits.map(
    ({ sha, message }) =>
      html`<li><a href="/${fullName(repo)}/commit/${sha}"><code>${sha.slice(0, 7)}</code></a> ${message.split("\n")[0]}</li>`,
  )}</ul></div>`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

async function pullPage(c: LocalC, repo: Repo, pull: PullRecord) {
  const content = await readContent(repo, pull);
  const name = fullName(repo);
  const { additions, deletions, commits, files } = content;
  return page(c, {
    title: `${pull.title} #${pull.number}`,
    body: html`<p><a href="/${name}">${name}</a></p>
<h1>${pull.title} <span class="quiet">#${pull.number}</span></h1>
<p>${stateBadge(pull)} ${pull.merged ? `${pull.mergedBy} merged` : `${pull.login} wants to merge`} ${plural(commits.length, "commit")} into
<code>${pull.base.ref}</code> from <code>${pull.head.ref}</code></p>
${await actions(repo, pull)}
<section class="card"><h3>Description</h3><div class="inside">${
      pull.body ? markdown(pull.body) : html`<p class="quiet">No description.</p>`
    }</div></section>
${commentCards(c.var.local, repo, pull)}
${checkRows(c.var.local, repo, pull)}
<h2>Commits</h2>${commitRows(repo, content)}
<h2>Changes</h2>
<p class="quiet">${plural(files.length, "file")}, +${additions} −${deletions},
<a href="/${name}/pull/${pull.number}.diff">as text</a></p>
${diffCards(files)}`,
  });
}

function findPull(c: LocalC, repo: Repo, number: string): PullRecord | undefined {
  const { pulls } = c.var.local.state;
  return pulls.find((pull) => pull.repoId === repo.record.id && String(pull.number) === number);
}

async function showPull(c: LocalC, repo: Repo) {
  const [number = "", suffix] = ((c.req.param() as Record<string, string>).number ?? "").split(".");
  const pull = findPull(c, repo, number);
  if (!pull) return missingPage(c);
  return suffix === undefined ? pullPage(c, repo, pull) : c.text(await pullDiff(repo, pull));
}

function changePull(action: Action, change: (c: LocalC, repo: Repo, pull: PullRecord) => unknown) {
  return repoPage(async (c, repo) => {
    const pull = findPull(c, repo, (c.req.param() as Record<string, string>).number ?? "");
    if (!pull) return missingPage(c);
    const form = await c.req.parseBody();
    if (!isOwnForm(form.authenticity_token, purpose(repo, pull, action))) {
      return problemPage(c, 422, ["This form is no longer valid", "Open the pull request again and repeat."]);
    }
    try {
      await change(c, repo, pull);
    } catch (error) {
      if (!(error instanceof GithubError)) throw error;
      return problemPage(c, error.status, [`It could not be done: ${LABELS[action].toLowerCase()}`, error.message]);
    }
    return c.redirect(`/${fullName(repo)}/pull/${pull.number}`, 303);
  });
}

/** The page of a pull request; its buttons do what the API does, webhooks included. */
export function pullPages(app: LocalApp): void {
  app.get("/:owner/:repo/pull/:number{\\d+(?:\\.(?:diff|patch))?}", repoPage(showPull));
  app.get(
    "/:owner/:repo/runs/:id{\\d+}",
    repoPage(async (c, repo) => checkRunPage(c, repo)),
  );
  const at = "/:owner/:repo/pull/:number{\\d+}";
  app.post(
    `${at}/merge`,
    changePull("merge", (c, repo, pull) => mergePull(c, repo, { pull, method: "merge" })),
  );
  app.post(
    `${at}/close`,
    changePull("close", (c, repo, pull) => setPullState(c, repo, { pull, state: "closed" })),
  );
  app.post(
    `${at}/reopen`,
    changePull("reopen", (c, repo, pull) => setPullState(c, repo, { pull, state: "open" })),
  );
}
