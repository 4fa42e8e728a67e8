import type { PipelineJob, Toolchain, ToolName } from "../pipeline.ts";

/** A version as tags and package managers write it: without `v`, `.x` and other decoration. Null for a name such as `lts/jod`. */
export function plainVersion(text: string): string | null {
  const plain = text
    .trim()
    .replace(/^v(?=\d)/, "")
    .replace(/(?:\.[x*])+$/, "");
  return /^\d+(?:\.\d+)*(?:-[\w.-]+)?$/.test(plain) ? plain : null;
}

/** The first parts of a version: `3.13.1` with two is `3.13`. */
export function firstParts(version: string, count: number | null): string {
  return count === null ? version : version.split(".").slice(0, count).join(".");
}

/** The variable of `parallel: matrix` that carries the versions of a tool: `NODE_VERSION`. */
export function matrixVariable(axis: ToolName | "os"): string {
  return `${axis.toUpperCase().replaceAll("-", "_")}_VERSION`;
}

export function toolchainOf(job: PipelineJob, tool: ToolName): Toolchain | null {
  return job.toolchains.find((toolchain) => toolchain.tool === tool) ?? null;
}

/** What to write for the version of a tool: the job's, the matrix's variable, or null when nobody says it. */
export function statedVersion(job: PipelineJob, tool: ToolName, parts: number | null = null): string | null {
  if (job.matrix?.axis === tool) return `\${${matrixVariable(tool)}}`;
  const text = toolchainOf(job, tool)?.version ?? null;
  const version = text === null || text === "matrix" ? null : plainVersion(text);
  return version === null ? null : firstParts(version, parts);
}
