import { knownRelease } from "../../../data/tool-versions.ts";
import type { ToolName } from "../../pipeline.ts";
import { expression } from "../step.ts";
import { calls } from "./programs.ts";
import {
  cacheStep,
  findCache,
  folderOf,
  isReleasing,
  loseFile,
  parentFolder,
  pathLines,
  type Setup,
  type SetupContext,
  versionInputs,
  versionText,
} from "./setup.ts";

const GO_FILES = /(?:^|\/)(?:go\.mod|go\.work|\.go-version|\.tool-versions)$/;
const RUST_FILE = /(?:^|\/)rust-toolchain(?:\.toml)?$/;
const DOTNET_FILE = /(?:^|\/)global\.json$/;

/** Its cache is on by default, and keyed by go.mod alone unless it is told of go.sum. */
const go: Setup = (context) => {
  const cache = findCache(context.job, "go");
  return [
    context.writer.step({
      uses: "actions/setup-go",
      with: [
        ...versionInputs(context, ["go-version", "go-version-file"], GO_FILES),
        ["cache", cache === null ? false : null],
        ["cache-dependency-path", cache ? pathLines(cache.keyFiles) : null],
      ],
    }),
  ];
};

/** Only installed: the pipeline runs it by the same command as everywhere. */
const golangciLint: Setup = ({ job, toolchain, writer }) => {
  const version = versionText(job, toolchain) ?? knownRelease("golangci-lint") ?? "latest";
  const text = /^\d/.test(version) ? `v${version}` : version;
  const inputs = [
    ["version", text],
    ["install-only", true],
  ] as const;
  return [writer.step({ uses: "golangci/golangci-lint-action", with: inputs })];
};

/** Runners have rustup: it installs what a toolchain file says, or the version that the pipeline does. */
const rust: Setup = (context) => {
  const { job, toolchain, writer } = context;
  const cache = findCache(job, "rust");
  const folder = folderOf(context);
  return [
    writer.step({ name: "Install Rust", run: rustupRun(context), directory: parentFolder(toolchain.versionFile) }),
    cache ? writer.step({ uses: "Swatinem/rust-cache", with: [["workspaces", folder]] }) : null,
  ];
};

function rustupRun({ job, toolchain }: SetupContext): string {
  const { version, versionFile } = toolchain;
  const isByFile = versionFile !== null && RUST_FILE.test(versionFile);
  const parts = toolchain.with;
  if (isByFile && version !== "matrix") {
    const add = parts.length > 0 ? [`rustup component add ${parts.join(" ")}`] : [];
    return ["rustup toolchain install", ...add].join("\n");
  }
  const wanted = versionText(job, toolchain) ?? "stable";
  const components = parts.length > 0 ? ` --component ${parts.join(",")}` : "";
  // A toolchain file beats the default, and an override beats the file.
  const choose = isByFile ? "rustup override set" : "rustup default";
  return `rustup toolchain install ${wanted} --profile minimal${components}\n${choose} ${wanted}`;
}

const dotnet: Setup = (context) => {
  const { job, toolchain, writer } = context;
  const cache = findCache(job, "dotnet");
  const locks = cache?.keyFiles.filter((file) => file.endsWith("packages.lock.json")) ?? [];
  const [input, value] = versionInputs(context, ["dotnet-version", "global-json-file"], DOTNET_FILE)[0] ?? ["", null];
  const isLocked = locks.length > 0;
  return [
    writer.step({
      uses: "actions/setup-dotnet",
      with: [
        [input, input === "dotnet-version" && toolchain.version !== "matrix" ? sdkLine(String(value)) : value],
        ["cache", isLocked ? true : null],
        ["cache-dependency-path", isLocked ? pathLines(locks) : null],
      ],
    }),
    cache && !isLocked ? cacheStep(context, "nuget", { keyFiles: cache.keyFiles, paths: ["~/.nuget/packages"] }) : null,
  ];
};

/** `9` and `9.0` become `9.0.x`: the newest SDK of the line. */
function sdkLine(version: string): string {
  const line = /^(\d+)(?:\.(\d+))?$/.exec(version);
  return line ? `${line[1]}.${line[2] ?? "0"}.x` : version;
}

/** Runners have a Swift; another version is the business of the job's container. */
const swift: Setup = (context) => {
  const { version, versionFile } = context.toolchain;
  if (version === null && versionFile !== null) loseFile(context, "the runner's own");
  const cache = findCache(context.job, "swift");
  const directory = cache && cache.directory !== "." ? `${cache.directory}/.build` : ".build";
  // What it holds was built with the flags of this job.
  const name = `swift-${expression("github.job")}`;
  return [cache ? cacheStep(context, name, { keyFiles: cache.keyFiles, paths: [directory] }) : null];
};

/** Runners have compilers, CMake and Make; other programs come from the distribution. */
const cpp: Setup = (context) => {
  const { toolchain, job, writer } = context;
  const cache = findCache(job, "cpp");
  const called = calls(job, "meson") ? ["meson", "ninja-build"] : [];
  const packages = [...new Set([...toolchain.with, ...called])];
  const install = `sudo apt-get update\nsudo apt-get install --yes --no-install-recommends ${packages.join(" ")}`;
  return [
    packages.length > 0 ? writer.step({ name: "Install build tools", run: install }) : null,
    cache ? cacheStep(context, "cpp", { keyFiles: cache.keyFiles, paths: ["~/.cache/ccache", "~/.conan2/p"] }) : null,
  ];
};

/** Without a version it takes the `minimum_zig_version` of `build.zig.zon` in the root. */
const zig: Setup = ({ job, toolchain, writer }) => {
  const inputs = [
    ["version", versionText(job, toolchain)],
    ["use-cache", isReleasing(job) ? false : null],
  ] as const;
  return [writer.step({ uses: "mlugg/setup-zig", with: inputs })];
};

const crystal: Setup = (context) => {
  const { job, toolchain, writer } = context;
  const cache = findCache(job, "crystal");
  return [
    writer.step({ uses: "crystal-lang/install-crystal", with: [["crystal", versionText(job, toolchain)]] }),
    cache ? cacheStep(context, "shards", { keyFiles: cache.keyFiles, paths: ["~/.cache/shards"] }) : null,
  ];
};

/** By tool: languages that compile to machine code or to .NET. */
export const NATIVE_SETUPS = {
  go,
  "golangci-lint": golangciLint,
  rust,
  dotnet,
  swift,
  cpp,
  zig,
  crystal,
} satisfies Partial<Record<ToolName, Setup>>;
