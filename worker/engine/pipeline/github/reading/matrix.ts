import { readScalars } from "../../../model/read-parts.ts";
import type { Job } from "../../../model/workflow.ts";
import { asMap, asScalar, asSeq, findValue, keyText, type YamlNode } from "../../../parse/yaml-node.ts";
import type { Matrix, ToolName } from "../../pipeline.ts";
import { isComputed, type Losses } from "./notes.ts";
import { SETUP_INPUTS } from "./setups.ts";

interface ReadMatrix {
  readonly matrix: Matrix;
  /** The key as the workflow writes it, for example `node-version`. */
  readonly key: string;
}

interface Axis {
  readonly key: string;
  readonly axis: ToolName | "os" | null;
  readonly values: readonly string[];
}

/** The axis of a job's matrix that a pipeline can hold: versions of a tool before systems. What else it has is listed. */
export function readMatrix(job: Job, losses: Losses): ReadMatrix | null {
  if (job.matrix === null) return null;
  const axes = axesOf(job, losses);
  const usable = axes.filter(({ axis, values }) => axis !== null && values.length > 0 && !values.some(isComputed));
  const chosen = usable.find(({ axis }) => axis !== "os") ?? usable[0] ?? null;
  for (const { key } of axes.filter((other) => other !== chosen))
    losses.add(
      job.id,
      `The axis \`${key}\` of the matrix is not carried over: a pipeline's job has one axis of versions or systems.`,
    );
  if (!chosen?.axis) return null;
  const makes = chosen.axis === "os" ? [] : chosen.values.filter((value) => OTHER_MAKE.test(value));
  if (makes.length > 0) {
    const list = makes.map((value) => `\`${value}\``).join(", ");
    losses.add(job.id, `${list} of the matrix are not releases that images exist for everywhere: they are left out.`);
  }
  const values = chosen.values.filter((value) => !makes.includes(value));
  return values.length > 0 ? { key: chosen.key, matrix: { axis: chosen.axis, values } } : null;
}

/** Other implementations of a language, and its development version. */
const OTHER_MAKE =
  /^(?:jruby|truffleruby|mruby|rbx|pypy|graalpy|graalvm|head$|debug$|mingw|mswin|ucrt|\w+-head$|tip$|gotip$)/;

function axesOf(job: Job, losses: Losses): readonly Axis[] {
  const pairs = asMap(job.matrix)?.pairs ?? [];
  if (pairs.length === 0) losses.add(job.id, "The matrix is computed by GitHub: write its values out.");
  const plain = pairs.filter((pair) => !ROWS.has(keyText(pair) ?? ""));
  const lists = new Map(
    plain.map((pair): [string, string[]] => [keyText(pair) ?? "", readScalars(pair.value).map(({ value }) => value)]),
  );
  const include = findValue(asMap(job.matrix), "include");
  const isByRows = include !== null && plain.length === 0;
  if (isByRows) readRows(include, lists);
  for (const key of pairs.map(keyText).filter((name) => ROWS.has(name ?? "") && !isByRows))
    losses.add(job.id, `\`${key}\` of the matrix is not carried over: every value of its axis runs, and no other.`);
  return [...lists].map(([key, values]) => ({ key, values, axis: axisOf(job, key) }));
}

const ROWS: ReadonlySet<string> = new Set(["include", "exclude"]);

/** A matrix of rows alone: each value of a key once. */
function readRows(list: YamlNode, lists: Map<string, string[]>): void {
  for (const item of asSeq(list)?.items ?? []) {
    for (const pair of asMap(item)?.pairs ?? []) {
      const key = keyText(pair) ?? "";
      const value = asScalar(pair.value)?.value;
      const values = lists.get(key) ?? [];
      if (value !== undefined && !values.includes(value)) lists.set(key, [...values, value]);
    }
  }
}

/** By the place where the value is used: the runner, or the version of a tool. */
function axisOf(job: Job, key: string): ToolName | "os" | null {
  const isUse = (text: string | undefined) => text !== undefined && new RegExp(`matrix\\.${key}\\b`).test(text);
  if (job.runsOn.some(({ value }) => isUse(value))) return "os";
  for (const { uses, with: inputs } of job.steps) {
    for (const { tool, version } of SETUP_INPUTS[uses?.name ?? ""] ?? [])
      if (isUse(inputs.find(({ name }) => name === version)?.value?.value)) return tool;
  }
  if (isUse(job.container?.image?.value)) return imageTool(job.container?.image?.value ?? "");
  return job.steps.some(({ run }) => /rustup/.test(run?.value ?? "") && isUse(run?.value)) ? "rust" : null;
}

const IMAGE_TOOLS: Readonly<Record<string, ToolName>> = {
  node: "node",
  python: "python",
  golang: "go",
  rust: "rust",
  ruby: "ruby",
  php: "php",
  swift: "swift",
  elixir: "elixir",
  dart: "dart",
  gradle: "gradle",
  maven: "maven",
};

/** The tool that an official image is about; null for any other. */
export function imageTool(image: string): ToolName | null {
  return IMAGE_TOOLS[/^(?:docker\.io\/)?(?:library\/)?([\w-]+)(?::|$)/.exec(image)?.[1] ?? ""] ?? null;
}

/** The value of a matrix's own list in the job's other axes, for places that need one. */
export function firstValue(job: Job, key: string): string | null {
  return readScalars(findValue(job.matrix, key))[0]?.value ?? null;
}
