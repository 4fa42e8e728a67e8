import type { YamlMap, YamlNode, YamlScalar } from "../../parse/yaml-node.ts";
import type { SourceFile } from "../source-file.ts";

/** A CircleCI configuration file: `.circleci/*.yml`. Inline orbs are read like the file itself. */
export interface CircleciConfig {
  readonly path: string;
  readonly file: SourceFile;
  readonly root: YamlMap;
  /** Orbs from the registry; inline ones are not among them. */
  readonly orbs: readonly CircleciOrb[];
  readonly blocks: readonly CircleciBlock[];
  readonly workflows: readonly CircleciWorkflow[];
}

/** `alias: namespace/name@version`. */
export interface CircleciOrb {
  readonly alias: string;
  /** `namespace/name`. */
  readonly name: string;
  readonly version: string;
  readonly node: YamlScalar;
}

/** A job, a command or an executor: what has steps, images or both. */
export interface CircleciBlock {
  readonly kind: "jobs" | "commands" | "executors";
  readonly name: string;
  /** Key path, for example `jobs.test` or `orbs.mine.jobs.test`. */
  readonly anchor: string;
  readonly map: YamlMap;
  readonly key: YamlNode;
  /** Images of `docker`, the first is the one that steps run in. */
  readonly dockerImages: readonly YamlScalar[];
  readonly machineImage: YamlScalar | null;
  readonly xcode: YamlScalar | null;
  /** In file order, those inside `when` and `unless` too. */
  readonly steps: readonly CircleciStep[];
}

/** A step by its name: `run`, `checkout`, `save_cache`, a command, an orb's command. */
export interface CircleciStep {
  readonly name: string;
  /** What is under the name: null for a step that is a name alone. */
  readonly value: YamlNode | null;
  readonly node: YamlNode;
}

export interface CircleciWorkflow {
  readonly name: string;
  readonly map: YamlMap;
  readonly uses: readonly CircleciJobUse[];
}

/** A job in a workflow. */
export interface CircleciJobUse {
  readonly job: string;
  /** Its own name in the workflow, the job's unless `name` says another. */
  readonly name: string;
  readonly map: YamlMap | null;
  readonly isApproval: boolean;
  readonly hasMatrix: boolean;
  readonly requires: readonly string[];
}
