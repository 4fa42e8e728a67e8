import { indentStep, insertKey } from "../../edit/edit-yaml.ts";
import { insertAbove } from "../../edit/insert-section.ts";
import type { Edit } from "../../finding.ts";
import { findPair, keyText, resolve, type YamlPair } from "../../parse/yaml-node.ts";
import type { GitlabPipeline } from "./pipeline.ts";
import { SECTIONS } from "./read-pipeline.ts";

/** Adds a keyword to `default`, or the section with it. Null where that cannot be done safely. */
export function insertDefault(pipeline: GitlabPipeline, key: string, value: string): Edit[] | null {
  const section = pipeline.entries.get("default");
  if (section) return section.node.aliased ? null : insertKey(section.file, section.node, { key, value });
  if (findPair(pipeline.root, "default")) return null;
  return insertSection(pipeline, ["default:", `${indentStep(pipeline.file, pipeline.root)}${key}: ${value}`]);
}

/** Adds a top-level section above the first job. Null in a file without jobs and in one that is a flow mapping. */
export function insertSection(pipeline: GitlabPipeline, lines: readonly string[]): Edit[] | null {
  const first = pipeline.root.flow ? undefined : pipeline.root.pairs.find(isJobPair);
  return first ? [insertAbove(pipeline.file, first, lines)] : null;
}

function isJobPair(pair: YamlPair): boolean {
  return !SECTIONS.has(keyText(pair) ?? "") && resolve(pair.value).kind === "map";
}
