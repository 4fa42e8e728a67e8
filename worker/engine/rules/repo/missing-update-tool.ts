import { NEW_DEPENDABOT_FILE, newDependabotFile } from "../../edit/new-dependabot-file.ts";
import { GITLAB_PATH } from "../../model/gitlab/read-pipeline.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { ecosystemsOf } from "../../model/updates/ecosystems.ts";
import { hasUpdateTool } from "../../model/updates/update-tool.ts";
import { defineRule } from "../../rule.ts";

export const missingUpdateTool = defineRule({
  meta: {
    id: "missing-update-tool",
    category: "security",
    severity: "medium",
    title: "Nothing updates the dependencies",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "A repository with a pipeline or packages that neither Dependabot nor Renovate is configured for.",
      why: "Dependencies and pinned actions get old unseen, and the repair of a known hole waits until somebody remembers to look. Scorecard's Dependency-Update-Tool check asks for the same.",
      notReported:
        "Repositories with any configuration of Dependabot, Renovate (also inside `package.json`), Scala Steward, Depfu, PyUp or Updatecli, and those with a workflow that runs Renovate itself. Repositories on GitLab, which has no Dependabot. Repositories without anything to update, such as workflows of own commands alone. An organization's central Renovate preset without any file in the repository cannot be seen: ignore the finding there, or add the one-line `renovate.json` that extends the preset.",
      fix: "The fix writes `.github/dependabot.yml` with an entry for each ecosystem that the repository has, weekly, grouped into one pull request each, and with a cooldown of seven days.",
      example: {
        before: ".github/workflows/ci.yml\npackage-lock.json\n",
        after:
          '# .github/dependabot.yml\nversion: 2\nupdates:\n  - package-ecosystem: github-actions\n    directory: /\n    schedule:\n      interval: weekly\n    cooldown:\n      default-days: 7\n    groups:\n      github-actions:\n        patterns: ["*"]\n',
      },
    },
  },

  *check(context) {
    const { repository } = context;
    const ecosystems = ecosystemsOf(repository);
    if (ecosystems.length === 0 || hasUpdateTool(context) || isOnGitlab(repository)) return;
    const names = ecosystems.map(({ name }) => name);
    yield {
      message: `Nothing opens pull requests for new versions of ${names.join(", ")}; add \`${NEW_DEPENDABOT_FILE}\`.`,
      path: NEW_DEPENDABOT_FILE,
      at: { start: 0, end: 0 },
      anchor: "repository",
      cause: "updates",
      fix: () => newDependabotFile(names),
    };
  },
});

/** Dependabot works on GitHub alone; on GitLab a bot is most often set up for a whole group. */
function isOnGitlab(repository: RepositoryModel): boolean {
  return repository.has(GITLAB_PATH) && !repository.snapshot.paths.some((path) => path.startsWith(".github/"));
}
