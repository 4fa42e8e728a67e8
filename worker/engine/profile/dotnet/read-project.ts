import type { RepositoryModel } from "../../model/repository.ts";
import { folderOf, joinPath, upward } from "../folder-paths.ts";
import type { Dependency } from "../mark-dependencies.ts";
import { elementsNamed, type XmlElement, xmlOf } from "../read-xml.ts";

export const PROJECT = /\.(?:cs|fs|vb)proj$/;

/** A project of MSBuild with the settings of `Directory.Build.props` above it. */
export interface DotnetProject {
  /** From the root of the repository. */
  readonly path: string;
  /** False for a file that was not read or is no well-formed project. */
  readonly isReadable: boolean;
  /** `Microsoft.NET.Sdk.Web`; null for projects of the old form. */
  readonly sdk: string | null;
  /** `net8.0`, `netstandard2.0`… */
  readonly targets: readonly Target[];
  readonly packages: readonly Dependency[];
  /** Projects that it is built with, from the root of the repository. */
  readonly references: readonly string[];
  readonly isTest: boolean;
  /** True for a program rather than a library. */
  readonly isProgram: boolean;
  /** Values of switches that say what it is built with: `usemaui`, `usewpf`, `usewindowsforms`. */
  readonly switches: ReadonlySet<string>;
}

interface Target {
  readonly name: string;
  readonly path: string;
  readonly line: number | null;
}

const TEST_PACKAGE = /^(?:Microsoft\.NET\.Test\.Sdk|xunit(?:\.v3)?|NUnit|MSTest(?:\.TestFramework)?|TUnit|Expecto)$/i;
const SWITCHES = ["UseMaui", "UseWPF", "UseWindowsForms"];

const TEST_NAME = /(?:^|[./_-])(?:Unit|Integration|Functional|Acceptance)?Tests?\.(?:cs|fs|vb)proj$/i;

export function readProject(repository: RepositoryModel, path: string): DotnetProject {
  const root = rootOf(repository, path);
  const packages = root ? packagesOf(repository, root, path) : [];
  const sdk = (root?.attributes.Sdk ?? firstText(root, "Sdk", "Name"))?.split(/[/;]/)[0] ?? null;
  const testSwitch = firstText(root, "IsTestProject");
  const isTest =
    testSwitch === "true" ||
    TEST_NAME.test(path) ||
    /^MSTest\.Sdk/.test(sdk ?? "") ||
    packages.some(({ name }) => TEST_PACKAGE.test(name));
  const output = firstText(root, "OutputType") ?? "";
  const isService = /^(?:Microsoft\.NET\.Sdk\.(?:Web|Worker|BlazorWebAssembly)|Aspire\.AppHost\.Sdk)/.test(sdk ?? "");
  return {
    path,
    isReadable: root?.name === "Project",
    sdk,
    targets: targetsOf(repository, root, path),
    packages,
    references: root ? referencesOf(root, path) : [],
    isTest: isTest && testSwitch !== "false",
    isProgram: /^(?:Exe|WinExe)$/i.test(output) || (isService && output !== "Library"),
    switches: new Set(
      SWITCHES.filter((name) => firstText(root, name)?.toLowerCase() === "true").map((name) => name.toLowerCase()),
    ),
  };
}

function referencesOf(root: XmlElement, path: string): string[] {
  return [...elementsNamed(root, "ProjectReference")].flatMap(({ attributes }) => {
    const target = attributes.Include;
    return (target ? joinPath(folderOf(path), target) : null) ?? [];
  });
}

function rootOf(repository: RepositoryModel, path: string): XmlElement | null {
  const file = repository.file(path);
  return file === null ? null : xmlOf(file);
}

function firstText(root: XmlElement | null, name: string, attribute?: string): string | null {
  if (!root) return null;
  for (const element of elementsNamed(root, name)) {
    const text = attribute === undefined ? element.text : element.attributes[attribute];
    if (text) return text;
  }
  return null;
}

function packagesOf(repository: RepositoryModel, root: XmlElement, path: string): Dependency[] {
  const lines = repository.file(path)?.lines;
  const references = ["PackageReference", "FrameworkReference"].flatMap((name) => [...elementsNamed(root, name)]);
  return references.flatMap(({ attributes, offset }) => {
    const name = attributes.Include;
    return name ? [{ name, path, line: lines?.lineAt(offset) ?? null, isTest: false }] : [];
  });
}

interface Source {
  readonly path: string;
  readonly root: XmlElement | null;
}

/** The project's own frameworks, or those that the nearest file above gives to all. */
function targetsOf(repository: RepositoryModel, root: XmlElement | null, path: string): Target[] {
  const above = upward(folderOf(path)).map((folder) => `${folder === "." ? "" : `${folder}/`}Directory.Build.props`);
  const sources = [{ path, root }, ...above.map((each) => ({ path: each, root: rootOf(repository, each) }))];
  return sources.map((source) => targetsIn(repository, source, sources)).find((targets) => targets.length > 0) ?? [];
}

function targetsIn(repository: RepositoryModel, { path, root }: Source, all: readonly Source[]): Target[] {
  for (const name of ["TargetFramework", "TargetFrameworks", "TargetFrameworkVersion"]) {
    const element = root ? [...elementsNamed(root, name)].find(({ text }) => text !== "") : undefined;
    if (!element) continue;
    const line = repository.file(path)?.lines.lineAt(element.offset) ?? null;
    const names = element.text.split(";").map((each) => evaluate(each.trim(), all));
    const known = names.filter((each) => each !== null).filter((each) => each !== "");
    if (known.length > 0) return known.map((each) => ({ name: each, path, line }));
  }
  return [];
}

/** A text, or what its one property stands for; null where nobody says. */
function evaluate(written: string, sources: readonly Source[]): string | null {
  const name = /^\$\((\w+)\)$/.exec(written)?.[1];
  if (name === undefined) return /[$%@(]/.test(written) ? null : written;
  return sources.flatMap(({ root }) => firstText(root, name) ?? []).find((text) => !text.includes("$(")) ?? null;
}

/** Projects that a solution lists, from the root of the repository: `.sln` of any version, or `.slnx`. */
export function solutionProjects(repository: RepositoryModel, path: string): string[] {
  const text = repository.file(path)?.text ?? "";
  const pattern = path.endsWith(".slnx")
    ? /<Project\b[^<>]*?\bPath\s*=\s*"([^"]+)"/g
    : /^Project\("[^"\n]*"\)\s*=\s*"[^"\n]*",\s*"([^"\n]+)"/gm;
  const folder = folderOf(path);
  const listed = [...text.matchAll(pattern)].map((match) => joinPath(folder, match[1] ?? ""));
  return [...new Set(listed.filter((each) => each !== null))].filter(
    (each) => PROJECT.test(each) && repository.has(each),
  );
}
