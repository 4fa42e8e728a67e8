import { Folder } from "../../folder.ts";
import { record, valueAt } from "../../read-value.ts";
import type { Monorepo } from "../../stack-profile.ts";
import { findBelow } from "../hidden-paths.ts";
import { type NodePackage, readPackage } from "../node-package.ts";
import type { Manager } from "../package-manager.ts";
import { CONVENTIONS, type Picked, type ScriptKind } from "./pick-script.ts";
import type { Runner } from "./runner.ts";
import { callsOf } from "./script-calls.ts";
import { isStub, isWatching, isWriting } from "./script-kinds.ts";
import { TEST_NAMES } from "./test-command.ts";

/** The root of a workspace and what is known of its packages. */
interface WorkspaceContext {
  readonly node: NodePackage;
  readonly runner: Runner;
  readonly manager: Manager;
  readonly monorepo: Monorepo;
}

type Kind = ScriptKind | "test";

/** One script in all packages that have it: by the task runner of the repository, else by the package manager. Null where no package has one. */
export function acrossPackages(context: WorkspaceContext, kind: Kind): Picked | null {
  const known = kind === "test" ? TEST_NAMES.slice(0, 7) : CONVENTIONS[kind].names.filter((name) => name !== "lint:ts");
  const names = known.filter((name) => isStub(context.node.scripts.get(name) ?? "true"));
  const members = context.monorepo.packages.flatMap(
    (path) => readPackage(new Folder(context.node.folder.repository, path, [])) ?? [],
  );
  const counted = names.map((name) => ({ name, having: members.filter((member) => isUsable(member, name, kind)) }));
  const [best] = counted.sort((a, b) => b.having.length - a.having.length);
  const task = taskCommand(context, kind, best && best.having.length > 0 ? best.name : null);
  if (task) return task;
  const first = best?.having[0];
  if (!best || !first) return null;
  const stubs = members.filter((member) => isStub(member.scripts.get(best.name) ?? "x"));
  const command = byManager(context, best.name, { having: best.having, all: members, hasStubs: stubs.length > 0 });
  return { command, file: relative(context.node.folder, first), needle: `"${best.name}"`, confidence: "medium" };
}

function relative(root: Folder, member: NodePackage): string {
  const path = member.folder.at(member.file);
  return root.path === "." ? path : path.slice(root.path.length + 1);
}

function isUsable(node: NodePackage, name: string, kind: Kind): boolean {
  const body = node.scripts.get(name);
  if (body === undefined || isStub(body)) return false;
  const calls = callsOf(node, body);
  if (calls.some(isWatching)) return false;
  return kind === "test" || kind === "build" || (!calls.some(isWriting) && CONVENTIONS[kind].fits(name, calls));
}

/** How a task runner is called for a task, and the file that configures it. */
const TASK_RUNNERS: Readonly<Record<string, readonly [call: string, ...files: readonly string[]]>> = {
  nx: ["nx run-many -t ", "nx.json"],
  lerna: ["lerna run ", "lerna.json"],
  lage: ["lage ", "lage.config.js", "lage.config.mjs", "lage.config.cjs"],
  moon: ["moon run :", ".moon/workspace.yml"],
};

/** `turbo run`, `nx run-many`, `lerna run` and their like; null where the runner knows no such task. */
function taskCommand({ node, runner, monorepo }: WorkspaceContext, kind: Kind, script: string | null): Picked | null {
  const { folder } = node;
  if (monorepo.tool === "rush") return rushCommand(folder, kind);
  if (monorepo.tool === "turbo") {
    const task = turboTask(folder, kind);
    const file = folder.first("turbo.json", "turbo.jsonc");
    return file && task && script ? taskPicked(runner.exec(`turbo run ${task}`), file, `"${task}"`) : null;
  }
  const row = Object.hasOwn(TASK_RUNNERS, monorepo.tool) ? TASK_RUNNERS[monorepo.tool] : undefined;
  const name = script ?? (monorepo.tool === "nx" && hasTarget(folder, kind) ? kind : null);
  if (!row || name === null) return null;
  const [call, ...files] = row;
  return taskPicked(runner.exec(`${call}${name}`), folder.first(...files) ?? node.file, null);
}

