/** Something that is wrong with a configuration, with its place. `error`: it is not stored or offered. Lines and columns are 1-based, the end is exclusive. */
export interface ConfigurationProblem {
  readonly severity: "error" | "warning";
  /** Who says so: the YAML parser, the platform's schema, its expressions, one of our rules, or a look at what the repository holds. */
  readonly source: "syntax" | "schema" | "expression" | "rule" | "reference";
  /** Id of the rule, for source `rule`. */
  readonly rule: string | null;
  /** What is wrong and what to do. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
