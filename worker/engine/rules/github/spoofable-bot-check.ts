import { spanInFile } from "../../expressions/expression-places.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { askAuthor, type BotCondition, botConditionsOf, NO_AUTHOR } from "./spoofable-bot-check/bot-conditions.ts";

export const spoofableBotCheck = defineRule({
  meta: {
    id: "spoofable-bot-check",
    category: "security",
    severity: "high",
    title: "Bot check can be spoofed",
    fixClass: "safe",
    docs: {
      what: "An `if:` of a workflow on `pull_request_target`, `workflow_run` or `issue_comment` that lets a run through because `github.actor`, `github.triggering_actor` or the event's sender is a bot, by name or by id.",
      why: "The actor is whoever caused the latest event, not who wrote the pull request. A stranger opens a pull request from a fork on which Dependabot has worked, or makes it do so (`@dependabot recreate`), and the actor is `dependabot[bot]` while the code is the stranger's: the check passes ([GitHub Actions exploitation: Dependabot](https://www.synacktiv.com/publications/github-actions-exploitation-dependabot)).",
      notReported:
        "The same check under `pull_request`, whose runs for forks have no rights to win. Conditions that also ask for the author or for a branch of this repository. Checks for people, whom nobody can make act. Conditions that keep a bot out (`github.actor != 'dependabot[bot]'`): spoofing only skips what they guard; the strict profile has those.",
      fix: "Ask for the author, which never changes: `github.event.pull_request.user.login`, or `github.event.comment.user.login` for comments. The fix writes that where all events of the workflow have such an author.",
      example: {
        before: "on: pull_request_target\njobs:\n  merge:\n    if: github.actor == 'dependabot[bot]'\n",
        after:
          "on: pull_request_target\njobs:\n  merge:\n    if: github.event.pull_request.user.login == 'dependabot[bot]'\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const found of botConditionsOf(workflow)) {
        if (context.strict || found.checks.some(({ trusts }) => trusts)) yield toHit(found);
      }
    }
  },
});

function toHit(found: BotCondition): Hit {
  const { workflow, job, step, condition, checks, event } = found;
  const first = checks.find(({ trusts }) => trusts) ?? checks[0];
  const at = spanInFile(condition, first?.start ?? 0, first?.end ?? 0);
  const anchor = `jobs.${job.id}${step ? `.${step.identity}` : ""}.if`;
  return {
    message: `\`${workflow.file.slice(at)}\` is whoever caused the latest event, so under \`${event}\` a stranger can make it a bot's; ask who wrote the pull request or comment instead.`,
    path: workflow.path,
    at,
    anchor,
    cause: `bot-check:${workflow.path}:${anchor}`,
    fix: () => fixCheck(found),
  };
}

function fixCheck(found: BotCondition): FixOutcome {
  const fix = askAuthor(found);
  if (!fix) return { abstain: NO_AUTHOR };
  return {
    edits: fix.edits,
    title: `Ask for the author in place of the actor in job \`${found.job.id}\``,
    explanation: `\`${fix.author}\` is who wrote the pull request or comment and never changes. For a bot's own work it equals the actor. Runs that a person caused on a bot's pull request, for example by closing and reopening it, now pass the check too.`,
  };
}
