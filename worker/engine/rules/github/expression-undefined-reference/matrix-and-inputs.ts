import { memo } from "../../../memo.ts";
import type { Action, Job, Workflow } from "../../../model/workflow.ts";
import { asMap, asScalar, asSeq, findValue, keyText, type YamlMap, type YamlNode } from "../../../parse/yaml-node.ts";
import { type Access, advice, nameAt, type Undefined } from "./undefined-name.ts";

/** `matrix.extra || 'none'` says itself that cells may lack the key. */
const HAS_FALLBACK = /^\s*\|\|/;

/** A key that neither a dimension of the job's matrix nor an `include` defines. */
export function missingInMatrix({ place: { document, job, node }, reference }: Access): Undefined | null {
  const name = nameAt(reference, 1);
  const keys = job && document.kind === "workflow" ? matrixKeys(job) : null;
  if (!name || !job || keys === null || hasName(keys, name.lower)) return null;
  if (keys.length > 0 && HAS_FALLBACK.test(node.value.slice(reference.end))) return null;
  const message =
    keys.length === 0
      ? `Job \`${job.id}\` has no matrix, so \`matrix.${name.written}\` is empty; define it under \`strategy.matrix\`.`
      : `No dimension and no \`include\` of the matrix of job \`${job.id}\` defines \`${name.written}\`, so this is empty; ${advice(name.lower, keys, "define it, or correct the name.")}`;
  return { what: `matrix.${name.lower}`, scope: "job", message };
}

/** Null where any of them is decided when the workflow runs. */
const matrixKeys = memo((job: Job): readonly string[] | null => {
  const strategy = findValue(job.node, "strategy");
  if (strategy === null) return [];
  if (!job.strategy) return null;
  if (job.matrix === null) return [];
  const matrix = asMap(job.matrix);
  if (!matrix) return null;
  const dimensions = keysOf(matrix).filter((key) => key !== "include" && key !== "exclude");
  const include = findValue(matrix, "include");
  const items = include === null ? [] : asSeq(include)?.items.map(asMap);
  if (!items || items.includes(null)) return null;
  const keys = [...dimensions, ...items.flatMap((item) => (item ? keysOf(item) : []))];
  return keys.some((key) => key.includes("${{")) ? null : keys;
});

/** An input that no trigger of the workflow, or not the action, declares. */
export function missingInput({ place: { document }, reference }: Access): Undefined | null {
  const name = nameAt(reference, 1);
  const inputs = name && declaredInputs(document);
  if (!name || !inputs || hasName(inputs, name.lower)) return null;
  const where = document.kind === "action" ? "This action" : "No `workflow_dispatch` or `workflow_call` of this file";
  const verb = document.kind === "action" ? "declares no" : "declares an";
  const hint = advice(name.lower, inputs, "declare it, or correct the name.");
  return {
    what: `inputs.${name.lower}`,
    scope: "document",
    message: `${where} ${verb} input \`${name.written}\`, so this is empty; ${hint}`,
  };
}

const declaredInputs = memo((document: Workflow | Action): readonly string[] | null => {
  if (document.kind === "action") return namesUnder(findValue(document.root, "inputs"));
  if (document.triggers.length === 0) return null;
  const names: string[] = [];
  for (const { event, node } of document.triggers) {
    if (event !== "workflow_dispatch" && event !== "workflow_call") continue;
    if (node !== null && !asMap(node)) return null;
    const declared = namesUnder(findValue(node, "inputs"));
    if (!declared) return null;
    names.push(...declared);
  }
  return names;
});

/** Names of a mapping; none for an absent one, null for what is no mapping. */
export function namesUnder(node: YamlNode | null): readonly string[] | null {
  const map = asMap(node);
  if (map) return keysOf(map);
  return node !== null && asScalar(node) ? null : asSeq(node) ? null : [];
}

function keysOf(map: YamlMap): string[] {
  return map.pairs.map((pair) => keyText(pair) ?? "");
}

export function hasName(names: readonly string[], lower: string): boolean {
  return names.some((name) => name.toLowerCase() === lower);
}
