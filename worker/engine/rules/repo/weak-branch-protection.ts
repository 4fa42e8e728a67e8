import { settingsPlace } from "../../model/settings-place.ts";
import { defineRule } from "../../rule.ts";

export const weakBranchProtection = defineRule({
  meta: {
    id: "weak-branch-protection",
    category: "security",
    severity: "medium",
    title: "The default branch takes changes without review or checks",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "The default branch requires no review, or no check, before a change is merged.",
      why: "One stolen account or one hasty push then changes what is built and released, and nobody else has seen it. Required checks are also what makes the pipeline's result count. GitHub: [about protected branches](https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches), read 2026-11-21.",
      notReported:
        "Rules that could not be read. A repository without a workflow: there is no check to require. Other branches. How many reviews there must be, beyond one.",
      fix: "Add a ruleset for the default branch that requires one review and the checks of your tests. Which checks is your decision.",
      example: {
        before: "required_approving_review_count: 0\nrequired_status_checks: []\n",
        after: "required_approving_review_count: 1\nrequired_status_checks:\n  - test\n",
      },
    },
  },

  *check({ repository, lookups }) {
    const branch = repository.snapshot.defaultBranch;
    const place = settingsPlace(repository);
    if (branch === null || !place) return;
    const rules = lookups.branchRules(branch);
    if (rules === "unknown") return;
    const missing = [rules.requiredReviews > 0 ? "" : "review", rules.requiredChecks.length > 0 ? "" : "check"].filter(
      (text) => text !== "",
    );
    if (missing.length === 0) return;
    yield {
      ...place,
      message: `The default branch \`${branch}\` requires no ${missing.join(" and no ")} before a merge; add a ruleset that does.`,
    };
  },
});
