import type { Folder } from "../folder.ts";
import type { Monorepo, ProfileEvidence } from "../stack-profile.ts";
import type { NodePackage } from "./node-package.ts";
import type { Manager } from "./package-manager.ts";
import { readWorkspace } from "./workspaces.ts";

interface FoundMonorepo {
  readonly monorepo: Monorepo | null;
  readonly evidence: readonly ProfileEvidence[];
}

/** Task runners, the one that is asked first where several are configured. */
const RUNNERS: readonly (readonly [tool: string, ...files: readonly string[]])[] = [
  ["turbo", "turbo.json", "turbo.jsonc"],
  ["moon", ".moon/workspace.yml"],
  ["rush", "rush.json"],
  ["lage", "lage.config.js", "lage.config.mjs", "lage.config.cjs"],
];

/** The packages of a repository and what runs tasks over them; null for a folder that is no root of several. */
export function readMonorepo(node: NodePackage, manager: Manager): FoundMonorepo {
  const { folder } = node;
  const workspace = readWorkspace(folder);
  const runner = taskRunner(node);
  const packages = workspace?.packages ?? (runner ? projectFolders(folder) : []);
  const tool = runner?.tool ?? (packages.length > 0 ? manager.name : null);
  if (tool === null) return { monorepo: null, evidence: [] };
  const claim = { about: "monorepo", confidence: "high" } as const;
  const evidence: ProfileEvidence[] = [];
  if (runner) evidence.push(folder.evidence({ ...claim, value: tool }, runner.file));
  if (workspace) {
    const value = `${workspace.packages.length} packages of ${manager.name}`;
    evidence.push(folder.evidence({ ...claim, value }, workspace.file, new RegExp(`"?${workspace.key}"?\\s*:`)));
  }
  return { monorepo: { tool, packages }, evidence };
}

/** Lerna hands its tasks to Nx, but is what people call; an `nx.json` beside it is its settings, unless Nx is installed for its own sake. */
function taskRunner({
  folder,
  file,
  manifest,
  installed,
}: NodePackage): { readonly tool: string; readonly file: string } | null {
  const hasLerna = folder.has("lerna.json");
  if (folder.has("nx.json") && (!hasLerna || installed.has("nx"))) return { tool: "nx", file: "nx.json" };
  for (const [tool, ...files] of RUNNERS) {
    const found = folder.first(...files);
    if (found) return { tool, file: found };
  }
  if ("turbo" in manifest) return { tool: "turbo", file };
  return hasLerna ? { tool: "lerna", file: "lerna.json" } : null;
}

/** Without a workspace, Nx and moon know projects by a file in each. */
function projectFolders(folder: Folder): readonly string[] {
  const projects = folder.below.flatMap((path) => /^(.+)\/(?:project\.json|moon\.yml)$/.exec(path)?.[1] ?? []);
  return [...new Set(projects.filter((path) => !path.includes("node_modules/")).map((path) => folder.at(path)))].sort();
}
