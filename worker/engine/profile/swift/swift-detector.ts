import { blankComments } from "../blank-comments.ts";
import { ComponentDraft, type Proof } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { isPlatformFolder, nearest } from "../folder-paths.ts";
import { type Dependency, type Mark, markFrameworks, markServices } from "../mark-dependencies.ts";
import { imageSource, pickVersion, readVersions, toolSources, type VersionClaim } from "../pick-version.ts";
import { addProcfileStart } from "../task-files.ts";
import { draftXcode, xcodeProject } from "./xcode-project.ts";

const MANIFEST = "Package.swift";

/** Packages of Swift, and projects of Xcode, which need a Mac. */
export const swiftDetector: Detector = {
  ecosystem: "swift",
  owns: (folder) => folder.has(MANIFEST) || xcodeProject(folder) !== null,
  detect: (folder) => (folder.has(MANIFEST) ? detectPackage(folder) : detectXcode(folder)),
};

/** By the last part of a package's address. */
const FRAMEWORKS: readonly Mark[] = [
  [/\/vapor$/, "vapor"],
  [/\/hummingbird$/, "hummingbird"],
  [/\/Kitura$/, "kitura"],
  [/\/swift-composable-architecture$/, "composable-architecture"],
  [/\/swift-aws-lambda-runtime$/, "aws-lambda"],
];
const DRIVERS: readonly Mark[] = [
  [/\/(?:fluent-postgres-driver|postgres-nio|postgres-kit)$/, "postgres"],
  [/\/(?:fluent-mysql-driver|mysql-nio|mysql-kit)$/, "mysql"],
  [/\/(?:fluent-mongo-driver|MongoKitten)$/, "mongodb"],
  [/\/(?:redis|RediStack|valkey-swift)$/, "redis"],
];

function detectPackage(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  const text = blankComments(folder.text(MANIFEST), { line: "//", block: ["/*", "*/"], quotes: ['"'] });
  if (folder.file(MANIFEST) && !/\bPackage\s*\(/.test(text)) {
    draft.note(
      "manifest_unreadable",
      folder.at(MANIFEST),
      "It describes no package, so targets and dependencies are not known.",
    );
  }
  draft.language("swift", draft.proof(MANIFEST));
  const lock = folder.first("Package.resolved");
  draft.manager(
    { name: "swiftpm", version: null, lockfile: lock === null ? null : folder.at(lock) },
    draft.proof(MANIFEST),
  );
  pickVersion(draft, "swift", swiftVersions(draft));
  const dependencies = dependenciesOf(folder, text);
  markFrameworks(draft, dependencies, FRAMEWORKS);
  markServices(draft, dependencies, { drivers: DRIVERS, instead: [] });
  addPackageCommands(draft, text);
  addProcfileStart(draft);
  return draft.finish();
}

function swiftVersions(draft: ComponentDraft): VersionClaim[] {
  const first = [
    { name: ".swift-version", pattern: /^[ \t]*(?:swift-)?(\d\S*)/m, kind: "exact" },
    ...toolSources("swift"),
  ] as const;
  const tools = {
    name: MANIFEST,
    pattern: /^\/\/[ \t]*swift-tools-version[ \t]*:[ \t]*(\d[\d.]*)/im,
    kind: "range",
  } as const;
  const own = readVersions(draft, [tools]).filter(({ path }) => path === draft.folder.at(MANIFEST));
  const files = readVersions(draft, first).map((claim) => ({
    ...claim,
    version: claim.version.replace(/-RELEASE$/i, ""),
  }));
  return [...files, ...own, ...readVersions(draft, [imageSource("swift")])];
}

function dependenciesOf(folder: Folder, text: string): Dependency[] {
  const lines = folder.file(MANIFEST)?.lines;
  return [...text.matchAll(/\burl\s*:\s*"([^"\n]+)"/g)].map(({ 1: url = "", index }) => ({
    name: url.replace(/\.git$/, ""),
    path: folder.at(MANIFEST),
    line: lines?.lineAt(index) ?? null,
    isTest: false,
  }));
}

function addPackageCommands(draft: ComponentDraft, text: string): void {
  const usual = draft.proof(MANIFEST);
  const { folder } = draft;
  draft.command("install", "swift package resolve", usual);
  addChecks(draft);
  const hasTests = /\.testTarget\s*\(/.test(text) || folder.below.some((path) => path.startsWith("Tests/"));
  if (hasTests) draft.command("test", "swift test", draft.proof(MANIFEST, /\.testTarget\b/));
  draft.command("build", "swift build -c release", usual);
  const program =
    /\.executableTarget\s*\(\s*name\s*:\s*"([^"\n]+)"/.exec(text)?.[1] ??
    /\.executable\s*\(\s*name\s*:\s*"([^"\n]+)"/.exec(text)?.[1];
  if (program === undefined) return;
  const only = (text.match(/\.executableTarget\s*\(/g) ?? []).length <= 1;
  draft.command("start", `swift run ${program}`, draft.proof(MANIFEST, program, only ? "high" : "low"));
}

function addChecks(draft: ComponentDraft): void {
  const lint = nearest(draft.folder, ".swiftlint.yml", ".swiftlint.yaml");
  const format = nearest(draft.folder, ".swift-format");
  const of = (path: string): Proof => ({ path, line: null, confidence: "high" });
  if (lint !== null) draft.command("lint", "swiftlint lint --strict", of(lint));
  if (format !== null) draft.command("format", "swift format lint --strict --recursive .", of(format));
}

function detectXcode(folder: Folder): Detected | null {
  const project = xcodeProject(folder);
  if (project === null || isPlatformFolder(folder)) return null;
  const draft = draftXcode(folder, project);
  pickVersion(draft, "swift", swiftVersions(draft));
  addChecks(draft);
  return draft.finish();
}
