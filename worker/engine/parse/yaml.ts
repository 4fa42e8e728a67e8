import { YAMLException } from "js-yaml";
import { readYamlEvents } from "./yaml-events.ts";
import { explainYaml } from "./yaml-explain.ts";
import type { YamlNode, YamlPair } from "./yaml-node.ts";
import { YamlLimitError, YamlTreeBuilder } from "./yaml-tree.ts";

/** Larger files are not parsed: parsers of the YAML family take seconds for megabytes. */
const MAX_YAML_UNITS = 256 * 1024;
const MAX_DEPTH = 100;

export interface YamlDocument {
  /** The root node, or null for a document without content. */
  readonly root: YamlNode | null;
  /** Keys that repeat an earlier key of the same mapping. */
  readonly duplicates: readonly YamlPair[];
}

/** Why a file could not be read, in plain words, and where: an offset into the text. */
export interface YamlProblem {
  readonly kind: "syntax" | "limits" | "too_large";
  readonly message: string;
  readonly offset: number;
}

export type YamlResult =
  | { readonly ok: true; readonly documents: readonly YamlDocument[] }
  | { readonly ok: false; readonly problem: YamlProblem };

/** Parses YAML text into trees with offsets. Never throws; hostile input (deep nesting, alias bombs) is a problem of kind `limits`. */
export function parseYaml(text: string): YamlResult {
  if (text.length > MAX_YAML_UNITS) return failed("too_large", tooLarge(text.length), 0);
  try {
    const documents = new YamlTreeBuilder(text, readYamlEvents(text, MAX_DEPTH)).documents();
    return { ok: true, documents };
  } catch (error) {
    return { ok: false, problem: problemOf(text, error) };
  }
}

function problemOf(text: string, error: unknown): YamlProblem {
  if (error instanceof YamlLimitError) return { kind: "limits", message: error.message, offset: error.offset };
  const reason = error instanceof YAMLException ? error.reason : "";
  if (/nesting|depth/i.test(reason) || error instanceof RangeError) {
    return {
      kind: "limits",
      message: `The file nests deeper than ${MAX_DEPTH} levels, so it was not read; flatten it.`,
      offset: 0,
    };
  }
  const offset = error instanceof YAMLException ? (error.mark?.position ?? 0) : 0;
  return { kind: "syntax", ...explainYaml(text, reason, Math.min(offset, text.length)) };
}

function failed(kind: YamlProblem["kind"], message: string, offset: number): YamlResult {
  return { ok: false, problem: { kind, message, offset } };
}

function tooLarge(units: number): string {
  const size = Math.ceil(units / 1024);
  return `The file has ${size} KB and YAML is read only up to 256 KB, so nothing in it was checked; split it into smaller files.`;
}
