import { INSTALLED_VERSIONS } from "../../data/gitlab-images.ts";
import type { PipelineJob, Toolchain, ToolName } from "../pipeline.ts";
import type { ChosenImage } from "./image.ts";
import { nodeLines } from "./node-setup.ts";
import { phpExtensions } from "./php-setup.ts";
import { statedVersion, toolchainOf } from "./versions.ts";

export interface JobSetup {
  /** Lines of `before_script`. Each may run again: a shell executor keeps its machine. */
  readonly lines: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Tools that nothing here can install, or not in the version that is asked for. */
  readonly missing: readonly string[];
}

/** Debian packages of tools that no image of another language brings; their version is Debian's. */
export const DEBIAN_PACKAGES: Readonly<Partial<Record<ToolName, string>>> = {
  python: "python3 python3-pip python3-venv",
  ruby: "ruby-full",
  php: "php-cli",
  go: "golang-go",
  java: "default-jdk-headless",
  maven: "maven",
  rust: "cargo rustc",
  erlang: "erlang",
  elixir: "elixir",
  docker: "docker.io",
};
const PYTHON_TOOLS: readonly ToolName[] = ["poetry", "pdm", "pipenv", "hatch", "tox", "nox", "uv"];
/** Tools that lines of `before_script` install, or that come with their language. */
const INSTALLED: ReadonlySet<string> = new Set([
  ...PYTHON_TOOLS,
  ..."node npm pnpm yarn bun deno pip gradle maven composer zig sbt cpp".split(" "),
]);

/** What a job does before its own commands, so that every tool is there in the right version. */
export function setupOf(job: PipelineJob, image: ChosenImage): JobSetup {
  const has = (tool: ToolName) => toolchainOf(job, tool) !== null;
  const absent = job.toolchains.filter(({ tool }) => !image.tools.includes(tool));
  const lines = [
    ...packageLines(job, absent),
    ...nodeLines(job, image),
    ...pythonLines(job, image),
    ...rustLines(job),
    ...(has("composer") ? composerLines(job) : []),
    ...(has("elixir") ? ["mix local.hex --force --if-missing", "mix local.rebar --force --if-missing"] : []),
    ...(has("zig") ? zigLines(job) : []),
    ...(has("sbt") ? sbtLines(job) : []),
  ];
  return { lines, variables: variablesOf(job), missing: absent.flatMap(missingOf) };
}

/** Version files that would overrule the matrix are overruled in turn. */
function variablesOf(job: PipelineJob): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  if (job.matrix?.axis === "python" && toolchainOf(job, "uv")) variables.UV_PYTHON = `\${PYTHON_VERSION}`;
  if (job.matrix?.axis === "rust") variables.RUSTUP_TOOLCHAIN = `\${RUST_VERSION}`;
  return variables;
}

function missingOf({ tool, version }: Toolchain): string[] {
  const isDebian = DEBIAN_PACKAGES[tool] !== undefined;
  if (!isDebian && !INSTALLED.has(tool)) {
    return [`\`${tool}\` is not in the job's image and has to be installed in \`before_script\`.`];
  }
  if (!isDebian || tool === "docker" || version === null) return [];
  return [`\`${tool}\` comes from Debian beside the image's own language, not as ${version}.`];
}

/** All Debian packages of a job in one go. */
function packageLines(job: PipelineJob, absent: readonly Toolchain[]): string[] {
  const packages = absent.flatMap(({ tool }) => DEBIAN_PACKAGES[tool]?.split(" ") ?? []);
  if (toolchainOf(job, "cpp")) packages.push(...buildPackages(job));
  const php = toolchainOf(job, "php");
  const extensions = phpExtensions(php?.with ?? []);
  if (toolchainOf(job, "composer")) packages.push("git", "unzip");
  packages.push(...extensions.packages);
  const names = [...new Set(packages)].sort();
  if (names.length === 0) return [...extensions.lines];
  return ["apt-get update", `apt-get install --yes --no-install-recommends ${names.join(" ")}`, ...extensions.lines];
}

