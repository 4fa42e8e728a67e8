import { type UsePlace, usePlaces } from "../../actions/use-places.ts";
import { replaceSpan } from "../../edit/edit-yaml.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { SourceFile } from "../../model/source-file.ts";
import type { Action, Step, Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { bringsOtherFiles } from "./self-repository-syntax/brings-other-files.ts";

export const selfRepositorySyntax = defineRule({
  meta: {
    id: "self-repository-syntax",
    category: "security",
    severity: "low",
    title: "Local action depends on the workspace",
    fixClass: "review",
    profile: "strict",
    scope: "repository",
    docs: {
      what: "A `uses: ./path` of an action or reusable workflow of the same repository, where `$/path` names the same files at the commit that runs. One finding per file, with all its places. Only in the strict profile.",
      why: "A step's `./path` is looked up in the workspace when the step runs: it needs a checkout first, and runs what earlier steps, or the checkout of a pull request, have put there. `$/path` always is the running commit of the file's own repository, also where a workflow or action is used by other repositories. A job's call of `./…` never looks into the workspace; there the form only says the same thing in the same words. GitHub recommends it for both since July 2026: https://github.blog/changelog/2026-07-30-reference-same-repository-actions-with-self-repository-syntax/.",
      notReported:
        "GitHub Enterprise Server, which does not know the form yet. Actions that the job makes or fetches itself: behind a checkout of another repository or into another folder; behind scripts and third-party actions where the folder has no `action.yml` in the repository; and behind scripts where the action is no composite one, since its own tests build it first. Paths that leave the repository.",
      fix: "Write `$/` in place of `./`. The fix asks for a review: self-hosted runners need version 2.336.0, other linters may not know the form, and a job that relied on changed files in its workspace no longer gets them. A checkout that served the action alone can go.",
      example: {
        before: "    steps:\n      - uses: ./.github/actions/setup\n",
        after: "    steps:\n      - uses: $/.github/actions/setup\n",
      },
    },
  },

  *check({ repository, lookups }) {
    const documents = [...repository.workflows, ...repository.actions];
    const found = documents.map((document) => ({ document, places: localPlaces(repository, document) }));
    if (found.every(({ places }) => places.length === 0)) return;
    const platform = lookups.platform();
    if (platform !== "unknown" && platform.kind !== "github") return;
    for (const { document, places } of found) yield* toHit(document, places);
  },
});

function localPlaces(repository: RepositoryModel, document: Workflow | Action): UsePlace[] {
  if (!document.file.text.includes("./")) return [];
  const seen = new Set<number>();
  return usePlaces(document).filter(({ uses, step }) => {
    if (uses.kind !== "local" || seen.has(uses.node.start) || /(?:^|\/)\.\.(?:\/|$)|\$\{\{|@/.test(uses.path))
      return false;
    seen.add(uses.node.start);
    return step === null || !bringsOtherFiles(repository, { uses, before: stepsBefore(document, step) });
  });
}

function stepsBefore(document: Workflow | Action, step: Step): readonly Step[] {
  const lists = document.kind === "action" ? [document.steps] : document.jobs.map((job) => job.steps);
  const list = lists.find((steps) => steps.includes(step)) ?? [];
  return list.slice(0, list.indexOf(step));
}

function* toHit({ path, file }: Workflow | Action, places: readonly UsePlace[]): Generator<Hit> {
  const [first, ...others] = places;
  if (!first) return;
  const inWorkspace = places.find(({ step }) => step !== null);
  const { raw } = (inWorkspace ?? first).uses;
  const cause = inWorkspace ? "is taken from the workspace as earlier steps left it" : "is the older form of a call";
  yield {
    message: `\`${raw}\` ${cause}; \`$${raw.slice(1)}\` is always the commit that runs.`,
    path,
    at: first.uses.node,
    anchor: first.anchor,
    related: others.map(({ uses }) => ({ path, at: uses.node })),
    fix: () => writeDollar(file, places),
  };
}

function writeDollar(file: SourceFile, places: readonly UsePlace[]): FixOutcome {
  const starts = places.map(({ uses: { node } }) => {
    const { start } = node.content;
    return node.style !== "literal" && node.style !== "folded" && file.text.startsWith("./", start) ? start : null;
  });
  if (starts.includes(null))
    return { abstain: "A `uses` is written in a form that cannot be edited safely; write `$/` by hand." };
  return {
    edits: starts.flatMap((start) => (start === null ? [] : replaceSpan(file, { start, end: start + 1 }, "$"))),
    title: "Name the repository's own actions with `$/`",
    explanation:
      "`$/` names the same folders at the commit that runs, whatever the workspace holds. Before merging: self-hosted runners need version 2.336.0 or later, and a job that checks out another commit first now runs the action of its own commit.",
  };
}
