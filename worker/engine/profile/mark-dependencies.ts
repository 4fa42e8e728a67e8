import type { ComponentDraft } from "./component-draft.ts";

/** A dependency as a manifest names it. */
export interface Dependency {
  /** `github.com/gin-gonic/gin`, `axum`, `org.postgresql:postgresql`, `Npgsql`. */
  readonly name: string;
  /** The manifest, from the root of the repository. */
  readonly path: string;
  readonly line: number | null;
  /** True for what only tests use. */
  readonly isTest: boolean;
}

/** What a dependency with such a name tells. */
export type Mark = readonly [pattern: RegExp, name: string];

export function markFrameworks(
  draft: ComponentDraft,
  dependencies: readonly Dependency[],
  marks: readonly Mark[],
): void {
  for (const [pattern, name] of marks) {
    const found = dependencies.find((dependency) => !dependency.isTest && pattern.test(dependency.name));
    if (found) draft.framework(name, { path: found.path, line: found.line, confidence: "high" });
  }
}

/** Drivers ask for a service. `instead`: what tests start by themselves in its place, by the service's name; `*` stands for all. */
export function markServices(
  draft: ComponentDraft,
  dependencies: readonly Dependency[],
  { drivers, instead }: { readonly drivers: readonly Mark[]; readonly instead: readonly Mark[] },
): void {
  const replaced = instead
    .filter(([pattern]) => dependencies.some(({ name }) => pattern.test(name)))
    .map(([, name]) => name);
  if (replaced.includes("*")) return;
  for (const [pattern, name] of drivers) {
    const found = dependencies.find((dependency) => pattern.test(dependency.name));
    if (found && !replaced.includes(name)) {
      draft.service(name, { path: found.path, line: found.line, confidence: "medium" });
    }
  }
}
