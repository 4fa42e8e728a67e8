import { pairsByKey } from "../../../model/gitlab/merged-map.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting } from "../../../model/gitlab/pipeline.ts";
import { listItems, settingOf, textOf } from "../../../model/gitlab/settings.ts";
import { asMap, asScalar, type YamlNode } from "../../../parse/yaml-node.ts";
import type { NotCarried } from "../../pipeline.ts";

/** One job of an existing file, asked for its settings; what is not understood is collected. */
export class JobReader {
  readonly pipeline: GitlabPipeline;
  readonly entry: GitlabEntry;
  readonly lost: NotCarried[] = [];

  constructor(pipeline: GitlabPipeline, entry: GitlabEntry) {
    this.pipeline = pipeline;
    this.entry = entry;
  }

  lose(detail: string): void {
    if (!this.lost.some((other) => other.detail === detail)) this.lost.push({ job: this.entry.name, detail });
  }

  /** The node under a path of keywords, defaults included; null for none, and for what was not read. */
  node(...path: readonly string[]): YamlNode | null {
    const answer = settingOf(this.pipeline, this.entry, ...path);
    if (answer === "unknown" && path.length === 1 && this.entry.isComplete)
      this.lose(`\`${path[0]}\` could not be read.`);
    return isSetting(answer) ? answer.node : null;
  }

  text(...path: readonly string[]): string | null {
    return textOf(settingOf(this.pipeline, this.entry, ...path))?.value ?? null;
  }

  /** Texts of a list, or of a single value. */
  texts(...path: readonly string[]): string[] {
    return this.items(...path).flatMap((node) => asScalar(node)?.value ?? []);
  }

  /** Items of a list with references followed; a value alone is a list of one. */
  items(...path: readonly string[]): YamlNode[] {
    const answer = settingOf(this.pipeline, this.entry, ...path);
    if (!isSetting(answer)) return [];
    const { items, isComplete } = listItems(this.pipeline, answer);
    if (!isComplete) this.lose(`Part of \`${path.join(":")}\` stands in a file that was not read.`);
    return items.map(({ node }) => node);
  }
}

/** Names and texts of a mapping; a value with a description is its `value`. */
export function textsByName(node: YamlNode | null): [string, string][] {
  const map = asMap(node);
  if (!map) return [];
  return [...pairsByKey(map)].flatMap(([name, { pair }]): [string, string][] => {
    const inner = asMap(pair.value);
    const value = inner ? pairsByKey(inner).get("value")?.pair.value : pair.value;
    const text = asScalar(value ?? null)?.value;
    return text === undefined ? [] : [[name, text]];
  });
}

/** The node under a key of a mapping, merge keys followed. */
export function valueAt(node: YamlNode | null, key: string): YamlNode | null {
  const map = asMap(node);
  return map ? (pairsByKey(map).get(key)?.pair.value ?? null) : null;
}

export function textAt(node: YamlNode | null, key: string): string | null {
  return asScalar(valueAt(node, key))?.value ?? null;
}
