import { memo } from "../../../memo.ts";
import type { Job } from "../../../model/workflow.ts";
import {
  asMap,
  asScalar,
  asSeq,
  findValue,
  keyText,
  resolve,
  scalarValue,
  type YamlMap,
  type YamlNode,
} from "../../../parse/yaml-node.ts";

/** What is known of a value. */
export interface Type {
  readonly kind: "object" | "array" | "scalar";
  /** True where the value may be absent, so that a comparison with an empty value tells something. */
  readonly mayBeNull?: boolean;
  /** True for the result of `.*`, whose properties are those of its entries. */
  readonly isFilter?: boolean;
}

type Kind = Type["kind"];

/** `matrix` and `matrix.X` of a matrix that the file spells out. */
export function matrixType(job: Job | null, path: readonly string[]): Type | null {
  const [name] = path;
  if (!job?.matrix) return null;
  if (name === undefined) return { kind: "object" };
  const kind = path.length === 1 ? kindsOf(job)?.get(name) : null;
  return kind ? { kind, mayBeNull: true } : null;
}

/** The kind of each key whose values are all of one kind; null for a matrix that an expression makes. */
const kindsOf = memo((job: Job): ReadonlyMap<string, Kind | null> | null => {
  const values = valuesOf(asMap(job.matrix));
  if (!values) return null;
  const kinds = new Map<string, Kind | null>();
  for (const { name, value } of values) {
    const kind = value && kindOf(value);
    kinds.set(name, kinds.has(name) && kinds.get(name) !== kind ? null : kind);
  }
  return kinds;
});

interface Value {
  readonly name: string;
  /** Null for a dimension that is no list. */
  readonly value: YamlNode | null;
}

/** Every value of every key, of dimensions and of `include`. */
function valuesOf(matrix: YamlMap | null): Value[] | null {
  if (!matrix) return null;
  const pairs = pairsOf(matrix).filter(({ name }) => name !== "exclude" && name !== "include");
  const values = pairs.flatMap(({ name, value }): Value[] => {
    const items = asSeq(value)?.items;
    return items ? items.map((item) => ({ name, value: item })) : [{ name, value: null }];
  });
  const include = findValue(matrix, "include");
  const entries = include === null ? [] : asSeq(include)?.items.map(asMap);
  if (!entries || entries.includes(null)) return null;
  return [...values, ...entries.flatMap((entry) => (entry ? pairsOf(entry) : []))];
}

function pairsOf(map: YamlMap): { name: string; value: YamlNode }[] {
  return map.pairs.map((pair) => ({ name: (keyText(pair) ?? "").toLowerCase(), value: pair.value }));
}

function kindOf(node: YamlNode): Kind | null {
  const target = resolve(node);
  if (target.kind === "map") return "object";
  if (target.kind === "seq") return "array";
  const scalar = asScalar(target);
  return scalar && scalarValue(scalar) !== null && !scalar.value.includes("${{") ? "scalar" : null;
}
