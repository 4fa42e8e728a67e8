import { describeFailures, type SchemaProblem, withReferences } from "./describe-failure.ts";
import { gitlabReferenceProblems } from "./gitlab-references.ts";
import schema from "./gitlab-schema.json" with { type: "json" };
import { compare, type JsonSchema } from "./json-schema.ts";
import { REFERENCE } from "./to-value.ts";

/**
 * What GitLab's own schema refuses in one document of a pipeline file, as `toValue` gives it. `!reference` and inputs
 * (`$[[ inputs.… ]]`) fit every place: GitLab puts in what they stand for before it looks. Jobs and stages that a file without
 * includes has not are told too, unless it is only a part that others include.
 */
export function gitlabSchemaProblems(value: unknown, isWhole = true): SchemaProblem[] {
  const shape = describeFailures(compare(value, schema as JsonSchema, isReplaced), "GitLab");
  return withReferences(shape, isWhole ? gitlabReferenceProblems(value) : []);
}

function isReplaced(value: unknown): boolean {
  return typeof value === "string" && (value.startsWith(REFERENCE) || value.includes("$[["));
}
