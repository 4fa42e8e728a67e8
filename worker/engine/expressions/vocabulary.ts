/** Names that GitHub's expressions know. Source: GitHub Docs, "Contexts reference" and "Expressions", 2026-08. */

export const CONTEXTS: ReadonlySet<string> = new Set([
  "env",
  "github",
  "inputs",
  "job",
  "jobs",
  "matrix",
  "needs",
  "runner",
  "secrets",
  "steps",
  "strategy",
  "vars",
]);

export const FUNCTIONS: ReadonlySet<string> = new Set([
  "always",
  "cancelled",
  "case",
  "contains",
  "endswith",
  "failure",
  "format",
  "fromjson",
  "hashfiles",
  "join",
  "startswith",
  "success",
  "tojson",
]);
