import type { Lookups } from "../lookups.ts";
import type { RepositoryModel } from "../model/repository.ts";
import type { Span } from "../parse/line-index.ts";
import { asMap } from "../parse/yaml-node.ts";
import type { Platform } from "../pipeline/pipeline.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ConfigurationProblem } from "./configuration-problem.ts";
import { missingReferences } from "./missing-references.ts";
import { ruleProblems } from "./rule-problems.ts";
import { schemaProblems } from "./schema-problems.ts";

export interface Candidate {
  readonly platform: Platform;
  /** Where the text would stand, from the root of the repository. */
  readonly path: string;
  readonly text: string;
}

export interface ValidationFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly lookups: Lookups;
  /** False where the rest of the repository is not known: nothing is said then about files that it lacks. */
  readonly knowsRepository: boolean;
}

/** Where each platform looks for its configuration; `ci.yml` is ours to name on GitHub. */
export const CONFIGURATION_PATHS: Readonly<Record<Platform, string>> = {
  github: ".github/workflows/ci.yml",
  gitlab: ".gitlab-ci.yml",
  circleci: ".circleci/config.yml",
};

/**
 * Everything that is wrong with a configuration, as if it stood in the repository: syntax, the platform's schema and
 * expressions, our rules, and references to what the repository does not hold. Sorted by place; errors of syntax alone where it does
 * not parse. Empty: it may be stored and offered.
 */
export function validateConfiguration(
  repository: RepositoryModel,
  candidate: Candidate,
  facts: ValidationFacts,
): ConfigurationProblem[] {
  const { path, text } = candidate;
  const after = repository.patched(new Map([[path, text]]));
  const unreadable = syntaxProblem(after, path);
  if (unreadable) return [unreadable];
  const rules = ruleProblems({ before: repository.snapshot, after: after.snapshot }, path, facts);
  const references = facts.knowsRepository ? missingReferences(after, candidate.platform, path) : [];
  const schema = schemaProblems(after, candidate.platform, path);
  const problems = [
    ...schema.map((fault) => toProblem(after, path, { ...fault, source: "schema" })),
    ...rules,
    ...references.map((fault) => toProblem(after, path, { ...fault, source: "reference" })),
  ];
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** True where nothing forbids to store and offer it. */
export function isAcceptable(problems: readonly ConfigurationProblem[]): boolean {
  return problems.every(({ severity }) => severity !== "error");
}

/** An empty repository around a configuration that belongs to none yet. */
export function emptySnapshot(): Snapshot {
  return { commit: null, defaultBranch: null, files: [], paths: [], notes: [] };
}

function syntaxProblem(after: RepositoryModel, path: string): ConfigurationProblem | null {
  const broken = after.broken.find((each) => each.path === path);
  const yaml = after.yaml(path);
  const problem = broken?.problem ?? (yaml && !yaml.ok ? yaml.problem : null);
  const isMapping = yaml?.ok === true && asMap(yaml.documents[0]?.root) !== null;
  if (problem === null && isMapping) return null;
  const { offset, message } = problem ?? { offset: 0, message: NO_MAPPING };
  return toProblem(after, path, { source: "syntax", at: { start: offset, end: offset + 1 }, message });
}

const NO_MAPPING =
  "The file holds no configuration: its top level must be a mapping of keys; write the pipeline, or leave the file out.";

interface Fault {
  readonly source: ConfigurationProblem["source"];
  readonly at: Span;
  readonly message: string;
}

function toProblem(after: RepositoryModel, path: string, { source, at, message }: Fault): ConfigurationProblem {
  const range = after.file(path)?.range(at) ?? { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { severity: "error", source, rule: null, message, ...range };
}
