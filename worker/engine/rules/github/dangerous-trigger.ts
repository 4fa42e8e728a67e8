import { untrustedCheckouts } from "../../checkouts/untrusted-checkout.ts";
import { defineRule } from "../../rule.ts";

const DANGEROUS = new Set(["pull_request_target", "workflow_run"]);

export const dangerousTrigger = defineRule({
  meta: {
    id: "dangerous-trigger",
    category: "security",
    severity: "medium",
    title: "Trigger gives strangers a privileged run",
    fixClass: "none",
    scope: "repository",
    docs: {
      what: "A workflow on `pull_request_target` or `workflow_run`. High where it also checks out the pull request's code, medium otherwise.",
      why: "Both events run in the context of the base repository, with its secrets, a token that may write and its caches, although a pull request from a fork started them. Any use of the pull request's code, artifacts or texts there can become somebody else's code with those rights ([GitHub Docs, Secure use reference](https://docs.github.com/en/actions/reference/security/secure-use)).",
      notReported:
        "`pull_request`, whose runs for forks have neither secrets nor a write token, `issue_comment` and `issues`, which bring no code by themselves, and events that only members start.",
      fix: "Use `pull_request` where the job needs no secret. Where it does, keep the job free of the pull request's files and texts, and give the token only the permissions it needs. Whether the job needs the event is yours to say, so no fix is offered.",
      example: {
        before: "on: pull_request_target\n",
        after: "on: pull_request\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      const triggers = workflow.triggers.filter(({ event }) => DANGEROUS.has(event));
      const [first, ...others] = triggers;
      if (!first) continue;
      const checkouts = untrustedCheckouts(context.repository, workflow);
      const names = triggers.map(({ event }) => `\`${event}\``).join(" and ");
      const advice =
        checkouts.length > 0
          ? ", and this workflow checks out their code; build it under `pull_request` instead."
          : "; keep their code, artifacts and texts out of this workflow, or use `pull_request`.";
      yield {
        message: `${names} ${triggers.length > 1 ? "run" : "runs"} with secrets and a write token for pull requests of strangers${advice}`,
        path: workflow.path,
        at: first.key,
        anchor: "on",
        severity: checkouts.length > 0 ? "high" : "medium",
        related: others.map(({ key }) => ({ path: workflow.path, at: key })),
      };
    }
  },
});
