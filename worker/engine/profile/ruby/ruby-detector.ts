import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { joinPath } from "../folder-paths.ts";
import { type Dependency, markFrameworks } from "../mark-dependencies.ts";
import { claimsOf, type VersionClaim } from "../pick-version.ts";
import { settleVersions } from "../settle-versions.ts";
import { gemfileOf, gemLockOf, gemspecsOf, isRuntime, lockedDependencies, lockSection } from "./gemfile.ts";
import { addCommands } from "./ruby-commands.ts";
import { RUBY_FRAMEWORKS, TOOLING } from "./ruby-marks.ts";
import { type RubyProject, rubyProject } from "./ruby-project.ts";
import { addServices } from "./ruby-services.ts";

/** Programs by convention: a project without manifest, in the root alone. */
const PROGRAMS = ["config.ru", "app.rb", "main.rb", "server.rb"];

/** Ruby applications and gems with Bundler. */
export const rubyDetector: Detector = {
  ecosystem: "ruby",
  owns: (folder) =>
    gemfileOf(folder) !== null ||
    gemspecsOf(folder).length > 0 ||
    (folder.path === "." && folder.first(...PROGRAMS) !== null),
  detect: detectRuby,
};

function detectRuby(folder: Folder): Detected | null {
  const draft = new ComponentDraft(folder);
  const project = rubyProject(draft);
  if (isToolingAlone(project)) return null;
  const manifest = gemfileOf(folder) ?? gemspecsOf(folder)[0] ?? folder.first(...PROGRAMS) ?? "";
  draft.language("ruby", draft.proof(manifest));
  if (!PROGRAMS.includes(manifest)) addBundler(draft, manifest);
  addRuntime(draft);
  addFrameworks(project);
  addServices(project);
  addMembers(project);
  addCommands(project);
  noteOutdatedLock(project);
  return draft.finish();
}

/** Gems that release an application of another language, beside no Ruby of its own. */
function isToolingAlone({ folder, gems }: RubyProject): boolean {
  const isTooling = gems.length > 0 && gems.every(({ name }) => TOOLING.test(name));
  return isTooling && gemspecsOf(folder).length === 0;
}

function addBundler(draft: ComponentDraft, manifest: string): void {
  const { folder } = draft;
  const lock = gemLockOf(folder);
  const version = /^\s*(\d[\w.]*)/.exec(lockSection(folder, "BUNDLED WITH"))?.[1] ?? null;
  const lockfile = lock === null ? null : folder.at(lock);
  const proof = lock !== null && version !== null ? draft.proof(lock, `   ${version}`) : draft.proof(lock ?? manifest);
  draft.manager({ name: "bundler", version, lockfile }, proof);
  const isGem = gemspecsOf(folder).length > 0 || /^gemspec\b/m.test(folder.text(manifest));
  if (lock !== null || isGem) return;
  const detail =
    "An application without Gemfile.lock gets other gems each time; run `bundle lock` and commit the result.";
  draft.note("no_lockfile", folder.at(manifest), detail);
}

function addRuntime(draft: ComponentDraft): void {
  const claims = [...claimsOf(draft, "ruby"), ...lockedRuby(draft.folder), ...rubyRanges(draft.folder)];
  settleVersions(draft, { name: "ruby", dialect: "composer" }, claims);
}

function lockedRuby(folder: Folder): VersionClaim[] {
  const lock = gemLockOf(folder);
  const version = /^[ \t]*ruby (\d+(?:\.\d+)*)/m.exec(lockSection(folder, "RUBY VERSION"))?.[1];
  if (lock === null || version === undefined) return [];
  return [{ version, kind: "exact", path: folder.at(lock), line: folder.lineOf(lock, `ruby ${version}`) }];
}

/** `ruby "~> 3.3"` of a Gemfile and `required_ruby_version` of a gemspec. */
function rubyRanges(folder: Folder): VersionClaim[] {
  const gemfile = gemfileOf(folder);
  const sources: readonly (readonly [name: string, pattern: RegExp])[] = [
    ...(gemfile === null ? [] : ([[gemfile, /^ruby[\s(]+([^\n#]*)/m]] as const)),
    ...gemspecsOf(folder).map((name) => [name, /\brequired_ruby_version\s*=\s*([^\n]+)/] as const),
  ];
  return sources.flatMap(([name, pattern]) => {
    const written = pattern.exec(folder.text(name))?.[1] ?? "";
    const parts = [...written.matchAll(/["']\s*([<>=~!][^"']*)["']/g)].map(([, part = ""]) => part.trim());
    const version = parts.join(", ");
    if (version === "") return [];
    return [{ version, kind: "range" as const, path: folder.at(name), line: folder.lineOf(name, pattern) }];
  });
}

function addFrameworks({ folder, draft, gems }: RubyProject): void {
  const named = gems.map((gem): Dependency => {
    return { name: gem.name, path: folder.at(gem.file), line: gem.line, isTest: !isRuntime(gem) };
  });
  markFrameworks(draft, named, RUBY_FRAMEWORKS);
  if (draft.frameworks.length > 0 || gemspecsOf(folder).length > 0) return;
  markFrameworks(
    draft,
    named.map((each) => ({ ...each, isTest: false })),
    RUBY_FRAMEWORKS,
  );
}

/** Engines and gems of the repository that the Gemfile installs from their folders. */
function addMembers({ folder, draft, gems }: RubyProject): void {
  const paths = gems.flatMap(({ path }) => (path === null ? [] : (joinPath(folder.path, path) ?? [])));
  const local = gems.filter(({ path }) => path !== null);
  const [first] = local;
  const named = gems.flatMap(({ name, path }) =>
    path === null ? [] : (joinPath(folder.path, `${path}/${name}`) ?? []),
  );
  const hasGemspec = (path: string) =>
    path !== folder.path &&
    folder.repository.snapshot.paths.some(
      (each) => each.startsWith(`${path}/`) && /^[^/]+\.gemspec$/.test(each.slice(path.length + 1)),
    );
  const members = [...paths, ...named].filter(hasGemspec);
  if (first) draft.monorepo("bundler", members, { path: folder.at(first.file), line: first.line, confidence: "high" });
}

/** Says so where a gem is missing in the lockfile, with which a frozen install fails. */
function noteOutdatedLock({ folder, draft, gems }: RubyProject): void {
  const lock = gemLockOf(folder);
  const known = lockedDependencies(folder);
  const missing = gems.find(({ name, file }) => file === gemfileOf(folder) && !known.has(name));
  if (lock === null || known.size === 0 || !missing) return;
  const detail = `The gem ${missing.name} is not in ${lock}, so a frozen install fails; run \`bundle lock\` and commit the result.`;
  draft.note("lockfile_out_of_date", folder.at(lock), detail);
}
