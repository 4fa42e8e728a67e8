import type { RepositoryModel } from "../model/repository.ts";
import { entryText } from "../model/workflow.ts";
import type { Span } from "../parse/line-index.ts";
import type { Platform } from "../pipeline/pipeline.ts";
import { scanBash } from "../shell/bash.ts";
import { directoriesOf, joinDirectory } from "../shell/directories.ts";
import type { Command } from "../shell/script.ts";
import { type RunPlace, runPlaces } from "./run-places.ts";
import { missingMakeTarget, missingScript } from "./task-names.ts";

export interface MissingReference {
  readonly at: Span;
  /** What is missing and what to do. */
  readonly message: string;
}

/** Programs whose first plain argument is a file that they run. */
const INTERPRETERS = new Set("bash sh zsh node python python3 ruby php perl deno bun tsx ts-node".split(" "));
/** Folders that earlier commands fill: nothing in them need be in the repository. */
const OUTPUT =
  /(?:^|\/)(?:node_modules|dist|build|out|target|bin|obj|vendor|\.venv|venv|\.next|coverage|tmp|_build|deps)(?:\/|$)|^\/|^~|[$*?{<]/;
/** Inputs of set-up actions that name one file of the repository. */
const FILE_INPUTS =
  /^(?:(?:node|python|go|java|ruby|deno|bun|swift|elixir)-version-file|version-file|global-json-file|cache-dependency-path|file|dockerfile)$/;

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
    const isMade = earlier.some(({ text }) => text.includes(place.directory ?? ""));
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
  if (name === null || OUTPUT.test(name)) return null;
  const path = joinDirectory(directory, name);
  if (path === null || OUTPUT.test(path) || repository.has(path) || isFolder(repository, path)) return null;
  const base = path.slice(path.lastIndexOf("/") + 1);
  if (before.includes(base)) return null;
  return `There is no file \`${path}\` in the repository; add it, or correct the path.`;
}

/** The file of the repository that a command runs or reads; null where none is certain. */
function fileOf(words: readonly string[]): string | null {
  const [program = "", first = ""] = words;
  if (/^\.{1,2}\//.test(program)) return program;
  if (INTERPRETERS.has(program) && /^[\w./-]+\.(?:sh|[cm]?[jt]s|py|rb|php|pl)$/.test(first)) return first;
  const at = words.findIndex((word) => word === "-r" || word === "--requirement");
  const isPip = /^(?:pip3?|uv)$/.test(program) || words.slice(0, 3).join(" ") === "python -m pip";
  return isPip && at !== -1 ? (words[at + 1] ?? null) : null;
}

function isFolder(repository: RepositoryModel, path: string): boolean {
  return path === "" || repository.snapshot.paths.some((each) => each.startsWith(`${path}/`));
}

function noFolder(directory: string): string {
  return `There is no folder \`${directory}\` in the repository; correct the working directory.`;
}

function missingInputs(repository: RepositoryModel, path: string): MissingReference[] {
  const workflow = repository.workflows.find((each) => each.path === path);
  return (workflow?.jobs ?? []).flatMap((job) => {
    const isElsewhere = job.steps.some(
      ({ uses, with: given }) => uses?.name === "actions/checkout" && entryText(given, "path"),
    );
    if (isElsewhere) return [];
    return job.steps.flatMap(({ uses, with: given }) => {
      if (uses?.kind !== "action") return [];
      const named = given.filter(({ name, value }) => FILE_INPUTS.test(name) && value !== null);
      return named.flatMap(({ name, value }) => {
        const files = (value?.value ?? "").split("\n").map((line) => line.trim().replace(/^\.\//, ""));
        const missing = files.filter((file) => file !== "" && !OUTPUT.test(file) && !repository.has(file));
        return missing.map((file) => ({
          at: value ?? workflow?.root ?? { start: 0, end: 0 },
          message: `\`${name}\` names \`${file}\`, which is not in the repository; add it, or correct the path.`,
        }));
      });
    });
  });
}
