import { html } from "hono/html";
import type { FileDiff } from "../git/diff.ts";
import type { Markup } from "./html.ts";

function kindOf(line: string): string {
  if (line.startsWith("@@")) return "hunk";
  if (line.startsWith("+")) return "added";
  return line.startsWith("-") ? "removed" : "same";
}

function changes(patch: string): Markup {
  const lines = patch.split("\n").map((line) => html`<span class="${kindOf(line)}">${line === "" ? " " : line}</span>`);
  return html`<pre class="diff">${lines}</pre>`;
}

function title({ path, previousPath }: FileDiff): string {
  return previousPath === null ? path : `${previousPath} → ${path}`;
}

/** One card a file, its lines coloured and marked with + and −. */
export function diffCards(files: FileDiff[]): Markup {
  return html`${files.map(
    (
      file,
    ) => html`<section class="card"><h3><code>${title(file)}</code> <span class="quiet">${file.status}, +${file.additions} −${file.deletions}</span></h3>
${file.patch === null ? html`<p class="inside quiet">This file is binary or too long to show.</p>` : changes(file.patch)}
</section>`,
  )}`;
}
