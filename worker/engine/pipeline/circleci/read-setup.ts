/** Commands that only bring a tool onto the path: what the renderer writes, and what people write in their place. */
import type { Toolchain, ToolName } from "../pipeline.ts";

const NPM_GLOBAL =
  /^(?:sudo )?npm (?:install|i) (?:--global|-g) (npm|pnpm|yarn|bun|deno|corepack)(?:@(\S+))?(?: && (?:sudo )?corepack enable)?$/;
const COREPACK = /^(?:sudo )?corepack enable(?: (?:pnpm|yarn|npm))?$/;
const PIP = /^pip3? install (?:--upgrade )?"?(uv|poetry|pdm|pipenv|hatch|tox|nox)(?:==([\w.]+))?"?$/;
const PARTS = /^(?:rustup component add|sudo install-php-extensions) ([\w -]+)$/;
const MIX = /^mix local\.hex --force && mix local\.rebar --force$/;

/** Archives that are unpacked, by the address that they come from. */
const ARCHIVES: readonly (readonly [ToolName, RegExp])[] = [
  ["node", /nodejs\.org\/dist\/v([\d.]+)\//],
  ["go", /go\.dev\/dl\/go([\d.]+)\.linux/],
  ["golangci-lint", /golangci-lint\/releases\/download\/v([\d.]+)\//],
  ["sbt", /sbt\/sbt\/releases\/download\/v([\d.]+)\//],
  ["zig", /ziglang\.org\/download\/([\d.]+)\//],
  ["terraform", /releases\.hashicorp\.com\/terraform\/([\d.]+)\//],
];

const MAX_LINES = 2;

/** The tool that a command installs and nothing else; null for any other command. */
export function installedTool(run: string, commands: readonly string[]): Toolchain | "nothing" | null {
  const line = run.trim();
  const npm = NPM_GLOBAL.exec(line);
  if (npm && npm[1] !== "corepack") return toolchain(npm[1] as ToolName, npm[2] ?? null);
  if (npm || COREPACK.test(line)) return managerOf(commands);
  const pip = PIP.exec(line);
  if (pip) return toolchain(pip[1] as ToolName, pip[2] ?? null);
  const parts = PARTS.exec(line)?.[1]?.trim().split(/ +/);
  if (parts) return { ...toolchain(line.startsWith("rustup") ? "rust" : "php", null), with: parts };
  return MIX.test(line) ? "nothing" : unpacked(line);
}

function unpacked(line: string): Toolchain | null {
  if (!line.startsWith("curl ") || line.split("\n").length > MAX_LINES) return null;
  for (const [tool, address] of ARCHIVES) {
    const version = address.exec(line)?.[1];
    if (version !== undefined) return toolchain(tool, version);
  }
  return null;
}

/** Corepack serves whichever manager the other commands call. */
function managerOf(commands: readonly string[]): Toolchain | "nothing" {
  const manager = (["pnpm", "yarn"] as const).find((tool) => commands.some((each) => callsTool(each, tool)));
  return manager === undefined ? "nothing" : toolchain(manager, null);
}

export function callsTool(command: string, tool: string): boolean {
  return command.split(/\n|&&|;|\|/).some((part) => part.trim() === tool || part.trim().startsWith(`${tool} `));
}

function toolchain(tool: ToolName, version: string | null): Toolchain {
  return { tool, version, versionFile: null, with: [] };
}

/** The same tool once, with the version and the parts that any of the entries names. */
export function mergeToolchains(all: readonly Toolchain[]): Toolchain[] {
  const merged = new Map<ToolName, Toolchain>();
  for (const each of all) {
    const known = merged.get(each.tool);
    merged.set(each.tool, {
      ...each,
      version: known?.version ?? each.version,
      with: [...new Set([...(known?.with ?? []), ...each.with])],
    });
  }
  return [...merged.values()];
}
