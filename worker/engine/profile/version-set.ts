/** Versions as three numbers; missing parts of a written version are filled by what it means in its place. */
type Version = readonly [number, number, number];

/** From `low` (inclusive) to `high` (exclusive); null is without end. */
interface Interval {
  readonly low: Version;
  readonly high: Version | null;
}

/** A union of intervals: every version that a specification allows. */
export type VersionSet = readonly Interval[];

/** Whose rules a range is written by: they differ in what `~` means and in what a bare version allows. */
export type RangeDialect = "npm" | "python" | "composer";

const ZERO: Version = [0, 0, 0];

/** Versions that a bare version names: `20` is every 20, `20.5.x` every 20.5, `20.5.1` one. Null for anything else, such as `lts/*`. */
export function versionPrefix(text: string): VersionSet | null {
  const match = /^v?(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?$/.exec(text.trim());
  if (!match) return null;
  const numbers = match.slice(1).map((part) => (part !== undefined && /^\d/.test(part) ? Number(part) : null));
  const known = numbers.indexOf(null);
  const length = known === -1 ? 3 : known;
  return [{ low: toVersion(numbers), high: bump(numbers, length) }];
}

/** Versions that a range allows; null when it is written in a way that is not understood, which proves nothing. */
export function versionRange(text: string, dialect: RangeDialect): VersionSet | null {
  const alternatives = text.split(/\s*\|\|?\s*/).map((part) => conjunction(part, dialect));
  return alternatives.includes(null) ? null : alternatives.filter((set) => set !== null).flat();
}

/** Every version from the written one on. */
export function versionsFrom(text: string): VersionSet | null {
  return versionPrefix(text)?.map(({ low }) => ({ low, high: null })) ?? null;
}

/** True when some version is in both sets. */
export function overlaps(a: VersionSet, b: VersionSet): boolean {
  return a.some((left) => b.some((right) => intersect(left, right) !== null));
}

function conjunction(text: string, dialect: RangeDialect): VersionSet | null {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "*") return [{ low: ZERO, high: null }];
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(trimmed);
  const parts = hyphen ? [`>=${hyphen[1]}`, `<=${hyphen[2]}`] : comparators(trimmed);
  let set: VersionSet = [{ low: ZERO, high: null }];
  for (const part of parts) {
    const next = comparator(part, dialect);
    if (next === null) return null;
    set = set.flatMap((left) => next.flatMap((right) => intersect(left, right) ?? []));
  }
  return set;
}

/** `>= 1.2, <2` and `>=1.2 <2` as `>=1.2` and `<2`. */
function comparators(text: string): string[] {
  return text
    .replaceAll(/([<>=~^!]+)\s+/g, "$1")
    .split(/[\s,]+/)
    .filter(Boolean);
}

function comparator(text: string, dialect: RangeDialect): VersionSet | null {
  const match = /^(>=|<=|===?|~=|!=|[<>~^=])?(.+)$/.exec(text);
  const operator = match?.[1] ?? "";
  const written = match?.[2] ?? "";
  const base = versionPrefix(written.replace(/(?<=\d)\.\*$/, ".x"))?.[0];
  if (!base) return null;
  switch (operator) {
    case ">=":
      return [{ low: base.low, high: null }];
    case ">":
      return [{ low: base.high ?? base.low, high: null }];
    case "<":
      return [{ low: ZERO, high: base.low }];
    case "<=":
      return [{ low: ZERO, high: base.high }];
    case "!=":
      return [{ low: ZERO, high: null }];
    case "^":
      return [{ low: base.low, high: caretEnd(base.low) }];
    case "~":
    case "~=":
      return [{ low: base.low, high: tildeEnd(written, dialect) }];
    default:
      return [base];
  }
}

function caretEnd([major, minor, patch]: Version): Version {
  if (major > 0) return [major + 1, 0, 0];
  return minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1];
}

/** npm's `~1.2` stays in 1.2; Python's `~=1.2` and Composer's `~1.2` stay in 1, and with a third part in 1.2. */
function tildeEnd(written: string, dialect: RangeDialect): Version | null {
  const numbers = written.replace(/^v/, "").split(".").map(Number);
  const length = dialect === "npm" ? Math.min(2, numbers.length) : Math.max(1, numbers.length - 1);
  return bump(numbers, length);
}

function intersect(a: Interval, b: Interval): Interval | null {
  const low = compare(a.low, b.low) >= 0 ? a.low : b.low;
  const high = a.high === null ? b.high : b.high === null || compare(a.high, b.high) <= 0 ? a.high : b.high;
  return high === null || compare(low, high) < 0 ? { low, high } : null;
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function toVersion(numbers: readonly (number | null)[]): Version {
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
}

/** The first version behind all that share the first `length` numbers. */
function bump(numbers: readonly (number | null)[], length: number): Version {
  const [major, minor, patch] = toVersion(numbers);
  if (length <= 1) return [major + 1, 0, 0];
  return length === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}
