import {
  asMap,
  asScalar,
  asSeq,
  findPair,
  findValue,
  keyText,
  resolve,
  type YamlNode,
  type YamlPair,
  type YamlScalar,
} from "../parse/yaml-node.ts";
import type { Concurrency, Container, Entry, Permissions, RunDefaults, Trigger } from "./workflow.ts";

/** Scalars of a list, or a single scalar as a list of one; other shapes are an empty list. */
export function readScalars(node: YamlNode | null): YamlScalar[] {
  const single = asScalar(node);
  if (single) return [single];
  return (asSeq(node)?.items ?? []).map(asScalar).filter((item) => item !== null);
}

export function readEntries(node: YamlNode | null): Entry[] {
  const entries: Entry[] = [];
  for (const pair of asMap(node)?.pairs ?? []) {
    const key = resolve(pair.key);
    if (key.kind === "scalar") entries.push({ name: key.value, key, value: asScalar(pair.value), pair });
  }
  return entries;
}

export function readDefaults(node: YamlNode | null): RunDefaults {
  const run = findValue(findValue(node, "defaults"), "run");
  return { shell: asScalar(findValue(run, "shell")), workingDirectory: asScalar(findValue(run, "working-directory")) };
}

export function readPermissions(node: YamlNode): Permissions | null {
  const pair = findPair(node, "permissions");
  if (!pair) return null;
  const word = asScalar(pair.value)?.value;
  const all = word === "read-all" ? "read" : word === "write-all" ? "write" : null;
  const scopes = readEntries(pair.value).map((entry) => ({
    name: entry.name,
    level: entry.value?.value ?? "",
    pair: entry.pair,
  }));
  return { pair, all, scopes };
}

export function readConcurrency(node: YamlNode): Concurrency | null {
  const pair = findPair(node, "concurrency");
  if (!pair) return null;
  const group = asScalar(pair.value) ?? asScalar(findValue(pair.value, "group"));
  return { pair, group, cancelInProgress: asScalar(findValue(pair.value, "cancel-in-progress")) };
}

/** A job's `container` or one of its `services`: an image alone, or a mapping with one. */
export function readContainer(pair: YamlPair | null): Container | null {
  if (!pair) return null;
  const { value } = pair;
  return {
    pair,
    image: asScalar(value) ?? asScalar(findValue(value, "image")),
    env: readEntries(findValue(value, "env")),
    options: asScalar(findValue(value, "options")),
    credentials: readEntries(findValue(value, "credentials")),
  };
}

/** Events of `on: push`, `on: [push, …]` and `on: {push: …}`. */
export function readTriggers(on: YamlNode | null): Trigger[] {
  const map = asMap(on);
  if (!map) return readScalars(on).map((key) => ({ event: key.value, key, node: null }));
  const triggers: Trigger[] = [];
  for (const pair of map.pairs) {
    const key = resolve(pair.key);
    const value = resolve(pair.value);
    const node = value.kind === "scalar" && asScalar(value) === null ? null : pair.value;
    if (key.kind === "scalar") triggers.push({ event: key.value, key, node });
  }
  return triggers;
}

/** The values of a filter such as `branches`, `paths`, `types`; null when the trigger has no such filter. */
export function triggerFilter(trigger: Trigger, filter: string): YamlScalar[] | null {
  const pair = findPair(trigger.node, filter);
  return pair ? readScalars(pair.value) : null;
}

/** GitHub reads `on` as text. Files written by YAML 1.1 tools carry `true:` in its place: GitHub refuses them, we read on. */
export function readOn(root: YamlNode): YamlNode | null {
  const own = findValue(root, "on");
  if (own) return own;
  return asMap(root)?.pairs.find((pair) => keyText(pair) === "true" && pair.key.kind === "scalar")?.value ?? null;
}
