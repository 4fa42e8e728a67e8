import type { YamlMap, YamlNode, YamlPair, YamlScalar } from "../parse/yaml-node.ts";
import type { SourceFile } from "./source-file.ts";
import type { Uses } from "./uses.ts";

/** GitHub Actions as rules see it. Every part carries its node, so that a finding can point at it. */

export interface Workflow {
  readonly kind: "workflow";
  readonly path: string;
  readonly file: SourceFile;
  readonly root: YamlMap;
  readonly name: YamlScalar | null;
  readonly runName: YamlScalar | null;
  /** Value of `on`, or null when the key is absent. */
  readonly on: YamlNode | null;
  readonly triggers: readonly Trigger[];
  readonly permissions: Permissions | null;
  readonly env: readonly Entry[];
  readonly defaults: RunDefaults;
  readonly concurrency: Concurrency | null;
  readonly jobs: readonly Job[];
}

/** A composite, JavaScript or Docker action of the repository: `action.yml`. */
export interface Action {
  readonly kind: "action";
  readonly path: string;
  readonly file: SourceFile;
  readonly root: YamlMap;
  readonly name: YamlScalar | null;
  /** `composite`, `node24`, `docker`…; null when `runs.using` is absent. */
  readonly using: YamlScalar | null;
  readonly inputs: readonly Entry[];
  readonly outputs: readonly Entry[];
  /** Steps of a composite action; empty otherwise. */
  readonly steps: readonly Step[];
}

/** A key with its value, as in `env`, `with`, `outputs`, `inputs`. */
export interface Entry {
  readonly name: string;
  readonly key: YamlScalar;
  /** The scalar value, or null for an absent value or a collection. */
  readonly value: YamlScalar | null;
  readonly pair: YamlPair;
}

/** One event of `on`. `node` is the event's own mapping or list, null for a bare event. */
export interface Trigger {
  readonly event: string;
  /** Where the event's name stands. */
  readonly key: YamlScalar;
  readonly node: YamlNode | null;
}

export interface Permissions {
  /** The pair `permissions: …`. */
  readonly pair: YamlPair;
  /** `read-all` or `write-all`; null for a list of scopes. An empty mapping grants nothing: no scopes and `all` null. */
  readonly all: "read" | "write" | null;
  readonly scopes: readonly { readonly name: string; readonly level: string; readonly pair: YamlPair }[];
}

export interface RunDefaults {
  readonly shell: YamlScalar | null;
  readonly workingDirectory: YamlScalar | null;
}

export interface Concurrency {
  readonly pair: YamlPair;
  readonly group: YamlScalar | null;
  readonly cancelInProgress: YamlScalar | null;
}

export interface Container {
  readonly pair: YamlPair;
  readonly image: YamlScalar | null;
  readonly env: readonly Entry[];
  readonly options: YamlScalar | null;
  readonly credentials: readonly Entry[];
}

export interface Job {
  readonly id: string;
  readonly key: YamlScalar;
  readonly node: YamlMap;
  readonly name: YamlScalar | null;
  /** Labels as written, of `runs-on: x`, a list, or `{group, labels}`. */
  readonly runsOn: readonly YamlScalar[];
  readonly runsOnPair: YamlPair | null;
  readonly needs: readonly YamlScalar[];
  readonly if: YamlScalar | null;
  readonly permissions: Permissions | null;
  readonly timeoutMinutes: YamlScalar | null;
  readonly concurrency: Concurrency | null;
  readonly environment: YamlNode | null;
  readonly strategy: YamlMap | null;
  readonly matrix: YamlNode | null;
  readonly continueOnError: YamlScalar | null;
  readonly env: readonly Entry[];
  readonly outputs: readonly Entry[];
  readonly defaults: RunDefaults;
  readonly container: Container | null;
  readonly services: readonly Container[];
  /** A call of a reusable workflow: such a job has neither steps nor a runner nor a time limit of its own. */
  readonly uses: Uses | null;
  readonly with: readonly Entry[];
  readonly secrets: YamlNode | null;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly node: YamlMap;
  readonly index: number;
  readonly id: YamlScalar | null;
  readonly name: YamlScalar | null;
  readonly if: YamlScalar | null;
  readonly uses: Uses | null;
  readonly run: YamlScalar | null;
  readonly shell: YamlScalar | null;
  readonly workingDirectory: YamlScalar | null;
  readonly with: readonly Entry[];
  readonly env: readonly Entry[];
  readonly continueOnError: YamlScalar | null;
  readonly timeoutMinutes: YamlScalar | null;
  /** Survives line moves and version bumps: the id, else the name, else the action without its version, else the place; numbered when it repeats. */
  readonly identity: string;
}

/** A job with the workflow it stands in. */
export interface JobPlace {
  readonly workflow: Workflow;
  readonly job: Job;
}

/** A step with what stands around it; `job` is null in a composite action. */
export interface StepPlace {
  readonly document: Workflow | Action;
  readonly job: Job | null;
  readonly step: Step;
}

/** The entry of this name: exact for `env`, without case for `with`, as GitHub reads them. */
export function findEntry(entries: readonly Entry[], name: string): Entry | null {
  const wanted = name.toLowerCase();
  return (
    entries.find((entry) => entry.name === name) ?? entries.find((entry) => entry.name.toLowerCase() === wanted) ?? null
  );
}

/** The text under an entry of this name, trimmed; null when absent. */
export function entryText(entries: readonly Entry[], name: string): string | null {
  return findEntry(entries, name)?.value?.value.trim() ?? null;
}

export function findTrigger(workflow: Workflow, event: string): Trigger | null {
  return workflow.triggers.find((trigger) => trigger.event === event) ?? null;
}

/** Every `permissions` of a workflow with its key path: that of the top, then those of the jobs. */
export function permissionsOf(
  workflow: Workflow,
): { readonly permissions: Permissions; readonly job: Job | null; readonly anchor: string }[] {
  const top = workflow.permissions ? [{ permissions: workflow.permissions, job: null, anchor: "permissions" }] : [];
  const jobs = workflow.jobs.flatMap((job) =>
    job.permissions ? [{ permissions: job.permissions, job, anchor: `jobs.${job.id}.permissions` }] : [],
  );
  return [...top, ...jobs];
}
