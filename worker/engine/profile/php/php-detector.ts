import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { foldersWith, joinPath, matchesPattern } from "../folder-paths.ts";
import { type Dependency, markFrameworks } from "../mark-dependencies.ts";
import { claimsOf, readVersions, toolSources, type VersionClaim } from "../pick-version.ts";
import { record, text, valueAt } from "../read-value.ts";
import { settleVersions } from "../settle-versions.ts";
import { LOCKFILE, MANIFEST, type PhpProject, phpProject } from "./composer-manifest.ts";
import { addCommands } from "./php-commands.ts";
import { PHP_FRAMEWORKS } from "./php-marks.ts";
import { addServices } from "./php-services.ts";

/** Projects with Composer, and pages of PHP without a manifest in the root. */
export const phpDetector: Detector = {
  ecosystem: "php",
  owns: (folder) => folder.has(MANIFEST) || (folder.path === "." && entryOf(folder) !== null),
  detect: detectPhp,
};

function entryOf(folder: Folder): string | null {
  return folder.first("index.php", "public/index.php", "artisan");
}

function detectPhp(folder: Folder): Detected | null {
  const draft = new ComponentDraft(folder);
  const project = phpProject(draft);
  if (isToolAlone(project)) return null;
  if (folder.isBroken(MANIFEST)) {
    const detail =
      "It is no valid JSON, so only what its lines tell is known; correct it, for Composer does not read it as it is.";
    draft.note("manifest_unreadable", folder.at(MANIFEST), detail);
  }
  draft.language("php", draft.proof(folder.first(MANIFEST) ?? entryOf(folder) ?? MANIFEST));
  addComposer(project);
  addRuntime(project);
  addFrameworks(project);
  addServices(project);
  addPackages(project);
  addCommands(project);
  noteOutdatedLock(project);
  return draft.finish();
}

/** A manifest in a folder of its own that installs one tool. */
function isToolAlone({ folder }: PhpProject): boolean {
  return (
    /(?:^|\/)(?:tools?|vendor-bin)\//.test(`${folder.path}/`) && !folder.below.some((path) => path.endsWith(".php"))
  );
}

/** The lockfile names the plug-in interface of the Composer that wrote it, whose major version is Composer's own. */
function addComposer({ folder, draft, manifest }: PhpProject): void {
  if (!folder.has(MANIFEST)) return;
  const pattern = /"plugin-api-version"\s*:\s*"(\d+)\.[\d.]+"/;
  const version = pattern.exec(folder.text(LOCKFILE))?.[1] ?? null;
  const hasLock = folder.has(LOCKFILE);
  const proof = draft.proof(hasLock ? LOCKFILE : MANIFEST, version === null ? undefined : pattern);
  draft.manager({ name: "composer", version, lockfile: hasLock ? folder.at(LOCKFILE) : null }, proof);
  const isProject = (text(valueAt(manifest, "type")) ?? "project") === "project";
  if (hasLock || !isProject) return;
  const detail = "An application without composer.lock gets other packages each time; commit the lockfile.";
  draft.note("no_lockfile", folder.at(MANIFEST), detail);
}

function addRuntime(project: PhpProject): void {
  const { folder, draft, manifest, packages } = project;
  const platform = text(valueAt(manifest, "config", "platform", "php"));
  const pinned: VersionClaim[] =
    platform === null
      ? []
      : [
          {
            version: platform,
            kind: "exact",
            path: folder.at(MANIFEST),
            line: folder.lineOf(MANIFEST, /"platform"\s*:/),
          },
        ];
  const tools = readVersions(draft, toolSources("php"));
  settleVersions(draft, { name: "php", dialect: "composer" }, [...pinned, ...claimsOf(draft, "php"), ...tools]);
  for (const name of new Set(packages.map((each) => each.name))) {
    if (name.startsWith("ext-")) draft.evidence("runtime", name, draft.proof(MANIFEST, `"${name}"`));
  }
}

function addFrameworks({ folder, draft, packages }: PhpProject): void {
  const named = packages.map(({ name, isDev }): Dependency => {
    const { path, line } = draft.proof(MANIFEST, `"${name}"`);
    return { name, path, line, isTest: isDev };
  });
  markFrameworks(draft, named, PHP_FRAMEWORKS);
  addByFiles(draft);
  const isPackage = /library|bundle|plugin|extension|module/.test(text(valueAt(folder.json(MANIFEST), "type")) ?? "");
  if (draft.frameworks.length > 0 || isPackage) return;
  markFrameworks(
    draft,
    named.map((each) => ({ ...each, isTest: false })),
    PHP_FRAMEWORKS,
  );
}

/** Frameworks that lie in the repository themselves. */
function addByFiles(draft: ComponentDraft): void {
  const { folder } = draft;
  const wordpress = folder.first("wp-config.php", "wp-config-sample.php", "wp-load.php", "wp-settings.php");
  const type = text(valueAt(folder.json(MANIFEST), "type")) ?? "";
  if (wordpress !== null) draft.framework("wordpress", draft.proof(wordpress));
  if (/^wordpress-/.test(type)) draft.framework("wordpress", draft.proof(MANIFEST, `"${type}"`));
  if (/^Theme Name:/im.test(folder.text("style.css"))) draft.framework("wordpress", draft.proof("style.css"));
  if (draft.frameworks.length === 0 && folder.has("artisan"))
    draft.framework("laravel", draft.proof("artisan", undefined, "medium"));
}

/** Packages of the repository that Composer installs from their folders. */
function addPackages({ folder, draft, manifest }: PhpProject): void {
  const repositories = repositoriesOf(manifest);
  const patterns = repositories
    .filter((each) => valueAt(each, "type") === "path")
    .flatMap((each) => joinPath(folder.path, text(valueAt(each, "url")) ?? "/") ?? []);
  if (patterns.length === 0) return;
  const members = foldersWith(folder, MANIFEST).filter(
    (path) => path !== folder.path && patterns.some((pattern) => matchesPattern(pattern, path)),
  );
  draft.monorepo("composer", members, draft.proof(MANIFEST, /"type"\s*:\s*"path"/));
}

/** A list, or a mapping by name. */
function repositoriesOf(manifest: unknown): readonly unknown[] {
  const value = valueAt(manifest, "repositories");
  return Array.isArray(value) ? value : Object.values(record(value));
}

/** Says so where a package is missing in the lockfile, with which the install fails. */
function noteOutdatedLock({ folder, draft, packages }: PhpProject): void {
  const locked = folder.text(LOCKFILE).toLowerCase();
  const isKnown = (name: string) => locked.includes(`"${name}"`);
  const missing = packages.find(({ name }) => name.includes("/") && !isKnown(name));
  if (!/"packages"\s*:\s*\[\s*\{/.test(locked) || !missing || folder.isBroken(MANIFEST)) return;
  const detail = `${missing.name} is required, but ${LOCKFILE} does not know it, so the install fails; run \`composer update ${missing.name}\`.`;
  draft.note("lockfile_out_of_date", folder.at(LOCKFILE), detail);
}
