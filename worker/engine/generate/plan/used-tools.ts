import type { ToolName } from "../../pipeline/pipeline.ts";

/** First words of commands that bring their own tool along, or need one that no language of the component brings. */
const TOOLS: Readonly<Record<string, ToolName>> = {
  npm: "node",
  npx: "node",
  node: "node",
  pnpm: "pnpm",
  yarn: "yarn",
  bun: "bun",
  bunx: "bun",
  deno: "deno",
  uv: "uv",
  uvx: "uv",
  poetry: "poetry",
  pdm: "pdm",
  pipenv: "pipenv",
  hatch: "hatch",
  tox: "tox",
  nox: "nox",
  "golangci-lint": "golangci-lint",
  mvn: "maven",
  gradle: "gradle",
  sbt: "sbt",
  terraform: "terraform",
  composer: "composer",
};
const NODE_MANAGERS: ReadonlySet<ToolName> = new Set(["pnpm", "yarn"]);

/** Tools that shell lines call by name, each once, in the order of the lines; what a line installs itself is not counted. */
export function toolsCalledBy(lines: readonly string[]): readonly ToolName[] {
  const words = lines.flatMap(commandWords);
  const tools = words.flatMap((word) => TOOLS[word] ?? []).filter((tool) => !isInstalledBy(tool, lines));
  return [...new Set(tools.flatMap((tool) => (NODE_MANAGERS.has(tool) ? ["node" as const, tool] : [tool])))];
}

/** `CI=1 uv run x && npx y` calls `uv` and `npx`. */
export function commandWords(line: string): readonly string[] {
  return line.split(/&&|\|\||[;|]/).flatMap((part) => {
    const words = part.trim().split(/\s+/);
    return words.find((word) => word !== "" && !/^\w+=/.test(word) && word !== "exec" && word !== "(") ?? [];
  });
}

function isInstalledBy(tool: ToolName, lines: readonly string[]): boolean {
  return lines.some((line) => new RegExp(`\\bpip3? install\\b[^&;|]*\\s${tool}(?:[=<>~\\s]|$)`).test(line));
}
