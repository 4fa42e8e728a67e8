import { asMap, asScalar, asSeq, findPath, keyText, type YamlMap, type YamlNode } from "../parse/yaml-node.ts";
import type { Folder } from "./folder.ts";

/** A YAML manifest: its mapping, null when it was not read, and whether it was read but is no mapping. */
export interface YamlManifest {
  readonly root: YamlMap | null;
  readonly isBroken: boolean;
}

export function readYaml(folder: Folder, name: string): YamlManifest {
  const result = folder.repository.yaml(folder.at(name));
  const root = result?.ok ? asMap(result.documents[0]?.root) : null;
  return { root, isBroken: result !== null && root === null };
}

/** The text of a scalar under a path of keys; null without one. */
export function yamlText(root: YamlNode | null, ...keys: readonly string[]): string | null {
  return asScalar(findPath(root, ...keys))?.value.trim() || null;
}

/** The texts of a list under a path of keys. */
export function yamlTexts(root: YamlNode | null, ...keys: readonly string[]): string[] {
  return (asSeq(findPath(root, ...keys))?.items ?? []).flatMap((item) => asScalar(item)?.value ?? []);
}

export interface YamlKey {
  readonly name: string;
  /** 1-based. */
  readonly line: number | null;
}

/** The keys of a mapping under a path of keys, in their order. */
export function yamlKeys(folder: Folder, file: string, keys: readonly string[]): YamlKey[] {
  const lines = folder.file(file)?.lines;
  const map = asMap(findPath(readYaml(folder, file).root, ...keys));
  return (map?.pairs ?? []).flatMap((pair) => {
    const name = keyText(pair);
    return name === null ? [] : [{ name, line: lines?.lineAt(pair.key.outerStart) ?? null }];
  });
}
