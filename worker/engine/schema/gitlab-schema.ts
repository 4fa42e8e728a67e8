import { describeFailures, type SchemaProblem } from "./describe-failure.ts";
import schema from "./gitlab-schema.json" with { type: "json" };
import { compare, type JsonSchema } from "./json-schema.ts";
import { REFERENCE } from "./to-value.ts";

/**
 * What GitLab's own schema refuses in one document of a pipeline file, as `toValue` gives it. `!reference` and inputs
 * (`$[[ inputs.… ]]`) fit every place: GitLab puts in what they stand for before it looks.
 */
export function gitlabSchemaProblems(value: unknown): SchemaProblem[] {
  return describeFailures(compare(value, schema as JsonSchema, isReplaced), "GitLab");
}

function isReplaced(value: unknown): boolean {
  return typeof value === "string" && (value.startsWith(REFERENCE) || value.includes("$[["));
}
