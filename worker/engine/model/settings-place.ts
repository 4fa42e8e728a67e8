import type { RepositoryModel } from "./repository.ts";

/** Where a finding about the repository's settings stands: they have no file, so it is the start of the first workflow. Null without one. */
export function settingsPlace({ workflows }: RepositoryModel): {
  readonly path: string;
  readonly at: { readonly start: number; readonly end: number };
  readonly anchor: "settings";
} | null {
  const [first] = workflows;
  return first ? { path: first.path, at: { start: 0, end: 0 }, anchor: "settings" } : null;
}
