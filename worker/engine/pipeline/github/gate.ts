import type { Pipeline, PipelineJob } from "../pipeline.ts";
import type { YamlItem } from "../yaml-text.ts";
import { expression, type StepWriter } from "./step.ts";

/** The results of all jobs that a gate needs, as its own step reads them. */
const GATE_RESULTS = "join(needs.*.result, ' ')";

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

/**
 * What a gate must ask: its own needs, and where jobs may be skipped also the ones behind those. A job that is skipped because
 * another failed looks like one that is skipped on purpose.
 */
export function gateNeeds(gate: PipelineJob, pipeline: Pipeline): readonly string[] {
  return mayBeSkipped(gate, pipeline) ? reached(gate, pipeline).map(({ id }) => id) : gate.needs;
}

function mayBeSkipped(gate: PipelineJob, pipeline: Pipeline): boolean {
  return reached(gate, pipeline).some(({ when, paths }) => when !== "always" || paths !== null);
}

/** The jobs that a gate needs, and the ones that these need, nearest first. */
function reached(gate: PipelineJob, { jobs }: Pipeline): readonly PipelineJob[] {
  const found = new Map<string, PipelineJob>();
  const pending = [...gate.needs];
  for (let id = pending.shift(); id !== undefined; id = pending.shift()) {
    const job = jobs.find((other) => other.id === id);
    if (!job || found.has(id)) continue;
    found.set(id, job);
    pending.push(...job.needs);
  }
  return [...found.values()];
}
