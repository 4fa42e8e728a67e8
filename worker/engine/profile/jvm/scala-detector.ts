import { blankComments } from "../blank-comments.ts";
import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { joinPath } from "../folder-paths.ts";
import { type Dependency, type Mark, markFrameworks, markServices } from "../mark-dependencies.ts";
import { claimsOf, imageSource, pickVersion, readVersions, toolSources, type VersionClaim } from "../pick-version.ts";
import { addProcfileStart } from "../task-files.ts";
import { javaNumber, languagesOf } from "./jvm-build.ts";
import { JVM_DRIVERS, JVM_INSTEAD } from "./jvm-marks.ts";

const BUILD = "build.sbt";
const PLUGINS = "project/plugins.sbt";
const PROPERTIES = "project/build.properties";

/** Builds of sbt and of Mill, and scripts of Scala CLI. */
export const scalaDetector: Detector = {
  ecosystem: "scala",
  owns: (folder) => folder.first(BUILD, ...MILL) !== null,
  detect: (folder) => (folder.has(BUILD) ? detectSbt(folder) : detectMill(folder)),
};

const MILL = ["build.mill", "build.sc"];

const FRAMEWORKS: readonly Mark[] = [
  [/^(?:com\.typesafe\.play|org\.playframework):(?:sbt-plugin|play)$/, "play"],
  [/^com\.typesafe\.akka:akka-http$/, "akka-http"],
  [/^org\.apache\.pekko:pekko-http$/, "pekko-http"],
  [/^org\.http4s:http4s-/, "http4s"],
  [/^dev\.zio:zio-http$/, "zio-http"],
  [/^com\.softwaremill\.sttp\.tapir:/, "tapir"],
  [/^org\.scalatra:scalatra/, "scalatra"],
  [/^com\.lihaoyi:cask$/, "cask"],
  [/^com\.twitter:finatra-/, "finatra"],
  [/^org\.apache\.spark:spark-(?:core|sql)$/, "spark"],
];
const DRIVERS: readonly Mark[] = [...JVM_DRIVERS, [/^org\.tpolecat:(?:doobie-postgres|skunk-core)$/, "postgres"]];

function detectSbt(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  for (const language of languagesOf(folder)) draft.language(language, draft.proof(BUILD));
  if (draft.languages.length === 0) draft.language("scala", draft.proof(BUILD));
  const version = /^sbt\.version[ \t]*=[ \t]*(\d\S*)/m.exec(folder.text(PROPERTIES))?.[1] ?? null;
  const proof = version === null ? draft.proof(BUILD) : draft.proof(PROPERTIES, "sbt.version");
  draft.manager(
    { name: "sbt", version, lockfile: folder.has("build.sbt.lock") ? folder.at("build.sbt.lock") : null },
    proof,
  );
  addVersions(draft, BUILD);
  const dependencies = [BUILD, PLUGINS, "project/Dependencies.scala"].flatMap((name) => dependenciesOf(folder, name));
  markFrameworks(draft, dependencies, FRAMEWORKS);
  markServices(draft, dependencies, { drivers: DRIVERS, instead: JVM_INSTEAD });
  addProjects(draft);
  addSbtCommands(draft, dependencies);
  addProcfileStart(draft);
  return draft.finish();
}

/** The first version of Scala that the build is made with, and the Java that its files name. */
function addVersions(draft: ComponentDraft, manifest: string): void {
  const pattern = /\bscalaVersion\b[ \t]*(?::?=)[ \t]*"(\d[\d.]*)"/;
  const scala = readVersions(draft, [{ name: manifest, pattern, kind: "exact" }]).filter(
    ({ path }) => path === draft.folder.at(manifest),
  );
  pickVersion(draft, "scala", scala);
  const java = [
    ...claimsOf(draft, "java"),
    ...readVersions(draft, [...toolSources("java"), imageSource("(?:eclipse-temurin|sbt)")]),
  ];
  pickVersion(draft, "java", java.flatMap(asNumber).slice(0, 1));
}

function asNumber(claim: VersionClaim): VersionClaim[] {
  const version = javaNumber(claim.version);
  return version === null ? [] : [{ ...claim, version }];
}

