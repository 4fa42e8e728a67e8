/** Commands and jobs of CircleCI's own orbs that are nothing but a few commands. Source: the orbs' sources, circleci.com/developer/orbs. */
import { record, text } from "../../profile/read-value.ts";
import type { Toolchain, ToolName } from "../pipeline.ts";
import { directoryOf } from "./read-values.ts";

export interface OrbWork {
  readonly commands: readonly { readonly name: string; readonly run: string; readonly directory: string | null }[];
  readonly toolchains: readonly Toolchain[];
}

const NODE_INSTALL: Readonly<Record<string, string>> = {
  npm: "npm ci",
  yarn: "yarn install --frozen-lockfile",
  "yarn-berry": "yarn install --immutable",
  pnpm: "pnpm install --frozen-lockfile",
  bun: "bun install --frozen-lockfile",
};

const PYTHON_INSTALL: Readonly<Record<string, string>> = {
  "pip-dist": "pip install -e .",
  pipenv: "pipenv install",
  poetry: "poetry install --no-ansi",
  uv: "uv sync",
};

type Reader = (call: Readonly<Record<string, unknown>>) => OrbWork;

/** By the orb's name and the command's or job's. */
const KNOWN: Readonly<Record<string, Reader>> = {
  "circleci/node install": (call) => work([], [tool("node", text(call["node-version"]))]),
  "circleci/node install-yarn": (call) => work([], [tool("yarn", text(call.version))]),
  "circleci/node install-pnpm": (call) => work([], [tool("pnpm", text(call.version))]),
  "circleci/node install-packages": (call) => work([install(call, NODE_INSTALL, "npm")], managerTool(call)),
  "circleci/node test": (call) => nodeJob(call, text(call["run-command"]) ?? "test"),
  "circleci/node run": (call) => nodeJob(call, text(call[`${managerOf(call) ?? "npm"}-run`]) ?? "ci"),
  "circleci/python install-packages": (call) => work([pythonInstall(call)], pythonTool(call)),
  "circleci/python test": (call) => pythonJob(call),
  "circleci/ruby install-deps": (call) => work([command("Install", "bundle install", call)]),
  "circleci/ruby rspec-test": (call) => work([command("RSpec", "bundle exec rspec", call)]),
  "circleci/ruby rubocop-check": (call) => work([command("RuboCop", "bundle exec rubocop", call)]),
  "circleci/go mod-download": (call) => work([command("Download modules", "go mod download", call)]),
  "circleci/go mod-download-cached": (call) => work([command("Download modules", "go mod download", call)]),
  "circleci/go test": (call) => work([command("Test", "go test ./...", call)]),
  "circleci/go load-cache": () => work([]),
  "circleci/go save-cache": () => work([]),
  "circleci/go load-mod-cache": () => work([]),
  "circleci/go save-mod-cache": () => work([]),
};

/** `orb` as `circleci/node@7.2.1`. Null for what is not known. */
export function orbWork(orb: string, name: string, call: unknown): OrbWork | null {
  const read = KNOWN[`${orb.replace(/@.*$/, "")} ${name}`];
  return read ? read(record(call)) : null;
}

function work(commands: OrbWork["commands"], toolchains: readonly Toolchain[] = []): OrbWork {
  return { commands, toolchains };
}

function tool(name: ToolName, version: string | null): Toolchain {
  return { tool: name, version, versionFile: null, with: [] };
}

function command(name: string, run: string, call: Readonly<Record<string, unknown>>) {
  return { name, run: run.trim(), directory: directoryOf(call["app-dir"] ?? call.app_src_path) };
}

/** Both Yarns are called `yarn`; null where the call names no manager. */
function managerOf(call: Readonly<Record<string, unknown>>): string | null {
  return text(call["pkg-manager"])?.replace("yarn-berry", "yarn") ?? null;
}

function pythonInstall(call: Readonly<Record<string, unknown>>) {
  const file = text(call["pip-dependency-file"]) ?? "requirements.txt";
  const install = PYTHON_INSTALL[text(call["pkg-manager"]) ?? ""] ?? `pip install -r ${file}`;
  return command("Install packages", `${install} ${text(call.args) ?? ""}`, call);
}

function install(call: Readonly<Record<string, unknown>>, commands: Readonly<Record<string, string>>, usual: string) {
  const manager = text(call["pkg-manager"]) ?? usual;
  const run = text(call["override-ci-command"]) ?? commands[manager] ?? commands[usual] ?? "";
  return command("Install packages", run, call);
}

function managerTool(call: Readonly<Record<string, unknown>>): Toolchain[] {
  const manager = managerOf(call);
  return manager === "pnpm" || manager === "yarn" || manager === "bun" ? [tool(manager, null)] : [];
}

function pythonTool(call: Readonly<Record<string, unknown>>): Toolchain[] {
  const manager = text(call["pkg-manager"]);
  return manager === "poetry" || manager === "pipenv" || manager === "uv" ? [tool(manager, null)] : [];
}

function nodeJob(call: Readonly<Record<string, unknown>>, script: string): OrbWork {
  const run = `${managerOf(call) ?? "npm"} run ${script}`;
  const steps = [install(call, NODE_INSTALL, "npm"), command(`Run ${script}`, run, call)];
  return work(steps, [tool("node", versionOf(call)), ...managerTool(call)]);
}

/** `lts` and the like are no versions. */
function versionOf(call: Readonly<Record<string, unknown>>): string | null {
  const version = text(call.version);
  return version !== null && /^\d/.test(version) ? version : null;
}

function pythonJob(call: Readonly<Record<string, unknown>>): OrbWork {
  const manager = text(call["pkg-manager"]) ?? "pip";
  const prefix = manager === "poetry" || manager === "pipenv" || manager === "uv" ? `${manager} run ` : "";
  const runner = text(call["test-tool"]) === "unittest" ? "python -m unittest" : "pytest";
  const test = `${prefix}${runner} ${text(call["test-tool-args"]) ?? ""}`;
  return work(
    [pythonInstall(call), command("Test", test, call)],
    [tool("python", versionOf(call)), ...pythonTool(call)],
  );
}
