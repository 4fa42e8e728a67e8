import { isDockerfilePath } from "../../../model/docker/dockerfile.ts";
import { readInstructions } from "../../../model/docker/instructions.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { YamlNode } from "../../../parse/yaml-node.ts";
import { type FileKind, normalForm } from "./normal-form.ts";
import { type Tree, toTree } from "./tree.ts";

/** A configuration file as the gate compares it. */
export interface CiFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly text: string;
  /** Null where the text cannot be read. */
  readonly tree: Tree | null;
  /** Roots of its documents; empty for a Dockerfile. */
  readonly roots: readonly (YamlNode | null)[];
  /** Keys that the file repeats. */
  readonly duplicates: number;
}

const KINDS: readonly (readonly [RegExp, FileKind])[] = [
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, "workflow"],
  [/^\.github\/actions\/(?:[^/]+\/)*action\.ya?ml$/, "action"],
  [/^\.github\/dependabot\.ya?ml$/, "dependabot"],
  [/^\.gitlab-ci\.ya?ml$/, "gitlab"],
  [/^\.circleci\/config\.ya?ml$/, "circleci"],
];

/** What a proposal may change at all: null for every other path. */
export function kindOfPath(path: string): FileKind | null {
  if (path.split("/").some((part) => part === "." || part === ".." || part === "")) return null;
  return KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? (isDockerfilePath(path) ? "dockerfile" : null);
}

/** The file at a path; null where there is none or it is no configuration. */
export function readCiFile(repository: RepositoryModel, path: string): CiFile | null {
  const kind = kindOfPath(path);
  const text = repository.file(path)?.text;
  if (kind === null || text === undefined) return null;
  if (kind === "dockerfile") return { path, kind, text, tree: dockerTree(text), roots: [], duplicates: 0 };
  const yaml = repository.yaml(path);
  if (!yaml?.ok) return { path, kind, text, tree: null, roots: [], duplicates: 0 };
  const roots = yaml.documents.map(({ root }) => root);
  const duplicates = yaml.documents.reduce((sum, document) => sum + document.duplicates.length, 0);
  const trees = roots.map((root) => toTree(root)?.tree ?? null);
  const tree = trees.length === 1 ? (trees[0] ?? null) : trees;
  return { path, kind, text, tree: tree === null ? null : normalForm(tree, kind), roots, duplicates };
}

/** One item for each instruction, with its source behind the keyword. */
function dockerTree(text: string): Tree {
  return readInstructions(text).map(({ keyword, start, end }) => {
    const source = text.slice(start, end).trimStart();
    const words = source.slice(keyword.length).trim();
    return new Map<string, Tree>([[keyword, words]]);
  });
}
