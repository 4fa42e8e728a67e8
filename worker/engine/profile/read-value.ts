/** Looks into parsed manifests, whose shape nobody promised: what is not there, or not of the kind asked for, is empty. */

/** A mapping; empty for anything else. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** The value under a path of keys; undefined where any of them is missing. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  let here = value;
  for (const key of keys) here = Object.hasOwn(record(here), key) ? record(here)[key] : undefined;
  return here;
}

/** Text that says something, trimmed; null for anything else. */
export function text(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** The texts of a list; empty for anything else. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
