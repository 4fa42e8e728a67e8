/** One requirement of a Python project. */
interface Requirement {
  /** Normalised as in PEP 503: lower case, `-` between words. */
  readonly name: string;
  readonly extras: readonly string[];
  /** Version specifier as written, without marker; empty without one. */
  readonly spec: string;
}

/** PEP 503. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** A requirement as in PEP 508, or an editable one from a repository; null for anything else. */
export function readRequirement(text: string): Requirement | null {
  const egg = /[#&]egg=([A-Za-z0-9][\w.-]*)/.exec(text)?.[1];
  if (egg !== undefined) return { name: normalName(egg), extras: [], spec: "" };
  const line = text.replace(/\s+/g, " ").trim();
  const match = /^([A-Za-z0-9][\w.-]*) ?(?:\[([^\]]*)\])? ?(?:\(? ?([<>=!~][^;#)]*)|@|;|#|$)/.exec(line);
  const name = match?.[1];
  if (!match || name === undefined) return null;
  const extras = (match[2] ?? "").split(",").map((extra) => extra.trim());
  return { name: normalName(name), extras: extras.filter(Boolean), spec: (match[3] ?? "").trim() };
}
