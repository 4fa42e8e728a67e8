import { spanInFile } from "../../expressions/expression-places.ts";
import { memo } from "../../memo.ts";
import type { Step, Workflow } from "../../model/workflow.ts";
import type { Span } from "../../parse/line-index.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";
import { bashOfStep } from "../../shell/step-script.ts";
import { askAuthor, type BotCondition, botConditionsOf, NO_AUTHOR } from "./spoofable-bot-check/bot-conditions.ts";

/** Actions that merge, approve or push what they find. Source: their READMEs, 2026-08. */
const MERGING_ACTIONS: ReadonlySet<string> = new Set([
  "ad-m/github-push-action",
  "ahmadnassri/action-dependabot-auto-merge",
  "alexwilson/enable-github-automerge-action",
  "ana06/automatic-pull-request-review",
  "endbug/add-and-commit",
  "hmarr/auto-approve-action",
  "juliangruber/approve-pull-request-action",
  "juliangruber/merge-pull-request-action",
  "pascalgn/automerge-action",
  "peter-evans/enable-pull-request-automerge",
  "stefanzweifel/git-auto-commit-action",
]);

/** Actions that themselves refuse a pull request whose author is not the bot. */
const VERIFYING_ACTIONS: ReadonlySet<string> = new Set([
  "actions-cool/check-user-permission",
  "dependabot/fetch-metadata",
  "fastify/github-action-merge-dependabot",
]);

const API_CALL =
  /\b(?:pulls\.(?:merge|createReview)|enablePullRequestAutoMerge|addPullRequestReview|mergePullRequest)\b/;

export const confusedDeputyAutoMerge = defineRule({
  meta: {
    id: "confused-deputy-auto-merge",
    category: "security",
    severity: "high",
    title: "A spoofable bot check guards a merge",
    fixClass: "review",
    docs: {
      what: "A job or step on `pull_request_target` or `workflow_run` that merges or approves pull requests (`gh pr merge`, `gh pr review --approve`, the API, or an action for it) when `github.actor` is a bot.",
      why: "The actor is whoever caused the latest event. A stranger makes the bot act on a pull request of their own, the check passes, and the workflow merges their code with the repository's token: the bot is a confused deputy ([Synacktiv](https://www.synacktiv.com/publications/github-actions-exploitation-dependabot), [BoostSecurity](https://labs.boostsecurity.io/articles/weaponizing-dependabot-pwn-request-at-its-finest/)).",
      notReported:
        "Checks of the author (`github.event.pull_request.user.login`) or of this repository's own branches. Steps behind `dependabot/fetch-metadata`, which fails unless Dependabot wrote the pull request and its commits. Comments and labels, and reviews that do not approve. The same under `pull_request`.",
      fix: "Ask for the author in place of the actor, and let `dependabot/fetch-metadata` verify the commits first. The fix writes the first; the step needs a place and a pinned version of your choice. Check afterwards that the branch protection still asks for the checks that matter.",
      example: {
        before:
          "on: pull_request_target\njobs:\n  merge:\n    if: github.actor == 'dependabot[bot]'\n    steps:\n      - run: gh pr merge --auto --squash \"$URL\"\n",
        after:
          "on: pull_request_target\njobs:\n  merge:\n    if: github.event.pull_request.user.login == 'dependabot[bot]'\n    steps:\n      - run: gh pr merge --auto --squash \"$URL\"\n",
      },
    },
  },

  *check(context) {
    for (const workflow of context.workflows) {
      for (const found of botConditionsOf(workflow)) {
        if (found.event === "issue_comment" || !found.checks.some(({ trusts }) => trusts)) continue;
        const merge = guardedSteps(found).flatMap((step) => mergeOf(workflow, { found, step }) ?? [])[0];
        if (merge) yield toHit(found, merge);
      }
    }
  },
});

/** The steps behind the condition, up to one that verifies the author. */
function guardedSteps({ job, step }: BotCondition): readonly Step[] {
  const verified = job.steps.findIndex(({ uses }) => uses !== null && VERIFYING_ACTIONS.has(uses.name));
  const open = verified === -1 ? job.steps : job.steps.slice(0, verified);
  return step === null ? open : open.filter((other) => other === step);
}

interface Merge {
  readonly at: Span;
  readonly what: string;
}

function mergeOf(workflow: Workflow, { found, step }: { found: BotCondition; step: Step }): Merge | null {
  const { uses, run } = step;
  if (uses !== null) {
    const script = uses.name === "actions/github-script" ? scriptOf(step) : "";
    return MERGING_ACTIONS.has(uses.name) || API_CALL.test(script) ? { at: uses.node, what: uses.raw } : null;
  }
  if (run === null || !/\bpr\b|\bapi\b/.test(run.value)) return null;
  const place = { document: workflow, job: found.job, step };
  const command = bashOfStep(place)?.commands.find(({ words }) => merges(words.map(({ text }) => text)));
  if (!command) return null;
  const words = command.words.slice(0, 3).map(({ text }) => text);
  return { at: spanInFile({ document: workflow, node: run }, command.start, command.end), what: words.join(" ") };
}

const scriptOf = memo(
  (step: Step): string => step.with.find(({ name }) => name.toLowerCase() === "script")?.value?.value ?? "",
);

function merges([program, ...args]: readonly string[]): boolean {
  if (program !== "gh") return false;
  if (args[0] === "pr" && args[1] === "merge") return true;
  if (args[0] === "pr" && args[1] === "review") return args.some((arg) => arg === "--approve" || arg === "-a");
  return args[0] === "api" && args.some((arg) => /pulls\/[^/]+\/(?:merge|reviews)$/.test(arg) || API_CALL.test(arg));
}

function toHit(found: BotCondition, merge: Merge): Hit {
  const { workflow, job, step, condition, checks } = found;
  const first = checks.find(({ trusts }) => trusts);
  const anchor = `jobs.${job.id}${step ? `.${step.identity}` : ""}.if`;
  return {
    message: `\`${merge.what}\` runs whenever a bot caused the latest event, which a stranger can arrange for their own pull request; ask for the pull request's author instead.`,
    path: workflow.path,
    at: spanInFile(condition, first?.start ?? 0, first?.end ?? 0),
    anchor,
    cause: `bot-check:${workflow.path}:${anchor}`,
    related: [{ path: workflow.path, at: merge.at }],
    fix: () => fixCheck(found),
  };
}

function fixCheck(found: BotCondition): FixOutcome {
  const fix = askAuthor(found);
  if (!fix) return { abstain: NO_AUTHOR };
  return {
    edits: fix.edits,
    title: `Merge in job \`${found.job.id}\` only what the bot wrote`,
    explanation: `\`${fix.author}\` is who wrote the pull request and never changes. Consider \`dependabot/fetch-metadata\` as the first step too: it fails unless every commit is Dependabot's, and says how large the update is.`,
  };
}
