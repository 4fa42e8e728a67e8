import { memo } from "../../memo.ts";
import type { YamlResult } from "../../parse/yaml.ts";
import { asMap, asScalar, asSeq, keyText, type YamlMap, type YamlNode, type YamlPair } from "../../parse/yaml-node.ts";
import type { RuleContext } from "../../rule.ts";
import { pairIn, pairsByKey } from "../gitlab/merged-map.ts";
import type { RepositoryModel } from "../repository.ts";
import type { CircleciBlock, CircleciConfig, CircleciJobUse, CircleciOrb, CircleciWorkflow } from "./config.ts";
import { stepsOf } from "./steps.ts";

const CONFIG_PATH = /^\.circleci\/[^/]+\.ya?ml$/;
const KINDS = ["jobs", "commands", "executors"] as const;
const ORB = /^([\w-]+\/[\w.-]+)@(\S+)$/;
const MAX_ORB_DEPTH = 5;

/** The CircleCI configurations to check now, each read once. */
export function circleciConfigsOf({ files, repository }: Pick<RuleContext, "files" | "repository">): CircleciConfig[] {
  const configs = files.map(({ path }) => circleciConfigOf(repository, path));
  return configs.filter((config) => config !== null);
}

/** A file as CircleCI configuration; null when it is none or no YAML. */
export function circleciConfigOf(repository: RepositoryModel, path: string): CircleciConfig | null {
  if (!path.startsWith(".circleci/") || !CONFIG_PATH.test(path)) return null;
  const file = repository.file(path);
  const yaml = file && repository.yaml(path);
  const known = yaml && partsOf(yaml).parts;
  return file && known ? { ...known, path, file } : null;
}

type Parts = Omit<CircleciConfig, "path" | "file">;

const partsOf = memo((yaml: YamlResult): { readonly parts: Parts | null } => {
  const root = yaml.ok ? asMap(yaml.documents[0]?.root) : null;
  if (root === null) return { parts: null };
  const orbs: CircleciOrb[] = [];
  const blocks: CircleciBlock[] = [];
  readBody(root, { prefix: "", depth: 0 }, { orbs, blocks });
  return { parts: { root, orbs, blocks, workflows: workflowsOf(root) } };
});

interface Found {
  readonly orbs: CircleciOrb[];
  readonly blocks: CircleciBlock[];
}

function readBody(body: YamlMap, { prefix, depth }: { prefix: string; depth: number }, found: Found): void {
  for (const kind of KINDS) found.blocks.push(...readBlocks(body, kind, prefix));
  for (const [alias, { value }] of entriesOf(body, "orbs")) {
    const orb = readOrb(alias, value);
    if (orb) found.orbs.push(orb);
    const inline = asMap(value);
    if (!inline || depth >= MAX_ORB_DEPTH) continue;
    readBody(inline, { prefix: `${prefix}orbs.${alias}.`, depth: depth + 1 }, found);
  }
}

function readBlocks(body: YamlMap, kind: CircleciBlock["kind"], prefix: string): CircleciBlock[] {
  return entriesOf(body, kind).flatMap(([name, { key, value }]) => {
    const map = asMap(value);
    return map ? [readBlock({ kind, name, map, key }, prefix)] : [];
  });
}

function readOrb(alias: string, value: YamlNode): CircleciOrb | null {
  const node = asScalar(value);
  const [, name, version] = ORB.exec(node?.value.trim() ?? "") ?? [];
  return node && name !== undefined && version !== undefined ? { alias, name, version, node } : null;
}

function entriesOf(body: YamlMap, section: string): [string, YamlPair][] {
  const map = asMap(pairIn(body, section)?.pair.value);
  return map ? [...pairsByKey(map)].map(([name, { pair }]) => [name, pair]) : [];
}

function readBlock(place: Pick<CircleciBlock, "kind" | "name" | "map" | "key">, prefix: string): CircleciBlock {
  const value = (key: string) => pairIn(place.map, key)?.pair.value ?? null;
  const images = asSeq(value("docker"))?.items.map((item) => asScalar(pairIn(asMap(item), "image")?.pair.value)) ?? [];
  return {
    ...place,
    anchor: `${prefix}${place.kind}.${place.name}`,
    dockerImages: images.filter((image) => image !== null),
    machineImage: asScalar(pairIn(asMap(value("machine")), "image")?.pair.value),
    xcode: asScalar(pairIn(asMap(value("macos")), "xcode")?.pair.value),
    steps: stepsOf(value("steps")),
  };
}

function workflowsOf(root: YamlMap): CircleciWorkflow[] {
  return entriesOf(root, "workflows").flatMap(([name, { value }]) => {
    const map = asMap(value);
    return map ? [{ name, map, uses: usesOf(pairIn(map, "jobs")?.pair.value ?? null) }] : [];
  });
}

function usesOf(jobs: YamlNode | null): CircleciJobUse[] {
  return (asSeq(jobs)?.items ?? []).flatMap((item) => {
    const alone = asScalar(item)?.value;
    if (alone !== undefined) return [toUse(alone, null)];
    const pair = asMap(item)?.pairs[0];
    const job = pair && keyText(pair);
    return pair && job ? [toUse(job, asMap(pair.value))] : [];
  });
}

function toUse(job: string, map: YamlMap | null): CircleciJobUse {
  const value = (key: string) => pairIn(map, key)?.pair.value ?? null;
  const requires = asSeq(value("requires"))?.items ?? [];
  return {
    job,
    map,
    name: asScalar(value("name"))?.value ?? job,
    isApproval: asScalar(value("type"))?.value === "approval",
    hasMatrix: value("matrix") !== null,
    requires: requires.flatMap((item) => asScalar(item)?.value ?? []),
  };
}
