import type { Folder } from "../folder.ts";
import { folderOf, nearest, upward } from "../folder-paths.ts";
import type { Dependency } from "../mark-dependencies.ts";
import type { VersionClaim } from "../pick-version.ts";

/** What a Maven or a Gradle build says of itself, its modules included. */
export interface JvmBuild {
  /** `group:artifact`, plugins as `plugin:id` and parents as `parent:group:artifact`. */
  readonly dependencies: readonly Dependency[];
  /** Versions of Java that the build files ask for, the one that counts most first. */
  readonly java: readonly VersionClaim[];
  /** Folders of the modules from the root of the repository, without the build's own. */
  readonly modules: readonly string[];
  /** More folders that belong to the build: its own logic. */
  readonly parts: readonly string[];
}

/** True for a build that applies a plugin or has a dependency of this name. */
export function uses({ dependencies }: JvmBuild, name: RegExp): Dependency | undefined {
  return dependencies.find((dependency) => name.test(dependency.name));
}

/** How a wrapper's script is called from the folder, its own or that of the build above; null without one. */
export function wrapperCall(folder: Folder, script: string): string | null {
  const path = nearest(folder, script);
  if (path === null) return null;
  const up = upward(folder.path).indexOf(folderOf(path));
  return up === 0 ? `./${script}` : `${"../".repeat(up)}${script}`;
}

/** The plain number of a Java version: `17` of `17.0.9-tem`, `8` of `1.8` and of `VERSION_1_8`; null for what is none. */
export function javaNumber(written: string): string | null {
  const match = /^(?:[a-z]+\d*-|VERSION_|JVM_)*(?:1[._](?=\d))?(\d+(?:\.\d+){0,3})/i.exec(written.trim());
  return match?.[1] ?? null;
}

/** What the build's own file claims first; else, of its modules, the highest: all of them are built together. */
export function highest(claims: readonly VersionClaim[], isOwn: (path: string) => boolean): VersionClaim[] {
  const own = claims.filter(({ path }) => isOwn(path));
  return own.length > 0
    ? own
    : claims.toSorted((a, b) => Number.parseInt(b.version, 10) - Number.parseInt(a.version, 10));
}

const LANGUAGES: readonly (readonly [extension: string, language: string])[] = [
  ["java", "java"],
  ["kt", "kotlin"],
  ["groovy", "groovy"],
  ["scala", "scala"],
];

/** Languages by the number of files in main sources, or in all where there are none. */
export function languagesOf(folder: Folder): string[] {
  const main = countSources(folder.below.filter((path) => /(?:^|\/)src\/(?:main|commonMain|jvmMain)\//.test(path)));
  return main.length > 0
    ? main
    : countSources(folder.below.filter((path) => !/(?:^|\/)(?:buildSrc|project)\//.test(path)));
}

function countSources(paths: readonly string[]): string[] {
  const counts = LANGUAGES.map(([extension, language]) => {
    const end = `.${extension}`;
    return { language, count: paths.filter((path) => path.endsWith(end)).length };
  });
  return counts
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ language }) => language);
}
