import { html } from "hono/html";
import type { PullRecord } from "../records.ts";
import { fullName, type Repo } from "../repositories.ts";
import type { Markup } from "./html.ts";

function stateWord({ merged, state, draft }: PullRecord): string {
  if (merged) return "Merged";
  if (state === "closed") return "Closed";
  return draft ? "Draft" : "Open";
}

/** The state as a word and a colour. */
export function stateBadge(pull: PullRecord): Markup {
  return html`<span class="badge ${pull.merged ? "merged" : pull.state}">${stateWord(pull)}</span>`;
}

/** A list of pull requests, each with a link to its page. */
export function pullRows(repo: Repo, pulls: PullRecord[]): Markup {
  if (pulls.length === 0) return html`<p class="quiet">None yet.</p>`;
  return html`<div class="card"><ul class="rows">${pulls.map(
    (pull) => html`<li>${stateBadge(pull)} <a href="/${fullName(repo)}/pull/${pull.number}">${pull.title}</a>
<span class="quiet">#${pull.number} by ${pull.login}</span></li>`,
  )}</ul></div>`;
}
