import { text } from "../read-value.ts";
import type { NodePackage } from "./node-package.ts";

const STEMS = ["app", "index", "server", "main"];
const ENDINGS = ["js", "ts", "mjs", "mts", "cjs", "cts", "tsx", "jsx"];
const CONVENTIONAL = ["src/", ""].flatMap((folder) =>
  STEMS.flatMap((stem) => ENDINGS.map((ending) => `${folder}${stem}.${ending}`)),
);
/** `node dist/server.js` and `tsx watch src/api/server.ts` name the file that runs. */
const RUN_FILE = /(?:^|\s)(?:\.\/)?([\w@./-]+\.[cm]?[jt]sx?)(?=\s|$)/g;

/** Files that an application begins with and that were read. */
export function readEntries({ folder, manifest, scripts }: NodePackage): readonly string[] {
  const run = [scripts.get("start"), scripts.get("dev")].flatMap((body) =>
    [...(body ?? "").matchAll(RUN_FILE)].map(([, name]) => name ?? ""),
  );
  const named = [text(manifest.main), text(manifest.module), ...run].flatMap(
    (name) => name?.replace(/^\.\//, "") ?? [],
  );
  return [...new Set([...named, ...CONVENTIONAL])].filter((name) => folder.file(name) !== null);
}

/** The first of these files that imports one of these packages, or a part of it; null when none does. */
export function importerOf(node: NodePackage, entries: readonly string[], packages: readonly string[]): string | null {
  return entries.find((name) => packages.some((each) => importPattern(each).test(codeOf(node, name)))) ?? null;
}

/** Types that comments name by the module that they come from are no imports. */
function codeOf({ folder }: NodePackage, name: string): string {
  return folder
    .text(name)
    .split("\n")
    .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line))
    .join("\n");
}

/** An import of a package in the forms of ES modules, CommonJS, and of registries' own addresses. */
export function importPattern(name: string): RegExp {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?:\\bfrom|\\brequire\\(|\\bimport\\(?)\\s*["'](?:npm:|jsr:)?/?${escaped}(?:[@/][^"'\\n]*)?["']`);
}
