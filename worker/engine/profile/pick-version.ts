import type { RepositoryModel } from "../model/repository.ts";
import type { ComponentDraft, Proof } from "./component-draft.ts";
import { upward } from "./folder-paths.ts";
import { type Runtime, readRuntimeClaims } from "./runtime-claims.ts";
import type { RuntimeVersion } from "./stack-profile.ts";
import { overlaps, versionPrefix, versionsFrom } from "./version-set.ts";

/** A version that some file states. */
export interface VersionClaim {
  readonly version: string;
  readonly kind: RuntimeVersion["kind"];
  /** From the root of the repository. */
  readonly path: string;
  readonly line: number | null;
}

/** A place where a version may stand: the first group is the version. */
export interface VersionSource {
  readonly name: string;
  readonly pattern: RegExp;
  readonly kind: RuntimeVersion["kind"];
}

/** What `.tool-versions` and mise say about a tool under any of these names. */
export function toolSources(...tools: readonly string[]): VersionSource[] {
  const names = tools.join("|");
  const mise = new RegExp(`^"?(?:${names})"?\\s*=\\s*(?:\\[\\s*|\\{\\s*version\\s*=\\s*)?["']([^"']+)["']`, "m");
  return [
    { name: ".tool-versions", pattern: new RegExp(`^(?:${names})[ \\t]+(\\S+)`, "m"), kind: "exact" },
    { name: "mise.toml", pattern: mise, kind: "exact" },
    { name: ".mise.toml", pattern: mise, kind: "exact" },
  ];
}

/** The last `FROM` of an image in a Dockerfile: what it is built with, so the weakest of all. */
export function imageSource(image: string): VersionSource {
  const pattern = new RegExp(`^FROM[ \\t]+(?:--platform=\\S+[ \\t]+)?(?:[\\w.-]+/)*${image}:(\\d+(?:\\.\\d+)*)`, "im");
  return { name: "Dockerfile", pattern, kind: "exact" };
}

/** What these places say, in the component's folder and above it, in their order. */
export function readVersions(draft: ComponentDraft, sources: readonly VersionSource[]): VersionClaim[] {
  const { repository, path: folder } = draft.folder;
  const folders = upward(folder);
  return sources.flatMap(({ name, pattern, kind }) => {
    for (const here of name === "Dockerfile" ? folders.slice(0, 1) : folders) {
      const path = here === "." ? name : `${here}/${name}`;
      const claim = readVersion(repository, path, pattern);
      if (claim) return [{ ...claim, kind }];
    }
    return [];
  });
}

function readVersion(repository: RepositoryModel, path: string, pattern: RegExp): Omit<VersionClaim, "kind"> | null {
  const file = repository.file(path);
  const match = file && pattern.exec(file.text.replace(/^\ufeff/, " "));
  const version = match?.[1]?.trim();
  if (!file || !match || !version) return null;
  return { version, path, line: file.lines.lineAt(match.index + match[0].lastIndexOf(version)) };
}

/** The known version files of a runtime in the component's folder and above; what an image is built from comes last. */
export function claimsOf(draft: ComponentDraft, runtime: Runtime): VersionClaim[] {
  const { repository, path: folder } = draft.folder;
  const claims = upward(folder).flatMap((here) =>
    readRuntimeClaims(repository, here === "." ? "" : here)
      .filter((claim) => claim.runtime === runtime && (here === folder || VERSION_FILE.test(claim.path)))
      .map(({ spec, kind, path, at }) => {
        const line = repository.file(path)?.lines.lineAt(at.start) ?? null;
        return { version: spec, kind, path, line };
      }),
  );
  return [...claims.filter((claim) => !isImage(claim)), ...claims.filter((claim) => isImage(claim))];
}

/** Files that hold for the folders below theirs too. */
const VERSION_FILE = /(?:^|\/)(?:\.[\w-]+|\.?mise\.toml|system\.properties)$/;

function isImage({ path }: VersionClaim): boolean {
  return path.endsWith("Dockerfile");
}

/** Takes the first of the claims, with the range that stands beside an exact one, and says so where another contradicts it. */
export function pickVersion(draft: ComponentDraft, name: string, claims: readonly VersionClaim[]): void {
  const [first, ...others] = claims;
  if (!first) return;
  const range = first.kind === "exact" && !isImage(first) ? others.find(({ kind }) => kind === "range") : undefined;
  for (const claim of range ? [first, range] : [first]) addRuntime(draft, name, claim);
  const other = others.find((claim) => contradicts(first, claim));
  if (!other) return;
  const detail = `${first.path} says ${name} ${first.version}, but ${other.path} says ${other.version}; make them agree.`;
  draft.note("version_conflict", other.path, detail);
}

function addRuntime(draft: ComponentDraft, name: string, claim: VersionClaim): void {
  const { version, kind, path, line } = claim;
  const proof: Proof = { path, line, confidence: isImage(claim) ? "medium" : "high" };
  draft.runtime({ name, version, file: path, kind }, proof);
}

function contradicts(first: VersionClaim, other: VersionClaim): boolean {
  const sets = [first, other].map(({ version, kind }) =>
    kind === "exact" ? versionPrefix(version) : versionsFrom(version.replace(/^>=\s*/, "")),
  );
  const [a, b] = sets;
  return a !== undefined && b !== undefined && a !== null && b !== null && !overlaps(a, b);
}
