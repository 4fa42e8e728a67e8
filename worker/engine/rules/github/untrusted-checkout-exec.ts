import { type Execution, executionsOf } from "../../checkouts/executed-content.ts";
import { type UntrustedCheckout, untrustedCheckouts } from "../../checkouts/untrusted-checkout.ts";
import { defineRule, type Hit } from "../../rule.ts";

export const untrustedCheckoutExec = defineRule({
  meta: {
    id: "untrusted-checkout-exec",
    category: "security",
    severity: "critical",
    title: "Privileged workflow executes a pull request's code",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A job on `pull_request_target`, `workflow_run` or `issue_comment` that checks out a pull request's head and then runs something that executes files of it: a build tool or package manager, a script of the repository, a local action, or an action that builds.",
      why: "Whoever opens a pull request writes `package.json`, the Makefile or the script, and the job runs it with the repository's secrets and a token that may write, before anybody has looked. This is the most exploited fault of GitHub workflows ([Preventing pwn requests](https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/)); which tools execute what they find is collected in [Living off the pipeline](https://boostsecurityio.github.io/lotp/). High instead of critical with `actions/checkout` from version 7, which refuses forks unless told otherwise ([changelog](https://github.blog/changelog/2026-06-18-safer-pull_request_target-defaults-for-github-actions-checkout)).",
      notReported:
        "Tools that only read (`git diff`, `cat`, `grep`), installs with `--ignore-scripts`, global installs, commands in a folder that another checkout brought, steps that never run for strangers, and everything in front of the checkout. A checkout without any execution is `untrusted-checkout`.",
      fix: "Run the build in a workflow on `pull_request`, which has neither secrets nor a write token, and hand its results as data to a second workflow on `workflow_run`. This is a new design, so no fix is offered.",
      example: {
        before:
          "on: pull_request_target\njobs:\n  test:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n      - run: npm ci && npm test\n",
        after:
          "on: pull_request\njobs:\n  test:\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci && npm test\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const checkout of untrustedCheckouts(context.repository, workflow)) {
        const [first, ...others] = executionsOf(checkout);
        if (first) yield toHit(checkout, first, others);
      }
    }
  },
});

function toHit(checkout: UntrustedCheckout, first: Execution, others: readonly Execution[]): Hit {
  const { workflow, job, step, event, isGuarded } = checkout;
  const guard = isGuarded ? " (`actions/checkout` refuses forks here, so the job fails for them)" : "";
  return {
    message: `\`${first.what.replaceAll("`", "'")}\` executes the code of an unreviewed pull request under \`${event}\`, with secrets and a write token${guard}; run it in a \`pull_request\` workflow instead.`,
    path: workflow.path,
    at: first.at,
    anchor: `jobs.${job.id}.${step.identity}`,
    severity: isGuarded ? "high" : "critical",
    cause: `untrusted-checkout:${workflow.path}:${job.id}:${step.identity}`,
    related: [checkout.at, ...others.map(({ at }) => at)].map((at) => ({ path: workflow.path, at })),
  };
}
