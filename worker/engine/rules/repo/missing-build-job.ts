import { missingCheck } from "../../profile/project-checks.ts";
import { defineRule } from "../../rule.ts";

export const missingBuildJob = defineRule({
  meta: {
    id: "missing-build-job",
    category: "ci_cd",
    severity: "medium",
    title: "A build that no pipeline runs",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "The project's manifest in the root defines how it builds, and no job of its workflows does. Manifests are `package.json` (its scripts) and the configuration of the usual Python tools.",
      why: "A change that does not build is merged, and the next release finds out.",
      notReported:
        "Repositories without a workflow, which `no-ci` reports, and those that another CI system builds. Repositories in which any job runs what the snapshot does not hold: a script file, a Makefile, a task runner, a container, or a reusable workflow of another repository. Scripts that other scripts call count as run. The placeholder that `npm init` writes. Packages below the root.",
      fix: 'Add a job, or generate one in the pipeline\'s own style under "Generate".',
      example: {
        before: "jobs:\n  ci:\n    steps:\n      - run: npm ci\n",
        after: "jobs:\n  ci:\n    steps:\n      - run: npm ci\n      - run: npm run build\n",
      },
    },
  },

  *check({ repository }) {
    const check = missingCheck(repository, "build");
    if (!check) return;
    yield {
      message: `No workflow runs \`${check.command}\`, which the project defines; add a job.`,
      path: check.path,
      at: check.at,
      anchor: "build",
    };
  },
});
