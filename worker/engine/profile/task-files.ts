import type { ComponentDraft } from "./component-draft.ts";
import type { Commands } from "./stack-profile.ts";

const RUNNERS: readonly (readonly [file: string, program: string])[] = [
  ["Makefile", "make"],
  ["makefile", "make"],
  ["GNUmakefile", "make"],
  ["justfile", "just"],
  ["Justfile", "just"],
];

/** The first target of these names in a Makefile or justfile, for what nothing else says how to run. */
export function addMakeTarget(draft: ComponentDraft, about: keyof Commands, names: readonly string[]): void {
  for (const [file, program] of RUNNERS) {
    const text = draft.folder.text(file);
    const target = names.find((name) => new RegExp(`^${name}[ \\t]*:(?!=)`, "m").test(text));
    if (target === undefined) continue;
    draft.command(about, `${program} ${target}`, draft.proof(file, new RegExp(`^${target}[ \\t]*:`, "m"), "medium"));
    return;
  }
}

/** What the `web` line of a Procfile starts. Source: Heroku, "The Procfile". */
export function addProcfileStart(draft: ComponentDraft): void {
  const run = /^web:[ \t]*(\S[^\r\n]*)/m.exec(draft.folder.text("Procfile"))?.[1]?.trim();
  if (run !== undefined) draft.command("start", run, draft.proof("Procfile", /^web:/m));
}
