import type { ExpressionAt } from "../../../expressions/expression-places.ts";
import type { Reference } from "../../../expressions/references.ts";
import type { Lookups } from "../../../lookups.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import { nearest } from "../../../names/nearest.ts";

/** A name that an expression reads and nothing defines. */
export interface Undefined {
  /** What is missing, lower case: all places that read it make one finding. */
  readonly what: string;
  /** Whether one definition repairs all places of the file, or those of one job. */
  readonly scope: "document" | "job";
  readonly message: string;
}

/** A context access with what is known around it. */
export interface Access {
  readonly place: ExpressionAt;
  readonly reference: Reference;
  readonly repository: RepositoryModel;
  readonly lookups: Lookups;
}

/** A segment that says a name; null where there is none, or where it is computed or stands for all. */
export function nameAt({ segments, written }: Reference, index: number): { lower: string; written: string } | null {
  const lower = segments[index];
  if (lower === undefined || lower === "*") return null;
  return { lower, written: written[index] ?? lower };
}

/** The path up to and with a segment, as written. */
export function pathTo({ written }: Reference, index: number): string {
  return written.slice(0, index + 1).join(".");
}

/** Ends a message: the name that is probably meant, or else what to do. */
export function advice(name: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearest(name, candidates);
  return near === null ? otherwise : `write \`${near}\` if that is meant.`;
}
