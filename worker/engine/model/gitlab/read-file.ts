import { memo } from "../../memo.ts";
import type { YamlResult } from "../../parse/yaml.ts";
import { asMap, findPair, type YamlMap } from "../../parse/yaml-node.ts";
import type { RepositoryModel } from "../repository.ts";
import type { GitlabFile } from "./pipeline.ts";

interface Body {
  readonly root: YamlMap;
  readonly header: YamlMap | null;
}

/** The body of a configuration file; a first document with `spec` is its header. Null where it is no mapping. */
const bodyOf = memo((yaml: YamlResult): Body | null => {
  if (!yaml.ok) return null;
  const [first, second] = yaml.documents.map((document) => asMap(document.root));
  const isHeader = first !== undefined && first !== null && findPair(first, "spec") !== null;
  if (isHeader) return second ? { root: second, header: first } : null;
  return first ? { root: first, header: null } : null;
});

/** A file of the repository as GitLab configuration; null when it was not read or is none. */
export function gitlabFileOf(repository: RepositoryModel, path: string): GitlabFile | null {
  const file = repository.file(path);
  const yaml = file && repository.yaml(path);
  const body = yaml && bodyOf(yaml);
  return file && body ? { path, file, ...body } : null;
}
