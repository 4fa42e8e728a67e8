import { nearest } from "../names/nearest.ts";
import { circleciParameterProblems } from "./circleci-parameters.ts";
import { circleciReferenceProblems } from "./circleci-references.ts";
import schema from "./circleci-schema.json" with { type: "json" };
import { describeFailures, type SchemaProblem, withReferences } from "./describe-failure.ts";
import { compare, type Failure, type JsonSchema } from "./json-schema.ts";

/**
 * What CircleCI's reference of the configuration file does not know, in a document as `toValue` gives it. Parameters and
 * pipeline values (`<< … >>`) fit every place: CircleCI puts in what they stand for before it looks. Names that nothing defines
 * are told too; what an orb takes is not looked at.
 */
export function circleciSchemaProblems(value: unknown): SchemaProblem[] {
  const failures = compare(value, schema as JsonSchema, isReplaced);
  const shape = describeFailures(
    failures.filter((failure) => !isOwnSection(failure)),
    "CircleCI",
  );
  return withReferences(shape, [...circleciReferenceProblems(value), ...circleciParameterProblems(value)]);
}

/** CircleCI lets authors keep anchors under top-level keys of their own; only what looks like one of its own is a mistake. */
function isOwnSection(failure: Failure): boolean {
  return failure.kind === "unknown_key" && failure.path.length === 1 && nearest(failure.key, failure.known) === null;
}

function isReplaced(value: unknown): boolean {
  return typeof value === "string" && /(?:^|[^\\])<<[^<>]*>>/.test(value);
}
