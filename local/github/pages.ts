import { html } from "hono/html";
import { fullName, type Repo } from "../repositories.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { page } from "./html.ts";
import { missingPage } from "./pages-access.ts";
import { pullPages } from "./pages-pull.ts";
import { repositoryPages } from "./pages-repository.ts";

function repoRows(repos: Repo[]) {
  if (repos.length === 0) return html`<p>There is no repository here.</p>`;
  return html`<div class="card"><ul class="rows">${repos.map(
    (repo) => html`<li><a href="/${fullName(repo)}">${fullName(repo)}</a>
<span class="quiet">${repo.record.description ?? ""}</span></li>`,
  )}</ul></div>`;
}

function home(c: LocalC) {
  const { repos, settings } = c.var.local;
  return page(c, {
    title: "Repositories",
    body: html`<h1>Repositories</h1>
<p>You are <strong>${settings.login}</strong>. These repositories are on this computer; pull requests are real branches in
them, CI runs are simulated.</p>
${repoRows(repos.list())}`,
  });
}

async function ownerPage(c: LocalC, next: () => Promise<void>) {
  const { owner = "" } = c.req.param() as Record<string, string>;
  const { state, repos } = c.var.local;
  const user = state.users.find(({ login }) => login.toLowerCase() === owner.toLowerCase());
  if (!user) return next();
  const own = repos.list().filter(({ record }) => record.owner === user.login);
  return page(c, {
    title: user.login,
    body: html`<h1>${user.name}</h1><p class="quiet">${user.login}</p>${repoRows(own)}`,
  });
}

function avatar(c: LocalC) {
  const { name = "" } = c.req.param() as Record<string, string>;
  const letter = /^[a-z\d]/i.exec(name)?.[0].toUpperCase() ?? "?";
  const hue = [...name].reduce((sum, char) => sum + char.charCodeAt(0) * 7, 0) % 360;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hue} 45% 35%)"/><text x="20" y="27" font-size="20" font-family="sans-serif" text-anchor="middle" fill="#fff">${letter}</text></svg>`;
  return c.body(picture, 200, { "content-type": "image/svg+xml", "cache-control": "max-age=3600" });
}

/** Every address that the API shows as a page opens here. They come last: no other route may lie below them. */
export function pages(app: LocalApp): void {
  app.get("/", home);
  app.get("/_avatars/:name", avatar);
  pullPages(app);
  repositoryPages(app);
  app.get("/:owner", ownerPage);
  app.get("/settings/*", missingPage);
}
