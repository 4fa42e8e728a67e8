import type { RepositoryModel } from "../../../model/repository.ts";
import type { ComponentDraft } from "../../component-draft.ts";
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
const MAX_POMS = 300;

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
  const poms = readReactor(repository, start);
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
  const folders = poms.slice(1).map(({ path }) => path.replace(/\/?pom\.xml$/, "") || ".");
  const dependencies = poms.flatMap((pom) => [...dependenciesOf(repository, pom), ...inherited(repository, pom)]);
  return { dependencies, java, modules: folders, parts: [] };
}

/** The project and its modules, modules of modules included, each once. */
function readReactor(repository: RepositoryModel, start: string): Pom[] {
  const paths = new Set([start]);
  const poms: Pom[] = [];
  for (const path of paths) {
    const pom = poms.length < MAX_POMS ? readPom(repository, path) : null;
    if (!pom) continue;
    poms.push(pom);
    for (const folder of modulesOf(pom)) paths.add(folder === "." ? "pom.xml" : `${folder}/pom.xml`);
  }
  return poms;
}

/** What a parent of the repository that is no module's own file gives to its children. */
function inherited(repository: RepositoryModel, { parent }: Pom): JvmBuild["dependencies"] {
  return parent ? [...dependenciesOf(repository, parent), ...inherited(repository, parent)] : [];
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
