import type { RepositoryModel } from "../../../model/repository.ts";
import type { Span } from "../../../parse/line-index.ts";
import { asMap, keyText, type YamlMap } from "../../../parse/yaml-node.ts";
import type { Located } from "../../../run-rules.ts";
import type { CiFile } from "../structure/ci-file.ts";

/** Sections whose parts are each a zone of their own. */
const DIVIDED = new Set(["jobs", "workflows", "commands", "executors"]);

/** Parts of a file that a finding is about: `jobs/test`, `on`. Null: the file as a whole. */
export function zonesOf(repository: RepositoryModel, file: CiFile, { hit }: Located): ReadonlySet<string> | null {
  if (file.kind === "dockerfile" || file.kind === "dependabot" || file.kind === "action") return null;
  const yaml = repository.yaml(file.path);
  const root = yaml?.ok ? asMap(yaml.documents.at(-1)?.root) : null;
  if (!root) return null;
  const places = [{ path: hit.path, at: hit.at }, ...(hit.related ?? [])].filter(({ path }) => path === file.path);
  return new Set(places.flatMap(({ at }) => zoneAt(root, at) ?? []));
}

/** The zone that a change is in. */
export function zoneOfWay([first = "", second = ""]: readonly string[]): string {
  return DIVIDED.has(first) ? `${first}/${second}` : first;
}

function zoneAt(root: YamlMap, at: Span): string | null {
  const top = pairAt(root, at);
  if (top === null) return null;
  const below = DIVIDED.has(top.name) ? top.value : null;
  const inner = below && at.start >= below.start ? pairAt(below, at) : null;
  return inner ? `${top.name}/${inner.name}` : top.name;
}

function pairAt(map: YamlMap, at: Span): { readonly name: string; readonly value: YamlMap | null } | null {
  const index = map.pairs.findLastIndex(({ key }) => key.outerStart <= at.start);
  const pair = map.pairs[index];
  return pair ? { name: keyText(pair) ?? "?", value: asMap(pair.value) } : null;
}
