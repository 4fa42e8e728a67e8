/** Commands that only bring a tool onto the path: what the renderer writes, and what people write in their place. */
import type { Toolchain, ToolName } from "../pipeline.ts";

const NPM_GLOBAL =
  /^(?:sudo )?npm (?:install|i) (?:--global|-g)(?: --force)? (npm|pnpm|yarn|bun|deno|corepack)(?:@(\S+))?(?: && (?:sudo )?corepack enable)?$/;
const COREPACK = /^(?:sudo )?corepack enable(?: (?:pnpm|yarn|npm))?$/;
const PARTS = /^(?:rustup component add|sudo install-php-extensions) ([\w -]+)$/;
const CHANNEL =
  /^rustup toolchain install ((?:nightly|beta)[\w-]*) --profile minimal((?: --component [\w-]+)*)\nrustup default \S+$/;
const APT = "(?:sudo )?apt-get update && (?:sudo )?apt-get install --yes --no-install-recommends";
const PIPX = `(?:pip3? install (?:--upgrade )?|${APT} pipx\\n(?:sudo |env )?PIPX_HOME=\\S+ PIPX_BIN_DIR=\\S+ pipx install )`;
const PIP = new RegExp(`^${PIPX}"?(uv|poetry|pdm|pipenv|hatch|tox|nox)(?:==([\\w.*]+))?"?$`);
const JAVA = new RegExp(`^${APT} openjdk-(\\d+)-jdk-headless$`);
const PYTHON = new RegExp(`^${APT} python3 python3-pip python3-venv$`);
/** Programs that the renderer installs wherever a command calls them. */
const PROGRAMS = [
  new RegExp(`^${APT} (?:meson )?ninja-build$`),
  new RegExp(`^${PIPX}(?:pre-commit|conan)$`),
  /^cargo install --locked cargo-(?:nextest|deny|audit|llvm-cov)$/,
  /^curl [^\n]*\/just\/releases\/download\/[^\n]*$/,
];
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
  if (MIX.test(line) || PROGRAMS.some((pattern) => pattern.test(line))) return "nothing";
  const npm = NPM_GLOBAL.exec(line);
  const isCorepack = npm === null ? COREPACK.test(line) : npm[1] === "corepack";
  if (isCorepack) return managerOf(commands);
  const [, tool, version] = npm ?? PIP.exec(line) ?? [];
  return tool === undefined
    ? (partsOf(line) ?? systemTool(line) ?? unpacked(line))
    : toolchain(tool as ToolName, version ?? null);
}

function partsOf(line: string): Toolchain | null {
  const parts = PARTS.exec(line)?.[1]?.trim().split(/ +/);
  return parts ? { ...toolchain(line.startsWith("rustup") ? "rust" : "php", null), with: parts } : null;
}

function systemTool(line: string): Toolchain | null {
  const [, channel, components = ""] = CHANNEL.exec(line) ?? [];
  if (channel !== undefined)
    return { ...toolchain("rust", channel), with: components.split(" --component ").filter((part) => part !== "") };
  const java = JAVA.exec(line)?.[1];
  if (java !== undefined) return toolchain("java", java);
  return PYTHON.test(line) ? toolchain("python", null) : null;
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

function callsTool(command: string, tool: string): boolean {
  return command.split(/\n|&&|;|\|/).some((part) => part.trim() === tool || part.trim().startsWith(`${tool} `));
}

function toolchain(tool: ToolName, version: string | null): Toolchain {
  return { tool, version, versionFile: null, with: [] };
}

/** The same tool once, with the last version that is named and all parts: what is installed comes before what the image has. */
export function mergeToolchains(all: readonly Toolchain[]): Toolchain[] {
  const merged = new Map<ToolName, Toolchain>();
  for (const each of all) {
    const known = merged.get(each.tool);
    merged.set(each.tool, {
      ...each,
      version: each.version ?? known?.version ?? null,
      with: [...new Set([...(known?.with ?? []), ...each.with])],
    });
  }
  return [...merged.values()];
}
