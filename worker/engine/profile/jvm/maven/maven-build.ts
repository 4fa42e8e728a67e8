import type { RepositoryModel } from "../../../model/repository.ts";
import type { ComponentDraft } from "../../component-draft.ts";
import { folderOf } from "../../folder-paths.ts";
import type { VersionClaim } from "../../pick-version.ts";
import { elementAt } from "../../read-xml.ts";
import { highest, type JvmBuild, javaNumber } from "../jvm-build.ts";
import {
  dependenciesOf,
  modulesOf,
  type Pom,
  type PomValue,
  pluginsOf,
  propertyOf,
  readPom,
  resolve,
} from "./read-pom.ts";

/** A reactor of more modules is understood by its first. */
const MAX_POMS = 1000;

/** Properties by which builds name their version of Java, the most binding first. */
const JAVA_PROPERTIES = [
  "maven.compiler.release",
  "java.version",
  "jdk.version",
  "javaVersion",
  "java.release",
  "release.version",
  "maven.compiler.target",
  "maven.compiler.source",
  "kotlin.compiler.jvmTarget",
];

export function readMavenBuild(draft: ComponentDraft): JvmBuild {
  const { repository } = draft.folder;
  const start = draft.folder.at("pom.xml");
  const { poms, folders } = readReactor(repository, start);
  const [own] = poms;
  if (!own && repository.file(start)) {
    draft.note(
      "manifest_unreadable",
      start,
      "It is no well-formed Maven project, so modules and dependencies are not known.",
    );
  }
  const claims = poms.flatMap((pom) => javaOf(repository, pom).slice(0, 1));
  const java = highest(claims, (path) => path === start).slice(0, 1);
  const known = new Set(poms.map(({ path }) => path));
  const others = poms.flatMap((pom) => parentsOf(pom).filter(({ path }) => !known.has(path)));
  const dependencies = [...poms, ...new Set(others)].flatMap((pom) => dependenciesOf(repository, pom));
  return { dependencies, java, modules: folders.slice(1), parts: [] };
}

interface Reactor {
  readonly poms: readonly Pom[];
  /** From the root of the repository, the project's own first; of modules that were not read too. */
  readonly folders: readonly string[];
}

/** The project and its modules, modules of modules included, each once. */
function readReactor(repository: RepositoryModel, start: string): Reactor {
  const paths = new Set([start]);
  const poms: Pom[] = [];
  for (const path of paths) {
    const pom = poms.length < MAX_POMS ? readPom(repository, path) : null;
    if (!pom) continue;
    poms.push(pom);
    for (const module of manifestsOf(repository, pom)) paths.add(module);
  }
  return { poms, folders: [...paths].map(folderOf) };
}

/** The manifests of a project's modules, as far as they exist. */
function manifestsOf(repository: RepositoryModel, pom: Pom): string[] {
  const paths = modulesOf(pom).map((folder) => (folder === "." ? "pom.xml" : `${folder}/pom.xml`));
  return paths.filter((path) => repository.has(path));
}

/** Parents in the repository, which give to their children what they have. */
function parentsOf({ parent }: Pom): Pom[] {
  return parent ? [parent, ...parentsOf(parent)] : [];
}

function javaOf(repository: RepositoryModel, pom: Pom): VersionClaim[] {
  const values = [...JAVA_PROPERTIES.map((name) => propertyOf(pom, name)), ...compilerSettings(pom)];
  return values.flatMap((value) => {
    const version = value && javaNumber(value.text);
    if (!value || version === null) return [];
    const line = repository.file(value.path)?.lines.lineAt(value.offset) ?? null;
    return [{ version: version ?? "", kind: "range" as const, path: value.path, line }];
  });
}

/** `<release>` and its older forms in the configuration of the compiler's plugin. */
function compilerSettings(pom: Pom): PomValue[] {
  const managed = elementAt(pom.root, "build", "pluginManagement", "plugins")?.children ?? [];
  const compiler = [...pluginsOf(pom), ...managed].filter(
    (plugin) => elementAt(plugin, "artifactId")?.text === "maven-compiler-plugin",
  );
  return compiler.flatMap((plugin) =>
    ["release", "target", "source"].flatMap((name) => {
      const element = elementAt(plugin, "configuration", name);
      return element ? [{ text: resolve(pom, element.text), path: pom.path, offset: element.offset }] : [];
    }),
  );
}
