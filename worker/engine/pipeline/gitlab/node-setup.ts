import { INSTALLED_VERSIONS } from "../../data/gitlab-images.ts";
import type { PipelineJob, ToolName } from "../pipeline.ts";
import type { ChosenImage } from "./image.ts";
import { firstParts, statedVersion, toolchainOf } from "./versions.ts";

/** The first release of Node.js without Corepack: nodejs.org/en/blog/release/v25.0.0. */
const WITHOUT_COREPACK = 25;
const NEEDS_NODE: readonly ToolName[] = ["npm", "pnpm", "yarn"];
const DEFAULT_LINE = "24";

/** Node.js beside another language, and its package managers in the version that the repository names. */
export function nodeLines(job: PipelineJob, image: ChosenImage): string[] {
  const wants = (tool: ToolName) => toolchainOf(job, tool) !== null;
  const hasNode = image.tools.includes("node");
  const wantsNode = wants("node") || NEEDS_NODE.some(wants) || installsByNpm(job, image).length > 0;
  return [
    ...(wantsNode && !hasNode ? [installNode(job)] : []),
    ...npmLines(job),
    ...managerLines(job),
    ...installsByNpm(job, image).map((tool) => `npm install --global ${tool}@${versionOf(job, tool)}`),
  ];
}

function installsByNpm(job: PipelineJob, image: ChosenImage): ("bun" | "deno")[] {
  return (["bun", "deno"] as const).filter((tool) => toolchainOf(job, tool) && !image.tools.includes(tool));
}

function versionOf(job: PipelineJob, tool: "bun" | "deno"): string {
  return statedVersion(job, tool) ?? INSTALLED_VERSIONS[tool].version;
}

function npmLines(job: PipelineJob): string[] {
  const version = statedVersion(job, "npm");
  return version === null ? [] : [`npm install --global npm@${version}`];
}

/** Corepack follows `packageManager` of package.json; where nothing names a version there, the version that the job says is installed. */
function managerLines(job: PipelineJob): string[] {
  const managers = (["pnpm", "yarn"] as const).flatMap((tool) => toolchainOf(job, tool) ?? []);
  const lines = managers.map(({ tool, versionFile }) => {
    const version = statedVersion(job, tool);
    const byCorepack = version === null || versionFile?.endsWith("package.json") === true || isBerry(tool, version);
    return byCorepack ? null : `npm install --global ${tool}@${version}`;
  });
  const installed = lines.filter((line) => line !== null);
  return installed.length === lines.length ? installed : [...corepackLines(job), ...installed];
}

/** Yarn 2 and later is not published under the name `yarn`: `yarnPath` or `packageManager` brings it. */
function isBerry(tool: ToolName, version: string | null): boolean {
  return tool === "yarn" && version !== null && !version.startsWith("1");
}

/** Old releases bring a Corepack that does not know the registry's present keys (https://github.com/nodejs/corepack/issues/612), newest ones none. */
function corepackLines(job: PipelineJob): string[] {
  const version = statedVersion(job, "node") ?? "";
  const major = Number.parseInt(version, 10);
  const install = `npm install --global --force corepack@${INSTALLED_VERSIONS.corepack.version}`;
  if (job.matrix?.axis === "node") return [`command -v corepack >/dev/null || ${install}`, "corepack enable"];
  const isExact = /^\d+\.\d+\.\d+$/.test(version) && major >= 20;
  return isExact || major >= WITHOUT_COREPACK ? [install, "corepack enable"] : ["corepack enable"];
}

/** The archive of nodejs.org, compared with the checksum that stands beside it. */
function installNode(job: PipelineJob): string {
  const version = statedVersion(job, "node") ?? DEFAULT_LINE;
  const isExact = /^\d+\.\d+\.\d+$/.test(version);
  const folder = isExact ? `v${version}` : `latest-v${version.startsWith("$") ? version : firstParts(version, 1)}.x`;
  return [
    "command -v node >/dev/null || (",
    "  cd /tmp",
    `  curl -fsSLO https://nodejs.org/dist/${folder}/SHASUMS256.txt`,
    "  grep 'linux-x64.tar.gz$' SHASUMS256.txt > node.sha256",
    "  archive=$(cut -d ' ' -f 3 node.sha256)",
    `  curl -fsSLO "https://nodejs.org/dist/${folder}/$archive"`,
    "  sha256sum --check node.sha256",
    '  tar -xzf "$archive" -C /usr/local --strip-components=1',
    ")",
  ].join("\n");
}
