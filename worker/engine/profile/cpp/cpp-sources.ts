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
  "Package.swift",
];

/** C and C++ by the number of files; empty where there are none. */
export function cLanguages({ below }: Folder): string[] {
  const c = below.filter((path) => C.test(path)).length;
  const cpp = below.filter((path) => CPP.test(path)).length;
  if (cpp > 0 && c > 0) return cpp >= c / 4 ? ["cpp", "c"] : ["c", "cpp"];
  return cpp > 0 ? ["cpp"] : c > 0 ? ["c"] : [];
}

/** True for sources in the folder itself or in `src/`, where no other language is at home. */
export function hasOwnSources(folder: Folder): boolean {
  const isSource = (path: string) => C.test(path) || CPP.test(path);
  const near = folder.below.some((path) => /^(?:src\/)?[^/]+$/.test(path) && isSource(path));
  return near && folder.first(...OTHER_MANIFESTS) === null;
}
