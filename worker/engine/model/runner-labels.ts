/** On which runners a job may run, as far as the file says. */
import { findExpressions } from "../expressions/find.ts";
import { parseExpression } from "../expressions/parse.ts";
import { asMap, asSeq, findValue, type YamlNode, type YamlScalar } from "../parse/yaml-node.ts";
import { readScalars } from "./read-parts.ts";
import type { Job } from "./workflow.ts";

export interface RunnerLabel {
  readonly label: string;
  /** Where it stands: in `runs-on`, or in the matrix that `runs-on` names. */
  readonly node: YamlScalar;
  /** False where an expression makes it, so that the text is not the label alone. */
  readonly isWritten: boolean;
}

const MATRIX_KEY = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/;

/** Every label that is written out, those of matrix cells and of `fromJSON('[…]')` too; what is computed is left out. */
export function runnerLabels(job: Job): RunnerLabel[] {
  return job.runsOn.flatMap((node) => {
    if (!node.value.includes("${{")) return [{ label: node.value.trim(), node, isWritten: true }];
    const key = MATRIX_KEY.exec(node.value.trim())?.[1];
    return key === undefined ? listedLabels(node) : matrixLabels(job, key);
  });
}

function matrixLabels(job: Job, key: string): RunnerLabel[] {
  const included = asSeq(findValue(job.matrix, "include"))?.items ?? [];
  const cells = [
    ...cellsOf(findValue(job.matrix, key)),
    ...included.flatMap((item) => findValue(asMap(item), key) ?? []),
  ];
  return cells
    .flatMap((cell) => readScalars(cell))
    .filter((node) => !node.value.includes("${{"))
    .map((node) => ({ label: node.value.trim(), node, isWritten: true }));
}

function cellsOf(values: YamlNode | null): readonly YamlNode[] {
  return asSeq(values)?.items ?? [];
}

/** `${{ fromJSON('["self-hosted", "gpu"]') }}` */
function listedLabels(node: YamlScalar): RunnerLabel[] {
  const [span, ...others] = findExpressions(node.value);
  const parsed = span && others.length === 0 ? parseExpression(span.inner) : null;
  const call = parsed?.ok ? parsed.expression : null;
  const literal = call?.kind === "call" && call.name.toLowerCase() === "fromjson" ? call.args[0] : null;
  if (literal?.kind !== "literal" || typeof literal.value !== "string") return [];
  return [...literal.value.matchAll(/"([^"]*)"/g)].map((match) => ({ label: match[1] ?? "", node, isWritten: false }));
}

/**
 * Labels that only self-hosted runners bear: every one of them gets these by default, hosted ones none of them. Source: GitHub
 * Docs, "Using self-hosted runners in a workflow".
 */
const SELF_HOSTED = new Set(["self-hosted", "linux", "windows", "macos", "x64", "arm", "arm64"]);

/** The label that says that a job runs on a self-hosted runner, or null where none says so. Other labels may name hosted ones. */
export function selfHostedLabel(job: Job): RunnerLabel | null {
  return runnerLabels(job).find(({ label }) => SELF_HOSTED.has(label.toLowerCase())) ?? null;
}
