import { setScalar } from "../edit/edit-yaml.ts";
import type { Edit } from "../finding.ts";
import { groupBy } from "../group-by.ts";
import { memo } from "../memo.ts";
import { asMap, asScalar, asSeq, findValue, type YamlScalar } from "../parse/yaml-node.ts";
import type { SourceFile } from "./source-file.ts";
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

/** The scalars that name one label in a job; none is an alias's target twice. */
export interface LabelGroup {
  readonly label: string;
  readonly nodes: readonly [YamlScalar, ...YamlScalar[]];
}

/** Places of each label of a job: one cause, however many cells of its matrix ask for it. */
export function labelGroups(job: Job): readonly LabelGroup[] {
  return [...groupBy(askedLabels(job), ({ label }) => label.toLowerCase()).values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const rest = new Set(others.map(({ node }) => node));
    rest.delete(first.node);
    return [{ label: first.label, nodes: [first.node, ...rest] }];
  });
}

/** Writes another label in all the places; null where one of them cannot be edited or another place shares it. */
export function replaceLabel(file: SourceFile, { nodes }: LabelGroup, label: string): Edit[] | null {
  const edits = nodes.map((node) => (node.aliased ? null : setScalar(file, node, label)));
  return edits.includes(null) ? null : edits.flatMap((each) => each ?? []);
}

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
