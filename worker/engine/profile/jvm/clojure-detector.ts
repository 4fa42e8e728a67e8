import { blankComments } from "../blank-comments.ts";
import { ComponentDraft } from "../component-draft.ts";
import type { Detected, Detector } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { type Dependency, type Mark, markFrameworks, markServices } from "../mark-dependencies.ts";
import { claimsOf, pickVersion, type VersionClaim } from "../pick-version.ts";
import { addProcfileStart } from "../task-files.ts";
import { javaNumber } from "./jvm-build.ts";

const LEIN = "project.clj";
const DEPS = "deps.edn";

/** Projects of Leiningen and of the Clojure command line. */
export const clojureDetector: Detector = {
  ecosystem: "clojure",
  owns: (folder) => folder.first(LEIN, DEPS, "build.boot") !== null,
  detect: detectClojure,
};

const FRAMEWORKS: readonly Mark[] = [
  [/^luminus|^luminus-/, "luminus"],
  [/^io\.pedestal\/pedestal\./, "pedestal"],
  [/^compojure\/?/, "compojure"],
  [/^metosin\/reitit/, "reitit"],
  [/^ring(?:\/|$)/, "ring"],
  [/^http-kit\/?/, "http-kit"],
  [/^(?:duct\/core|org\.duct-framework\/)/, "duct"],
  [/^(?:re-frame|reagent)(?:\/|$)/, "re-frame"],
];
const DRIVERS: readonly Mark[] = [
  [/^org\.postgresql\/postgresql$/, "postgres"],
  [/^(?:mysql\/mysql-connector-java|com\.mysql\/mysql-connector-j)$/, "mysql"],
  [/^com\.taoensso\/carmine$/, "redis"],
  [/^com\.novemberain\/monger$/, "mongodb"],
];
const INSTEAD: readonly Mark[] = [
  [/testcontainers/, "*"],
  [/^(?:com\.h2database\/h2|embedded-postgres)/, "postgres"],
];
const LISP = { line: ";", block: null, quotes: ['"'] } as const;

function detectClojure(folder: Folder): Detected | null {
  const draft = new ComponentDraft(folder);
  const manifest = folder.first(LEIN, DEPS) ?? "build.boot";
  const text = blankComments(folder.text(manifest), LISP);
  const isNamesake = folder.file(manifest) !== null && !isProject(manifest, text);
  if (isNamesake && folder.path !== ".") return null;
  if (isNamesake) {
    const detail = "It is no project of Clojure's form, so its dependencies are not known.";
    draft.note("manifest_unreadable", folder.at(manifest), detail);
  }
  draft.language(isScript(folder) ? "clojurescript" : "clojure", draft.proof(manifest));
  const tool = manifest === LEIN ? "lein" : manifest === DEPS ? "clojure" : "boot";
  draft.manager({ name: tool, version: null, lockfile: null }, draft.proof(manifest));
  pickVersion(draft, "java", claimsOf(draft, "java").flatMap(asNumber).slice(0, 1));
  const dependencies = dependenciesOf(folder, manifest, text);
  markFrameworks(draft, dependencies, FRAMEWORKS);
  markServices(draft, dependencies, { drivers: DRIVERS, instead: INSTEAD });
  if (manifest === LEIN) addLeinCommands(draft, text);
  else if (manifest === DEPS) addDepsCommands(draft, text);
  addProcfileStart(draft);
  return draft.finish();
}

