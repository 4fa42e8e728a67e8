/** Which image a job runs in, by what it needs on its path. */
import { CIMG_ELIXIR_ERLANG, CIRCLECI_TOOL_IMAGES, type CircleciToolImage } from "../../data/circleci-tool-images.ts";
import type { PipelineJob, Toolchain, ToolName } from "../pipeline.ts";

/** Tools that come with the image of another. */
const HOSTS: Partial<Record<ToolName, ToolName>> = {
  npm: "node",
  pnpm: "node",
  yarn: "node",
  bun: "node",
  deno: "node",
  pip: "python",
  uv: "python",
  poetry: "python",
  pdm: "python",
  pipenv: "python",
  hatch: "python",
  tox: "python",
  nox: "python",
  "golangci-lint": "go",
  maven: "java",
  gradle: "java",
  sbt: "java",
  composer: "php",
};

/** Whose image a job gets that needs several: the one that is hardest to install beside another first. */
const ORDER: readonly ToolName[] = [
  "flutter",
  "dart",
  "swift",
  "dotnet",
  "haskell",
  "crystal",
  "gleam",
  "clojure",
  "elixir",
  "erlang",
  "php",
  "ruby",
  "python",
  "java",
  "rust",
  "go",
  "node",
  "terraform",
  "cpp",
];

const IMAGES = new Map(CIRCLECI_TOOL_IMAGES.map((row) => [row.tool, row]));

export interface JobImage {
  /** With its tag; a matrix stands in it as `<< parameters.… >>`. */
  readonly image: string;
  readonly tool: ToolName;
  /** True for CircleCI's own images: their user is not root, and `dockerize` is there. */
  readonly isCimg: boolean;
}

/** The tool whose image holds this one: itself where it has an image of its own. */
export function hostOf(tool: ToolName): ToolName {
  return HOSTS[tool] ?? tool;
}

export function imageOf(job: PipelineJob): JobImage {
  const wanted = new Set(job.toolchains.map(({ tool }) => hostOf(tool)));
  const tool = ORDER.find((each) => wanted.has(each)) ?? "cpp";
  const row = IMAGES.get(tool);
  const elixir = tool === "elixir" ? elixirImage(job) : null;
  if (elixir !== null) return { image: elixir, tool, isCimg: elixir.startsWith("cimg/") };
  const tag = `${tagFor(job, tool)}${suffixOf(job, tool)}`;
  return { image: `${row?.image ?? "cimg/base"}:${tag}`, tool, isCimg: row?.image.startsWith("cimg/") ?? true };
}

function tagFor(job: PipelineJob, tool: ToolName): string {
  const own = job.toolchains.find((each) => each.tool === tool);
  return own && isMatrixed(job, own) ? `<< parameters.${tool} >>` : exactVersion(tool, own?.version ?? null);
}

/** True where each run of the job's matrix has another version of this tool. */
export function isMatrixed({ matrix }: PipelineJob, { tool, version }: Toolchain): boolean {
  return matrix?.axis === tool && (version === "matrix" || version === null);
}

/** Lines of Java that `cimg/clojure` is built with. */
const CLOJURE_JAVA: ReadonlySet<string> = new Set(["8", "11", "17", "21"]);

function suffixOf({ toolchains }: PipelineJob, tool: ToolName): string {
  const version = (name: ToolName) => toolchains.find((each) => each.tool === name)?.version ?? null;
  const java = lineOf(version("java") ?? "");
  return tool === "clojure" ? `-openjdk-${CLOJURE_JAVA.has(java) ? java : "21"}.0` : "";
}

/** CircleCI builds few pairs of Elixir and Erlang, Elixir's makers all of them. Null where no Erlang is asked for. */
function elixirImage(job: PipelineJob): string | null {
  const erlang = job.toolchains.find((each) => each.tool === "erlang")?.version ?? null;
  if (erlang === null) return null;
  const tag = tagFor(job, "elixir");
  const isBuilt = IMAGES.get("elixir")?.tags.some(([, newest]) => newest === tag);
  const built = CIMG_ELIXIR_ERLANG.find(([line]) => line === lineOf(erlang));
  return isBuilt && built ? `cimg/elixir:${tag}-erlang-${built[1]}` : `elixir:${tag}-otp-${lineOf(erlang)}`;
}

function lineOf(version: string): string {
  return clean(version).split(".")[0] ?? "";
}

/** `v22.x`, `1.8` of Java and the like as plain numbers; a name (`stable`) stays. */
function clean(version: string): string {
  return version
    .trim()
    .replace(/^v(?=\d)/, "")
    .replace(/^(\d[\d.]*)\+\d+.*$/, "$1")
    .replace(/(?:\.[x*])+$/, "");
}

/**
 * A tag that exists for a version: an exact version stays, a release line becomes its newest known patch, and what no table
 * knows the newest of all.
 */
export function exactVersion(tool: ToolName, version: string | null): string {
  const row = IMAGES.get(tool);
  if (!row) return version ?? "";
  const newest = row.tags.at(-1)?.[1] ?? "latest";
  const wanted = version === null ? "" : tool === "java" ? clean(version).replace(/^1\.(?=\d)/, "") : clean(version);
  if (!/^\d+(?:\.\d+)*(?:[-+][\w.]+)?$/.test(wanted)) return newest;
  if (isPatch(row, wanted)) return tool === "gleam" ? `v${wanted}-erlang` : wanted;
  return newestOfLine(row, wanted) ?? lineTag(row, wanted) ?? newest;
}

function isPatch({ tool }: CircleciToolImage, version: string): boolean {
  return version.split(".").length >= (tool === "erlang" || tool === "swift" ? 2 : 3);
}

function newestOfLine({ tags }: CircleciToolImage, line: string): string | null {
  const exact = tags.find(([name]) => name === line);
  const below = tags.filter(([name]) => name.startsWith(`${line}.`));
  return exact?.[1] ?? below.sort(([a], [b]) => minorOf(a) - minorOf(b)).at(-1)?.[1] ?? null;
}

function minorOf(line: string): number {
  return Number(line.split(".")[1] ?? 0);
}

/** CircleCI and the makers of languages publish `major.minor` beside every patch; Java's lines are written `21.0`. */
function lineTag({ tool, hasLineTags }: CircleciToolImage, line: string): string | null {
  if (tool === "gleam") return line.includes(".") ? `v${line}.0-erlang` : null;
  if (!hasLineTags) return null;
  if (line.includes(".")) return line;
  if (tool === "java") return `${line}.0`;
  return tool === "dotnet" ? `${line}.0` : tool === "erlang" ? line : null;
}

/** A value of the matrix as its tag: the release line itself where such a tag exists, so that jobs are named after it. */
export function matrixTag(job: PipelineJob, tool: ToolName, value: string): string {
  const row = IMAGES.get(tool);
  const line = row && imageOf(job).tool === tool ? lineTag(row, clean(value)) : null;
  return line !== null && /^\d[\d.]*$/.test(line) ? line : exactVersion(tool, value);
}

/** True where the version that a job names was not found and another takes its place. */
export function isOtherVersion(tool: ToolName, version: string | null): boolean {
  if (version === null || version === "matrix" || !IMAGES.has(tool)) return false;
  const tag = exactVersion(tool, version).replace(/^v/, "");
  const wanted = tool === "java" ? clean(version).replace(/^1\.(?=\d)/, "") : clean(version);
  return tag !== wanted && !tag.startsWith(`${wanted}.`) && !tag.startsWith(`${wanted}-`);
}
