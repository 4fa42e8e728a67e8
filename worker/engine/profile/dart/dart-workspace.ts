import type { ComponentDraft } from "../component-draft.ts";
import type { Folder } from "../folder.ts";
import { foldersWith, joinPath, matchesPattern } from "../folder-paths.ts";
import { readYaml, yamlTexts } from "../read-yaml.ts";

const MANIFEST = "pubspec.yaml";

export interface DartWorkspace {
  readonly isMelos: boolean;
  /** Folders from the root of the repository, without the component's own. */
  readonly packages: readonly string[];
}

/** Packages of the workspace: those that pub itself knows, or those that Melos does. */
export function addDartWorkspace(draft: ComponentDraft): DartWorkspace {
  const { folder } = draft;
  const own = readYaml(folder, MANIFEST).root;
  const melos = readYaml(folder, "melos.yaml").root;
  const known = foldersWith(folder, MANIFEST).filter((path) => path !== folder.path);
  const workspace = matching(folder, known, yamlTexts(own, "workspace"));
  const ofMelos = [
    ...matching(folder, known, [...yamlTexts(melos, "packages"), ...yamlTexts(own, "melos", "packages")]),
  ];
  const packages = [...new Set([...workspace, ...ofMelos])];
  if (folder.has("melos.yaml")) draft.monorepo("melos", packages, draft.proof("melos.yaml", /^packages:/m));
  else draft.monorepo(ofMelos.length > 0 ? "melos" : "pub", packages, draft.proof(MANIFEST, /^(?:workspace|melos):/m));
  if (folder.has("example/pubspec.yaml")) draft.members([folder.at("example")]);
  return { isMelos: packages.length > 0 && (folder.has("melos.yaml") || ofMelos.length > 0), packages };
}

function matching(folder: Folder, known: readonly string[], patterns: readonly string[]): string[] {
  const wanted = patterns.map((pattern) => joinPath(folder.path, pattern)).filter((pattern) => pattern !== null);
  return known.filter((path) => wanted.some((pattern) => matchesPattern(pattern, path)));
}
