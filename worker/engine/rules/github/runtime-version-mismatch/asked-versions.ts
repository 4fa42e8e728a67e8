import { type Entry, entryText, findEntry, type StepPlace } from "../../../model/workflow.ts";
import { asMap, asScalar, asSeq, findValue, type YamlNode, type YamlScalar } from "../../../parse/yaml-node.ts";

export interface AskedVersion {
  readonly spec: string;
  readonly node: YamlScalar;
  /** `input`: the input itself or an `env` value behind it. `matrix`: one of several values. */
  readonly from: "input" | "matrix";
}

/** The versions that a step asks for; empty where they are computed, quoted away or otherwise unclear. */
export function askedVersions(place: StepPlace, input: string): AskedVersion[] {
  return writtenVersions(place, input).filter(({ node }) => !losesDigit(node));
}

/** The same with numbers such as `3.10`, as they are written. */
export function writtenVersions(place: StepPlace, input: string): AskedVersion[] {
  const entry = findEntry(place.step.with, input);
  if (!entry?.value) return [];
  const reference = /^\$\{\{\s*(matrix|env)\.([\w-]+)\s*\}\}$/.exec(entry.value.value.trim());
  if (!reference) return written([entry.value], "input");
  const [, context, key = ""] = reference;
  if (context === "matrix") return written(matrixScalars(place, key), "matrix");
  const value = envValue(place, key);
  return value ? written([value], "input") : [];
}

/** A number such as `3.10` loses its zero: what it then asks for is another rule's finding. */
export function losesDigit(node: YamlScalar): boolean {
  return node.style === "plain" && /^\d+\.\d*0$/.test(node.value);
}

function written(nodes: readonly YamlScalar[], from: AskedVersion["from"]): AskedVersion[] {
  const clear = nodes.filter((node) => !node.value.includes("${{"));
  return clear.map((node) => ({ spec: node.value.trim(), node, from }));
}

function envValue({ document, job, step }: StepPlace, key: string): YamlScalar | null {
  const levels: readonly (readonly Entry[])[] = [
    step.env,
    job?.env ?? [],
    document.kind === "workflow" ? document.env : [],
  ];
  for (const entries of levels) if (entryText(entries, key) !== null) return findEntry(entries, key)?.value ?? null;
  return null;
}

/** The listed values of a matrix key and those of `include`. */
function matrixScalars({ job }: StepPlace, key: string): YamlScalar[] {
  const listed = asSeq(findValue(job?.matrix, key))?.items ?? [];
  const included = asSeq(findValue(job?.matrix, "include"))?.items ?? [];
  const nodes: (YamlNode | null)[] = [...listed, ...included.map((item) => findValue(asMap(item), key))];
  return nodes.map(asScalar).filter((node) => node !== null);
}
