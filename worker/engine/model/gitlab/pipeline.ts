import type { YamlMap, YamlNode, YamlPair, YamlScalar } from "../../parse/yaml-node.ts";
import type { SourceFile } from "../source-file.ts";

/** GitLab CI as rules see it. Every part carries its node and the file that it stands in. Source: docs.gitlab.com/ci/yaml. */

/** One configuration file: its body, and its `spec:` header where it has one. */
export interface GitlabFile {
  readonly path: string;
  readonly file: SourceFile;
  readonly root: YamlMap;
  readonly header: YamlMap | null;
}

export type IncludeKind = "local" | "project" | "remote" | "template" | "component" | "other";

export interface GitlabInclude {
  readonly kind: IncludeKind;
  /** The file that includes. */
  readonly file: SourceFile;
  /** The item of `include`; null where it is a plain text. */
  readonly map: YamlMap | null;
  /** The path, project, address or component, as written. */
  readonly target: YamlScalar;
  readonly ref: YamlScalar | null;
  /** True when everything that it brings was read. */
  readonly isRead: boolean;
}

/** One mapping that contributes to a job; the first layer that has a key decides it, mappings are merged key by key. */
export interface GitlabLayer {
  readonly file: SourceFile;
  readonly map: YamlMap;
}

/** A top-level name: a job, a hidden job, or a section such as `default`. */
export interface GitlabEntry {
  readonly name: string;
  readonly key: YamlScalar;
  readonly node: YamlMap;
  readonly file: SourceFile;
  /** Own definitions first, then what it extends. */
  readonly layers: readonly GitlabLayer[];
  /** How many of the layers define the name itself. */
  readonly ownLayers: number;
  /** False when it extends something that was not read. */
  readonly isComplete: boolean;
}

export interface GitlabPipeline {
  /** `root`: `.gitlab-ci.yml`; `child`: a file that a job triggers; `part`: a file that other repositories include. */
  readonly kind: "root" | "child" | "part";
  readonly path: string;
  readonly file: SourceFile;
  readonly root: YamlMap;
  /** The file itself, then what it includes: where two say different things, the first wins. */
  readonly files: readonly GitlabFile[];
  readonly includes: readonly GitlabInclude[];
  readonly entries: ReadonlyMap<string, GitlabEntry>;
  /** Entries that run; hidden ones and sections are left out. */
  readonly jobs: readonly GitlabEntry[];
  /** False when some include was not read: jobs may exist that are not in the list. */
  readonly isComplete: boolean;
  /** False when something that was not read may set `default`, `workflow`, `stages` or global variables. */
  readonly hasKnownDefaults: boolean;
  /** The branch that the repository calls its default; null when unknown. */
  readonly defaultBranch: string | null;
}

/** A value with where it stands. */
export interface Setting {
  readonly node: YamlNode;
  readonly pair: YamlPair;
  /** The mapping that holds the pair. */
  readonly owner: YamlMap;
  readonly file: SourceFile;
}

/** `unknown`: what was not read may say it. */
export type Answer = Setting | "absent" | "unknown";

export function isSetting(answer: Answer): answer is Setting {
  return typeof answer === "object";
}
