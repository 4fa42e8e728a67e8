import type { StepPlace } from "../../../model/workflow.ts";
import { scalarValue, type YamlScalar } from "../../../parse/yaml-node.ts";

/** Names of what looks ahead or only informs: its failure is expected. */
const EXPECTED =
  /\b(?:experimental|nightly|canary|optional|allowed?|beta|alpha|next|edge|head|preview|unstable|informational|informative|advisory|non-?blocking|best[- ]effort|legacy|upstream|future|try|dev|rc)\b|audit|scan|secur|vuln|licen[cs]e|outdated|flaky|bench|perf|coverage|codecov|mutation|spell|link|snyk|sonar|report|clean|tear ?down|baseline|upload|comment|warn/i;
/** Judge what a check left behind. */
const REPORTER = /test-report|junit|publish-unit-test|test-result|test-summary|sarif|reviewdog|allure|report/i;
const SOMETIMES = /\bmatrix\b|experimental|nightly|failure\(\)|cancelled\(\)/i;

/** True for `true` itself; expressions decide for some runs only. */
export function isAlways(scalar: YamlScalar | null): scalar is YamlScalar {
  return scalar !== null && scalarValue(scalar) === true;
}

/** True where the names or the condition of a job or step say that it may fail. */
export function mayFail({ job, step }: Pick<StepPlace, "job"> & { readonly step: StepPlace["step"] | null }): boolean {
  const names = [job?.id, job?.name?.value, step?.name?.value, step?.id?.value];
  const conditions = [job?.if?.value, step?.if?.value];
  return (
    names.some((name) => name !== undefined && EXPECTED.test(name.replaceAll("_", " "))) ||
    conditions.some((condition) => condition !== undefined && SOMETIMES.test(condition))
  );
}

/** True where something later asks how the step ended, or judges what it wrote. */
export function isAskedLater({ document, job, step }: StepPlace): boolean {
  const id = step.id?.value;
  const { text } = document.file;
  if (id && (text.includes(`steps.${id}.outcome`) || text.includes(`steps['${id}'].outcome`))) return true;
  const steps = job?.steps ?? (document.kind === "action" ? document.steps : []);
  return steps.some(
    ({ index, uses, run }) =>
      index > step.index && (REPORTER.test(uses?.name ?? "") || /\bexit +[1-9$"]/.test(run?.value ?? "")),
  );
}
