import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { isPlatformFolder } from "../folder-paths.ts";
import { markFrameworks, markServices } from "../mark-dependencies.ts";
import { claimsOf, pickVersion, type VersionClaim } from "../pick-version.ts";
import { addProcfileStart } from "../task-files.ts";
import { readGradleBuild, wrapperVersion } from "./gradle/gradle-build.ts";
import { addGradleCommands } from "./gradle/gradle-commands.ts";
import { type JvmBuild, javaNumber, languagesOf, uses } from "./jvm-build.ts";
import { JVM_DRIVERS, JVM_FRAMEWORKS, JVM_INSTEAD } from "./jvm-marks.ts";
import { readMavenBuild } from "./maven/maven-build.ts";
import { addMavenCommands, manifestOf } from "./maven/maven-commands.ts";

const GRADLE = ["build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle"];
const MAVEN = /^pom\.(?:xml|ya?ml|clj|groovy|rb|scala|atom|kts)$/;

/** Builds of Maven and Gradle in Java, Kotlin, Groovy or Scala. */
export const javaDetector: Detector = {
  ecosystem: "java",
  owns: (folder) => isGradle(folder) || mavenFile(folder) !== undefined,
  detect: (folder) => (isForeign(folder) ? null : detectJava(folder)),
};

/** Sources of tests and samples, parts of a mobile application, and the `pom.xml` that builds of Clojure and Scala write. */
function isForeign(folder: Folder): boolean {
  const isSource = /(?:^|\/)src\/(?:it|test|main|\w+Test)(?:\/|$)/.test(folder.path);
  const isWritten = !isGradle(folder) && folder.first("project.clj", "deps.edn", "build.sbt") !== null;
  return isSource || isWritten || isPlatformFolder(folder);
}

/** Other languages than XML need an extension of Maven. */
function mavenFile(folder: Folder): string | undefined {
  const hasExtension = folder.path === "." || folder.has(".mvn/extensions.xml");
  return folder.has("pom.xml") ? "pom.xml" : folder.names.find((name) => hasExtension && MAVEN.test(name));
}

function isGradle(folder: Folder): boolean {
  return folder.first(...GRADLE) !== null || (folder.has("gradlew") && mavenFile(folder) === undefined);
}

/** Gradle where both are there and Gradle has its wrapper, or Maven has no file. */
function detectJava(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  const maven = mavenFile(folder);
  const isOfGradle = isGradle(folder) && (maven === undefined || folder.has("gradlew") || !folder.has("mvnw"));
  if (maven !== undefined && isGradle(folder)) {
    const used = isOfGradle ? "Gradle" : "Maven";
    draft.note(
      "uncertain",
      folder.at(maven),
      `There are builds of Maven and of Gradle; ${used} is used. Remove the other, or generate for it by hand.`,
    );
  }
  const build = isOfGradle ? readGradleBuild(draft) : readMavenBuild(draft);
  addLanguages(draft, build, isOfGradle ? (folder.first(...GRADLE) ?? "gradlew") : manifestOf(draft));
  addManager(draft, isOfGradle);
  addVersions(draft, build);
  markFrameworks(draft, build.dependencies, JVM_FRAMEWORKS);
  if (isOfGradle) addAndroid(draft);
  markServices(draft, build.dependencies, { drivers: JVM_DRIVERS, instead: JVM_INSTEAD });
  addModules(draft, build, isOfGradle);
  if (isOfGradle) addGradleCommands(draft, build);
  else addMavenCommands(draft, build);
  addProcfileStart(draft);
  return draft.finish();
}

/** Plugins of a build's own hide the plugin for Android: the manifest of an application does not. */
function addAndroid(draft: ComponentDraft): void {
  const manifest = draft.folder.below.find((path) => /^(?:[\w.-]+\/){0,3}src\/main\/AndroidManifest\.xml$/.test(path));
  if (manifest !== undefined) draft.framework("android", draft.proof(manifest, undefined, "medium"));
}

function addModules(draft: ComponentDraft, { modules, parts }: JvmBuild, isOfGradle: boolean): void {
  const tool = isOfGradle ? "gradle" : "maven";
  const manifest = isOfGradle
    ? (draft.folder.first("settings.gradle.kts", "settings.gradle") ?? "")
    : manifestOf(draft);
  draft.monorepo(tool, modules, draft.proof(manifest, isOfGradle ? /^\s*include\b/m : /<(?:modules|subprojects)>/));
  draft.members(parts);
}

/** What plugins say of languages where no source is seen. */
const PLUGIN_LANGUAGES: readonly (readonly [plugin: RegExp, language: string])[] = [
  [/^plugin:(?:org\.jetbrains\.kotlin[.:]|kotlin(?:-|$))|^org\.jetbrains\.kotlin:kotlin-gradle-plugin$/, "kotlin"],
  [/^plugin:scala$|^plugin:net\.alchim31\.maven:/, "scala"],
  [/^plugin:groovy$|^plugin:org\.codehaus\.gmavenplus:/, "groovy"],
];

function addLanguages(draft: ComponentDraft, build: JvmBuild, manifest: string): void {
  for (const language of languagesOf(draft.folder)) draft.language(language, draft.proof(manifest));
  if (draft.languages.length > 0) return;
  const found = PLUGIN_LANGUAGES.flatMap(([plugin, language]) => {
    const proof = uses(build, plugin);
    return proof ? [{ language, proof }] : [];
  });
  for (const { language, proof } of found)
    draft.language(language, { path: proof.path, line: proof.line, confidence: "high" });
  if (found.length === 0) draft.language("java", { ...draft.proof(manifest), confidence: "medium" });
}

const MAVEN_WRAPPER = ".mvn/wrapper/maven-wrapper.properties";

function addManager(draft: ComponentDraft, isOfGradle: boolean): void {
  const { folder } = draft;
  if (isOfGradle) {
    const version = wrapperVersion(draft);
    const lock = folder.first("gradle.lockfile");
    const proof =
      version === null
        ? draft.proof(folder.first("gradlew", ...GRADLE) ?? "")
        : draft.proof("gradle/wrapper/gradle-wrapper.properties", "distributionUrl");
    draft.manager({ name: "gradle", version, lockfile: lock === null ? null : folder.at(lock) }, proof);
    return;
  }
  const version =
    /^distributionUrl\s*=.*apache-maven-(\d[\w.-]{0,20}?)-bin\./m.exec(folder.text(MAVEN_WRAPPER))?.[1] ?? null;
  const proof = version === null ? draft.proof(manifestOf(draft)) : draft.proof(MAVEN_WRAPPER, "distributionUrl");
  draft.manager({ name: "maven", version, lockfile: null }, proof);
}

/** Version files before what the build allows, and what an image has last. */
function addVersions(draft: ComponentDraft, build: JvmBuild): void {
  const claims = claimsOf(draft, "java").flatMap(asNumber);
  const files = claims.filter(({ path, kind }) => kind === "exact" && !path.endsWith("Dockerfile"));
  const images = claims.filter(({ path }) => path.endsWith("Dockerfile"));
  pickVersion(draft, "java", [...files, ...build.java, ...images]);
}

function asNumber(claim: VersionClaim): VersionClaim[] {
  const version = javaNumber(claim.version);
  return version === null ? [] : [{ ...claim, version }];
}
