import { ghcOfSnapshot } from "../../data/stackage-snapshots.ts";
import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { foldersWith, nearest, upward } from "../folder-paths.ts";
import { type Dependency, type Mark, markFrameworks, markServices } from "../mark-dependencies.ts";
import { pickVersion, readVersions, toolSources, type VersionClaim } from "../pick-version.ts";
import { readYaml, yamlText } from "../read-yaml.ts";
import { addProcfileStart } from "../task-files.ts";

/** Packages of Haskell with Stack or Cabal. */
export const haskellDetector: Detector = {
  ecosystem: "haskell",
  owns: (folder) => folder.first("stack.yaml", "package.yaml", "cabal.project") !== null || cabalFile(folder) !== null,
  detect: detectHaskell,
};

const FRAMEWORKS: readonly Mark[] = [
  [/^yesod(?:-core)?$/, "yesod"],
  [/^ihp$/, "ihp"],
  [/^servant-server$/, "servant"],
  [/^scotty$/, "scotty"],
  [/^snap(?:-server)?$/, "snap"],
  [/^spock$/i, "spock"],
  [/^hakyll$/, "hakyll"],
  [/^warp$/, "warp"],
];
const DRIVERS: readonly Mark[] = [
  [/^(?:postgresql-simple|persistent-postgresql|hasql)$/, "postgres"],
  [/^(?:mysql-simple|persistent-mysql|mysql-haskell)$/, "mysql"],
  [/^hedis$/, "redis"],
  [/^mongoDB$/, "mongodb"],
];

function cabalFile({ names }: Folder): string | null {
  return names.find((name) => name.endsWith(".cabal")) ?? null;
}

function detectHaskell(folder: Folder): Detected | null {
  const manifest = folder.first("stack.yaml", "cabal.project", "package.yaml") ?? cabalFile(folder);
  if (manifest === null || isMember(folder) || isForeign(folder)) return null;
  const draft = new ComponentDraft(folder);
  if (readYaml(folder, manifest).isBroken && /\.yaml$/.test(manifest)) {
    draft.note(
      "manifest_unreadable",
      folder.at(manifest),
      "It is no valid YAML mapping, so its resolver and packages are not known.",
    );
  }
  const isStack = manifest === "stack.yaml";
  draft.language("haskell", draft.proof(manifest));
  const lock = folder.first(isStack ? "stack.yaml.lock" : "cabal.project.freeze");
  const manager = {
    name: isStack ? "stack" : "cabal",
    version: null,
    lockfile: lock === null ? null : folder.at(lock),
  };
  draft.manager(manager, draft.proof(manifest));
  pickVersion(draft, "haskell", ghcVersions(draft));
  const packages = [...new Set([folder.path, ...foldersWith(folder, "package.yaml"), ...cabalFolders(folder)])];
  const files = packages.flatMap((path) => packageFiles(folder, path));
  const dependencies = files.flatMap((path) => dependenciesOf(folder, path));
  markFrameworks(draft, dependencies, FRAMEWORKS);
  markServices(draft, dependencies, { drivers: DRIVERS, instead: [] });
  const others = packages.filter((path) => path !== folder.path);
  if (others.length > 0 && (isStack || folder.has("cabal.project")))
    draft.monorepo(manager.name, others, draft.proof(manifest, /^packages:/m));
  addCommands(draft, isStack, files);
  addProcfileStart(draft);
  return draft.finish();
}

/** A package below a project that lists it. */
function isMember(folder: Folder): boolean {
  const above = upward(folder.path).slice(1);
  return above.some((path) =>
    ["stack.yaml", "cabal.project"].some((name) => folder.repository.has(path === "." ? name : `${path}/${name}`)),
  );
}

/** `package.yaml` is the name of other tools' files too. */
function isForeign(folder: Folder): boolean {
  const isOnly = folder.first("stack.yaml", "cabal.project") === null && cabalFile(folder) === null;
  return isOnly && !folder.below.some((path) => path.endsWith(".hs"));
}

