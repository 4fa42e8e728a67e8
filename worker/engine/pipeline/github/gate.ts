import type { Pipeline, PipelineJob } from "../pipeline.ts";
import type { YamlItem } from "../yaml-text.ts";
import { expression, type StepWriter } from "./step.ts";

/** The results of all jobs that a gate needs, as its own step reads them. */
export const GATE_RESULTS = "join(needs.*.result, ' ')";

/** Fails unless every job passed. `skipped` passes only where a job may be skipped on purpose. */
export function gateStep(gate: PipelineJob, pipeline: Pipeline, writer: StepWriter): YamlItem | null {
  const wanted = mayBeSkipped(gate, pipeline) ? "success | skipped" : "success";
  const run = [
    'echo "Results: $RESULTS"',
    "for result in $RESULTS; do",
    '  case "$result" in',
    `    ${wanted}) ;;`,
    "    *) exit 1 ;;",
    "  esac",
    "done",
  ];
  return writer.step({
    name: "Ask for the results of all jobs",
    env: { RESULTS: expression(GATE_RESULTS) },
    run: run.join("\n"),
  });
}

/** A job is skipped by its own condition, or because one that it needs was. */
function mayBeSkipped(gate: PipelineJob, { jobs }: Pipeline): boolean {
  const pending = [...gate.needs];
  const seen = new Set<string>();
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const job = jobs.find((other) => other.id === id);
    if (job && (job.when !== "always" || job.paths !== null)) return true;
    pending.push(...(job?.needs ?? []));
  }
  return false;
}
