import type { DockerInstruction } from "../../../model/docker/instructions.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import type { ScriptPlace } from "../../../scripts/script-places.ts";
import { joinDirectory } from "../../../shell/directories.ts";
import { join } from "./installs.ts";

/** The folder of the repository from which a Dockerfile's stage has its manifests when a `RUN` starts. */
export interface CopiedFolder {
  readonly folder: string;
  /** True when a file of that folder is in the image too. */
  readonly brings: (name: string) => boolean;
}

const MANIFESTS = ["package.json", "Gemfile", "Pipfile", "pyproject.toml", "requirements.txt"];

interface Copy {
  readonly sources: readonly string[];
  /** Absolute, as far as the stage says. */
  readonly target: string;
}

/** Null unless one folder's manifests were copied to the directory in which the `RUN` starts. */
export function copiedFolder({ stage, placeOf }: ScriptPlace, repository: RepositoryModel): CopiedFolder | null {
  const { copies, directory } = readStage(stage);
  const here = copies.filter(({ target }) => target === directory);
  const { path } = placeOf(0, 0);
  const contexts = new Set([path.slice(0, Math.max(path.lastIndexOf("/"), 0)), ""]);
  for (const context of contexts) {
    const sources = here.flatMap((copy) => copy.sources);
    const folders = new Set(sources.flatMap((source) => folderOf(repository, context, source) ?? []));
    const [folder] = folders;
    if (folder === undefined || folders.size > 1) continue;
    return { folder, brings: (name) => sources.some((source) => bringsFile(context, source, join(folder, name))) };
  }
  return null;
}

function readStage(stage: readonly DockerInstruction[]): { copies: Copy[]; directory: string } {
  const copies: Copy[] = [];
  let directory = "/";
  for (const { keyword, words } of stage) {
    const texts = words.map(({ text }) => text);
    if (keyword === "WORKDIR") directory = resolve(directory, texts[0] ?? "");
    const operands = texts.filter((text) => !text.startsWith("--"));
    const isPlain = !texts.some((text) => /^--from=|^<<|^\[/.test(text));
    if (keyword === "COPY" && isPlain && operands.length > 1) {
      copies.push({ sources: operands.slice(0, -1), target: resolve(directory, operands.at(-1) ?? "") });
    }
  }
  return { copies, directory };
}

function resolve(directory: string, path: string): string {
  const written = path.replace(/^(["'])(.*)\1$/, "$2");
  const joined = /^[/$]/.test(written) ? written : `${directory}/${written}`;
  return joined.replaceAll(/\/(?:\.?\/)+/g, "/").replace(/\/\.?$/, "") || "/";
}

/** The folder whose manifest a source of `COPY` brings; null for one that brings none. */
function folderOf(repository: RepositoryModel, context: string, source: string): string | null {
  const path = joinDirectory(context, source.replaceAll("*", "").replace(/^\//, ""));
  if (path === null) return null;
  const isWhole = MANIFESTS.find((name) => repository.has(join(path, name)));
  if (isWhole !== undefined && !source.includes("*")) return path;
  const folder = joinDirectory(context, source.replace(/^\//, "").replace(/[^/]*$/, ""));
  if (folder === null) return null;
  const manifest = MANIFESTS.find(
    (name) => repository.has(join(folder, name)) && bringsFile(context, source, join(folder, name)),
  );
  return manifest === undefined ? null : folder;
}

function bringsFile(context: string, source: string, path: string): boolean {
  const plain = source.replace(/^\//, "");
  const folder = plain.includes("*") ? null : joinDirectory(context, plain);
  if (folder !== null && (folder === "" || path === folder || path.startsWith(`${folder}/`))) return true;
  const parts = [context, plain.replace(/^\.\//, "")].filter(Boolean).join("/").split("*");
  return parts.length > 1 && matches(path, parts);
}

/** The parts of a pattern between its stars, in order. */
function matches(path: string, [first = "", ...others]: readonly string[]): boolean {
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of others.entries()) {
    const found = index === others.length - 1 && part !== "" ? path.length - part.length : path.indexOf(part, at);
    if (found < at || !path.startsWith(part, found) || path.slice(at, found).includes("/")) return false;
    at = found + part.length;
  }
  return others.at(-1) === "" ? !path.slice(at).includes("/") : at === path.length;
}