/** A namespace may be called `project` too. */
function isProject(manifest: string, text: string): boolean {
  if (manifest === DEPS) return /^\s*\{/.test(text);
  return manifest === "build.boot" || /\(\s*defproject\b/.test(text);
}

function isScript({ below }: Folder): boolean {
  const hasScripts = below.some((path) => path.endsWith(".cljs"));
  return hasScripts && !below.some((path) => /^src\/.*\.cljc?$/.test(path));
}

function asNumber(claim: VersionClaim): VersionClaim[] {
  const version = javaNumber(claim.version);
  return version === null ? [] : [{ ...claim, version }];
}

/** `[ring/ring-core "1.12"]` of Leiningen, `ring/ring-core {:mvn/version "1.12"}` of `deps.edn`. */
function dependenciesOf(folder: Folder, manifest: string, text: string): Dependency[] {
  const pattern =
    manifest === DEPS
      ? /(?<![\w./-])([A-Za-z][\w.-]*\/[\w.-]+)\s+\{\s*:(?:mvn|git|local)\//g
      : /\[\s*([A-Za-z][\w./-]*)\s+"/g;
  const lines = folder.file(manifest)?.lines;
  return [...text.matchAll(pattern)].map(({ 1: name = "", index }) => ({
    name,
    path: folder.at(manifest),
    line: lines?.lineAt(index) ?? null,
    isTest: false,
  }));
}

function addLeinCommands(draft: ComponentDraft, text: string): void {
  const usual = draft.proof(LEIN);
  const plugin = (name: string, about: "lint" | "format", command: string) => {
    if (text.includes(name)) draft.command(about, command, draft.proof(LEIN, name));
  };
  draft.command("install", "lein deps", usual);
  plugin("lein-eastwood", "lint", "lein eastwood");
  plugin("jonase/eastwood", "lint", "lein eastwood");
  plugin("com.github.clj-kondo/lein-clj-kondo", "lint", "lein clj-kondo");
  plugin("lein-cljfmt", "format", "lein cljfmt check");
  draft.command("test", "lein test", usual);
  const main = /:main\b/.test(text);
  draft.command("build", main ? "lein uberjar" : "lein jar", main ? draft.proof(LEIN, /:main\b/) : usual);
  if (main) draft.command("start", "lein run", draft.proof(LEIN, /:main\b/));
}

/** What runs tests, checks and builds are aliases that each project names itself. */
function addDepsCommands(draft: ComponentDraft, text: string): void {
  const aliases = [...text.matchAll(/:([\w./-]+)\s+\{/g)].map(({ 1: name = "" }) => name);
  const named = (...names: readonly string[]) => names.find((name) => aliases.includes(name));
  const at = (name: string) => draft.proof(DEPS, new RegExp(`:${name.replaceAll(/[./]/g, "\\$&")}\\s`));
  draft.command("install", "clojure -P", draft.proof(DEPS));
  addTest(draft, text, named("test"));
  const lint = named("lint", "clj-kondo", "eastwood");
  if (lint !== undefined) draft.command("lint", `clojure -M:${lint}`, { ...at(lint), confidence: "low" });
  const format = named("format/check", "fmt/check", "cljfmt/check");
  if (format !== undefined) draft.command("format", `clojure -M:${format}`, { ...at(format), confidence: "low" });
  const build = named("build");
  const task = /\(\s*defn\s+(uber|ci|jar|uberjar)\b/.exec(draft.folder.text("build.clj"))?.[1];
  if (build !== undefined && task !== undefined)
    draft.command("build", `clojure -T:build ${task}`, draft.proof("build.clj", `defn ${task}`));
  const run = named("run-m", "run", "main");
  if (run !== undefined) draft.command("start", `clojure -M:${run}`, { ...at(run), confidence: "medium" });
}

/** Programs that run tests, for aliases that bring one and name no entry. */
const RUNNERS: readonly (readonly [dependency: string, main: string])[] = [
  ["test-runner", "cognitect.test-runner"],
  ["kaocha", "kaocha.runner"],
];

/** An alias with `:main-opts` is a program, one with `:exec-fn` is executed; one with neither needs a runner's name. */
function addTest(draft: ComponentDraft, text: string, alias: string | undefined): void {
  const body = alias === undefined ? "" : bracesAfter(text, text.search(/:test\s+\{/));
  const proof = draft.proof(DEPS, /:test\s+\{/);
  const runner = RUNNERS.find(([dependency]) => body.includes(dependency))?.[1];
  const hasTask = /\(\s*defn\s+test\b/.test(draft.folder.text("build.clj"));
  if (body.includes(":main-opts")) draft.command("test", "clojure -M:test", proof);
  else if (body.includes(":exec-fn")) draft.command("test", "clojure -X:test", proof);
  else if (hasTask) draft.command("test", "clojure -T:build test", draft.proof("build.clj", "defn test"));
  else if (runner !== undefined)
    draft.command("test", `clojure -M:test -m ${runner}`, { ...proof, confidence: "medium" });
}

/** The text from here to the brace that closes the first one. */
function bracesAfter(text: string, start: number): string {
  let depth = 0;
  for (let at = Math.max(0, start); at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] !== "}") continue;
    depth -= 1;
    if (depth <= 0) return text.slice(start, at + 1);
  }
  return text.slice(Math.max(0, start));
}
