import { memo } from "../../memo.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { asMap, asScalar, asSeq, findValue, type YamlNode } from "../../parse/yaml-node.ts";
import type { Folder } from "../folder.ts";
import { record, text, texts, valueAt } from "../read-value.ts";
import { readPackage } from "./node-package.ts";

/** Which folders below a root belong to its workspace, and which file says so. */
export interface WorkspaceGlobs {
  readonly file: string;
  /** The key in that file, for evidence. */
  readonly key: string;
  readonly globs: readonly string[];
}

/** What the root of a workspace declares; null for a folder that is none. A `pnpm-workspace.yaml` of settings alone is none. */
export function workspaceGlobs(folder: Folder): WorkspaceGlobs | null {
  const known = declared(folder.repository);
  const found = known.get(folder.path);
  if (found !== undefined) return found;
  const globs = readGlobs(folder);
  known.set(folder.path, globs);
  return globs;
}

const declared = memo((_repository: RepositoryModel) => new Map<string, WorkspaceGlobs | null>());

function readGlobs(folder: Folder): WorkspaceGlobs | null {
  const manifest = readPackage(folder)?.manifest;
  const workspaces = manifest?.workspaces;
  const candidates: readonly WorkspaceGlobs[] = [
    { file: "pnpm-workspace.yaml", key: "packages", globs: yamlList(folder, "pnpm-workspace.yaml", "packages") },
    { file: "package.json", key: "workspaces", globs: texts(workspaces) },
    { file: "package.json", key: "workspaces", globs: texts(valueAt(workspaces, "packages")) },
    { file: "rush.json", key: "projects", globs: rushFolders(folder) },
    { file: "lerna.json", key: "packages", globs: texts(valueAt(folder.json("lerna.json"), "packages")) },
    { file: ".moon/workspace.yml", key: "projects", globs: moonProjects(folder) },
  ];
  return candidates.find(({ globs }) => globs.length > 0) ?? null;
}

function yamlRoot(folder: Folder, name: string): YamlNode | null {
  const result = folder.repository.yaml(folder.at(name));
  return result?.ok ? (result.documents[0]?.root ?? null) : null;
}

function yamlList(folder: Folder, name: string, key: string): readonly string[] {
  const map = asMap(yamlRoot(folder, name));
  const list = map ? asSeq(findValue(map, key)) : null;
  return list?.items.flatMap((item) => asScalar(item)?.value ?? []) ?? [];
}

function rushFolders(folder: Folder): readonly string[] {
  const projects = valueAt(folder.json("rush.json"), "projects");
  return Array.isArray(projects) ? projects.flatMap((project) => text(record(project).projectFolder) ?? []) : [];
}

/** A list of globs, a mapping of names to folders, or both under `globs` and `sources`. */
function moonProjects(folder: Folder): readonly string[] {
  const file = ".moon/workspace.yml";
  const list = yamlList(folder, file, "projects");
  const root = asMap(yamlRoot(folder, file));
  const projects = root ? asMap(findValue(root, "projects")) : null;
  if (!projects) return list;
  const globs = asSeq(findValue(projects, "globs"))?.items ?? [];
  const sources = asMap(findValue(projects, "sources")) ?? projects;
  return [...globs, ...sources.pairs.map(({ value }) => value)].flatMap((node) => asScalar(node)?.value ?? []);
}
