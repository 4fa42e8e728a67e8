import type { PipelineJob, Toolchain, ToolName } from "../../pipeline.ts";
import type { YamlItem } from "../../yaml-text.ts";
import type { StepWriter } from "../step.ts";
import { BEAM_SETUPS } from "./beam.ts";
import { FURTHER_SETUPS } from "./further.ts";
import { JAVASCRIPT_SETUPS } from "./javascript.ts";
import { JVM_SETUPS } from "./jvm.ts";
import { NATIVE_SETUPS } from "./native.ts";
import { programSteps } from "./programs.ts";
import { SCRIPT_SETUPS } from "./scripting.ts";
import { findCache, findTool, type Setup } from "./setup.ts";

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
  const steps = tools.flatMap((tool) => {
    const toolchain = findTool(job, tool) ?? impliedTool(job, tool);
    return toolchain === null ? [] : SETUPS[tool]({ job, toolchain, writer });
  });
  return [...steps, ...programSteps(job, writer)].filter((step) => step !== null);
}

/** Gradle's downloads are kept by its own set-up, also where the wrapper in the repository is the only Gradle. */
function impliedTool(job: PipelineJob, tool: ToolName): Toolchain | null {
  const isImplied = tool === "gradle" && findCache(job, "gradle") !== null;
  return isImplied ? { tool, version: null, versionFile: null, with: [] } : null;
}

/** The image that the job runs in, for tools of which no set-up step installs a given version; null for the runner itself. */
export function containerImage(job: PipelineJob): string | null {
  const [only, ...others] = job.toolchains;
  if (only?.tool !== "swift" || others.length > 0 || only.version === null) return null;
  return `swift:${only.version === "matrix" ? `\${{ matrix.${job.matrix?.axis ?? "swift"} }}` : only.version}`;
}
