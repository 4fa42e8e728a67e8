import { deleteKey } from "../../edit/edit-yaml.ts";
import { BUILT_IN_STEPS } from "../../model/circleci/commands.ts";
import type { CircleciBlock, CircleciConfig } from "../../model/circleci/config.ts";
import { circleciConfigsOf } from "../../model/circleci/read-config.ts";
import { commandOf } from "../../model/circleci/steps.ts";
import { pairIn } from "../../model/gitlab/merged-map.ts";
import { asScalar, keyText } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

/** Runners named plainly. Scripts, make targets and package scripts may split on their own. */
const PLAIN_TESTS =
  /^(?:sudo )?(?:(?:bundle exec|poetry run|uv run|pipenv run|npx|yarn|pnpm(?: exec)?) )?(?:python3? -m )?(?:pytest|rspec|jest|vitest run|go test|cargo test|phpunit|vendor\/bin\/phpunit)(?: [\w./:=-]+)*$/m;
const MAY_SPLIT = /circleci|CIRCLE_NODE|knapsack|shard|split|--group|--partition|parallel|node[_-]?index/i;

export const circleciNoTestSplitting = defineRule({
  meta: {
    id: "circleci-no-test-splitting",
    category: "performance",
    severity: "medium",
    title: "Parallel CircleCI job that runs all tests in each container",
    fixClass: "review",
    docs: {
      what: "A job with `parallelism` above 1 that runs a test command by its name (`pytest`, `rspec`, `go test` and the like) and splits nothing by node. One finding per job.",
      why: "Without splitting, each of the parallel containers runs the full test job, so the job is no faster and costs a multiple ([CircleCI: test splitting and parallelism](https://circleci.com/docs/parallelism-faster-jobs/)).",
      notReported:
        "Jobs where a step uses `circleci tests`, a `CIRCLE_NODE_…` variable, shards or a splitting tool. Jobs with commands of their own or of orbs, and tests behind scripts, `make` or package scripts: what they do is not in the file. `parallelism` from a parameter.",
      fix: "List the test files with `circleci tests glob` and hand them to the runner with `circleci tests run`, or run it in one container. The fix removes `parallelism`, which changes nothing but the cost; the files to list are yours to choose.",
      example: {
        before: "parallelism: 4\nsteps:\n  - run: pytest\n",
        after:
          'parallelism: 4\nsteps:\n  - run: circleci tests glob "tests/**/test_*.py" | circleci tests run --command="xargs pytest" --split-by=timings\n',
      },
    },
  },

  *check(context) {
    for (const config of circleciConfigsOf(context)) {
      for (const block of config.blocks) {
        const count = parallelismOf(block);
        if (!count || !repeatsTests(config, block)) continue;
        yield {
          message: `Job \`${block.name}\` runs in ${count.value} containers, and each runs all tests; split them with \`circleci tests run\`, or remove \`parallelism\`.`,
          path: config.path,
          at: count,
          anchor: `${block.anchor}.parallelism`,
          fix: () => useOneContainer(config, block),
        };
      }
    }
  },
});

function parallelismOf({ kind, map }: CircleciBlock) {
  const count = kind === "jobs" ? asScalar(pairIn(map, "parallelism")?.pair.value) : null;
  return count && /^\d+$/.test(count.value) && Number(count.value) > 1 ? count : null;
}

function repeatsTests({ file }: CircleciConfig, { map, steps }: CircleciBlock): boolean {
  if (steps.length === 0 || steps.some(({ name }) => !BUILT_IN_STEPS.has(name))) return false;
  const commands = steps.map(commandOf).filter((command) => command !== null);
  if (commands.some((command) => MAY_SPLIT.test(command))) return false;
  const environment = pairIn(map, "environment")?.pair.value;
  if (environment && MAY_SPLIT.test(file.slice(environment))) return false;
  return commands.some((command) => PLAIN_TESTS.test(command.trim()));
}

function useOneContainer({ file }: CircleciConfig, { map, name }: CircleciBlock): FixOutcome {
  const pair = map.pairs.find((each) => keyText(each) === "parallelism");
  const edits = pair && !map.aliased ? deleteKey(file, map, pair) : null;
  if (!edits) return { abstain: "Other jobs share the number, or it cannot be edited safely; change it by hand." };
  return {
    edits,
    title: `Run the tests of \`${name}\` once`,
    explanation:
      "Every container ran all tests; one container does the same. Split them by hand where they take too long.",
  };
}
