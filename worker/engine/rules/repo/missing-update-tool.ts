import { DEPENDABOT_PATHS } from "../../model/updates/dependabot.ts";
import { ecosystemsOf } from "../../model/updates/ecosystems.ts";
import { entrySource } from "../../model/updates/entry-source.ts";
import { renovateOf } from "../../model/updates/renovate.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

const NEW_FILE = ".github/dependabot.yml";
/** Other tools that open update pull requests, by the files that configure them. */
const OTHER_TOOLS =
  /^(?:\.pyup\.yml|\.scala-steward\.conf|\.github\/\.?scala-steward\.conf|\.depfu\.yml|\.dependabot\/config\.yml|\.github\/updatecli|updatecli\/|\.updatecli)/;
const SELF_RUN = /renovatebot\/github-action|\brenovate\b.*--|dependabot\/cli|updatecli\/updatecli-action/;

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
        "Repositories with any configuration of Dependabot, Renovate (also inside `package.json`), Scala Steward, Depfu, PyUp or Updatecli, and those with a workflow that runs Renovate itself. Repositories without anything to update, such as workflows of own commands alone. An organization's central Renovate preset without any file in the repository cannot be seen: ignore the finding there, or add the one-line `renovate.json` that extends the preset.",
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
    if (ecosystems.length === 0 || hasTool(context)) return;
    const names = ecosystems.map(({ name }) => name);
    yield {
      message: `Nothing opens pull requests for new versions of ${names.join(", ")}; add \`${NEW_FILE}\`.`,
      path: NEW_FILE,
      at: { start: 0, end: 0 },
      anchor: "repository",
      cause: "updates",
      fix: () => newFile(names),
    };
  },
});

function hasTool({ repository, steps }: RuleContext): boolean {
  return (
    DEPENDABOT_PATHS.some((path) => repository.has(path)) ||
    renovateOf(repository) !== null ||
    repository.snapshot.paths.some((path) => OTHER_TOOLS.test(path)) ||
    steps.some(({ step }) => SELF_RUN.test(step.uses?.raw ?? step.run?.value ?? ""))
  );
}

function newFile(ecosystems: readonly string[]): FixOutcome {
  const style = { indent: "  ", step: "  ", quote: "", interval: "weekly" } as const;
  const entries = ecosystems.map((name) => entrySource(name, style));
  const text = ["version: 2", "updates:", ...entries, ""].join("\n");
  return {
    edits: [{ path: NEW_FILE, start: 0, end: 0, text }],
    title: "Keep dependencies up to date with Dependabot",
    explanation: `Adds \`${NEW_FILE}\` with one weekly, grouped entry for each of ${ecosystems.join(", ")}. New releases wait seven days (\`cooldown\`), security updates do not.`,
  };
}