function cabalFolders(folder: Folder): string[] {
  return folder.below.flatMap((path) =>
    /^(?:[^/]+\/){1,3}[^/]+\.cabal$/.test(path) ? [folder.at(path.replace(/\/[^/]+$/, ""))] : [],
  );
}

/** Manifests of a package, from the root of the repository. */
function packageFiles({ repository }: Folder, path: string): string[] {
  const prefix = path === "." ? "" : `${path}/`;
  return repository.files.flatMap((file) => {
    const name = file.path.startsWith(prefix) ? file.path.slice(prefix.length) : "/";
    return name === "package.yaml" || /^[^/]+\.cabal$/.test(name) ? [file.path] : [];
  });
}

function ghcVersions(draft: ComponentDraft): VersionClaim[] {
  const { folder } = draft;
  const compiler = readVersions(draft, [
    { name: "stack.yaml", pattern: /^(?:compiler|resolver|snapshot):[ \t]*ghc-(\d[\d.]*)/m, kind: "exact" },
    { name: "cabal.project", pattern: /^with-compiler:[ \t]*ghc-(\d[\d.]*)/m, kind: "exact" },
    ...toolSources("ghc", "haskell"),
  ]);
  const stack = readYaml(folder, "stack.yaml").root;
  const resolver = yamlText(stack, "resolver") ?? yamlText(stack, "snapshot") ?? "";
  const version = ghcOfSnapshot(resolver);
  const line = folder.lineOf("stack.yaml", /^(?:resolver|snapshot):/m);
  const snapshot = version === null ? [] : [{ version, kind: "exact" as const, path: folder.at("stack.yaml"), line }];
  const cabal = cabalFile(folder);
  const tested =
    cabal === null
      ? []
      : readVersions(draft, [
          { name: cabal, pattern: /^tested-with:\s*GHC\s*(?:==\s*)?\{?\s*(\d[\d.]*)/im, kind: "range" },
        ]);
  return [...compiler, ...snapshot, ...tested];
}

/** Names in `build-depends` of Cabal and `dependencies` of hpack. */
function dependenciesOf({ repository }: Folder, path: string): Dependency[] {
  const file = repository.file(path);
  const pattern = /^[ \t]*(?:[-,][ \t]*|build-depends:[ \t]*)?([A-Za-z][\w-]*)[ \t]*(?:[<>=^,{&|]|$)/gm;
  const found = file ? [...file.text.matchAll(pattern)] : [];
  return found.map(({ 1: name = "", index }) => ({
    name,
    path,
    line: file?.lines.lineAt(index) ?? null,
    isTest: false,
  }));
}

const TESTS = /^(?:test-suite\b|tests:)/m;

function addCommands(draft: ComponentDraft, isStack: boolean, files: readonly string[]): void {
  const { repository } = draft.folder;
  const usual = draft.proof(
    isStack ? "stack.yaml" : (draft.folder.first("cabal.project", "package.yaml") ?? cabalFile(draft.folder) ?? ""),
  );
  const tests = files.find((path) => TESTS.test(repository.file(path)?.text ?? ""));
  if (nearest(draft.folder, ".hlint.yaml") !== null) {
    draft.command("lint", "hlint .", {
      path: nearest(draft.folder, ".hlint.yaml") ?? "",
      line: null,
      confidence: "medium",
    });
  }
  draft.command(
    "install",
    isStack
      ? "stack build --test --no-run-tests --only-dependencies"
      : "cabal update && cabal build all --enable-tests --only-dependencies",
    usual,
  );
  if (tests !== undefined)
    draft.command("test", isStack ? "stack test" : "cabal test all", { path: tests, line: null, confidence: "high" });
  draft.command("build", isStack ? "stack build" : "cabal build all", usual);
  const program = files.find((path) => /^(?:executable\b|executables:)/m.test(repository.file(path)?.text ?? ""));
  if (program !== undefined)
    draft.command("start", isStack ? "stack run" : "cabal run", { path: program, line: null, confidence: "medium" });
}
