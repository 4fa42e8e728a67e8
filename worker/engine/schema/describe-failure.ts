import { nearest } from "../names/nearest.ts";
import { type Failure, type Path, typeOf } from "./json-schema.ts";

/** Something that a platform's schema refuses. */
export interface SchemaProblem {
  /** Keys and list indexes from the root to what is wrong; for an unknown key the way to the key. */
  readonly path: Path;
  /** The key is wrong, not what stands under it. */
  readonly isKey: boolean;
  /** What is wrong and what to do. */
  readonly message: string;
}

export function describeFailures(failures: readonly Failure[], platform: string): SchemaProblem[] {
  const problems = failures.map((failure) => ({
    path: failure.path,
    isKey: failure.kind === "unknown_key",
    message: describe(failure, platform),
  }));
  return onePerPlace(problems);
}

/** Names that are missing beside a wrong shape: what a misspelt key makes missing above it is told by the key. */
export function withReferences(shape: readonly SchemaProblem[], references: readonly SchemaProblem[]): SchemaProblem[] {
  const isAbove = (place: Path, inner: Path) => place.every((part, index) => inner[index] === part);
  const told = references.filter(({ path }) => !shape.some((problem) => isAbove(path, problem.path)));
  return onePerPlace([...shape, ...told]);
}

/** The first of the problems at a place: further ones often follow from it. */
function onePerPlace(all: readonly SchemaProblem[]): SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  for (const problem of all) {
    const place = JSON.stringify(problem.path);
    if (!problems.has(place)) problems.set(place, problem);
  }
  return [...problems.values()];
}

const TYPES: Readonly<Record<string, string>> = {
  object: "a mapping",
  array: "a list",
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "`true` or `false`",
  null: "empty",
};

const MAX_LISTED = 12;

function describe(failure: Failure, platform: string): string {
  const here = nameOf(failure.path);
  switch (failure.kind) {
    case "unknown_key":
      return unknownKey(failure, platform);
    case "missing_key":
      return `${here} has no \`${failure.key}\`, which ${platform} needs; add it.`;
    case "type":
      return `${here} has to be ${typesOf(failure.expected)}; here it is ${isOf(failure.value)}.`;
    case "value":
      return `${here} has to be ${listed(failure.allowed.map((each) => `\`${each}\``))}; here it is ${isOf(failure.value)}.`;
    case "size":
      return `${here} ${sizeOf(failure)}.`;
    case "form":
      return `${here} does not have the form that ${platform} knows, here ${isOf(failure.value)}; it has to match \`${failure.pattern}\`.`;
    case "repeated":
      return `${here} names something twice; leave out the second one.`;
    case "forbidden":
      return `${here} is not allowed here with this value; remove it, or what stands beside it.`;
  }
}

function unknownKey({ path, key, known }: Failure & { readonly kind: "unknown_key" }, platform: string): string {
  const above = path.length > 1 ? ` of ${nameOf(path.slice(0, -1))}` : "";
  const meant = nearest(key, known);
  const start = `\`${key}\` is no key${above} that ${platform} knows`;
  if (meant !== null) return `${start}; did you mean \`${meant}\`?`;
  if (known.length === 0 || known.length > MAX_LISTED) return `${start}; remove it or look for its name.`;
  return `${start}; it knows ${listed(known.map((each) => `\`${each}\``)).replace(/ or (?=[^ ]+$)/, " and ")}.`;
}

/** The last keys of a way, enough to see what is meant: `jobs.test.steps[2]`. */
function nameOf(path: Path): string {
  if (path.length === 0) return "The file";
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
  return `\`${text.replace(/^\./, "")}\``;
}

function typesOf(expected: readonly string[]): string {
  return listed([...new Set(expected)].map((type) => TYPES[type] ?? type));
}

function listed(words: readonly string[]): string {
  const [last = "", ...others] = [...words].reverse();
  return others.length === 0 ? last : `${others.reverse().join(", ")} or ${last}`;
}

function isOf(value: unknown): string {
  const type = typeOf(value);
  if (type === "null") return "empty";
  if (type === "object" || type === "array") return TYPES[type] ?? type;
  const text = String(value);
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}

function sizeOf({ least, most, value }: Failure & { readonly kind: "size" }): string {
  const unit = typeof value === "number" ? "" : typeof value === "string" ? " characters" : " entries";
  if (least !== null && most !== null) return `has to be between ${least} and ${most}${unit}`;
  if (least === 1 && unit !== "") return "must not be empty";
  return least === null ? `has to be at most ${most}${unit}` : `has to be at least ${least}${unit}`;
}
