import type { PipelineJob, ToolName } from "../../pipeline.ts";
import type { YamlItem } from "../../yaml-text.ts";
import type { StepWriter } from "../step.ts";
import { BEAM_SETUPS } from "./beam.ts";
import { FURTHER_SETUPS } from "./further.ts";
import { JAVASCRIPT_SETUPS } from "./javascript.ts";
import { JVM_SETUPS } from "./jvm.ts";
import { NATIVE_SETUPS } from "./native.ts";
import { SCRIPT_SETUPS } from "./scripting.ts";
import { findTool, type Setup } from "./setup.ts";

/** In the order in which the steps are written, whatever the order of the job's toolchains. */
const SETUPS: Readonly<Record<ToolName, Setup>> = {
  ...JAVASCRIPT_SETUPS,
  ...SCRIPT_SETUPS,
  ...JVM_SETUPS,
  ...NATIVE_SETUPS,
  ...BEAM_SETUPS,
  ...FURTHER_SETUPS,
};

/** The steps that make a job's tools ready, caches with them. */
export function setupSteps(job: PipelineJob, writer: StepWriter): readonly YamlItem[] {
  const tools = Object.keys(SETUPS) as ToolName[];
  return tools
    .flatMap((tool) => {
      const toolchain = findTool(job, tool);
      return toolchain === null ? [] : SETUPS[tool]({ job, toolchain, writer });
    })
    .filter((step) => step !== null);
}

/** The image that the job runs in, for tools of which no set-up step installs a given version; null for the runner itself. */
export function containerImage(job: PipelineJob): string | null {
  const [only, ...others] = job.toolchains;
  if (only?.tool !== "swift" || others.length > 0 || only.version === null) return null;
  return `swift:${only.version === "matrix" ? `\${{ matrix.${job.matrix?.axis ?? "swift"} }}` : only.version}`;
}
