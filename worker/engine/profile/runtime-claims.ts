import { memo } from "../memo.ts";
import type { RepositoryModel } from "../model/repository.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { Span } from "../parse/line-index.ts";
import { type VersionSet, versionPrefix, versionRange, versionsFrom } from "./version-set.ts";

export type Runtime = "node" | "python" | "go" | "java" | "ruby" | "php";

/** What a file says about the version of a runtime. */
export interface RuntimeClaim {
  readonly runtime: Runtime;
  readonly path: string;
  readonly at: Span;
  /** As written, for example `>=20` or `22.3.0`. */
  readonly spec: string;
  readonly allows: VersionSet;
  /** `exact`: the version to use. `range`: every version that must work. */
  readonly kind: "exact" | "range";
}

/** Where a version may stand in a file: the first group is the version. */
interface Source {
  readonly name: string;
  readonly pattern: RegExp;
  readonly kind: RuntimeClaim["kind"];
  readonly read: (spec: string) => VersionSet | null;
}

/** Node's long-term lines by code name, up to 2026-10: nodejs.org, "Previous releases". */
const NODE_LINES: Readonly<Record<string, string>> = {
  gallium: "16",
  hydrogen: "18",
  iron: "20",
  jod: "22",
  krypton: "24",
};

const npmRange = (spec: string) => versionRange(spec, "npm");
const pythonRange = (spec: string) => versionRange(spec, "python");
const nodeVersion = (spec: string) => versionPrefix(NODE_LINES[spec.replace(/^lts\//i, "").toLowerCase()] ?? spec);
const LINE = /^[ \t]*([^\s#]\S*)/m;
const toolLine = (tool: string) => new RegExp(`^(?:${tool})[ \\t]+(\\S+)`, "m");
const miseLine = (tool: string) => new RegExp(`^"?(?:${tool})"?\\s*=\\s*["']([^"']+)["']`, "m");

/** `FROM node:22-alpine`, unless a later stage of the same image has another version. */
const dockerImage = (image: string) =>
  new RegExp(
    `^FROM[ \\t]+(?:--platform=\\S+[ \\t]+)?(?:docker\\.io/)?(?:library/)?${image}:(\\d+(?:\\.\\d+)*)(?![\\w.])(?![^]*^FROM[ \\t][^\\n]*\\b${image}:(?!\\1(?![\\w.])))`,
    "im",
  );
const GRADLE_TOOLCHAIN = /\b(?:JavaLanguageVersion\.of|jvmToolchain)\(\s*["']?(\d+)["']?\s*\)/;

/** In the order in which they count: files that name the version before files that allow a range. */
const SOURCES: Readonly<Record<Runtime, readonly Source[]>> = {
  node: [
    exact(".nvmrc", LINE, nodeVersion),
    exact(".node-version", LINE, nodeVersion),
    exact(".tool-versions", toolLine("nodejs|node"), nodeVersion),
    exact("mise.toml", miseLine("node"), nodeVersion),
    exact(".mise.toml", miseLine("node"), nodeVersion),
    exact("package.json", /"volta"\s*:\s*\{[^{}]*"node"\s*:\s*"([^"]+)"/, nodeVersion),
    exact("Dockerfile", dockerImage("node"), versionPrefix),
    range(
      "package.json",
      /"devEngines"\s*:\s*\{[^}]*"runtime"\s*:\s*\{[^}]*"name"\s*:\s*"node"[^}]*"version"\s*:\s*"([^"]+)"/,
      npmRange,
    ),
    range("package.json", /"engines"\s*:\s*\{[^{}]*"node"\s*:\s*"([^"]+)"/, npmRange),
  ],
  python: [
    exact(".python-version", LINE, versionPrefix),
    exact("runtime.txt", /^python-(\S+)/m, versionPrefix),
    exact(".tool-versions", toolLine("python"), versionPrefix),
    exact("mise.toml", miseLine("python"), versionPrefix),
    exact(".mise.toml", miseLine("python"), versionPrefix),
    exact("Pipfile", /^python_(?:full_)?version\s*=\s*["']([^"']+)["']/m, versionPrefix),
    exact("Dockerfile", dockerImage("python"), versionPrefix),
    range("pyproject.toml", /^requires-python\s*=\s*["']([^"']+)["']/m, pythonRange),
    range("pyproject.toml", /^\[tool\.poetry\.dependencies\][^[]*?^python\s*=\s*["']([^"']+)["']/m, pythonRange),
    range("setup.cfg", /^python_requires[ \t]*=[ \t]*(\S[^\n]*)/m, pythonRange),
    range("setup.py", /\bpython_requires\s*=\s*["']([^"']+)["']/, pythonRange),
  ],
  go: [
    exact(".tool-versions", toolLine("golang|go"), versionPrefix),
    exact("mise.toml", miseLine("go"), versionPrefix),
    exact(".mise.toml", miseLine("go"), versionPrefix),
    exact("Dockerfile", dockerImage("golang"), versionPrefix),
    exact("go.mod", /^toolchain\s+go(\d\S*)/m, versionsFrom),
    range("go.mod", /^go\s+(\d\S*)/m, versionsFrom),
  ],
  java: [
    exact(".java-version", LINE, javaVersion),
    exact(".sdkmanrc", /^java=(\S+)/m, javaVersion),
    exact(".tool-versions", toolLine("java"), javaVersion),
    exact("system.properties", /^java\.runtime\.version=(\S+)/m, javaVersion),
    exact("mise.toml", miseLine("java"), javaVersion),
    exact(".mise.toml", miseLine("java"), javaVersion),
    exact("Dockerfile", dockerImage("eclipse-temurin"), javaVersion),
    range("build.gradle.kts", GRADLE_TOOLCHAIN, javaFrom),
    range("build.gradle", GRADLE_TOOLCHAIN, javaFrom),
    range("pom.xml", /<maven\.compiler\.release>\s*([\d.]+)\s*</, javaFrom),
    range("pom.xml", /<java\.version>\s*([\d.]+)\s*</, javaFrom),
  ],
  ruby: [
    exact(".ruby-version", LINE, (spec) => versionPrefix(spec.replace(/^ruby-/, ""))),
    exact(".tool-versions", toolLine("ruby"), versionPrefix),
    exact("mise.toml", miseLine("ruby"), versionPrefix),
    exact(".mise.toml", miseLine("ruby"), versionPrefix),
    exact("Dockerfile", dockerImage("ruby"), versionPrefix),
    exact("Gemfile", /^ruby\s+["'](\d[\d.]*)["']/m, versionPrefix),
  ],
  php: [
    exact(".php-version", LINE, versionPrefix),
    exact("Dockerfile", dockerImage("php"), versionPrefix),
    range("composer.json", /"require"\s*:\s*\{[^{}]*"php"\s*:\s*"([^"]+)"/, (spec) => versionRange(spec, "composer")),
  ],
};

/** What the files of a folder (empty for the root) say, per runtime in the order in which they count. Unclear versions are left out. */
export function readRuntimeClaims(repository: RepositoryModel, directory: string): RuntimeClaim[] {
  const prefix = directory === "" ? "" : `${directory}/`;
  const claims: RuntimeClaim[] = [];
  for (const [runtime, sources] of Object.entries(SOURCES)) {
    for (const source of sources) {
      const file = repository.file(prefix + source.name);
      const claim = file && readClaim(file, source);
      if (claim) claims.push({ ...claim, runtime: runtime as Runtime });
    }
  }
  return claims;
}

/** What the files of the root say. */
export const rootClaims = memo((repository: RepositoryModel): readonly RuntimeClaim[] =>
  readRuntimeClaims(repository, ""),
);

function readClaim(file: SourceFile, { pattern, kind, read }: Source): Omit<RuntimeClaim, "runtime"> | null {
  const match = pattern.exec(file.text.replace(/^\ufeff/, " "));
  const spec = match?.[1];
  if (!match || spec === undefined) return null;
  const allows = read(spec);
  if (allows === null) return null;
  const start = match.index + match[0].lastIndexOf(spec);
  return { path: file.path, at: { start, end: start + spec.length }, spec, allows, kind };
}

function exact(name: string, pattern: RegExp, read: Source["read"]): Source {
  return { name, pattern, read, kind: "exact" };
}

function range(name: string, pattern: RegExp, read: Source["read"]): Source {
  return { name, pattern, read, kind: "range" };
}

/** `21`, `21.0.2-tem`, `temurin-21.0.2+13`, `1.8`. */
export function javaVersion(spec: string): VersionSet | null {
  const numbers = /(?:^|-)(?:1\.)?(\d+(?:\.\d+){0,2})(?:[.+-].*)?$/.exec(spec)?.[1];
  return numbers === undefined ? null : versionPrefix(numbers);
}

function javaFrom(spec: string): VersionSet | null {
  return versionsFrom(spec.replace(/^1\.(?=\d)/, ""));
}
