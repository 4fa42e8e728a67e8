/** What is installed beside the image before a job's own commands. A reader knows the same lines again. */
import { calls } from "../github/toolchains/programs.ts";
import type { PipelineJob, Toolchain, ToolName } from "../pipeline.ts";
import { exactVersion, hostOf, isMatrixed, type JobImage } from "./images.ts";
import type { InstallPlace } from "./install-lines.ts";
import { INSTALLERS } from "./installers.ts";
import { PROGRAMS } from "./programs.ts";

interface SetupStep {
  readonly name: string;
  readonly run: string;
}

/** Either steps, or what is missing in words. */
interface Setup {
  readonly steps: readonly SetupStep[];
  readonly missing: readonly string[];
}

export function setupOf(job: PipelineJob, image: JobImage): Setup {
  const steps: SetupStep[] = [];
  const missing: string[] = [];
  for (const toolchain of withHosts(job, image)) {
    const outcome = setupTool(job, image, toolchain);
    if (typeof outcome === "string") missing.push(outcome);
    else steps.push(...outcome);
  }
  return { steps: [...steps, ...programSteps(job, image)], missing };
}

/** Programs that the commands call and no toolchain brings. */
function programSteps(job: PipelineJob, image: JobImage): SetupStep[] {
  const called = PROGRAMS.filter(([words]) => calls(job, words));
  return called.map(([words, install]) => ({ name: `Install ${words}`, run: install(placeOf(job, image, null)) }));
}

/** A host that no toolchain names comes before the tool that needs it: Node before pnpm in a Python image. */
function withHosts({ toolchains }: PipelineJob, image: JobImage): Toolchain[] {
  const named = new Set(toolchains.map(({ tool }) => tool));
  return toolchains.flatMap((toolchain) => {
    const host = hostOf(toolchain.tool);
    if (named.has(host) || host === image.tool) return [toolchain];
    named.add(host);
    return [{ tool: host, version: null, versionFile: null, with: [] }, toolchain];
  });
}

function setupTool(job: PipelineJob, image: JobImage, toolchain: Toolchain): readonly SetupStep[] | string {
  const { tool } = toolchain;
  const parts = partsOf(toolchain, image);
  if (tool === image.tool || tool === "docker" || isInside(toolchain, image)) return parts;
  const install = INSTALLERS[tool];
  const run = install?.(placeOf(job, image, toolchain)) ?? null;
  if (install === undefined) return `Image \`${image.image}\` has no ${tool}; use an image that holds both.`;
  return run === null ? parts : [{ name: `Install ${tool}`, run }, ...parts];
}

/** Package managers that CircleCI's images bring along, where no version is asked for. */
const INCLUDED: Partial<Record<ToolName, readonly ToolName[]>> = {
  node: ["npm"],
  python: ["pip", "uv", "poetry", "pipenv"],
  java: ["maven", "gradle"],
  php: ["composer"],
  clojure: ["java"],
  elixir: ["erlang"],
  gleam: ["erlang"],
  flutter: ["dart"],
  cpp: [],
};

function isInside({ tool, version }: Toolchain, image: JobImage): boolean {
  if (!INCLUDED[image.tool]?.includes(tool)) return false;
  const isManager = hostOf(tool) !== tool;
  return !isManager || version === null || !["npm", "uv", "poetry", "pipenv"].includes(tool);
}

function placeOf(job: PipelineJob, image: JobImage, toolchain: Toolchain | null): InstallPlace {
  return {
    ...image,
    sudo: image.isCimg ? "sudo " : "",
    arch: job.runner?.startsWith("arm.") ? "arm64" : "amd64",
    version:
      toolchain && isMatrixed(job, toolchain) ? `<< parameters.${toolchain.tool} >>` : (toolchain?.version ?? null),
    nodeMajor: nodeMajor(job),
  };
}

/** The highest one of a matrix. */
function nodeMajor(job: PipelineJob): number {
  const node = job.toolchains.find(({ tool }) => tool === "node");
  const versions = node && isMatrixed(job, node) ? (job.matrix?.values ?? []) : [node?.version ?? null];
  return Math.max(...versions.map((version) => Number.parseInt(exactVersion("node", version), 10)));
}

function partsOf({ tool, version, with: parts }: Toolchain, image: JobImage): SetupStep[] {
  if (tool === "elixir" && image.tool === "elixir")
    return [{ name: "Install Hex and Rebar", run: "mix local.hex --force && mix local.rebar --force" }];
  if (tool === "rust" && /^(?:nightly|beta)/.test(version ?? ""))
    return [{ name: "Install Rust", run: rustChannel(version ?? "", parts) }];
  if (parts.length === 0) return [];
  if (tool === "rust") return [{ name: "Add Rust components", run: `rustup component add ${parts.join(" ")}` }];
  const run = `sudo install-php-extensions ${parts.join(" ")}`;
  return tool === "php" && image.tool === "php" ? [{ name: "Add PHP extensions", run }] : [];
}

function rustChannel(channel: string, parts: readonly string[]): string {
  const components = parts.map((part) => ` --component ${part}`).join("");
  return `rustup toolchain install ${channel} --profile minimal${components}\nrustup default ${channel}`;
}