/** `"group" %% "artifact" % "1.0" % Test`, and modules of plugins. */
function dependenciesOf(folder: Folder, name: string): Dependency[] {
  const lines = folder.file(name)?.lines;
  const text = blankComments(folder.text(name), { line: "//", block: ["/*", "*/"], quotes: ['"'] });
  return [...text.matchAll(/"([\w.-]+)"\s{0,9}%{1,3}\s{0,9}"([\w.-]+)"([^\n]{0,99})/g)].map((match) => ({
    name: `${match[1]}:${match[2]}`,
    path: folder.at(name),
    line: lines?.lineAt(match.index) ?? null,
    isTest: /%\s*(?:"test"|Test)\b/.test(match[3] ?? ""),
  }));
}

/** `lazy val core = project` and `project in file("modules/core")`. */
function addProjects(draft: ComponentDraft): void {
  const { folder } = draft;
  const text = blankComments(folder.text(BUILD), { line: "//", block: ["/*", "*/"], quotes: ['"'] });
  const named = [...text.matchAll(/\bval\s+`?([\w-]+)`?\s*=\s*\(?\s*(?:project|crossProject)\b([^\n]{0,200})/g)].map(
    ([, name = "", rest = ""]) => /\bin\s*\(?\s*file\(\s*"([^"\n]*)"/.exec(rest)?.[1] ?? name,
  );
  const paths = named.map((path) => joinPath(folder.path, path)).filter((path) => path !== null);
  const isThere = (path: string) => folder.repository.snapshot.paths.some((each) => each.startsWith(`${path}/`));
  const projects = paths.filter((path) => path !== folder.path && isThere(path));
  if (projects.length > 1) draft.monorepo("sbt", projects, draft.proof(BUILD, /\bproject\b/));
  draft.members([...projects, folder.at("project")]);
}

function addSbtCommands(draft: ComponentDraft, dependencies: readonly Dependency[]): void {
  const { folder } = draft;
  const usual = draft.proof(BUILD);
  const plugin = (name: RegExp) => dependencies.find((each) => name.test(each.name));
  const format = plugin(/:sbt-scalafmt$/);
  const fix = plugin(/:sbt-scalafix$/);
  if (fix && folder.has(".scalafix.conf"))
    draft.command("lint", 'sbt "scalafixAll --check"', { path: fix.path, line: fix.line, confidence: "high" });
  if (format)
    draft.command("format", "sbt scalafmtCheckAll scalafmtSbtCheck", {
      path: format.path,
      line: format.line,
      confidence: "high",
    });
  draft.command("test", "sbt test", usual);
  const isAssembled = plugin(/:sbt-assembly$/);
  const isStaged = plugin(/:sbt-native-packager$/) ?? (draft.frameworks.includes("play") ? true : undefined);
  draft.command("build", isAssembled ? "sbt assembly" : isStaged ? "sbt stage" : "sbt compile", usual);
  const main = folder.below.some((path) => /^(?:src\/main\/scala|app)\//.test(path));
  if (main) draft.command("start", "sbt run", { ...usual, confidence: "medium" });
}

function detectMill(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  const manifest = folder.first(...MILL) ?? "build.mill";
  draft.language("scala", draft.proof(manifest, undefined, "medium"));
  const version =
    /^\s*(\d[\w.-]*)/.exec(folder.text(".mill-version"))?.[1] ??
    /^\/\/\|[ \t]*mill-version:[ \t]*(\d\S*)/m.exec(folder.text(manifest))?.[1] ??
    null;
  draft.manager({ name: "mill", version, lockfile: null }, draft.proof(manifest));
  addVersions(draft, manifest);
  const program = folder.has("mill") ? "./mill" : "mill";
  draft.command("format", `${program} mill.scalalib.scalafmt/checkFormatAll`, draft.proof(manifest, undefined, "low"));
  draft.command("test", `${program} __.test`, draft.proof(manifest));
  draft.command("build", `${program} __.compile`, draft.proof(manifest));
  return draft.finish();
}
