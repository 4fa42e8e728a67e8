import { missingCheck } from "../../profile/project-checks.ts";
import { defineRule } from "../../rule.ts";

export const missingTestJob = defineRule({
  meta: {
    id: "missing-test-job",
    category: "ci_cd",
    severity: "high",
    title: "Tests that no pipeline runs",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "The project's manifest in the root defines how it tests, and no job of its workflows does. Manifests are `package.json` (its scripts) and the configuration of the usual Python tools.",
      why: "A test that nobody runs protects nothing: the first to learn that it fails is whoever runs it next by hand.",
      notReported:
        "Repositories without a workflow, which `no-ci` reports, and those that another CI system builds. Repositories in which any job runs what the snapshot does not hold: a script file, a Makefile, a task runner, a container, or a reusable workflow of another repository. Scripts that other scripts call count as run. The placeholder that `npm init` writes. Packages below the root.",
      fix: 'Add a job, or generate one in the pipeline\'s own style under "Generate".',
      example: {
        before: "jobs:\n  ci:\n    steps:\n      - run: npm ci\n",
        after: "jobs:\n  ci:\n    steps:\n      - run: npm ci\n      - run: npm test\n",
      },
    },
  },

  *check({ repository }) {
    const check = missingCheck(repository, "test");
    if (!check) return;
    yield {
      message: `No workflow runs \`${check.command}\`, which the project defines; add a job.`,
      path: check.path,
      at: check.at,
      anchor: "test",
    };
  },
});
