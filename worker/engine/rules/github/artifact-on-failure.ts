import { kindsOfScript } from "../../data/command-kinds.ts";
import { insertKey } from "../../edit/edit-yaml.ts";
import { entryText, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";
import { bashOf } from "../../shell/step-script.ts";

/** Names of what is read when tests fail. */
const REPORT =
  /report|results?\b|junit|screenshots?|videos?|traces?|test-?output|\blogs?\b|playwright|cypress|surefire|failsafe|allure|diff_output|core-?dumps?/i;
/** Names of what is only of use when the tests passed. */
const PRODUCT = /coverage|dist|build|bundle|wheel|binar|package|release|docs|site/i;

export const artifactOnFailure = defineRule({
  meta: {
    id: "artifact-on-failure",
    category: "ci_cd",
    severity: "low",
    title: "Test reports are kept only when the tests pass",
    fixClass: "safe",
    docs: {
      what: "An upload of test reports, screenshots, traces or logs behind a step that tests, without a condition.",
      why: "A step without a condition is skipped once a step before it failed. The report is then missing in the one case in which somebody wants to read it.",
      notReported:
        "Uploads with any condition. Coverage and build output, which are of use only when the tests passed. Uploads before the tests, and jobs without a step that tests. Tests that may fail (`continue-on-error`), behind which everything runs.",
      fix: "`if: ${{ !cancelled() }}` on the upload.",
      example: {
        before:
          "      - run: npx playwright test\n      - uses: actions/upload-artifact@v4\n        with:\n          path: playwright-report\n",
        after:
          "      - run: npx playwright test\n      - uses: actions/upload-artifact@v4\n        if: ${{ !cancelled() }}\n        with:\n          path: playwright-report\n",
      },
    },
  },

  *check({ jobs }) {
    for (const { workflow, job } of jobs) {
      for (const step of job.steps) {
        if (!uploadsReport(step) || !isBehindTests(job, step)) continue;
        yield {
          message: "This report is not uploaded when the tests fail; add `if: ${{ !cancelled() }}`.",
          path: workflow.path,
          at: step.uses?.node ?? step.node,
          anchor: `jobs.${job.id}.${step.identity}.if`,
          fix: () => always(workflow, step),
        };
      }
    }
  },
});

function uploadsReport({ uses, if: condition, with: inputs }: Step): boolean {
  if (uses?.name !== "actions/upload-artifact" || condition) return false;
  const words = `${entryText(inputs, "name") ?? ""} ${entryText(inputs, "path") ?? ""}`;
  return REPORT.test(words) && !PRODUCT.test(words.replace(REPORT, ""));
}

function isBehindTests({ steps }: Job, upload: Step): boolean {
  return steps.some(
    ({ index, run, continueOnError }) =>
      index < upload.index && run !== null && !continueOnError && kindsOfScript(bashOf(run)).has("test"),
  );
}

function always({ file }: Workflow, step: Step): FixOutcome {
  const edits = step.node.aliased
    ? null
    : insertKey(file, step.node, {
        key: "if",
        value: step.node.flow ? '"${{ !cancelled() }}"' : "${{ !cancelled() }}",
        after: ["uses"],
      });
  if (!edits)
    return { abstain: "The step is written in a form that cannot be edited safely; add the condition by hand." };
  return {
    edits,
    title: "Keep the test report when the tests fail",
    explanation:
      "The upload now runs behind failed tests too, and not in cancelled runs. The job's result does not change.",
  };
}
