import type { RepositorySettings } from "../../lookups/answers.ts";
import { settingsPlace } from "../../model/settings-place.ts";
import { defineRule } from "../../rule.ts";

export const actionsSettingsWeak = defineRule({
  meta: {
    id: "actions-settings-weak",
    category: "security",
    severity: "high",
    title: "The repository's settings for Actions are weak",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "The repository's settings let every workflow's token write by default, let workflows approve pull requests, let pull requests of any fork run without an approval, or allow every action there is. One finding for all of them; low where only the last is so, which is GitHub's default.",
      why: "The settings hold for every workflow that says nothing else, the ones of tomorrow too. A token that may write and approve can merge its own changes. GitHub: [settings for Actions](https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository), read 2026-11-21.",
      notReported:
        "Settings that could not be read. An approval for first-time contributors only, GitHub's default. Approvals of forks in a repository that is not public. Repositories without a workflow.",
      fix: 'Under "Settings, Actions, General": set the workflow permissions to read, forbid approvals, require an approval for outside contributors, and allow selected actions only. An administrator has to do it.',
      example: {
        before: "default_workflow_permissions: write\ncan_approve_pull_request_reviews: true\n",
        after: "default_workflow_permissions: read\ncan_approve_pull_request_reviews: false\n",
      },
    },
  },

  *check({ repository, lookups }) {
    const place = settingsPlace(repository);
    if (!place) return;
    const settings = lookups.settings();
    if (settings === "unknown") return;
    const weak = weaknessesOf(settings);
    const isOpen = settings.allowedActions === "all";
    if (weak.length === 0 && !isOpen) return;
    const all = [...weak, ...(isOpen ? ["every action may be used"] : [])];
    yield {
      ...place,
      message: `In the repository's settings for Actions, ${all.join("; ")}. Restrict them under "Settings, Actions, General".`,
      severity: weak.length > 0 ? "high" : "low",
    };
  },
});

function weaknessesOf(settings: RepositorySettings): string[] {
  const isPublic = settings.visibility === "public" || settings.visibility === null;
  return [
    settings.defaultTokenWrites === true ? "the token may write by default" : "",
    settings.actionsMayApprove === true ? "workflows may approve pull requests" : "",
    isPublic && settings.forkApproval === "none" ? "pull requests of forks run without an approval" : "",
  ].filter((text) => text !== "");
}
