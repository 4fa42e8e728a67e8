import { isDeployCommand } from "../../data/deployments.ts";
import { insertKey } from "../../edit/edit-yaml.ts";
import { wordsOfBlock } from "../../model/circleci/commands.ts";
import type { CircleciConfig, CircleciJobUse, CircleciWorkflow } from "../../model/circleci/config.ts";
import { circleciConfigsOf } from "../../model/circleci/read-config.ts";
import { pairIn } from "../../model/gitlab/merged-map.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";

export const circleciContextOnPr = defineRule({
  meta: {
    id: "circleci-context-on-pr",
    category: "security",
    severity: "high",
    title: "CircleCI deploy job hands its context to every branch",
    fixClass: "review",
    docs: {
      what: "A job of a workflow that has a `context`, deploys or publishes by its name or its commands, and runs for every branch: neither it nor a job that it waits for has `filters` or an approval, and the workflow has no condition. In the strict profile any job with a context that runs for every branch.",
      why: "The workflow runs for the branch of every pull request, with whatever that branch says: whoever may push a branch reads the secrets of the context and deploys unreviewed code ([CircleCI: using contexts](https://circleci.com/docs/contexts/)).",
      notReported:
        "Jobs with `filters`, or behind a job with `filters` or of `type: approval`. Workflows with `when` or `unless`, and those that a schedule alone starts. Jobs without a context. Previews, checks and dry runs. Security groups of the context, which the file does not tell.",
      fix: "Let the job run for the default branch alone, with `filters: branches: only`. Restrict the context to a security group as well.",
      example: {
        before: "      - deploy:\n          context: production\n          requires: [test]\n",
        after:
          "      - deploy:\n          context: production\n          requires: [test]\n          filters:\n            branches:\n              only: main\n",
      },
    },
  },

  *check(context) {
    for (const config of circleciConfigsOf(context)) {
      const always = config.workflows.filter(({ map }) => !CONDITIONS.some((key) => pairIn(map, key)));
      for (const workflow of always) {
        yield* workflow.uses.flatMap((use) => checkUse(context, config, { workflow, use }) ?? []);
      }
    }
  },
});

const CONDITIONS = ["when", "unless", "triggers"];
const DEPLOYS = /(?:^|[-_/ ])(?:deploy|release|publish|promote|ship)(?:$|[-_ ])/i;
const HARMLESS = /preview|review|check|test|lint|dry|sandbox|plan|notes/i;

interface Place {
  readonly workflow: CircleciWorkflow;
  readonly use: CircleciJobUse;
}

function checkUse(context: RuleContext, config: CircleciConfig, { workflow, use }: Place): Hit | null {
  const pair = use.map && pairIn(use.map, "context")?.pair;
  if (!pair || isGuarded(workflow, use, new Set()) || !(context.strict || deploys(config, use))) return null;
  return {
    message: `Job \`${use.name}\` gets its context for every branch, so that each pull request can use its secrets; let it run for the default branch alone.`,
    path: config.path,
    at: pair.key,
    anchor: `workflows.${workflow.name}.${use.name}.context`,
    fix: () => restrict(context, config, use),
  };
}

/** True where the job, or one that it waits for, does not run for every branch by itself. */
function isGuarded(workflow: CircleciWorkflow, use: CircleciJobUse, seen: Set<CircleciJobUse>): boolean {
  if (seen.has(use)) return false;
  seen.add(use);
  if (use.isApproval || (use.map && pairIn(use.map, "filters"))) return true;
  const needed = workflow.uses.filter(({ name }) => use.requires.includes(name));
  return needed.some((other) => isGuarded(workflow, other, seen));
}

function deploys({ blocks }: CircleciConfig, { job, name }: CircleciJobUse): boolean {
  if ([job, name].some((each) => HARMLESS.test(each))) return false;
  if ([job, name].some((each) => DEPLOYS.test(each))) return true;
  const block = blocks.find(({ kind, name: own }) => kind === "jobs" && own === job);
  return block !== undefined && wordsOfBlock(block).some(isDeployCommand);
}

function restrict({ repository }: RuleContext, { file }: CircleciConfig, { map, name }: CircleciJobUse): FixOutcome {
  const branch = repository.snapshot.defaultBranch;
  if (branch === null)
    return { abstain: "The default branch is not known; add `filters` with the branch that deploys." };
  const value = map?.flow ? `{ branches: { only: ${branch} } }` : `\n  branches:\n    only: ${branch}`;
  const isPlain = /^[\w./-]+$/.test(branch);
  const edits =
    map && !map.aliased && isPlain
      ? insertKey(file, map, { key: "filters", value, after: ["requires", "context"] })
      : null;
  if (!edits) return { abstain: "The job is written in a form that cannot be edited safely; add `filters` by hand." };
  return {
    edits,
    title: `Run job \`${name}\` for \`${branch}\` alone`,
    explanation: `The job and its context are for \`${branch}\` from now on; other branches that deploy have to be added. Jobs that wait for it no longer run for other branches either.`,
  };
}
