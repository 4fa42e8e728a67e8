import type { Folder } from "../folder.ts";

/** A gem that a manifest names. */
export interface Gem {
  readonly name: string;
  /** Groups of the Gemfile; empty for what is always installed. */
  readonly groups: readonly string[];
  /** File relative to the folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Folder of a gem that lies in the repository, as written; null for a published one. */
  readonly path: string | null;
  /** True in a group that has to be asked for, or behind a condition on the environment. */
  readonly isOptional: boolean;
}

/** True for a gem that runs with the application, not only with its tests. */
export function isRuntime({ groups }: Gem): boolean {
  return groups.length === 0 || groups.some((group) => group === "default" || group === "production");
}

/** The Gemfile under either of its names. */
export function gemfileOf(folder: Folder): string | null {
  return folder.first("Gemfile", "gems.rb");
}

/** The lockfile that goes with it. */
export function gemLockOf(folder: Folder): string | null {
  return folder.first("Gemfile.lock", "gems.locked");
}

export function gemspecsOf(folder: Folder): readonly string[] {
  return folder.names.filter((name) => name.endsWith(".gemspec"));
}

/** Gems of the Gemfile and of the gemspecs beside it; of the lockfile where the manifest was not read. */
export function readGems(folder: Folder): Gem[] {
  const file = gemfileOf(folder);
  const own = [
    ...(file === null ? [] : inGemfile(folder.text(file), file)),
    ...gemspecsOf(folder).flatMap((name) => inGemspec(folder.text(name), name)),
  ];
  const lock = gemLockOf(folder);
  if (own.length > 0 || lock === null) return own;
  return [...lockedDependencies(folder)].map((name) => ({
    name,
    groups: [],
    file: lock,
    line: folder.lineOf(lock, `  ${name}`) ?? 1,
    path: null,
    isOptional: false,
  }));
}

const DEEPEST = 20;

/** Which groups the gems of a block are in; the path that they lie under. */
interface Block {
  readonly groups: readonly string[];
  readonly path: string | null;
  readonly isOptional: boolean;
}

/** A Gemfile is a program: what its lines say by convention is read, blocks are followed. */
function inGemfile(text: string, file: string): Gem[] {
  const blocks: Block[] = [];
  const gems: Gem[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.replace(/(?:^|\s)#.*$/, "").trim();
    const name = /^gem[\s(]+["']([^"']+)["']/.exec(line)?.[1];
    if (name !== undefined) {
      const groups = [...blocks.flatMap((block) => block.groups), ...optionSymbols(line)];
      const path = pathOption(line) ?? blocks.find((block) => block.path !== null)?.path ?? null;
      const isOptional = ON_ENVIRONMENT.test(line) || blocks.some((block) => block.isOptional);
      gems.push({ name, groups, file, line: index + 1, path, isOptional });
    } else if (
      blocks.length < DEEPEST &&
      (/\bdo(?:\s*\|[^|]*\|)?$/.test(line) || /^(?:if|unless|case|begin|def)\b/.test(line))
    )
      blocks.push(blockOf(line));
    else if (/^end\b/.test(line)) blocks.pop();
  }
  return gems;
}

function blockOf(line: string): Block {
  const isGroup = /^group\b/.test(line);
  const isOptional =
    ON_ENVIRONMENT.test(line) || (isGroup && /\boptional:\s*true\b|:optional\s*=>\s*true\b/.test(line));
  const groups = isGroup ? symbols(line.replace(/,\s*:?optional\b.*$/, "")) : [];
  return { groups, path: /^path[\s(]+["']([^"']+)["']/.exec(line)?.[1] ?? null, isOptional };
}

const ON_ENVIRONMENT = /(?:^|\s)(?:if|unless)\s+!?ENV\b/;

/** `group: :test`, `groups: [:development, :test]`, `:group => :test`. */
function optionSymbols(line: string): string[] {
  const value = /(?:\bgroups?:|:groups?\s*=>)\s*(\[[^\]]*\]|[:"'][\w"']+)/.exec(line)?.[1];
  return value === undefined ? [] : symbols(value);
}

function pathOption(line: string): string | null {
  return /(?:\bpath:|:path\s*=>)\s*["']([^"']+)["']/.exec(line)?.[1] ?? null;
}

function symbols(text: string): string[] {
  return [...text.matchAll(/:(\w+)|["'](\w+)["']/g)].map(([, symbol, word]) => symbol ?? word ?? "");
}

function inGemspec(text: string, file: string): Gem[] {
  return text.split("\n").flatMap((line, index) => {
    const match = /\.add_(runtime_|development_)?dependency[\s(]+["']([^"']+)["']/.exec(line);
    const name = match?.[2];
    if (!match || name === undefined) return [];
    const groups = match[1] === "development_" ? ["development"] : [];
    return [{ name, groups, file, line: index + 1, path: null, isOptional: false }];
  });
}

/** Every gem that the lockfile installs, with its version. */
export function lockedGems(folder: Folder): ReadonlyMap<string, string> {
  const text = folder.text(gemLockOf(folder) ?? "");
  return new Map(
    [...text.matchAll(/^ {4}([\w.-]+) \(([^)\s]+)\)/gm)].map(([, name = "", version = ""]) => [name, version]),
  );
}

/** Gems that the lockfile knows from the Gemfile. */
export function lockedDependencies(folder: Folder): ReadonlySet<string> {
  const section = lockSection(folder, "DEPENDENCIES");
  return new Set([...section.matchAll(/^ {2}([\w.-]+)/gm)].map(([, name = ""]) => name));
}

/** The lines of one section of the lockfile. */
export function lockSection(folder: Folder, name: string): string {
  const text = folder.text(gemLockOf(folder) ?? "").replaceAll("\r\n", "\n");
  const start = text.startsWith(`${name}\n`) ? 0 : text.indexOf(`\n${name}\n`) + 1;
  if (start === 0 && !text.startsWith(`${name}\n`)) return "";
  const rest = text.slice(start + name.length + 1);
  const end = rest.search(/^\S/m);
  return end < 0 ? rest : rest.slice(0, end);
}
