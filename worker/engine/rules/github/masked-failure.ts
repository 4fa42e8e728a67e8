import { deploymentsOf } from "../../data/deployments.ts";
import { kindsOfStep } from "../../data/job-kinds.ts";
import { spanInFile } from "../../expressions/expression-places.ts";
import type { JobPlace, Step, StepPlace } from "../../model/workflow.ts";
import { findPair, type YamlMap, type YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type Hit } from "../../rule.ts";
import { bashOfStep } from "../../shell/step-script.ts";
import { isAlways, isAskedLater, mayFail } from "./masked-failure/expected-failures.ts";
import { isQualityCheck, maskedCommands, readsStatus } from "./masked-failure/masked-commands.ts";
import { checkName, deleteContinueOnError, stopMasking } from "./masked-failure/stop-masking.ts";

export const maskedFailure = defineRule({
  meta: {
    id: "masked-failure",
    category: "ci_cd",
    severity: "medium",
    title: "A failing check does not fail the run",
    fixClass: "review",
    docs: {
      what: "`continue-on-error: true` on a job or step that tests, lints, checks types or deploys; such a command in front of `|| true`, `|| :`, `|| exit 0` or an `|| echo`; and one under `set +e` that is not the last of its script. One finding per job or step.",
      why: "The run is green, and the pull request can be merged, although the check failed: a step with `continue-on-error` ends as a success whatever happened in it ([GitHub: `continue-on-error`](https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepscontinue-on-error)). Nobody opens the log of a green run.",
      notReported:
        "`continue-on-error` from an expression, such as `${{ matrix.experimental }}`. Jobs and steps whose name or condition says that they look ahead or only inform: experimental, nightly, preview, audit, scan, coverage, benchmark. Steps whose `outcome` is read later, or behind which an action reports test results or a script decides. Scripts that read `$?`. Commands whose output goes into a file or a variable, fixers and formatters that write files, and all that is no check: `grep … || true`, clean-up. Builds.",
      fix: "Delete the mask, and repair the check. The fix deletes it: expect the run to fail where the check fails today. A check that may fail belongs in a job of its own whose name says so.",
      example: {
        before: "steps:\n  - run: npm test || true\n",
        after: "steps:\n  - run: npm test\n",
      },
    },
  },

  *check(context) {
    for (const place of context.jobs) if (isMaskedJob(place)) yield jobHit(place);
    for (const place of context.steps) {
      if (isAlways(place.job?.continueOnError ?? null)) continue;
      if (isMaskedStep(place)) yield stepHit(place);
      else yield* scriptHit(place);
    }
  },
});

function isMaskedJob({ workflow, job }: JobPlace): boolean {
  if (!isAlways(job.continueOnError) || mayFail({ job, step: null })) return false;
  return job.steps.some((step) => {
    const place = { document: workflow, job, step };
    return !mayFail(place) && isCheck(place) && !isAskedLater(place);
  });
}

function isMaskedStep(place: StepPlace): boolean {
  return isAlways(place.step.continueOnError) && !mayFail(place) && isCheck(place) && !isAskedLater(place);
}

function isCheck(place: StepPlace): boolean {
  const { job, step } = place;
  if (job && deploymentsOf(job).includes(step)) return true;
  if (step.uses) return kindsOfStep(step).some((kind) => kind !== "build");
  return bashOfStep(place)?.commands.some((command) => command.parent === null && isQualityCheck(command)) ?? false;
}

function jobHit({ workflow, job }: JobPlace): Hit {
  return {
    message: `Job \`${job.id}\` checks the code, but the run passes when it fails; delete \`continue-on-error\` and repair what fails.`,
    path: workflow.path,
    at: keySpan(job.node, job.key),
    anchor: `jobs.${job.id}.continue-on-error`,
    fix: () => deleteContinueOnError(workflow.file, job.node, `job \`${job.id}\``),
  };
}

function stepHit({ document, job, step }: StepPlace): Hit {
  return {
    message: `${capital(labelOf(step))} is a check, but the job goes on as if it passed when it fails; delete \`continue-on-error\` and repair what fails.`,
    path: document.path,
    at: keySpan(step.node, step.continueOnError),
    anchor: `${job ? `jobs.${job.id}` : "runs"}.${step.identity}.continue-on-error`,
    fix: () => deleteContinueOnError(document.file, step.node, labelOf(step)),
  };
}

function* scriptHit(place: StepPlace): Generator<Hit> {
  const { document, job, step } = place;
  const run = maskableRun(step);
  const script = run && !step.continueOnError ? bashOfStep(place) : null;
  const masked = script ? maskedCommands(script) : [];
  const [first, ...others] = masked;
  if (!run || !first || mayFail(place) || isAskedLater(place)) return;
  const spanOf = ({ start, end }: { start: number; end: number }) => {
    const lead = /^[\s\\]*/.exec(run.value.slice(start, end))?.[0].length ?? 0;
    return spanInFile({ document, node: run }, start + lead, end);
  };
  const mask = first.kind === "set" ? first.by : `|| ${first.by}`;
  yield {
    message: `The step passes when \`${checkName(first)}\` fails, because of \`${mask.replaceAll("`", "'")}\`; delete that and repair what fails.`,
    path: document.path,
    at: spanOf(first),
    anchor: `${job ? `jobs.${job.id}` : "runs"}.${step.identity}.run`,
    related: others.map((each) => ({ path: document.path, at: spanOf(each) })),
    fix: () => stopMasking(document.file, run, masked),
  };
}

/** A script that may hold a mask: a cheap look before it is scanned. */
function maskableRun({ run }: Step): YamlScalar | null {
  const isCandidate = run !== null && (run.value.includes("||") || run.value.includes("set +"));
  return isCandidate && !readsStatus(run.value) ? run : null;
}

function keySpan(owner: YamlMap, fallback: YamlScalar | null) {
  const pair = findPair(owner, "continue-on-error");
  return pair
    ? { start: pair.key.start, end: pair.value.end }
    : { start: fallback?.start ?? 0, end: fallback?.end ?? 0 };
}

function labelOf({ name, uses, index }: Step): string {
  const label = name?.value ?? uses?.name ?? "";
  return label === "" ? `step ${index + 1}` : `step \`${label.replaceAll("`", "'")}\``;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
