import { knownRelease } from "./tool-versions.ts";

/** Versions for set-up steps that must be given one where a repository names none: supported lines that most of what exists runs on. */

interface FallbackVersion {
  /** A toolchain of a pipeline. */
  readonly tool: string;
  readonly version: string;
  readonly source: string;
  readonly seen: string;
}

const row = (tool: string, version: string, slug: string): FallbackVersion => ({
  tool,
  version,
  source: `https://endoflife.date/${slug}`,
  seen: "2026-11-21",
});

const FALLBACK_VERSIONS: readonly FallbackVersion[] = [
  row("node", "24", "nodejs"),
  row("python", "3.13", "python"),
  row("go", "1.26", "go"),
  row("java", "21", "eclipse-temurin"),
  row("ruby", "3.4", "ruby"),
  row("php", "8.4", "php"),
  row("dotnet", "10.0", "dotnet"),
  row("elixir", "1.18", "elixir"),
  row("erlang", "27", "erlang"),
];

const byTool = new Map(FALLBACK_VERSIONS.map(({ tool, version }) => [tool, version]));

/** A version to write where the repository says none, for example `24`; null for a tool whose set-up chooses well by itself. */
export function fallbackVersion(tool: string): string | null {
  return byTool.get(tool) ?? knownRelease(tool);
}
