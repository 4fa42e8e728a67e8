import { deploymentsOf } from "../../data/deployments.ts";
import { kindsOfJob } from "../../data/job-kinds.ts";
import { addNeeds } from "../../edit/add-needs.ts";
import { ancestorsOf } from "../../model/job-graph.ts";
import { findTrigger, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

export const deployWithoutTests = defineRule({
  meta: {
    id: "deploy-without-tests",
    category: "ci_cd",
    severity: "high",
    title: "Deploy does not wait for the tests",
    fixClass: "safe",
    scope: "repository",
    docs: {
      what: "A job that puts something into service, runs for pushes, and neither tests itself nor waits for a job that tests: because the workflow has such a job and the deploy does not need it, or because no workflow of the repository tests anything.",
      why: "Jobs without `needs` start at the same time. A commit that breaks the tests is live before they turn red.",
      notReported:
        "Workflows started by `workflow_run`, a release, a tag, a schedule or by hand, which begin after somebody decided. A deploy in a workflow of its own while another workflow tests pull requests or pushes: merging may already depend on it, which the files do not show. Jobs that call a reusable workflow or a local action whose name speaks of tests or CI count as tests. Previews and clusters that a test sets up for itself. A site on GitHub Pages in a workflow without tests: it is tested by being built. Infrastructure behind a job that plans or validates it.",
      fix: "`needs:` the test job. Where the tests are in another workflow, start the deploy by `workflow_run` or merge the two files.",
      example: {
        before: "  test:\n    steps:\n      - run: npm test\n  deploy:\n    steps:\n      - run: flyctl deploy\n",
        after:
          "  test:\n    steps:\n      - run: npm test\n  deploy:\n    needs: [test]\n    steps:\n      - run: flyctl deploy\n",
      },
    },
  },

  *check(context) {
    for (const { workflow, job } of context.jobs) {
      const deployments = deploymentsOf(job);
      if (deployments.length === 0 || !runsForCommits(workflow)) continue;
      const tests = workflow.jobs.filter((each) => kindsOfJob(each).has("test"));
      if (
        isTested(workflow, job, tests) ||
        (tests.length === 0 && (deployments.every(isSite) || testsSomewhere(context)))
      )
        continue;
      yield {
        message:
          tests.length > 0
            ? `Job \`${job.id}\` deploys without waiting for \`${tests[0]?.id}\`; add it to \`needs\`.`
            : `Job \`${job.id}\` deploys code that no workflow tests; run the tests first.`,
        path: workflow.path,
        at: job.key,
        anchor: `jobs.${job.id}.needs`,
        fix: () => waitForTests(workflow, job, tests),
      };
    }
  },
});

/** A static site, which has nothing to test but that it can be built. */
function isSite({ uses }: Step): boolean {
  return SITE_ACTIONS.has(uses?.name.toLowerCase() ?? "");
}

const SITE_ACTIONS: ReadonlySet<string> = new Set([
  "actions/deploy-pages",
  "jamesives/github-pages-deploy-action",
  "peaceiris/actions-gh-pages",
]);

function runsForCommits(workflow: Workflow): boolean {
  return findTrigger(workflow, "push") !== null || findTrigger(workflow, "pull_request") !== null;
}

function isTested(workflow: Workflow, job: Job, tests: readonly Job[]): boolean {
  if (kindsOfJob(job).has("test")) return true;
  const before = ancestorsOf(workflow).get(job.id);
  return (
    tests.some(({ id }) => before?.has(id)) || workflow.jobs.some((each) => before?.has(each.id) && isPlanned(each))
  );
}

/** What stands for tests where infrastructure is described: the plan that somebody or the tool looks at. */
function isPlanned({ steps }: Job): boolean {
  return steps.some(({ run }) => run !== null && PLAN.test(run.value));
}

const PLAN = /\b(?:(?:terraform|tofu|terragrunt)(?: -\S+)* (?:run-all )?(?:plan|validate)|pulumi preview|cdk diff)\b/;

function testsSomewhere({ repository }: RuleContext): boolean {
  return repository.workflows.some(({ jobs }) => jobs.some((job) => kindsOfJob(job).has("test")));
}

function waitForTests(workflow: Workflow, job: Job, tests: readonly Job[]): FixOutcome {
  const ids = tests.filter((test) => mayNeed(workflow, job, test)).map(({ id }) => id);
  if (ids.length === 0) {
    return {
      abstain: "No job of this workflow tests and can run before the deploy; add a test job and name it in `needs`.",
    };
  }
  const edits = addNeeds(workflow, job, ids);
  if (!edits)
    return { abstain: `\`needs\` of job \`${job.id}\` cannot be edited safely; add ${ids.join(", ")} by hand.` };
  return {
    edits,
    title: `Deploy \`${job.id}\` after the tests`,
    explanation: `The deploy now waits for ${ids.map((id) => `\`${id}\``).join(", ")} and does not start when one fails.`,
  };
}

/** Not where it would close a circle, nor where the test may be skipped and would then skip the deploy. */
function mayNeed(workflow: Workflow, job: Job, test: Job): boolean {
  return test.if === null && !ancestorsOf(workflow).get(test.id)?.has(job.id);
}
