import type { ComponentDraft, Proof } from "../component-draft.ts";
import { nearest } from "../folder-paths.ts";
import type { DartWorkspace } from "./dart-workspace.ts";

const MANIFEST = "pubspec.yaml";

export interface DartScope {
  readonly isFlutter: boolean;
  readonly packages: ReadonlySet<string>;
  readonly workspace: DartWorkspace;
}

export function addDartCommands(draft: ComponentDraft, scope: DartScope): void {
  const { isFlutter } = scope;
  const tool = isFlutter ? "flutter" : "dart";
  const usual = draft.proof(MANIFEST);
  const frozen = nearest(draft.folder, "pubspec.lock") === null ? "" : " --enforce-lockfile";
  const generate = needsGenerator(draft, scope) ? " && dart run build_runner build --delete-conflicting-outputs" : "";
  const melos = melosOf(scope);
  if (melos === null) draft.command("install", `${tool} pub get${frozen}${generate}`, usual);
  else draft.command("install", `${melos.install} && ${melos.run} bootstrap`, draft.proof(melosFile(draft)));
  draft.command("lint", isFlutter ? "flutter analyze" : "dart analyze --fatal-infos", usual);
  draft.command("format", "dart format --output=none --set-exit-if-changed .", usual);
  if (scope.workspace.packages.length > 0) addWorkspaceTest(draft, scope, tool);
  addTest(draft, scope, tool);
  addBuild(draft, isFlutter);
}

interface Melos {
  readonly install: string;
  readonly run: string;
}

/** Melos as a dependency of the workspace, or installed for all; null where there is none. */
function melosOf({ workspace, packages, isFlutter }: DartScope): Melos | null {
  if (!workspace.isMelos) return null;
  if (packages.has("melos")) return { install: `${isFlutter ? "flutter" : "dart"} pub get`, run: "dart run melos" };
  return { install: "dart pub global activate melos", run: "dart pub global run melos" };
}

function melosFile({ folder }: ComponentDraft): string {
  return folder.has("melos.yaml") ? "melos.yaml" : MANIFEST;
}

/** The runner looks at one package: each is tested in its folder. */
function addWorkspaceTest(draft: ComponentDraft, scope: DartScope, tool: string): void {
  const { folder } = draft;
  const own = folder.path === "." ? "" : `${folder.path}/`;
  const all = [".", ...scope.workspace.packages.map((path) => path.slice(own.length))];
  const tested = all.filter((path) =>
    folder.below.some((each) => each.startsWith(path === "." ? "test/" : `${path}/test/`)),
  );
  if (tested.length === 0) return;
  const melos = melosOf(scope);
  const loop = `for package in ${tested.join(" ")}; do (cd "$package" && ${tool} test) || exit 1; done`;
  const run = melos === null ? loop : `${melos.run} exec --dir-exists=test -- ${tool} test`;
  draft.command("test", run, draft.proof(melosFile(draft), undefined, "medium"));
}

/** Code that is generated and not committed must be there before anything is checked. */
function needsGenerator({ folder }: ComponentDraft, { packages }: DartScope): boolean {
  const sources = folder.below.filter((path) => path.endsWith(".dart"));
  const isCommitted = sources.some((path) => /\.(?:g|freezed|mocks|gr|config)\.dart$/.test(path));
  return packages.has("build_runner") && sources.length > 0 && !isCommitted;
}

/** Without a folder of tests the runner fails. */
function addTest(draft: ComponentDraft, { packages, isFlutter }: DartScope, tool: string): void {
  const { below } = draft.folder;
  const test = below.find((path) => /^test\/.*_test\.dart$/.test(path));
  const isSeen = below.some((path) => path.endsWith(".dart"));
  const hasRunner = packages.has(isFlutter ? "flutter_test" : "test");
  if (test !== undefined) draft.command("test", `${tool} test`, draft.proof(test));
  else if (hasRunner && !isSeen)
    draft.command("test", `${tool} test`, draft.proof(MANIFEST, /^\s+(?:flutter_)?test:/m, "medium"));
}

function addBuild(draft: ComponentDraft, isFlutter: boolean): void {
  const { folder } = draft;
  if (isFlutter) {
    const target = folder.below.some((path) => path.startsWith("android/")) ? "apk" : "web";
    const isThere = folder.below.some((path) => path.startsWith(target === "apk" ? "android/" : "web/"));
    if (isThere) draft.command("build", `flutter build ${target}`, draft.proof(MANIFEST, undefined, "medium"));
    if (isThere) draft.command("start", "flutter run", draft.proof(MANIFEST, undefined, "medium"));
    return;
  }
  if (draft.frameworks.includes("dart-frog"))
    draft.command(
      "build",
      "dart pub global activate dart_frog_cli && dart pub global run dart_frog_cli:dart_frog build",
      draft.proof(MANIFEST, "dart_frog"),
    );
  const programs = folder.below.filter((path) => /^bin\/[^/]+\.dart$/.test(path));
  const name = /^name:[ \t]*(\w+)/m.exec(folder.text(MANIFEST))?.[1];
  const program =
    programs.length === 1
      ? programs[0]
      : programs.find((path) => path === `bin/${name}.dart` || /^bin\/(?:server|main)\.dart$/.test(path));
  if (program === undefined) return;
  const proof: Proof = draft.proof(program, undefined, programs.length === 1 ? "high" : "medium");
  draft.command("build", `dart compile exe ${program}`, proof);
  draft.command("start", `dart run ${program}`, proof);
}
