import { memo } from "../../memo.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { ComponentDraft } from "../component-draft.ts";
import type { Folder } from "../folder.ts";
import { folderOf } from "../folder-paths.ts";
import { type DotnetProject, PROJECT, readProject, solutionProjects } from "./read-project.ts";

const SOLUTION = /\.slnx?$/;
/** A solution of more projects is understood by its first. */
const MAX_PROJECTS = 300;

export interface DotnetScope {
  /** What the commands are about when it must be named: several solutions or projects in one folder are an error for `dotnet`. Null: the folder's only one. */
  readonly target: string | null;
  /** The file that stands for the component. */
  readonly manifest: string;
  readonly isSolution: boolean;
  readonly projects: readonly DotnetProject[];
  /** Projects elsewhere that test those of a component without a solution. */
  readonly tests: readonly DotnetProject[];
}

/** Solutions of a folder, then its own projects; the solution with most projects is the one. */
export function scopeOf(draft: ComponentDraft): DotnetScope | null {
  const { folder } = draft;
  const projects = folder.names.filter((name) => PROJECT.test(name));
  const solutions = folder.names.filter((name) => SOLUTION.test(name));
  const [best] = solutions
    .map((name) => ({ name, listed: solutionProjects(folder.repository, folder.at(name)) }))
    .sort((a, b) => b.listed.length - a.listed.length || Number(b.name.endsWith("x")) - Number(a.name.endsWith("x")));
  const manifest = best?.name ?? projects[0];
  if (manifest === undefined) return null;
  const paths = best ? pathsOf(folder, best.listed) : projects.map((name) => folder.at(name));
  if (paths.length === 0) return null;
  const isAmbiguous = best ? solutions.length + projects.length > 1 : projects.length > 1;
  const read = paths.slice(0, MAX_PROJECTS).map((path) => readProject(folder.repository, path));
  return {
    target: isAmbiguous ? manifest : null,
    manifest,
    isSolution: best !== undefined,
    projects: read,
    tests: best || read.some(({ isTest }) => isTest) ? [] : testsOf(folder, paths),
  };
}

/** Projects of tests anywhere in a repository. */
const testProjects = memo((repository: RepositoryModel): readonly DotnetProject[] =>
  repository.files
    .flatMap(({ path }) => (PROJECT.test(path) ? [readProject(repository, path)] : []))
    .filter(({ isTest }) => isTest),
);

function testsOf({ repository }: Folder, tested: readonly string[]): DotnetProject[] {
  return testProjects(repository).filter(({ references }) => references.some((path) => tested.includes(path)));
}

/** What a solution lists; one that was not read stands for the projects below it. */
function pathsOf(folder: Folder, listed: readonly string[]): readonly string[] {
  return listed.length > 0 ? listed : folder.below.filter((path) => PROJECT.test(path)).map((path) => folder.at(path));
}

/** Folders of the projects, the component's own left out. */
export function projectFolders({ projects, tests }: DotnetScope, folder: Folder): string[] {
  return [...new Set([...projects, ...tests].map(({ path }) => folderOf(path)))].filter((path) => path !== folder.path);
}
