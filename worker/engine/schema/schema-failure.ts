import type { Failure, Path } from "./json-schema.ts";

/**
 * Of the forms that a value may have and has not, what to say: the failures of the form that is meant most likely; where the
 * value is of no form's type or of no form's values, all of these together as one.
 */
export function choose(tried: readonly (readonly Failure[])[], path: Path): readonly Failure[] {
  const [first] = [...tried].sort((a, b) => distance(a, path) - distance(b, path));
  const [only] = first ?? [];
  if (first === undefined || only === undefined || first.length > 1 || !isHere(only, path)) return first ?? [];
  const alone = tried
    .flatMap((failures) => (failures.length === 1 ? failures : []))
    .filter((each) => isHere(each, path));
  if (only.kind === "type") {
    const expected = alone.flatMap((each) => (each.kind === "type" ? each.expected : []));
    return [{ ...only, expected: [...new Set(expected)] }];
  }
  if (only.kind !== "value") return first;
  const allowed = alone.flatMap((each) => (each.kind === "value" ? each.allowed : []));
  return [{ ...only, allowed: [...new Set(allowed)] }];
}

const WEIGHTS: Readonly<Record<Failure["kind"], number>> = {
  type: 1_000,
  forbidden: 40,
  value: 30,
  form: 20,
  size: 20,
  unknown_key: 12,
  missing_key: 10,
  repeated: 5,
};

const DEEP = 2;

/** How far a value is from a form: another type is another form; a wrong part deep inside leaves little doubt about the form. */
function distance(failures: readonly Failure[], path: Path): number {
  return failures.reduce((sum, failure) => sum + (isAbout(failure, path) ? WEIGHTS[failure.kind] : DEEP), 0);
}

function isHere({ path }: Failure, here: Path): boolean {
  return path.length === here.length;
}

/** A key that a form does not know or does not want is told of the key, but speaks about the form. */
function isAbout(failure: Failure, here: Path): boolean {
  const isKey = failure.kind === "unknown_key" || failure.kind === "forbidden";
  return isHere(failure, here) || (isKey && failure.path.length === here.length + 1);
}
