import type { RepositoryModel } from "../../../model/repository.ts";
import { blankComments } from "../../blank-comments.ts";
import type { Dependency } from "../../mark-dependencies.ts";
import { dotted, type VersionCatalog } from "./version-catalog.ts";

/** A build script without its comments. */
export interface GradleScript {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly lineAt: (offset: number) => number;
}

export function readScript(repository: RepositoryModel, path: string): GradleScript | null {
  const file = repository.file(path);
  return file && { path, text: blankComments(file.text), lineAt: (offset) => file.lines.lineAt(offset) };
}

/** Where plugins are named: the first group is an identifier, or what `prefix` makes one of. */
const PLUGINS: readonly (readonly [pattern: RegExp, prefix: string])[] = [
  [/\bid\b[\s(]*["']([\w.-]+)["']/g, ""],
  [/\bapply\b[\s(]*plugin\s*[:=]\s*["']([\w.-]+)["']/g, ""],
  [/\bkotlin\s*\(\s*["']((?:jvm|android|multiplatform|js|plugin\.[\w.]+))["']\s*\)/g, "org.jetbrains.kotlin."],
];
/** `testImplementation(platform(` and its like are not longer. */
const MAX_CONFIGURATION = 80;
/** Plugins of Gradle itself stand by their names alone. */
const BARE_PLUGIN = /^[ \t]*`?([a-z][a-z-]+)`?[ \t]*$/gm;

/** Plugins as `plugin:id` and dependencies as `group:artifact`, those of the catalog among them. */
export function dependenciesOf(script: GradleScript, catalog: VersionCatalog): Dependency[] {
  return [...pluginsOf(script, catalog), ...librariesOf(script, catalog)];
}

function pluginsOf(script: GradleScript, catalog: VersionCatalog): Dependency[] {
  const { text } = script;
  const named = PLUGINS.flatMap(([pattern, prefix]) =>
    [...text.matchAll(pattern)].map((match) => entry(script, `plugin:${prefix}${match[1] ?? ""}`, match.index)),
  );
  const block = /\bplugins\s*\{([^{}]*)\}/.exec(text);
  const bare = [...(block?.[1] ?? "").matchAll(BARE_PLUGIN)].map((match) =>
    entry(script, `plugin:${match[1] ?? ""}`, (block?.index ?? 0) + (block?.[0].indexOf("{") ?? 0) + 1 + match.index),
  );
  const listed = [...text.matchAll(/\blibs\.plugins\.([\w.]+)/g)].flatMap((match) => {
    const id = lookUp(catalog.plugins, match[1] ?? "");
    return id === undefined ? [] : [entry(script, `plugin:${id}`, match.index)];
  });
  return [...named, ...bare, ...listed];
}

function librariesOf(script: GradleScript, catalog: VersionCatalog): Dependency[] {
  const { text } = script;
  const written = [...text.matchAll(/["']([\w.-]+:[\w.-]+)(?::[^"'\n]*)?["']/g)].map((match) =>
    entry(script, match[1] ?? "", match.index),
  );
  const listed = [...text.matchAll(/\blibs\.(?!plugins\.|versions\.)([\w.]+)/g)].flatMap((match) => {
    const alias = match[1] ?? "";
    const bundle = alias.startsWith("bundles.") ? (lookUp(catalog.bundles, alias.slice(8)) ?? []) : [alias];
    const names = bundle.map((each) => lookUp(catalog.libraries, each)).filter((name) => name !== undefined);
    return names.map((name) => entry(script, name, match.index));
  });
  return [...written, ...listed];
}

/** An alias may be followed by a call: `libs.ktor.get()`. */
function lookUp<T>(entries: ReadonlyMap<string, T>, alias: string): T | undefined {
  return entries.get(dotted(alias)) ?? entries.get(dotted(alias).replace(/\.(?:get|asProvider|map|toInt)\b.*$/, ""));
}

function entry(script: GradleScript, name: string, offset: number): Dependency {
  const before = script.text.slice(Math.max(0, offset - MAX_CONFIGURATION), offset).replace(/^[\s\S]*\n/, "");
  return { name, path: script.path, line: script.lineAt(offset), isTest: /\b(?:android)?test\w*\W/i.test(before) };
}
