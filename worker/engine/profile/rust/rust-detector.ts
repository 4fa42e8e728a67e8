import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import { Folder } from "../folder.ts";
import { nearest, upward } from "../folder-paths.ts";
import { markFrameworks, markServices } from "../mark-dependencies.ts";
import { imageSource, pickVersion, readVersions, toolSources, type VersionClaim } from "../pick-version.ts";
import { text, valueAt } from "../read-value.ts";
import { addProcfileStart } from "../task-files.ts";
import { type Crate, cratesOf, MANIFEST, workspaceMembers } from "./cargo-manifest.ts";
import { addCargoCommands } from "./rust-commands.ts";
import { RUST_DRIVERS, RUST_FRAMEWORKS, RUST_INSTEAD } from "./rust-marks.ts";

/** Cargo packages and workspaces; a workspace is one component. */
export const rustDetector: Detector = {
  ecosystem: "rust",
  owns: (folder) => folder.has(MANIFEST),
  detect: detectRust,
};

function detectRust(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  const manifest = folder.toml(MANIFEST);
  if (folder.isBroken(MANIFEST)) {
    draft.note(
      "manifest_unreadable",
      folder.at(MANIFEST),
      "It is no valid TOML, so packages and dependencies are not known.",
    );
  }
  const packages = workspaceMembers(folder);
  const isWorkspace = valueAt(manifest, "workspace") !== undefined && packages.some((path) => path !== folder.path);
  draft.language("rust", draft.proof(MANIFEST));
  addManager(draft);
  const claims = rustVersions(draft, packages);
  pickVersion(draft, "rust", claims);
  const crates = packages.flatMap((path) => cratesOf(at(folder, path), valueAt(manifest, "workspace")));
  markFrameworks(draft, crates, RUST_FRAMEWORKS);
  markServices(draft, withFeatures(crates), { drivers: RUST_DRIVERS, instead: RUST_INSTEAD });
  if (isWorkspace) draft.monorepo("cargo", packages, draft.proof(MANIFEST, /^\[workspace\]/m));
  const isNightly = claims.some(({ version }) => version.startsWith("nightly"));
  addCargoCommands(draft, { packages, isWorkspace, isNightly });
  addDoubts(draft);
  addProcfileStart(draft);
  return draft.finish();
}

function at(folder: Folder, path: string): Folder {
  return path === folder.path ? folder : new Folder(folder.repository, path, []);
}

/** A lockfile above counts: that of the workspace that this package is a member of. */
function addManager(draft: ComponentDraft): void {
  const lockfile = nearest(draft.folder, "Cargo.lock");
  draft.manager({ name: "cargo", version: null, lockfile }, draft.proof(MANIFEST));
  if (lockfile === null && draft.folder.has("src/main.rs")) {
    const detail = "A program without Cargo.lock is built of other versions each time; commit the lockfile.";
    draft.note("no_lockfile", draft.folder.at(MANIFEST), detail);
  }
}

/** `sqlx` with its feature `postgres` is `sqlx/postgres` too. */
function withFeatures(crates: readonly Crate[]): Crate[] {
  return crates.flatMap((crate) => [
    crate,
    ...crate.features.map((feature) => ({ ...crate, name: `${crate.name}/${feature}` })),
  ]);
}

function rustVersions(draft: ComponentDraft, packages: readonly string[]): VersionClaim[] {
  const { folder } = draft;
  return [
    ...toolchainFile(folder),
    ...readVersions(draft, toolSources("rust")),
    ...upward(folder.path)
      .flatMap((path) => oldestRust(at(folder, path)))
      .slice(0, 1),
    ...packages.flatMap((path) => oldestRust(at(folder, path))).slice(0, 1),
    ...readVersions(draft, [imageSource("rust")]),
  ];
}

/** `rust-toolchain.toml`, or the older file of one line. */
function toolchainFile(folder: Folder): VersionClaim[] {
  const path = nearest(folder, "rust-toolchain.toml", "rust-toolchain");
  const file = path === null ? null : folder.repository.file(path);
  const match = file && (/^\s*channel\s*=\s*["']([^"']+)["']/m.exec(file.text) ?? /^([\w.-]+)\s*$/.exec(file.text));
  if (!file || !match?.[1]) return [];
  const line = file.lines.lineAt(match.index + match[0].indexOf(match[1]));
  return [{ version: match[1], kind: "exact", path: file.path, line }];
}

/** The `rust-version` of a package, or of what a workspace gives to its packages. */
function oldestRust(folder: Folder): VersionClaim[] {
  const manifest = folder.toml(MANIFEST);
  const version =
    text(valueAt(manifest, "package", "rust-version")) ??
    text(valueAt(manifest, "workspace", "package", "rust-version"));
  if (version === null) return [];
  return [
    { version, kind: "range", path: folder.at(MANIFEST), line: folder.lineOf(MANIFEST, /^\s*rust-version\s*=/m) },
  ];
}

/** Builds that need more than a toolchain. */
function addDoubts(draft: ComponentDraft): void {
  if (draft.frameworks.includes("tauri")) {
    draft.note(
      "uncertain",
      draft.folder.at(MANIFEST),
      "Tauri on Linux needs system packages such as libwebkit2gtk-4.1-dev; install them before the build.",
    );
  }
  const config = draft.folder.first(".cargo/config.toml", ".cargo/config");
  if (config !== null && /^\s*target\s*=\s*["']/m.test(draft.folder.text(config))) {
    draft.note(
      "uncertain",
      draft.folder.at(config),
      "It builds for another target than the runner's own; add that target, and tests may not run there.",
    );
  }
}
