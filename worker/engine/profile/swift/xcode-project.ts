import { ComponentDraft } from "../component-draft.ts";
import type { Folder } from "../folder.ts";

/** The project of Xcode in a folder, as a path from there; null without one. */
export function xcodeProject(folder: Folder): string | null {
  return folder.below.find((path) => /^[^/]+\.xcodeproj\/project\.pbxproj$/.test(path)) ?? null;
}

/** What its files tell of it. Schemes are named after the project as a rule; a Mac is needed for all of it. */
export function draftXcode(folder: Folder, project: string): ComponentDraft {
  const draft = new ComponentDraft(folder);
  const name = project.slice(0, project.indexOf(".xcodeproj"));
  const hasSwift = folder.below.some((path) => path.endsWith(".swift"));
  const isObjectiveC = !hasSwift && folder.below.some((path) => path.endsWith(".m"));
  draft.language(isObjectiveC ? "objective-c" : "swift", draft.proof(project, undefined, "medium"));
  addManager(draft);
  const workspace = folder.below.some((path) => /^[^/]+\.xcworkspace\//.test(path)) || folder.has("Podfile");
  const target = workspace ? ` -workspace ${quoted(`${name}.xcworkspace`)}` : "";
  const build = `xcodebuild build${target} -scheme ${quoted(name)} CODE_SIGNING_ALLOWED=NO`;
  draft.command("build", build, draft.proof(project, undefined, "low"));
  const detail =
    "A project of Xcode is built on a Mac, and its scheme and simulator cannot be read from its files; set both before use.";
  draft.note("uncertain", folder.at(project), detail);
  return draft;
}

function addManager(draft: ComponentDraft): void {
  const { folder } = draft;
  if (folder.has("Podfile")) {
    const lock = folder.has("Podfile.lock") ? folder.at("Podfile.lock") : null;
    draft.manager({ name: "cocoapods", version: null, lockfile: lock }, draft.proof("Podfile"));
    draft.command("install", "pod install", draft.proof("Podfile"));
    return;
  }
  const lock = folder.below.find((path) => path.endsWith("/Package.resolved"));
  if (lock) draft.manager({ name: "swiftpm", version: null, lockfile: folder.at(lock) }, draft.proof(lock));
}

function quoted(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : `"${name}"`;
}
