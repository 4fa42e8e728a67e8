/** The steps of a job, commands and conditions put in, as what they do. */
import { record, text, texts } from "../../profile/read-value.ts";
import type { Artifact, Cache, CommandStep, PipelineStep, Toolchain } from "../pipeline.ts";
import { collectedBy } from "./artifacts.ts";
import { containerOf } from "./container.ts";
import { unescapeParameters } from "./escape.ts";
import { describeCache, readCache } from "./read-caches.ts";
import { type ConfigDefinitions, lookUp } from "./read-definitions.ts";
import { orbWork } from "./read-orbs.ts";
import { argumentsOf, substitute, truthOf } from "./read-parameters.ts";
import { directoryOf, readEnv } from "./read-values.ts";
import { awaitedPort } from "./services.ts";

export interface ReadSteps {
  readonly steps: PipelineStep[];
  readonly toolchains: Toolchain[];
  readonly caches: Cache[];
  readonly artifacts: Artifact[];
  /** Ports that a step does nothing but wait for. */
  readonly awaited: number[];
  readonly losses: string[];
}

interface Scope {
  readonly definitions: ConfigDefinitions;
  /** Name of the definition that the steps stand in. */
  readonly inside: string;
  readonly condition: string | null;
  readonly depth: number;
}

const MAX_DEPTH = 10;

export function readSteps(list: unknown, definitions: ConfigDefinitions, inside: string): ReadSteps {
  const found = { steps: [], toolchains: [], caches: [], artifacts: [], awaited: [], losses: [] };
  new StepReader(found).list(list, { definitions, inside, condition: null, depth: 0 });
  return found;
}

type BuiltIn = (call: unknown, scope: Scope) => void;

class StepReader {
  readonly #found: ReadSteps;
  /** Globs that were gathered, by the folder that they are in then. */
  readonly #collected = new Map<string, readonly string[]>();
  readonly #builtIn: Readonly<Record<string, BuiltIn>>;

