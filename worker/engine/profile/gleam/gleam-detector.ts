import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import { erlangClaims } from "../elixir/beam-versions.ts";
import type { Folder } from "../folder.ts";
import { type Dependency, type Mark, markFrameworks, markServices } from "../mark-dependencies.ts";
import { readVersions, toolSources } from "../pick-version.ts";
import { record, text, valueAt } from "../read-value.ts";
import { settleVersions } from "../settle-versions.ts";
import { addProcfileStart } from "../task-files.ts";

const MANIFEST = "gleam.toml";
const LOCKFILE = "manifest.toml";

/** Frameworks by package. Source: packages.gleam.run. */
const FRAMEWORKS: readonly Mark[] = [
  [/^wisp$/, "wisp"],
  [/^lustre$/, "lustre"],
  [/^mist$/, "mist"],
];
const DRIVERS: readonly Mark[] = [
  [/^(?:pog|gleam_pgo)$/, "postgres"],
  [/^(?:gmysql|shork)$/, "mysql"],
  [/^(?:radish|valkyrie)$/, "redis"],
];

/** Packages of Gleam. */
export const gleamDetector: Detector = {
  ecosystem: "gleam",
  owns: (folder) => folder.has(MANIFEST),
  detect: detectGleam,
};

function detectGleam(folder: Folder): Detected {
  const draft = new ComponentDraft(folder);
  const manifest = folder.toml(MANIFEST);
  if (folder.isBroken(MANIFEST)) {
    const detail =
      "It is no valid TOML, so dependencies are not known; correct it, for Gleam does not read it as it is.";
    draft.note("manifest_unreadable", folder.at(MANIFEST), detail);
  }
  draft.language("gleam", draft.proof(MANIFEST));
  const lockfile = folder.has(LOCKFILE) ? folder.at(LOCKFILE) : null;
  draft.manager({ name: "gleam", version: null, lockfile }, draft.proof(folder.first(LOCKFILE) ?? MANIFEST));
  addRuntimes(draft);
  const dependencies = dependenciesOf(folder, manifest);
  markFrameworks(draft, dependencies, FRAMEWORKS);
  markServices(draft, dependencies, { drivers: DRIVERS, instead: [] });
  addCommands(draft, text(valueAt(manifest, "name")));
  return draft.finish();
}

function addRuntimes(draft: ComponentDraft): void {
  const gleam = readVersions(draft, [
    ...toolSources("gleam"),
    { name: MANIFEST, pattern: /^gleam\s*=\s*"([^"]+)"/m, kind: "range" },
    { name: "Dockerfile", pattern: /^FROM[ \t]+\S*\/gleam:v?(\d[\d.]*)/im, kind: "exact" },
  ]);
  settleVersions(draft, { name: "gleam", dialect: "composer" }, gleam);
  settleVersions(draft, { name: "erlang", dialect: "composer" }, erlangClaims(draft));
}

function dependenciesOf(folder: Folder, manifest: unknown): Dependency[] {
  const named = (key: string, isTest: boolean) =>
    Object.keys(record(valueAt(manifest, key)))
      .filter((name) => /^\w+$/.test(name))
      .map((name) => ({
        name,
        path: folder.at(MANIFEST),
        line: folder.lineOf(MANIFEST, new RegExp(`^${name}[ \\t]*=`, "m")),
        isTest,
      }));
  return [...named("dependencies", false), ...named("dev-dependencies", true), ...named("dev_dependencies", true)];
}

/** Gleam formats, checks, tests and builds itself. */
function addCommands(draft: ComponentDraft, name: string | null): void {
  const { folder } = draft;
  const proof = draft.proof(MANIFEST);
  const hasTests = folder.below.some((path) => path.startsWith("test/") && path.endsWith(".gleam"));
  draft.command("install", "gleam deps download", draft.proof(folder.first(LOCKFILE) ?? MANIFEST));
  draft.command("format", hasTests ? "gleam format --check src test" : "gleam format --check src", proof);
  draft.command("typecheck", "gleam check", proof);
  if (hasTests) draft.command("test", "gleam test", proof);
  draft.command("build", "gleam build", proof);
  addProcfileStart(draft);
  const main = `src/${name ?? ""}.gleam`;
  const isProgram = /^pub fn main\(/m.test(folder.text(main));
  if (isProgram) draft.command("start", "gleam run", draft.proof(main, /^pub fn main\(/m, "medium"));
}
