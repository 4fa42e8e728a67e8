import type { Toolchain, ToolName } from "../../pipeline.ts";
import { DEBIAN_PACKAGES } from "../setup.ts";
import { toolchain } from "./read-image.ts";

interface Setup {
  readonly toolchains: readonly Toolchain[];
  /** Lines that only bring tools, which every platform does in its own way. */
  readonly consumed: ReadonlySet<string>;
}

/** A line that installs tools, with the tools. */
type Reader = (line: string) => readonly Toolchain[] | null;

const NPM_TOOLS =
  /^(?:sudo )?npm (?:install|i) (?:-g|--global)(?: --force)? ((?:(?:npm|pnpm|yarn|bun|deno|corepack)(?:@[\w.-]+)?\s*)+)$/;
const PIP_TOOLS =
  /^(?:python3? -m )?pip3? install (?:(?:-U|--upgrade|-q|--quiet|--user) )*((?:"?(?:poetry|pdm|pipenv|hatch|tox|nox|uv|pip)(?:[=~><]=?[\w.*]+)?"?\s*)+)$/;

const READERS: readonly Reader[] = [
  (line) => (/^corepack (?:enable|prepare)\b/.test(line) ? [] : null),
  (line) => (/^command -v corepack\b/.test(line) || /^pnpm config set\b.*\bstore-dir\b/.test(line) ? [] : null),
  (line) => versioned(NPM_TOOLS.exec(line)?.[1], "@"),
  (line) => versioned(PIP_TOOLS.exec(line)?.[1]?.replaceAll('"', ""), "=="),
  (line) => parts("rust", /^rustup component add ([\w -]+)$/.exec(line)?.[1]),
  (line) => channel(line),
  (line) => (/^mix (?:local\.hex|local\.rebar)\b[\w -]*$/.test(line) ? [toolchain("elixir", null)] : null),
  (line) => parts("php", /^docker-php-ext-install ([\w -]+)$/.exec(line)?.[1]),
  (line) => parts("php", /\(?pecl install (\w+)(?: && docker-php-ext-enable \w+\)?)?$/.exec(line)?.[1]),
  (line) => installer("composer", /^command -v composer [\s\S]*\/download\/(?:latest-)?(\d+(?:\.\d+)*)/.exec(line)),
  (line) => installer("node", /^command -v node [\s\S]*nodejs\.org\/dist\/(?:latest-)?v(\d+(?:\.\d+)*)/.exec(line)),
  (line) => installer("zig", /^curl [^\n]*ziglang\.org\/download\/([\d.]+)\/\S+ \| tar [^\n]*$/.exec(line)),
  (line) => installer("sbt", /^curl [^\n]*\/sbt\/releases\/download\/v([\d.]+)\/\S+ \| tar [^\n]*$/.exec(line)),
  (line) => packaged(/^apt-get install --yes --no-install-recommends ([\w .+-]+)$/.exec(line)?.[1]),
];

/** Finds the lines of a job that install its tools. */
export function readSetup(lines: readonly string[]): Setup {
  const toolchains: Toolchain[] = [];
  const consumed = new Set<string>();
  for (const line of lines) {
    for (const read of READERS) {
      const found = read(line.trim());
      if (found === null) continue;
      toolchains.push(...found);
      if (!line.startsWith("apt-get")) consumed.add(line);
    }
  }
  return { toolchains, consumed };
}

function versioned(text: string | undefined, mark: string): Toolchain[] | null {
  if (text === undefined) return null;
  return text
    .trim()
    .split(/\s+/)
    .flatMap((word) => {
      const [name = "", version = null] = word.split(mark);
      const isExact = version !== null && /^\d+(?:\.\d+)*$/.test(version);
      return name === "corepack" || name === "pip" ? [] : [toolchain(name as ToolName, isExact ? version : null)];
    });
}

function parts(tool: ToolName, text: string | undefined): Toolchain[] | null {
  return text === undefined ? null : [toolchain(tool, null, text.trim().split(/\s+/))];
}

function installer(tool: ToolName, found: RegExpExecArray | null): Toolchain[] | null {
  if (!found) return null;
  const version = found[1] ?? null;
  const isDefault = tool === "composer" && version === "2";
  return [toolchain(tool, isDefault ? null : version)];
}

/** `rustup toolchain install "$RUST_VERSION" --component clippy`, `rustup default nightly`. */
function channel(line: string): Toolchain[] | null {
  const found = /^rustup (?:toolchain install|default) (\S+)([\w -]*)$/.exec(line);
  if (!found) return null;
  const [, name = "", flags = ""] = found;
  const components = [...flags.matchAll(/--component (\S+)/g)].map(([, part = ""]) => part);
  return [toolchain("rust", name.includes("$") ? "matrix" : name, components)];
}

/** Tools that come as packages of Debian. */
function packaged(text: string | undefined): Toolchain[] | null {
  if (text === undefined) return null;
  const names = new Set(text.split(" "));
  const tools = Object.entries(DEBIAN_PACKAGES).filter(([, packages]) =>
    packages.split(" ").every((name) => names.has(name)),
  );
  const compiled = names.has("cmake") ? [toolchain("cpp", null)] : [];
  return [...compiled, ...tools.map(([tool]) => toolchain(tool as ToolName, null))];
}

/** Programs by which commands show that a job uses a tool. */
const PROGRAMS: Readonly<Record<string, ToolName>> = {
  npm: "npm",
  npx: "npm",
  pnpm: "pnpm",
  pnpx: "pnpm",
  yarn: "yarn",
  bun: "bun",
  bunx: "bun",
  deno: "deno",
  uv: "uv",
  uvx: "uv",
  pip: "pip",
  pip3: "pip",
  poetry: "poetry",
  pdm: "pdm",
  pipenv: "pipenv",
  hatch: "hatch",
  tox: "tox",
  nox: "nox",
  composer: "composer",
  mvn: "maven",
  "./mvnw": "maven",
  gradle: "gradle",
  "./gradlew": "gradle",
  sbt: "sbt",
  lein: "clojure",
  clojure: "clojure",
  "golangci-lint": "golangci-lint",
  cmake: "cpp",
  ctest: "cpp",
  terraform: "terraform",
};

/** Tools that the commands call, in the order of their first call. */
export function calledTools(commands: readonly string[]): ToolName[] {
  const words = commands
    .flatMap((command) => command.split(/[\n;|&(]+/))
    .map((part) => part.trim().split(/\s+/)[0] ?? "");
  return [...new Set(words.flatMap((word) => PROGRAMS[word] ?? []))];
}

/** Toolchains of one tool in one: the first that names a version, with the parts of all. */
export function joinToolchains(all: readonly Toolchain[]): Toolchain[] {
  const joined = new Map<ToolName, Toolchain>();
  for (const each of all) {
    const known = joined.get(each.tool);
    const version = known?.version ?? each.version;
    joined.set(each.tool, { ...each, version, with: [...new Set([...(known?.with ?? []), ...each.with])] });
  }
  return [...joined.values()];
}