  constructor(found: ReadSteps) {
    this.#found = found;
    this.#builtIn = {
      run: (call, scope) => this.#run(call, scope),
      deploy: (call, scope) => this.#run(call, scope),
      checkout: (call) => this.#checkout(call),
      setup_remote_docker: () => found.toolchains.push({ tool: "docker", version: null, versionFile: null, with: [] }),
      save_cache: (call) => this.#saveCache(call),
      restore_cache: () => {},
      store_artifacts: (call) => this.#artifact(call, null),
      store_test_results: (call) => this.#artifact(call, "junit"),
      persist_to_workspace: (call) => this.#workspace(`hands ${listOf(texts(record(call).paths))} to later jobs`),
      attach_workspace: () => this.#workspace("takes over files of earlier jobs"),
      add_ssh_keys: () => this.#lose("SSH keys of the project are added: hand the key over as a secret."),
      when: (call, scope) => this.#conditional(call, scope, true),
      unless: (call, scope) => this.#conditional(call, scope, false),
      with_tool_cache: (call, scope) => this.list(record(call).steps, scope),
      steps: (call, scope) => this.list(call, scope),
    };
  }

  list(list: unknown, scope: Scope): void {
    const deeper = { ...scope, depth: scope.depth + 1 };
    if (scope.depth > MAX_DEPTH) this.#lose("Steps nest deeper than can be followed.");
    else for (const item of Array.isArray(list) ? list : [list]) this.#item(item, deeper);
  }

  #item(item: unknown, scope: Scope): void {
    if (Array.isArray(item)) this.list(item, scope);
    else if (typeof item === "string") this.#step(item, null, scope);
    else for (const [name, call] of Object.entries(record(item))) this.#step(name, call, scope);
  }

  #step(name: string, call: unknown, scope: Scope): void {
    const builtIn = Object.hasOwn(this.#builtIn, name) ? this.#builtIn[name] : undefined;
    const own = builtIn ? null : lookUp(scope.definitions.commands, name, scope.inside);
    if (builtIn) builtIn(call, scope);
    else if (own) this.#command(own, call, scope);
    else this.#orb(name, call, scope);
  }

  #command([inside, definition]: [string, Readonly<Record<string, unknown>>], call: unknown, scope: Scope): void {
    const steps = substitute(definition.steps, argumentsOf(definition, call));
    this.list(steps, { ...scope, inside });
  }

  #orb(name: string, call: unknown, { definitions, inside }: Scope): void {
    const alias = name.slice(0, Math.max(name.lastIndexOf("/"), 0));
    const orb = lookUp(definitions.orbs, alias, inside)?.[1];
    const known = orb === undefined ? null : orbWork(orb, name.slice(alias.length + 1), call);
    if (!known) {
      const what = orb === undefined ? `step \`${name}\`, which nothing defines` : `\`${name}\` of orb \`${orb}\``;
      this.#found.steps.push({ kind: "foreign", name, platform: "circleci", what });
      return;
    }
    this.#found.toolchains.push(...known.toolchains);
    for (const command of known.commands)
      this.#found.steps.push({ kind: "command", env: {}, why: null, condition: null, ...command });
  }

  #run(call: unknown, scope: Scope): void {
    const settings = typeof call === "string" ? { command: call } : record(call);
    const run = text(settings.command);
    if (run === null) this.#lose("A step has no command.");
    else if (!this.#runOfOurs(text(settings.name) ?? run, run))
      this.#found.steps.push(this.#commandStep(unescapeParameters(run), settings, scope));
  }

  /** True for a command that stands for something else: waiting for a service, gathering files, building an image. */
  #runOfOurs(name: string, run: string): boolean {
    const port = awaitedPort(run);
    const collected = collectedBy(run);
    const container = containerOf(name, run);
    if (port !== null) this.#found.awaited.push(port);
    if (collected) this.#collected.set(collected.folder, collected.globs);
    if (container) this.#found.steps.push(container);
    return port !== null || collected !== null || container !== null;
  }

  #commandStep(run: string, settings: Readonly<Record<string, unknown>>, scope: Scope): CommandStep {
    const name = unescapeParameters(text(settings.name) ?? run.split("\n")[0] ?? run);
    const shell = text(settings.shell);
    if (settings.background === true)
      this.#lose(`\`${name}\` runs in the background: start it with \`&\` in the step that needs it.`);
    if (settings.teardown !== undefined) this.#lose(`\`${name}\` has steps that clean up behind it.`);
    if (shell !== null) this.#lose(`\`${name}\` asks for the shell \`${shell}\`.`);
    return {
      kind: "command",
      name,
      run,
      directory: directoryOf(settings.working_directory),
      env: readEnv(settings.environment),
      why: null,
      condition: conditionOf(settings.when, scope),
    };
  }

  #checkout(call: unknown): void {
    const path = text(record(call).path);
    if (path !== null && path !== ".")
      this.#lose(`The code is checked out into \`${path}\`: its commands run in the root here.`);
  }

  #saveCache(call: unknown): void {
    const cache = readCache(call);
    if (cache) this.#found.caches.push(cache);
    else this.#lose(`A cache of ${describeCache(call)} is named by no lockfile that is known: add it by hand.`);
  }

  #artifact(call: unknown, report: Artifact["report"]): void {
    const path = text(record(call).path);
    if (path === null) return;
    const name = text(record(call).destination);
    this.#found.artifacts.push({
      name: name ?? "",
      paths: this.#collected.get(path) ?? [path],
      retentionDays: 30,
      when: "always",
      report,
    });
  }

  #conditional(call: unknown, scope: Scope, wanted: boolean): void {
    const { condition, steps } = record(call);
    const truth = truthOf(condition);
    if (truth !== null && truth !== wanted) return;
    const words = `${wanted ? "when" : "unless"}: ${JSON.stringify(condition)}`;
    this.list(steps, { ...scope, condition: truth === null ? words : scope.condition });
  }

  #workspace(what: string): void {
    this.#lose(`The job ${what} by a workspace: keep them as artifacts and fetch them where they are needed.`);
  }

  #lose(detail: string): void {
    this.#found.losses.push(detail);
  }
}

function conditionOf(when: unknown, { condition }: Scope): CommandStep["condition"] {
  const word = text(when);
  return condition ?? (word === "always" || word === "on_fail" ? word : null);
}

function listOf(paths: readonly string[]): string {
  return paths.map((path) => `\`${path}\``).join(", ") || "files";
}
