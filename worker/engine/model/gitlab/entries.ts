import { asScalar, asSeq, resolve, type YamlScalar } from "../../parse/yaml-node.ts";
import { pairIn, pairsByKey } from "./merged-map.ts";
import type { GitlabEntry, GitlabFile, GitlabLayer } from "./pipeline.ts";

/** GitLab follows `extends` through at most eleven levels. */
const MAX_DEPTH = 11;

interface Own extends GitlabLayer {
  readonly key: YamlScalar;
}

interface Layers {
  readonly layers: readonly GitlabLayer[];
  readonly isComplete: boolean;
}

/** Every top-level mapping of the files under its name. The including file wins over what it includes, later includes over earlier ones. */
export function buildEntries(files: readonly GitlabFile[], isComplete: boolean): ReadonlyMap<string, GitlabEntry> {
  const own = ownLayers(files);
  const known = new Map<string, Layers>();
  const entries = new Map<string, GitlabEntry>();
  for (const [name, [first, ...others]] of own) {
    if (!first) continue;
    const all = layersOf(name, { own, known, isComplete, path: [] });
    const { key, map: node, file } = first;
    entries.set(name, { name, key, node, file, ...all, ownLayers: 1 + others.length });
  }
  return entries;
}

function ownLayers(files: readonly GitlabFile[]): Map<string, Own[]> {
  const own = new Map<string, Own[]>();
  for (const file of files) {
    for (const [name, { pair }] of pairsByKey(file.root)) {
      const map = resolve(pair.value);
      const key = resolve(pair.key);
      if (map.kind !== "map" || key.kind !== "scalar") continue;
      const layers = own.get(name) ?? [];
      own.set(name, layers);
      layers.push({ file: file.file, map, key });
    }
  }
  return own;
}

interface Walk {
  readonly own: ReadonlyMap<string, readonly Own[]>;
  readonly known: Map<string, Layers>;
  readonly isComplete: boolean;
  readonly path: readonly string[];
}

function layersOf(name: string, walk: Walk): Layers {
  const found = walk.known.get(name);
  if (found) return found;
  const own = walk.own.get(name);
  if (!own || walk.path.includes(name) || walk.path.length >= MAX_DEPTH) return { layers: [], isComplete: false };
  const bases = basesOf(own).map((base) => layersOf(base, { ...walk, path: [...walk.path, name] }));
  const layers = withoutRepeats([...own, ...bases.reverse().flatMap((base) => base.layers)]);
  const all = { layers, isComplete: bases.every((base) => base.isComplete) };
  walk.known.set(name, all);
  return all;
}

/** The first of equal layers wins anyway; without this a ladder of bases would grow without bounds. */
function withoutRepeats(layers: readonly GitlabLayer[]): GitlabLayer[] {
  const seen = new Set<GitlabLayer["map"]>();
  return layers.filter(({ map }) => !seen.has(map) && seen.add(map));
}

/** Names under `extends`, of the first definition that has it. */
function basesOf(own: readonly Own[]): string[] {
  const value = own.map(({ map }) => pairIn(map, "extends")?.pair.value).find((node) => node !== undefined);
  if (!value) return [];
  const items = asSeq(value)?.items ?? [value];
  return items.flatMap((item) => asScalar(item)?.value ?? []);
}
