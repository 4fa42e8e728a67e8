import { pairsByKey } from "../../../model/gitlab/merged-map.ts";
import { asMap, asScalar, asSeq } from "../../../parse/yaml-node.ts";
import type { Matrix, Toolchain, ToolName } from "../../pipeline.ts";
import type { JobReader } from "./job-reader.ts";

/** Variables by their usual names. */
const AXES: Readonly<Record<string, ToolName>> = {
  node: "node",
  nodejs: "node",
  python: "python",
  py: "python",
  go: "go",
  golang: "go",
  java: "java",
  jdk: "java",
  ruby: "ruby",
  php: "php",
  rust: "rust",
  elixir: "elixir",
  dotnet: "dotnet",
};

export interface ReadMatrix {
  readonly variable: string | null;
  readonly values: readonly string[];
}

/** The one variable of `parallel: matrix`; anything else is listed. */
export function readMatrix(reader: JobReader): ReadMatrix {
  const none = { variable: null, values: [] };
  const node = reader.node("parallel");
  if (node === null) return none;
  const rows = reader.items("parallel", "matrix");
  const [row, ...others] = rows.map(asMap);
  const [axis, ...more] = row ? [...pairsByKey(row)] : [];
  if (!axis || others.length > 0 || more.length > 0) {
    reader.lose("`parallel` splits it in a way that has to be set up again: it runs once.");
    return none;
  }
  const { value } = axis[1].pair;
  const items = asSeq(value)?.items ?? [value];
  return { variable: axis[0], values: items.flatMap((item) => asScalar(item)?.value ?? []) };
}

/** The variable as an axis of versions, where a tool is known by it. */
export function matrixOf({ variable, values }: ReadMatrix, toolchains: readonly Toolchain[]): Matrix | null {
  if (variable === null) return null;
  const axis = toolchains.find(({ version }) => version === "matrix")?.tool ?? toolOf(variable);
  return axis === null ? null : { axis, values };
}

/** The tool whose versions a variable names: `NODE_VERSION`, `PYTHON`. */
export function toolOf(variable: string): ToolName | null {
  const name = variable.replace(/_?VERSIONS?$/i, "").toLowerCase();
  return AXES[name] ?? null;
}
