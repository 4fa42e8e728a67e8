import { text } from "../../read-value.ts";
import type { Commands, Monorepo, ProfileEvidence, ProfileNote } from "../../stack-profile.ts";
import type { NodePackage } from "../node-package.ts";
import type { Manager } from "../package-manager.ts";
import { type Picked, pickScript, type ScriptContext, type ScriptKind, scriptPicked } from "./pick-script.ts";
import { runnerOf } from "./runner.ts";
import { type Call, callsOf } from "./script-calls.ts";
import { isFormatCheck, isLint, isStub, isTypecheck } from "./script-kinds.ts";
import { readTest, TEST_NAMES } from "./test-command.ts";
import { buildByTool, formatByTool, lintByTool, typecheckByTool } from "./tool-commands.ts";
import { acrossPackages } from "./workspace-commands.ts";

interface FoundCommands {
  readonly commands: Commands;
  readonly evidence: readonly ProfileEvidence[];
  readonly notes: readonly ProfileNote[];
}

interface Project {
  readonly node: NodePackage;
  readonly manager: Manager;
  readonly monorepo: Monorepo | null;
}

const NONE: Commands = {
  install: null,
  lint: null,
  format: null,
  typecheck: null,
  test: null,
  build: null,
  start: null,
};

/** What to run: the repository's own scripts first, then tasks of its packages, then the tools that it configures. */
export function readCommands(project: Project): FoundCommands {
  const runner = runnerOf(project.manager);
  const context: ScriptContext = { node: project.node, runner };
  const test = readTest(context);
  const checks = readChecks(project, context);
  const found: Readonly<Partial<Record<keyof Commands, Picked | null>>> = {
    install: installed(project, runner.install),
    ...checks,
    test: hasTestScript(project.node)
      ? (test.picked ?? across(project, context, "test"))
      : (across(project, context, "test") ?? test.picked),
    start: startCommand(context),
  };
  const { folder } = project.node;
  const kinds = (Object.keys(NONE) as (keyof Commands)[]).filter((kind) => found[kind]);
  const commands = { ...NONE, ...Object.fromEntries(kinds.map((kind) => [kind, found[kind]?.command ?? null])) };
  const evidence = kinds.flatMap((kind) => {
    const picked = found[kind];
    if (!picked) return [];
    const claim = { about: kind, value: picked.command, confidence: picked.confidence };
    return [folder.evidence(claim, picked.file, picked.needle ?? undefined)];
  });
  return { commands, evidence, notes: test.notes };
}

/** Without one, the tests of a workspace are its packages' own; a runner in the root knows nothing of their settings. */
function hasTestScript({ scripts }: NodePackage): boolean {
  return TEST_NAMES.some((name) => !isStub(scripts.get(name) ?? "true"));
}

/** Evidence of an installation at a workspace's root is that root's own. */
function installed({ node, manager }: Project, command: string): Picked {
  const lockfile = manager.lockfiles.find(({ manager: name }) => name === manager.name)?.name;
  const isHere = manager.root.folder.path === node.folder.path && lockfile !== undefined;
  return { command, file: isHere ? lockfile : node.file, needle: null, confidence: "high" };
}

function across(
  { node, manager, monorepo }: Project,
  { runner }: ScriptContext,
  kind: ScriptKind | "test",
): Picked | null {
  return monorepo ? acrossPackages({ node, runner, manager, monorepo }, kind) : null;
}

type Checks = Readonly<Record<ScriptKind, Picked | null>>;

function readChecks(project: Project, context: ScriptContext): Checks {
  const own = (kind: ScriptKind) => pickScript(context, kind) ?? across(project, context, kind);
  const tested = callsOfScripts(project.node, /^test(?::ci)?$/);
  const lint = own("lint") ?? (tested.some(isLint) ? null : lintByTool(context));
  const covered = [...tested, ...callsOfScripts(project.node, /^(?:lint|lint:ci|lint:all|check)$/)];
  const format = own("format") ?? (covered.some(isFormatCheck) ? null : formatByTool(context));
  const typecheck = own("typecheck") ?? (covered.some(isTypecheck) ? null : typecheckByTool(context, isSplit(project)));
  return withoutRepeats({
    lint,
    format,
    typecheck,
    build: own("build") ?? (isSplit(project) ? null : buildByTool(context)),
  });
}

/** True for the root of packages that have configurations of their own. */
function isSplit({ monorepo }: Project): boolean {
  return monorepo !== null && monorepo.packages.length > 0;
}

/** What scripts run: a tool among them needs no command of its own. */
function callsOfScripts(node: NodePackage, names: RegExp): readonly Call[] {
  return [...node.scripts].flatMap(([name, body]) => (names.test(name) ? callsOf(node, body) : []));
}

/** One command that does several things is named once: as what it is asked for most. */
function withoutRepeats(checks: Checks): Checks {
  const { lint, format, typecheck } = checks;
  const isTypes = lint !== null && lint.command === typecheck?.command;
  const isFormat = format !== null && (format.command === lint?.command || format.command === typecheck?.command);
  return { ...checks, typecheck: isTypes ? null : typecheck, format: isFormat ? null : format };
}

const START_NAMES = ["start", "start:prod", "start:production", "serve", "server"];

/** How the application starts: a script, npm's own default, which is `server.js`, or the main file. */
function startCommand(context: ScriptContext): Picked | null {
  const { node, runner } = context;
  const name = START_NAMES.find((each) => !isStub(node.scripts.get(each) ?? "true"));
  if (name !== undefined) return scriptPicked(node, name, runner.script(name));
  const isBun = runner.install.startsWith("bun ");
  const file = node.folder.has("server.js") ? "server.js" : mainFile(node, isBun);
  if (file === null) return null;
  return { command: isBun ? `bun run ${file}` : `node ${file}`, file, needle: null, confidence: "medium" };
}

/** The main file of an application; a library's is for others to import. */
function mainFile({ folder, manifest }: NodePackage, isBun: boolean): string | null {
  const isLibrary = ["exports", "files", "types", ...(isBun ? [] : ["module"])].some((key) => key in manifest);
  const named = text(manifest.main) ?? (isBun ? (text(manifest.module) ?? "index.ts") : null);
  const file = named?.replace(/^\.\//, "") ?? "";
  const isRunnable = isBun ? /\.[cm]?[jt]sx?$/ : /\.[cm]?js$/;
  return !isLibrary && isRunnable.test(file) && folder.has(file) ? file : null;
}
