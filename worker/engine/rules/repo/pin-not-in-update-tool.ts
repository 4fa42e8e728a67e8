import { appendEntries } from "../../edit/append-update-entries.ts";
import { dependabotOf } from "../../model/updates/dependabot.ts";
import { renovateOf } from "../../model/updates/renovate.ts";
import { isFullSha, type Uses } from "../../model/uses.ts";
import { defineRule, type RuleContext } from "../../rule.ts";

export const pinNotInUpdateTool = defineRule({
  meta: {
    id: "pin-not-in-update-tool",
    category: "security",
    severity: "medium",
    title: "Pinned actions that nothing updates",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "Every action of the repository is pinned to a commit, an update tool is configured, and it does not look at `github-actions`.",
      why: "A pin that nobody moves is a promise to keep every hole that is found in the action later. Pinning and updating only work together.",
      notReported:
        "Repositories with an action that is not pinned yet (`unpinned-action` comes first), without any external action, or without any update tool (`missing-update-tool`). Renovate configurations whose presets decide, as they are not in the repository.",
      fix: "Add a `github-actions` entry to `dependabot.yml`, in the same pull request as the pins.",
      example: {
        before:
          "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: weekly\n",
        after:
          "version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n    schedule:\n      interval: weekly\n  - package-ecosystem: github-actions\n    directory: /\n    schedule:\n      interval: weekly\n",
      },
    },
  },

  *check(context) {
    const { repository } = context;
    const config = dependabotOf(repository);
    const renovate = renovateOf(repository);
    if (renovate ? renovate.updatesActions !== false : !config?.updates) return;
    if (config?.entries.some(({ ecosystem }) => ecosystem.value.trim() === "github-actions")) return;
    const uses = externalUses(context);
    if (uses.length === 0 || !uses.every(({ ref }) => isFullSha(ref))) return;
    const path = renovate?.path ?? config?.path ?? "";
    yield {
      message: `All ${uses.length} uses of actions are pinned, and \`${path}\` does not update \`github-actions\`, so the pins get old; add it.`,
      path,
      at: { start: 0, end: 0 },
      anchor: "github-actions",
      cause: "updates",
      ...(config && !renovate ? { fix: () => appendEntries(config, ["github-actions"]) } : {}),
    };
  },
});

function externalUses({ repository, steps }: RuleContext): Uses[] {
  const calls = repository.workflows.flatMap(({ jobs }) => jobs.map(({ uses }) => uses));
  return [...calls, ...steps.map(({ step }) => step.uses)].flatMap((uses) => (uses?.kind === "action" ? [uses] : []));
}
