/** Where documents read the `secrets` context. */
import { memo } from "../memo.ts";
import type { Action, Workflow } from "../model/workflow.ts";
import { type ExpressionAt, expressionsOf } from "./expression-places.ts";
import type { Reference } from "./references.ts";

export interface SecretReference {
  readonly place: ExpressionAt;
  readonly reference: Reference;
  /** In upper case, as GitHub compares names; null where it is computed or all of them are meant. */
  readonly name: string | null;
}

/** Every read of `secrets`, in file order. */
export const secretReferencesOf = memo((document: Workflow | Action): readonly SecretReference[] => {
  if (!/secrets/i.test(document.file.text)) return [];
  return expressionsOf(document).flatMap((place) =>
    place.references
      .filter(({ segments }) => segments[0] === "secrets")
      .map((reference) => ({ place, reference, name: nameOf(reference) })),
  );
});

function nameOf({ segments }: Reference): string | null {
  const name = segments[1];
  return name === undefined || name === "*" ? null : name.toUpperCase();
}

/** True when the workflow can read secrets in a way that names none: serialised, or under a computed name. */
export function readsUnnamedSecrets({ name, reference }: SecretReference): boolean {
  return name === null && (reference.segments.length > 1 || reference.serialised);
}
