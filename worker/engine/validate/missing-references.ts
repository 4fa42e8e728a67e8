import type { RepositoryModel } from "../model/repository.ts";
import type { Platform } from "../pipeline/pipeline.ts";
import { scanBash } from "../shell/bash.ts";
import { directoriesOf, joinDirectory } from "../shell/directories.ts";
import type { Command } from "../shell/script.ts";
import { type MissingReference, missingInputs } from "./missing-inputs.ts";
import { isProduced } from "./produced-paths.ts";
import { type RunPlace, runPlaces } from "./run-places.ts";
import { missingMakeTarget, missingScript } from "./task-names.ts";

/** Programs whose first plain argument is a file that they run. */
const INTERPRETERS = new Set("bash sh zsh node python python3 ruby php perl deno bun tsx ts-node".split(" "));
/** What is a program's source: everything else that is run by its path is more likely built by the job. */
const SOURCE =
  /\.(?:sh|bash|zsh|ps1|bat|cmd|[cm]?[jt]sx?|py|rb|php|pl)$|(?:^|\/)(?:gradlew|mvnw|sbtx?|gradlew\.bat|mvnw\.cmd)$/;
/** JavaScript that a build may write anywhere. */
const COMPILES = /\b(?:build|compile|tsc|tsup|tsdown|rollup|esbuild|webpack|bundle|prepare)\b/;

/** Files, scripts and targets that a configuration names and the repository does not hold. Silent where a command of the job may make them. */
export function missingReferences(repository: RepositoryModel, platform: Platform, path: string): MissingReference[] {
  if (repository.snapshot.notes.some(({ code }) => code === "tree_truncated")) return [];
  const places = runPlaces(repository, platform, path);
  const found = places.flatMap((place, index) => {
    const earlier = places.slice(0, index).filter(({ job }) => job === place.job);
    return missingInPlace(repository, place, earlier);
  });
  return platform === "github" ? [...found, ...missingInputs(repository, path)] : found;
}

function missingInPlace(
  repository: RepositoryModel,
  place: RunPlace,
  earlier: readonly RunPlace[],
): MissingReference[] {
  if (place.directory === null) return [];
  if (place.directory !== "" && !isFolder(repository, place.directory)) {
    const before = earlier.map(({ text }) => text).join("\n");
    const isMade = isProduced(repository, place.directory) || namesPart(repository, place.directory, before);
    return isMade ? [] : [{ at: place.at, message: noFolder(place.directory) }];
  }
  const script = scanBash(place.text);
  const directories = directoriesOf(script, place.directory);
  const before = (command: Command) =>
    `${earlier.map(({ text }) => text).join("\n")}\n${place.text.slice(0, command.start)}`;
  return script.commands.flatMap((command) => {
    const directory = directories.get(command) ?? null;
    if (directory === null) return [];
    const words = command.words.map(({ text }) => text);
    const message =
      missingScript(repository, directory, words) ??
      missingMakeTarget(repository, directory, words) ??
      missingFile(repository, { directory, words, before: before(command) });
    return message === null ? [] : [{ at: place.at, message }];
  });
}

interface Running {
  readonly directory: string;
  readonly words: readonly string[];
  /** Everything that the job ran until then. */
  readonly before: string;
}

function missingFile(repository: RepositoryModel, { directory, words, before }: Running): string | null {
  const name = fileOf(words);
  if (name === null || isProduced(repository, name)) return null;
  const path = joinDirectory(directory, name);
  if (path === null || repository.has(path) || isFolder(repository, path)) return null;
  if (isProduced(repository, path) || namesPart(repository, path, before)) return null;
  if (/\.[cm]?js$/.test(path) && COMPILES.test(before)) return null;
  return `There is no file \`${path}\` in the repository; add it, or correct the path.`;
}

/** The file of the repository that a command runs or reads; null where none is certain. */
function fileOf(words: readonly string[]): string | null {
  const [program = "", first = ""] = words;
  if (/^\.{1,2}\//.test(program)) return SOURCE.test(program) ? program : null;
  if (INTERPRETERS.has(program) && /^[\w./-]+\.(?:sh|[cm]?[jt]s|py|rb|php|pl)$/.test(first)) return first;
  const at = words.findIndex((word) => word === "-r" || word === "--requirement");
  const isPip = /^(?:pip3?|uv)$/.test(program) || words.slice(0, 3).join(" ") === "python -m pip";
  return isPip && at !== -1 ? (words[at + 1] ?? null) : null;
}

function isFolder(repository: RepositoryModel, path: string): boolean {
  return path === "" || repository.snapshot.paths.some((each) => each.startsWith(`${path}/`));
}

/** True when what ran before names the file, or the first folder on its way that the repository lacks. */
function namesPart(repository: RepositoryModel, path: string, before: string): boolean {
  const parts = path.split("/");
  const first = parts.findIndex((_, index) => !isFolder(repository, parts.slice(0, index + 1).join("/")));
  return [parts.at(-1) ?? "", parts[first] ?? ""].some((part) => part !== "" && before.includes(part));
}

function noFolder(directory: string): string {
  return `There is no folder \`${directory}\` in the repository; correct the working directory.`;
}
