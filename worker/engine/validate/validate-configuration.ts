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
    ...schema.map(({ at, message }) => ({ ...atSpan(after, path, at, message), source: "schema" as const })),
    ...rules,
    ...references.map(({ at, message }) => ({ ...atSpan(after, path, at, message), source: "reference" as const })),
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
  if (problem) return atSpan(after, path, { start: problem.offset, end: problem.offset + 1 }, problem.message);
  const root = yaml?.ok ? asMap(yaml.documents[0]?.root) : null;
  if (root) return null;
  const message =
    "The file holds no configuration: its top level must be a mapping of keys; write the pipeline, or leave the file out.";
  return atSpan(after, path, { start: 0, end: 1 }, message);
}

function atSpan(after: RepositoryModel, path: string, at: Span, message: string): ConfigurationProblem {
  const range = after.file(path)?.range(at) ?? { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { severity: "error", source: "syntax", rule: null, message, ...range };
}
