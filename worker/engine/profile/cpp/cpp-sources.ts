import type { Folder } from "../folder.ts";

const C = /\.c$/;
const CPP = /\.(?:cc|cpp|cxx|c\+\+|ixx|cppm)$/;
/** Manifests of other languages: C beside them is an extension, which their own tools build. */
const OTHER_MANIFESTS = [
  "package.json",
  "go.mod",
  "Cargo.toml",
  "pyproject.toml",
  "setup.py",
  "Gemfile",
  "mix.exs",
  "composer.json",
  "build.zig",
  "pubspec.yaml",
];

/** C and C++ by the number of files; empty where there are none. */
export function cLanguages({ below }: Folder): string[] {
  const c = below.filter((path) => C.test(path)).length;
  const cpp = below.filter((path) => CPP.test(path)).length;
  if (cpp > 0 && c > 0) return cpp >= c / 4 ? ["cpp", "c"] : ["c", "cpp"];
  return cpp > 0 ? ["cpp"] : c > 0 ? ["c"] : [];
}

/** True for sources in the folder itself, in `src/`, or where its makefile leads to, and no other language at home. */
export function hasOwnSources(folder: Folder, manifest: string): boolean {
  if (folder.first(...OTHER_MANIFESTS) !== null || isOfSwift(folder)) return false;
  const sources = folder.below.filter((path) => C.test(path) || CPP.test(path));
  return sources.some((path) => /^(?:src\/)?[^/]+$/.test(path)) || (sources.length > 0 && leadsOn(folder, manifest));
}

/** A package of Swift with code of its own: a `Package.swift` alone only lets others use a library in C. */
function isOfSwift({ names, below }: Folder): boolean {
  return names.includes("Package.swift") && below.some((path) => /(?<!(?:^|\/)Package)\.swift$/.test(path));
}

/** Builds what lies in folders below, or configures their makefiles. */
function leadsOn(folder: Folder, manifest: string): boolean {
  const isSub = /\$[({]MAKE[)}][^\n]*\s-\w*C\b|^\s*(?:SUBDIRS|DIRS)\s*[+:]?=/m;
  const isAutotools = folder.has("configure.ac") || folder.has("configure.in");
  const hasParts = folder.below.some((path) => /\/Makefile\.(?:am|in)$/.test(path));
  return isSub.test(folder.text(manifest)) || (isAutotools && (hasParts || folder.has("Makefile.am")));
}
