import {
  CLOJURE_IMAGES,
  GITLAB_IMAGES,
  type GitlabImage,
  GRADLE_IMAGE,
  MAVEN_IMAGE,
} from "../../data/gitlab-images.ts";
import type { PipelineJob, ToolName } from "../pipeline.ts";
import { firstParts, statedVersion } from "./versions.ts";

/** The image that a job runs in. */
export interface ChosenImage {
  readonly name: string;
  /** True where the image starts a program of its own, which would eat the job's script. */
  readonly hasEntrypoint: boolean;
  /** Tools of the job that the image has: nothing need be installed for them. */
  readonly tools: readonly ToolName[];
}

/** Debian with compilers, make, git and curl, for jobs that name no tool. */
const PLAIN_IMAGE = "buildpack-deps:bookworm";

/** Tools that live in the image of another: a job that names only them means that one too. */
const HOSTS: Readonly<Partial<Record<ToolName, ToolName>>> = {
  npm: "node",
  pnpm: "node",
  yarn: "node",
  pip: "python",
  poetry: "python",
  pdm: "python",
  pipenv: "python",
  hatch: "python",
  tox: "python",
  nox: "python",
  composer: "php",
  maven: "java",
  gradle: "java",
  sbt: "java",
  clojure: "java",
};

/** The image for a job's toolchains: that of the language which is hardest to add to another. */
export function chooseImage(job: PipelineJob): ChosenImage {
  const wanted = new Set(job.toolchains.flatMap(({ tool }) => [tool, HOSTS[tool] ?? tool]));
  if (wanted.has("deno") && !hasTag(job, "deno")) wanted.add("node");
  const row = needsDocker(job, new Set(job.toolchains.map(({ tool }) => tool)))
    ? rowOf("docker")
    : GITLAB_IMAGES.find(({ tool }) => wanted.has(tool) && hasTag(job, tool));
  if (!row) return { name: PLAIN_IMAGE, hasEntrypoint: false, tools: [] };
  const base = row.tool === "python" && wanted.has("uv") ? rowOf("uv") : row;
  const special = specialImage(job, base.tool);
  return {
    name: special?.name ?? fill(base.image, versionFor(job, base)),
    hasEntrypoint: base.tool === "terraform",
    tools: special?.tools ?? [base.tool, ...base.brings],
  };
}

/** A job that builds an image, or whose only tool is Docker, runs in Docker's own image. */
function needsDocker(job: PipelineJob, tools: ReadonlySet<ToolName>): boolean {
  return job.steps.some(({ kind }) => kind === "container") || (tools.size === 1 && tools.has("docker"));
}

function rowOf(tool: ToolName): GitlabImage {
  const row = GITLAB_IMAGES.find((candidate) => candidate.tool === tool);
  if (!row) throw new Error(`No image for ${tool}.`);
  return row;
}

/** Deno's image has tags of full versions only; other versions come from npm. */
function hasTag(job: PipelineJob, tool: ToolName): boolean {
  if (tool !== "deno") return true;
  const version = statedVersion(job, "deno");
  return version === null || /^\d+\.\d+\.\d+$/.test(version) || rowOf("deno").version.startsWith(`${version}.`);
}

function versionFor(job: PipelineJob, { tool, version, parts }: GitlabImage): string {
  const stated = statedVersion(job, tool === "uv" ? "python" : tool, parts);
  if (stated === null) return version;
  if (tool === "deno" && version.startsWith(`${stated}.`)) return version;
  return tool === "dotnet" && /^\d+$/.test(stated) ? `${stated}.0` : stated;
}

interface SpecialImage {
  readonly name: string;
  readonly tools: readonly ToolName[];
}

/** Images whose tag names two tools. */
function specialImage(job: PipelineJob, base: ToolName): SpecialImage | null {
  if (base === "java") return javaImage(job);
  if (base === "elixir") return elixirImage(job);
  return base === "rust" ? rustImage(job) : null;
}

function javaImage(job: PipelineJob): SpecialImage {
  const java = versionFor(job, rowOf("java"));
  const has = (tool: ToolName) => job.toolchains.some((toolchain) => toolchain.tool === tool);
  if (has("clojure")) {
    const usesLein = job.steps.some((step) => step.kind === "command" && /(?:^|\s)lein\s/m.test(step.run));
    return { name: fill(CLOJURE_IMAGES[usesLein ? "lein" : "deps"], java), tools: ["java", "clojure"] };
  }
  if (has("gradle") && !usesWrapper(job, "gradlew")) {
    const gradle = statedVersion(job, "gradle") ?? "9";
    return { name: fill(GRADLE_IMAGE, java).replace("{tool}", gradle), tools: ["java", "gradle"] };
  }
  const maven = usesWrapper(job, "mvnw") ? null : statedVersion(job, "maven");
  const name = maven === null ? fill(rowOf("java").image, java) : fill(MAVEN_IMAGE, java).replace("{tool}", maven);
  return { name, tools: ["java", "maven", "gradle"] };
}

/** A wrapper script of the repository brings its tool itself. */
function usesWrapper(job: PipelineJob, script: string): boolean {
  return job.steps.some((step) => step.kind === "command" && step.run.includes(script));
}

/** Tags such as `1.19-otp-28` name the release of Erlang/OTP too. */
function elixirImage(job: PipelineJob): SpecialImage {
  const elixir = versionFor(job, rowOf("elixir"));
  const erlang = statedVersion(job, "erlang");
  const otp = erlang === null || elixir.includes("-otp-") ? "" : `-otp-${firstParts(erlang, 1)}`;
  return { name: `elixir:${elixir}${otp}`, tools: ["elixir", "erlang"] };
}

/** A matrix may name channels (`nightly`), which are no tags: rustup installs what it asks for. */
function rustImage(job: PipelineJob): SpecialImage | null {
  const isMatrix = job.matrix?.axis === "rust";
  return isMatrix ? { name: fill(rowOf("rust").image, rowOf("rust").version), tools: ["rust"] } : null;
}

function fill(image: string, version: string): string {
  return image.replace("{v}", () => version);
}
