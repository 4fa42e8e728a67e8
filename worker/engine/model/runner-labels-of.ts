import { memo } from "../memo.ts";
import { asMap, asScalar, asSeq, findValue, type YamlScalar } from "../parse/yaml-node.ts";
import type { Job } from "./workflow.ts";

/** A label that a job may run on, and where it is written: in `runs-on` or in the matrix that it names. */
export interface AskedLabel {
  readonly label: string;
  readonly node: YamlScalar;
  /** True where the label stands in the matrix, so that it is one of several. */
  readonly fromMatrix: boolean;
}

const MATRIX_KEY = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/;

/** Labels of a job, those of its matrix too; computed ones are left out. */
export const askedLabels = memo((job: Job): readonly AskedLabel[] =>
  job.runsOn.flatMap((node) => {
    const key = MATRIX_KEY.exec(node.value.trim())?.[1];
    if (key !== undefined) return matrixLabels(job, key);
    return node.value.includes("${{") ? [] : [{ label: node.value.trim(), node, fromMatrix: false }];
  }),
);

function matrixLabels(job: Job, key: string): AskedLabel[] {
  const rows = asSeq(findValue(job.matrix, key))?.items ?? [];
  const included = asSeq(findValue(job.matrix, "include"))?.items ?? [];
  const nodes = [...rows, ...included.flatMap((item) => findValue(asMap(item), key) ?? [])];
  return nodes.flatMap((item) => {
    const parts = asSeq(item)?.items ?? [item];
    return parts.flatMap((part) => {
      const node = asScalar(part);
      return node && !node.value.includes("${{") ? [{ label: node.value.trim(), node, fromMatrix: true }] : [];
    });
  });
}
