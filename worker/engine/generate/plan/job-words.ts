import type { CheckKind, ComponentPlan } from "./component-plan.ts";
import type { JobGroup } from "./job-groups.ts";

const VERBS: Readonly<Record<CheckKind, string>> = {
  format: "check the format",
  lint: "lint",
  typecheck: "check types",
  build: "build",
  test: "test",
};

/** `Lint, check types and test`. */
export function groupName(group: JobGroup): string {
  const text = joined(group.map((kind) => VERBS[kind]));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The name of a job of one of several components. */
export function titled(name: string, prefix: string | null): string {
  return prefix === null ? name : `${name} (${prefix})`;
}

/** One sentence: what a green job proves. */
export function groupWhy({ component, matrix, services }: ComponentPlan, group: JobGroup): string {
  const checks = group.filter((kind) => kind !== "build" && kind !== "test");
  const beside = services.length > 0 ? ` with ${joined(services.map(({ name }) => name))} beside them` : "";
  const versions = matrix ? `, on every version of ${matrix.axis} in the matrix` : "";
  const proofs = [
    checksProof(checks),
    group.includes("build") ? "a clean checkout builds" : null,
    group.includes("test") ? `the tests pass${beside}${versions}` : null,
  ].filter((proof) => proof !== null);
  const place = component.path === "." ? "" : ` for ${component.path}`;
  const speed = checks.length === group.length ? "; quick, so that slips show first" : "";
  return `Proves${place} that ${joined(proofs)}${speed}.`;
}

const NOUNS: Readonly<Record<CheckKind, string>> = {
  format: "format",
  lint: "lint rules",
  typecheck: "types",
  build: "build",
  test: "tests",
};
const SINGLE: Readonly<Record<CheckKind, string>> = {
  format: "format is the agreed one",
  lint: "linter has nothing to say",
  typecheck: "types hold",
  build: "build passes",
  test: "tests pass",
};

function checksProof(checks: JobGroup): string | null {
  if (checks.length === 0) return null;
  return checks.length === 1
    ? `the ${SINGLE[checks[0] ?? "lint"]}`
    : `${joined(checks.map((kind) => NOUNS[kind]))} are in order`;
}

/** `a`, `a and b`, `a, b and c`. */
function joined(items: readonly string[]): string {
  if (items.length <= 1) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
