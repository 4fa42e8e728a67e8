import type { ComponentDraft } from "./component-draft.ts";
import type { VersionClaim } from "./pick-version.ts";
import { overlaps, type RangeDialect, type VersionSet, versionPrefix, versionRange } from "./version-set.ts";

/**
 * Takes the exact version and the range that count most, and says what contradicts the first claim. An image is a hint
 * only: what version files and manifests say comes before it.
 */
export function settleVersions(
  draft: ComponentDraft,
  { name, dialect }: { readonly name: string; readonly dialect: RangeDialect },
  all: readonly VersionClaim[],
): void {
  const claims = all.filter(isNumber);
  const files = claims.filter((claim) => !isImage(claim));
  const exact = files.filter(({ kind }) => kind === "exact");
  const ordered = [...exact, ...files.filter(({ kind }) => kind === "range"), ...claims.filter(isImage)].map(
    (claim) => ({
      ...claim,
      version: bare(claim.version),
    }),
  );
  const kept = ordered.filter(({ kind }, at) => ordered.findIndex((other) => other.kind === kind) === at);
  for (const claim of kept) {
    const { version, kind, path, line } = claim;
    draft.runtime({ name, version, file: path, kind }, { path, line, confidence: isImage(claim) ? "medium" : "high" });
  }
  const [first] = ordered;
  const other = first && ordered.find((claim) => contradicts(allows(first, dialect), allows(claim, dialect)));
  if (!first || !other) return;
  const detail = `${first.path} says ${name} ${first.version}, but ${other.path} says ${other.version}: the first is used; make them agree.`;
  draft.note("version_conflict", other.path, detail);
}

/** A name that moves (`latest`, `system`, a branch) says no version. */
function isNumber({ version, kind }: VersionClaim): boolean {
  return kind === "range" || /^\d/.test(bare(version));
}

/** `ruby-3.3.0`, `v3.3` and `==3.3` without decoration. */
function bare(version: string): string {
  return version.trim().replace(/^(?:[a-z]+-|v|==?\s*)(?=\d)/i, "");
}

function isImage({ path }: VersionClaim): boolean {
  return path.endsWith("Dockerfile");
}

function contradicts(a: VersionSet | null, b: VersionSet | null): boolean {
  return a !== null && b !== null && !overlaps(a, b);
}

/** What a claim allows; null where it is not understood. RubyGems' and Hex' `~>` means what Composer's `~` does. */
function allows({ version, kind }: VersionClaim, dialect: RangeDialect): VersionSet | null {
  if (kind === "exact") return versionPrefix(version);
  return versionRange(
    version
      .replaceAll(/~>/g, "~")
      .replaceAll(/\s+and\s+/g, ",")
      .replaceAll(/\s+or\s+/g, "||"),
    dialect,
  );
}
