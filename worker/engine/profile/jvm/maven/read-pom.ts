import type { RepositoryModel } from "../../../model/repository.ts";
import { folderOf, joinPath } from "../../folder-paths.ts";
import type { Dependency } from "../../mark-dependencies.ts";
import { elementAt, type XmlElement, xmlOf } from "../../read-xml.ts";

/** The group of plugins that name none. */
export const MAVEN_PLUGINS = "org.apache.maven.plugins";
/** Chains of parents are short; a file that names itself must end. */
const MAX_PARENTS = 10;

/** A `pom.xml` with the properties that its parents in the repository give it. */
export interface Pom {
  readonly path: string;
  readonly root: XmlElement;
  /** The parent in the repository; null where it comes from elsewhere. */
  readonly parent: Pom | null;
}

/** Null for a file that is missing, was not read, or is no project. */
export function readPom(repository: RepositoryModel, path: string, depth = 0): Pom | null {
  const file = repository.file(path);
  const root = file === null ? null : xmlOf(file);
  if (root?.name !== "project") return null;
  const written = elementAt(root, "parent");
  const relative = elementAt(written, "relativePath")?.text ?? "../pom.xml";
  const target = written && relative !== "" && depth < MAX_PARENTS ? joinPath(folderOf(path), relative) : null;
  const pomPath = target !== null && !target.endsWith(".xml") ? (joinPath(target, "pom.xml") ?? "") : target;
  return { path, root, parent: pomPath === null ? null : readPom(repository, pomPath, depth + 1) };
}

/** A value and where it stands, its `${…}` followed through properties of the file and its parents. */
export interface PomValue {
  readonly text: string;
  readonly path: string;
  readonly offset: number;
}

/** The property of this name, from the nearest file that defines it. */
export function propertyOf(pom: Pom, name: string): PomValue | null {
  const found = definitionOf(pom, name);
  return found && { text: resolve(pom, found.element.text), path: found.path, offset: found.element.offset };
}

/** What a text that is one property stands for; a property that nobody defines stays as it is. */
export function resolve(pom: Pom | null, written: string): string {
  let text = written;
  for (let depth = 0; depth < MAX_PARENTS; depth += 1) {
    const name = /^\$\{([\w.-]+)\}$/.exec(text)?.[1];
    const element = name === undefined ? undefined : definitionOf(pom, name)?.element;
    if (!element) return text;
    text = element.text;
  }
  return text;
}

function definitionOf(pom: Pom | null, name: string): { readonly element: XmlElement; readonly path: string } | null {
  for (let here = pom; here; here = here.parent) {
    const element = elementAt(here.root, "properties")?.children.find((child) => child.name === name);
    if (element) return { element, path: here.path };
  }
  return null;
}

/** Folders of `<modules>`, profiles included, from the root of the repository. Maven 4 calls them subprojects. */
export function modulesOf({ path, root }: Pom): string[] {
  const owners = [root, ...profilesOf(root)];
  const names = owners.flatMap((owner) => [
    ...(elementAt(owner, "modules")?.children ?? []),
    ...(elementAt(owner, "subprojects")?.children ?? []),
  ]);
  return names.flatMap(({ text }) => {
    const folder = text === "" ? null : joinPath(folderOf(path), text.replace(/\/?[^/]+\.xml$/, ""));
    return folder ?? [];
  });
}

function profilesOf(root: XmlElement): readonly XmlElement[] {
  return elementAt(root, "profiles")?.children ?? [];
}

/** Plugins of the build, profiles left out: `group:artifact` elements. */
export function pluginsOf({ root }: Pom): readonly XmlElement[] {
  return elementAt(root, "build", "plugins")?.children ?? [];
}

/** Dependencies, plugins and the parent, as names of one list. */
export function dependenciesOf(repository: RepositoryModel, pom: Pom): Dependency[] {
  const lines = repository.file(pom.path)?.lines;
  const entry = (element: XmlElement, prefix: string, group: string): Dependency => ({
    name: `${prefix}${resolve(pom, elementAt(element, "groupId")?.text ?? group)}:${elementAt(element, "artifactId")?.text ?? ""}`,
    path: pom.path,
    line: lines?.lineAt(element.offset) ?? null,
    isTest: elementAt(element, "scope")?.text === "test",
  });
  const owners = [pom.root, ...profilesOf(pom.root)];
  const parent = elementAt(pom.root, "parent");
  return [
    ...(parent ? [entry(parent, "parent:", "")] : []),
    ...owners.flatMap((owner) => (elementAt(owner, "dependencies")?.children ?? []).map((each) => entry(each, "", ""))),
    ...pluginsOf(pom).map((each) => entry(each, "plugin:", MAVEN_PLUGINS)),
  ];
}
