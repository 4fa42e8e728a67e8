import {
  asMap,
  asScalar,
  asSeq,
  findPair,
  findValue,
  type YamlMap,
  type YamlPair,
  type YamlScalar,
  type YamlSeq,
} from "../../parse/yaml-node.ts";
import type { RepositoryModel } from "../repository.ts";
import type { SourceFile } from "../source-file.ts";

/** One item of `updates`. */
export interface UpdateEntry {
  readonly node: YamlMap;
  readonly ecosystem: YamlScalar;
  /** Folders, as written; empty when none is named. */
  readonly directories: readonly string[];
  readonly interval: string | null;
  readonly cooldown: YamlPair | null;
  /** False for an entry that only serves security updates: `open-pull-requests-limit: 0`. */
  readonly updatesVersions: boolean;
  /** Survives moved lines: ecosystem and folders. */
  readonly identity: string;
}

export interface Dependabot {
  readonly path: string;
  readonly file: SourceFile;
  readonly root: YamlMap;
  readonly updates: YamlSeq | null;
  readonly entries: readonly UpdateEntry[];
}

/** Only these two are read: docs.github.com, "Configuration options for the dependabot.yml file". */
export const DEPENDABOT_PATHS = [".github/dependabot.yml", ".github/dependabot.yaml"] as const;

/** The configuration that GitHub reads; null without one that can be read. */
export function dependabotOf(repository: RepositoryModel): Dependabot | null {
  const path = DEPENDABOT_PATHS.find((candidate) => repository.file(candidate) !== null);
  const file = path === undefined ? null : repository.file(path);
  const yaml = path === undefined ? null : repository.yaml(path);
  const root = yaml?.ok ? asMap(yaml.documents[0]?.root) : null;
  if (path === undefined || !file || !root) return null;
  const updates = asSeq(findValue(root, "updates"));
  const entries = updates?.items.flatMap((item) => readEntry(asMap(item)) ?? []) ?? [];
  return { path, file, root, updates, entries };
}

function readEntry(node: YamlMap | null): UpdateEntry | null {
  const ecosystem = asScalar(findValue(node, "package-ecosystem"));
  if (!node || !ecosystem) return null;
  const single = asScalar(findValue(node, "directory"))?.value;
  const several = asSeq(findValue(node, "directories"))?.items.flatMap((item) => asScalar(item)?.value ?? []) ?? [];
  const directories = single === undefined ? several : [single];
  return {
    node,
    ecosystem,
    directories,
    interval: asScalar(findValue(asMap(findValue(node, "schedule")), "interval"))?.value ?? null,
    cooldown: findPair(node, "cooldown"),
    updatesVersions: asScalar(findValue(node, "open-pull-requests-limit"))?.value !== "0",
    identity: `${ecosystem.value}:${directories.join(",")}`,
  };
}
