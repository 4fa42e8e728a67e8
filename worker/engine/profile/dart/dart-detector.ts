import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import { Folder } from "../folder.ts";
import { nearest } from "../folder-paths.ts";
import { type Dependency, markFrameworks, markServices } from "../mark-dependencies.ts";
import {
  imageSource,
  pickVersion,
  readVersions,
  toolSources,
  type VersionClaim,
  type VersionSource,
} from "../pick-version.ts";
import { readYaml, yamlKeys, yamlText } from "../read-yaml.ts";
import { addProcfileStart } from "../task-files.ts";
import { addDartCommands } from "./dart-commands.ts";
import { DART_DRIVERS, DART_FRAMEWORKS } from "./dart-marks.ts";
import { addDartWorkspace } from "./dart-workspace.ts";

const MANIFEST = "pubspec.yaml";

/** Packages of Dart and applications of Flutter. */
export const dartDetector: Detector = {
  ecosystem: "dart",
  owns: (folder) => folder.has(MANIFEST),
  detect: detectDart,
};

function detectDart(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  const { root, isBroken } = readYaml(folder, MANIFEST);
  if (isBroken)
    draft.note(
      "manifest_unreadable",
      folder.at(MANIFEST),
      "It is no valid YAML mapping, so dependencies are not known.",
    );
  const dependencies = dependenciesOf(folder);
  const isFlutter =
    yamlText(root, "environment", "flutter") !== null || dependencies.some(({ name }) => name === "flutter");
  draft.language("dart", draft.proof(MANIFEST));
  draft.manager({ name: "pub", version: null, lockfile: nearest(folder, "pubspec.lock") }, draft.proof(MANIFEST));
  if (isFlutter) pickVersion(draft, "flutter", flutterVersions(draft));
  pickVersion(draft, "dart", dartVersions(draft));
  markFrameworks(draft, dependencies, DART_FRAMEWORKS);
  markServices(draft, dependencies, { drivers: DART_DRIVERS, instead: [] });
  const workspace = addDartWorkspace(draft);
  const packages = new Set(dependencies.map(({ name }) => name));
  addDartCommands(draft, {
    isFlutter: isFlutter || workspace.packages.some((path) => usesFlutter(folder, path)),
    packages,
    workspace,
  });
  addProcfileStart(draft);
  return draft.finish();
}

/** One package of Flutter asks for its SDK in the whole workspace. */
function usesFlutter({ repository }: Folder, path: string): boolean {
  return dependenciesOf(new Folder(repository, path, [])).some(({ name }) => name === "flutter");
}

function dependenciesOf(folder: Folder): Dependency[] {
  return ["dependencies", "dev_dependencies"].flatMap((table) =>
    yamlKeys(folder, MANIFEST, [table]).map(({ name, line }) => ({
      name,
      path: folder.at(MANIFEST),
      line,
      isTest: table === "dev_dependencies",
    })),
  );
}

const FVM: readonly VersionSource[] = [
  { name: ".fvmrc", pattern: /"flutter"\s*:\s*"([^"]+)"/, kind: "exact" },
  { name: ".fvm/fvm_config.json", pattern: /"flutterSdkVersion"\s*:\s*"([^"]+)"/, kind: "exact" },
];

function flutterVersions(draft: ComponentDraft): VersionClaim[] {
  const pinned = [...readVersions(draft, [...FVM, ...toolSources("flutter")]), ...environment(draft, "flutter")];
  return pinned.map((claim) => ({ ...claim, version: claim.version.replace(/-stable$|@stable$/, "") }));
}

function dartVersions(draft: ComponentDraft): VersionClaim[] {
  return [
    ...readVersions(draft, toolSources("dart")),
    ...environment(draft, "sdk"),
    ...readVersions(draft, [imageSource("dart")]),
  ];
}

/** `environment` of the manifest: a version alone is exact, anything else a range. */
function environment({ folder }: ComponentDraft, key: string): VersionClaim[] {
  const version = yamlText(readYaml(folder, MANIFEST).root, "environment", key);
  if (version === null || version === "any") return [];
  const line = folder.lineOf(MANIFEST, new RegExp(`^[ \\t]+["']?${key}["']?[ \\t]*:[ \\t]*["']?[\\d^<>=~]`, "m"));
  return [{ version, kind: /^\d[\w.+-]*$/.test(version) ? "exact" : "range", path: folder.at(MANIFEST), line }];
}
