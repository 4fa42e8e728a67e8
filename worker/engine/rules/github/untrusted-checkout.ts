import { executionsOf } from "../../checkouts/executed-content.ts";
import { type UntrustedCheckout, untrustedCheckouts } from "../../checkouts/untrusted-checkout.ts";
import { defineRule, type Hit } from "../../rule.ts";

export const untrustedCheckout = defineRule({
  meta: {
    id: "untrusted-checkout",
    category: "security",
    severity: "high",
    title: "Privileged workflow checks out a pull request's code",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A step of a workflow on `pull_request_target`, `workflow_run` or `issue_comment` that checks out the head or the merge commit of the pull request: `actions/checkout` with such a `ref` or `repository`, `gh pr checkout`, or git commands that fetch and check it out.",
      why: "These events run with the repository's secrets and a token that may write, also for a pull request from a fork that nobody has looked at. Once its files are on the runner, any tool that reads its configuration from the workspace runs the stranger's code with those rights. GitHub's Security Lab calls it a pwn request ([Preventing pwn requests](https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/)). `actions/checkout` refuses forks since version 7 ([changelog](https://github.blog/changelog/2026-06-18-safer-pull_request_target-defaults-for-github-actions-checkout)), so such a step is medium, unless it sets `allow-unsafe-pr-checkout`. Moving tags of older versions do so too since July 2026, but mirrors and runners' caches may hold older ones.",
      notReported:
        "Checkouts of the base branch, which these events make by default. Jobs and steps whose condition lets only members in (the head's repository is this one, `author_association`, a merged pull request), or only other events. `workflow_run` behind workflows of this repository that never run for pull requests. Fetching without checking out, for a diff. Checkouts of which something is executed: those are `untrusted-checkout-exec`.",
      fix: "Build and test in a workflow on `pull_request`, which has no secrets; let a second one on `workflow_run` do what needs rights, with the results as data. Where only the list of files or the diff is needed, ask the API. This is a new design, so no fix is offered.",
      example: {
        before:
          "on: pull_request_target\njobs:\n  size:\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n",
        after: "on: pull_request\njobs:\n  size:\n    steps:\n      - uses: actions/checkout@v4\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const checkout of untrustedCheckouts(context.repository, workflow)) {
        if (executionsOf(checkout).length === 0) yield toHit(checkout);
      }
    }
  },
});

function toHit({ workflow, job, step, event, at, isGuarded }: UntrustedCheckout): Hit {
  const guard = isGuarded ? " (this version refuses forks, so the job fails for them)" : "";
  return {
    message: `Under \`${event}\` this step brings the code of an unreviewed pull request into a job with secrets and a write token${guard}; check it out in a \`pull_request\` workflow instead.`,
    path: workflow.path,
    at,
    anchor: `jobs.${job.id}.${step.identity}`,
    severity: isGuarded ? "medium" : "high",
    cause: `untrusted-checkout:${workflow.path}:${job.id}:${step.identity}`,
  };
}