function taskPicked(command: string, file: string, needle: string | null): Picked {
  return { command, file, needle, confidence: "medium" };
}

/** The task of a kind that Turborepo's configuration names. */
function turboTask(folder: Folder, kind: Kind): string | null {
  const config = folder.json(folder.first("turbo.json", "turbo.jsonc") ?? "turbo.json");
  const tasks = { ...record(valueAt(config, "tasks")), ...record(valueAt(config, "pipeline")) };
  const names = kind === "test" ? TEST_NAMES : CONVENTIONS[kind].names;
  return names.find((each) => Object.hasOwn(tasks, each)) ?? null;
}

/** Targets of Nx: defaults, plugins that infer them, and the projects' own files. */
function hasTarget(folder: Folder, kind: Kind): boolean {
  const nx = folder.text("nx.json");
  const plugins = {
    test: /@nx\/(?:jest|vite|vitest)/,
    lint: /@nx\/eslint/,
    build: /@nx\/(?:vite|next|webpack|js|rollup|esbuild|angular)/,
  } as const;
  if (kind in plugins && plugins[kind as keyof typeof plugins].test(nx)) return true;
  const projects = folder.below.filter((path) => /(?:^|\/)project\.json$/.test(path));
  return projects.some((path) => valueAt(folder.json(path), "targets", kind) !== undefined);
}

/** Rush builds by itself; other tasks are commands of the repository. */
function rushCommand(folder: Folder, kind: Kind): Picked | null {
  const runs = "node common/scripts/install-run-rush.js";
  const commands = folder.text("common/config/rush/command-line.json");
  if (kind === "build") return { command: `${runs} build`, file: "rush.json", needle: null, confidence: "high" };
  const isKnown = new RegExp(`"name"\\s*:\\s*"${kind}"`).test(commands);
  return isKnown
    ? {
        command: `${runs} ${kind}`,
        file: "common/config/rush/command-line.json",
        needle: `"${kind}"`,
        confidence: "medium",
      }
    : null;
}

interface Packages {
  readonly having: readonly NodePackage[];
  readonly all: readonly NodePackage[];
  /** True when the script of some package fails on purpose. */
  readonly hasStubs: boolean;
}

const MOST_NAMED = 12;

function byManager({ manager, node }: WorkspaceContext, name: string, { having, all, hasStubs }: Packages): string {
  const isNamed = hasStubs && having.length <= MOST_NAMED;
  const paths = having.map((member) => relative(node.folder, member).replace(/\/package\.json5?$/, ""));
  switch (manager.name) {
    case "pnpm":
      return isNamed
        ? `pnpm ${paths.map((path) => `--filter ./${path}`).join(" ")} run ${name}`
        : `pnpm -r --if-present run ${name}`;
    case "bun":
      return isNamed
        ? `bun run ${paths.map((path) => `--filter ./${path}`).join(" ")} ${name}`
        : `bun run --filter '*' ${name}`;
    case "yarn":
      if (canForeach(manager) && !isNamed) return `yarn workspaces foreach --all run ${name}`;
      if (!manager.isBerry && having.length === all.length) return `yarn workspaces run ${name}`;
      return npmCommand(paths, name, isNamed);
    case "npm":
      return npmCommand(paths, name, isNamed);
  }
}

/** Yarn 4 brings the command, 2 and 3 have it as a plugin. */
function canForeach({ isBerry, version, root }: Manager): boolean {
  const isPlugin = /^[23](?:\.|$)/.test(version ?? "");
  return (
    isBerry &&
    (!isPlugin || findBelow(root.folder, /^\.yarn\/plugins\/@yarnpkg\/plugin-workspace-tools\.cjs$/) !== null)
  );
}

/** npm runs scripts of packages that Yarn has installed as well. */
function npmCommand(paths: readonly string[], name: string, isNamed: boolean): string {
  return isNamed
    ? `npm run ${name} ${paths.map((path) => `-w ${path}`).join(" ")}`
    : `npm run ${name} --workspaces --if-present`;
}
