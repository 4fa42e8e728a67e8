import type { ComponentDraft } from "../../component-draft.ts";
import type { VersionClaim } from "../../pick-version.ts";
import { highest, type JvmBuild } from "../jvm-build.ts";
import { javaClaims } from "./gradle-java.ts";
import { buildFolders, readSettings } from "./gradle-settings.ts";
import { dependenciesOf, type GradleScript, readScript } from "./read-gradle.ts";
import { readCatalog } from "./version-catalog.ts";

const NAMES = ["build.gradle.kts", "build.gradle"];
const WRAPPER = "gradle/wrapper/gradle-wrapper.properties";
/** Java that Gradle itself needs, by its major version: docs.gradle.org, "Compatibility Matrix". */
const GRADLE_NEEDS: readonly (readonly [gradle: number, java: string])[] = [[9, "17"]];
/** Up to this one Gradle runs on Java 8 and not on 17. */
const LAST_OF_JAVA_8 = 5;

export function readGradleBuild(draft: ComponentDraft): JvmBuild {
  const { folder } = draft;
  const settings = readSettings(folder);
  const own = folder.path;
  const modules = settings.projects.filter((path) => path !== own);
  const ownLogic = folder.below.some((path) => path.startsWith("buildSrc/")) ? [folder.at("buildSrc")] : [];
  const logic = [...settings.builds, ...ownLogic];
  const scripts = [
    ...[own, ...modules].flatMap((path) => NAMES.map((name) => (path === "." ? name : `${path}/${name}`))),
    ...logicScripts(draft, logic),
  ].flatMap((path) => readScript(folder.repository, path) ?? []);
  const catalog = readCatalog(folder);
  if (folder.isBroken("gradle/libs.versions.toml")) {
    draft.note(
      "manifest_unreadable",
      folder.at("gradle/libs.versions.toml"),
      "It is no valid TOML, so what `libs` stands for is not known.",
    );
  }
  const dependencies = scripts.flatMap((script) => dependenciesOf(script, catalog));
  const isAndroid = dependencies.some(({ name }) => /^plugin:com\.android\./.test(name));
  const claims = javaClaims(folder, { scripts, catalog, isAndroid });
  const stated = highest(claims, (path) => path.startsWith(folder.at("build.gradle")));
  const java = [...stated.slice(0, 1), ...impliedJava(draft, { stated, isAndroid, scripts })];
  const nested = folder.first("settings.gradle.kts", "settings.gradle") === null ? [] : buildFolders(folder);
  return { dependencies, java: java.slice(-1), modules, parts: [...logic, ...nested] };
}

function logicScripts({ folder }: ComponentDraft, logic: readonly string[]): string[] {
  const isScript = (path: string) => /\.gradle(?:\.kts)?$/.test(path) && !/(?:^|\/)settings\.gradle/.test(path);
  return logic.flatMap((at) =>
    folder.repository.files.flatMap(({ path }) => (path.startsWith(`${at}/`) && isScript(path) ? [path] : [])),
  );
}

/** The version of the wrapper; null without one. */
export function wrapperVersion({ folder }: ComponentDraft): string | null {
  return (
    /^distributionUrl=.*\/gradle-(\d[\w.]*?(?:-(?:rc|milestone)-\d+)?)-(?:bin|all)\.zip/m.exec(
      folder.text(WRAPPER),
    )?.[1] ?? null
  );
}

interface Stated {
  readonly stated: readonly VersionClaim[];
  readonly isAndroid: boolean;
  readonly scripts: readonly GradleScript[];
}

/** What follows from Gradle or the plugin for Android, which run on Java themselves, where the build says nothing or less. */
function impliedJava(draft: ComponentDraft, { stated, isAndroid, scripts }: Stated): VersionClaim[] {
  const path = draft.folder.at(WRAPPER);
  const line = draft.folder.lineOf(WRAPPER, "distributionUrl");
  const major = Number(wrapperVersion(draft)?.split(".")[0] ?? 0);
  const version = Number(stated[0]?.version.split(".")[0] ?? 0);
  const needed = GRADLE_NEEDS.find(([gradle]) => major >= gradle)?.[1];
  if (needed !== undefined && version > 0 && version < Number(needed))
    return [{ version: needed, kind: "range", path, line }];
  if (version > 0) return [];
  if (isAndroid) return scripts.flatMap(androidJava).slice(0, 1);
  return major > 0 && major <= LAST_OF_JAVA_8 ? [{ version: "8", kind: "exact", path, line }] : [];
}

/** The plugin for Android of version 8 and later needs Java 17, version 7 needs 11: developer.android.com, "Release notes". */
function androidJava({ text, path, lineAt }: GradleScript): VersionClaim[] {
  const match =
    /\bcom\.android\.(?:application|library|tools\.build:gradle)["':)]*[ \t]*(?:version)?[ \t(]*["':]*(\d+)\./.exec(
      text,
    );
  if (!match) return [];
  const version = Number(match[1]) >= 8 ? "17" : Number(match[1]) === 7 ? "11" : "8";
  return [{ version, kind: "range", path, line: lineAt(match.index) }];
}
