import type { Cache, Toolchain, ToolName } from "../../pipeline.ts";
import type { YamlValue } from "../../yaml-text.ts";
import { expression } from "../step.ts";
import {
  cacheStep,
  findCache,
  findTool,
  hashOf,
  isReleasing,
  parentFolder,
  pathLines,
  type Setup,
  type SetupContext,
  versionInputs,
  versionText,
} from "./setup.ts";

/** Files that setup-node reads a version from: its README, "Node version file". */
const NODE_FILES = /(?:^|\/)(?:\.nvmrc|\.node-version|\.tool-versions|package\.json|mise\.toml)$/;
const BUN_FILES = /(?:^|\/)(?:package\.json|\.bun-version|\.tool-versions|mise\.toml)$/;
const DENO_FILES = /(?:^|\/)(?:\.dvmrc|\.tool-versions)$/;
const EXACT = /^\d+\.\d+\.\d+/;
const LOCKFILES: readonly (readonly [RegExp, "npm" | "pnpm" | "yarn"])[] = [
  [/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/, "npm"],
  [/(?:^|\/)pnpm-lock\.yaml$/, "pnpm"],
  [/(?:^|\/)yarn\.lock$/, "yarn"],
];

/** setup-node, with the downloads of the job's package manager where they are cached. */
const node: Setup = (context) => {
  const { job, writer } = context;
  const cached = nodeCache(job.caches);
  const inRoot = cached?.files.every((file) => !file.includes("/")) ?? true;
  const off = cached === null && isReleasing(job) && findTool(job, "bun") === null;
  return [
    writer.step({
      uses: "actions/setup-node",
      with: [
        ...versionInputs(context, ["node-version", "node-version-file"], NODE_FILES),
        ["cache", cached?.manager ?? null],
        ["cache-dependency-path", cached && !inRoot ? pathLines(cached.files) : null],
        // Since version 5 it caches by itself where package.json names npm.
        ["package-manager-cache", off ? false : null],
      ],
    }),
  ];
};

/** Only a lockfile makes a cache: setup-node fails without one. */
function nodeCache(caches: readonly Cache[]): { manager: "npm" | "pnpm" | "yarn"; files: readonly string[] } | null {
  for (const { keyFiles } of caches) {
    for (const [name, manager] of LOCKFILES) {
      const files = keyFiles.filter((file) => name.test(file));
      if (files.length > 0) return { manager, files };
    }
  }
  return null;
}

const npm: Setup = ({ toolchain, writer }) => {
  const { version } = toolchain;
  return version !== null && EXACT.test(version) ? [writer.step({ run: `npm install --global npm@${version}` })] : [];
};

/** Its version from `packageManager` unless the pipeline gives one: both together are an error. */
const pnpm: Setup = ({ job, toolchain, writer }) => {
  const folder = parentFolder(toolchain.versionFile);
  const inputs: readonly (readonly [string, YamlValue])[] = [
    ["version", versionText(job, toolchain)],
    ["package_json_file", folder === null ? null : `${folder}/package.json`],
  ];
  return [writer.step({ uses: "pnpm/action-setup", with: inputs })];
};

/** Runners have Yarn 1; later ones come by Corepack, which the runner's own Node.js brings along. */
const yarn: Setup = ({ toolchain, writer }) => {
  if (isYarnOne(toolchain)) return [];
  const { version, versionFile } = toolchain;
  const isNamed = version === null || versionFile !== null;
  const run = isNamed ? "corepack enable" : `corepack enable\ncorepack install --global yarn@${version}`;
  return [writer.step({ run, why: "Before setup-node, which asks Yarn where it keeps its downloads." })];
};

function isYarnOne({ version, versionFile }: Toolchain): boolean {
  return version === null ? versionFile === null : /^[v^~]?1(?:\.|$)/.test(version);
}

const bun: Setup = (context) => {
  const { job, writer } = context;
  const [input, value] = versionInputs(context, ["bun-version", "bun-version-file"], BUN_FILES)[0] ?? ["", null];
  const cache = findCache(job, "bun");
  return [
    writer.step({
      uses: "oven-sh/setup-bun",
      with: [
        [input, value],
        ["no-cache", isReleasing(job) ? true : null],
      ],
    }),
    cache ? cacheStep(context, "bun", { keyFiles: cache.keyFiles, paths: ["~/.bun/install/cache"] }) : null,
  ];
};

const deno: Setup = (context) => {
  const { job, writer } = context;
  const { version, versionFile } = context.toolchain;
  const cache = findCache(job, "deno");
  const isFile = version === null && versionFile !== null && DENO_FILES.test(versionFile);
  return [
    writer.step({
      uses: "denoland/setup-deno",
      with: [
        isFile ? ["deno-version-file", versionFile] : ["deno-version", denoVersion(context)],
        ["cache", cache ? true : null],
        ["cache-hash", cache ? expression(hashOf(cache.keyFiles)) : null],
      ],
    }),
  ];
};

/** `2` means 2.0.0 to this action, `2.x` the newest. */
function denoVersion({ job, toolchain }: SetupContext): string {
  const text = versionText(job, toolchain) ?? "2";
  return /^\d+(?:\.\d+)?$/.test(text) ? `${text}.x` : text;
}

/** By tool. pnpm and Yarn go in front of setup-node, npm behind it. */
export const JAVASCRIPT_SETUPS = { pnpm, yarn, node, npm, bun, deno } satisfies Partial<Record<ToolName, Setup>>;