/** What a job's commands call that an image of compilers lacks. */
const BUILD_PROGRAMS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\b(?:cmake|ctest|cpack)\b/, ["cmake", "ninja-build"]],
  [/\bmeson\b/, ["meson", "ninja-build"]],
  [/\bninja\b/, ["ninja-build"]],
  [/\bclang-format\b/, ["clang-format"]],
  [/\bclang-tidy\b/, ["clang-tidy"]],
  [/\bcppcheck\b/, ["cppcheck"]],
  [/\bautoreconf\b|\bautogen\.sh\b/, ["autoconf", "automake", "libtool"]],
];

function buildPackages({ steps }: PipelineJob): string[] {
  const text = steps.map((step) => (step.kind === "command" ? step.run : "")).join("\n");
  return BUILD_PROGRAMS.flatMap(([program, packages]) => (program.test(text) ? packages : []));
}

function pythonLines(job: PipelineJob, image: ChosenImage): string[] {
  const wanted = PYTHON_TOOLS.filter((tool) => toolchainOf(job, tool) && !image.tools.includes(tool));
  return wanted.map((tool) => {
    const version = statedVersion(job, tool) ?? installedVersion(tool);
    return `pip install ${/[*$]/.test(version) ? `"${tool}==${version}"` : `${tool}==${version}`}`;
  });
}

function installedVersion(tool: ToolName): string {
  const known: Readonly<Record<string, { readonly version: string }>> = INSTALLED_VERSIONS;
  return known[tool]?.version ?? "*";
}

/** The image has rustup with a minimal toolchain of its own version. */
function rustLines(job: PipelineJob): string[] {
  const rust = toolchainOf(job, "rust");
  if (!rust) return [];
  const components = rust.with.filter((part) => /^[\w-]+$/.test(part));
  const isChannel = rust.version !== null && /^(?:nightly|beta)(?:-[\d-]+)?$/.test(rust.version);
  const toolchain = job.matrix?.axis === "rust" ? '"$RUST_VERSION"' : isChannel ? rust.version : null;
  if (toolchain === null) return components.length > 0 ? [`rustup component add ${components.join(" ")}`] : [];
  const flags = components.map((part) => ` --component ${part}`).join("");
  const chosen = job.matrix?.axis === "rust" ? [] : [`rustup default ${toolchain}`];
  return [`rustup toolchain install ${toolchain} --profile minimal${flags}`, ...chosen];
}

/** Composer's own archive, compared with the checksum that its makers publish beside it. */
function composerLines(job: PipelineJob): string[] {
  const version = statedVersion(job, "composer") ?? "2";
  const folder = /^\d+\.\d+\.\d+/.test(version) ? version : `latest-${version.replace(/^(\d+)$/, "$1.x")}`;
  const script = [
    "command -v composer >/dev/null || (",
    "  cd /tmp",
    `  curl -fsSLO https://getcomposer.org/download/${folder}/composer.phar`,
    `  curl -fsSLO https://getcomposer.org/download/${folder}/composer.phar.sha256sum`,
    "  sha256sum --check composer.phar.sha256sum",
    "  install composer.phar /usr/local/bin/composer",
    ")",
  ];
  return [script.join("\n")];
}

/** Archives are named by processor first since 0.14.1. */
function zigLines(job: PipelineJob): string[] {
  const version = statedVersion(job, "zig") ?? "0.17.0";
  const isOld = /^0\.(?:\d|1[0-3])\.|^0\.14\.0$/.test(version);
  const name = `zig-${isOld ? "linux-x86_64" : "x86_64-linux"}-${version}`;
  return [
    `curl -fsSL https://ziglang.org/download/${version}/${name}.tar.xz | tar -xJ -C /opt`,
    `export PATH="/opt/${name}:$PATH"`,
  ];
}

/** The launcher reads the version that builds the project from `project/build.properties`. */
function sbtLines(job: PipelineJob): string[] {
  const version = statedVersion(job, "sbt") ?? INSTALLED_VERSIONS.sbt.version;
  return [
    `curl -fsSL https://github.com/sbt/sbt/releases/download/v${version}/sbt-${version}.tgz | tar -xz -C /opt`,
    'export PATH="/opt/sbt/bin:$PATH"',
  ];
}
