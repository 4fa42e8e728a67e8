import type { SourceFile } from "../model/source-file.ts";
import { isFullSha } from "../model/uses.ts";
import type { FixOutcome, RuleContext } from "../rule.ts";
import { pinPlaces } from "./pin-places.ts";
import type { UsePlace } from "./use-places.ts";
import { versionComment } from "./version-comment.ts";

/** A release to put in the place of a pinned commit. */
interface Release {
  readonly sha: string;
  readonly version: string;
  /** False for the newest release, which nobody asked for. */
  readonly isNamed: boolean;
}

/**
 * Moves the pins of one commit to the release that their comment names, else to the newest one. `why` is a sentence that says
 * what is wrong with the commit.
 */
export function moveToRelease(
  context: RuleContext,
  file: SourceFile,
  { places, why }: { places: readonly UsePlace[]; why: string },
): FixOutcome {
  const [first] = places;
  if (!first) return { abstain: "There is nothing to move." };
  const action = `${first.uses.owner}/${first.uses.repo}`;
  const release = releaseFor(context, file, places);
  if (!release)
    return { abstain: `No release of \`${action}\` is known that could take its place; choose one by hand.` };
  const edits = pinPlaces(file, places, release);
  if (!edits) return { abstain: "A `uses:` is written in a form that cannot be edited safely; change it by hand." };
  const origin = release.isNamed
    ? "It is the version that the comment names."
    : "No comment names a version, so it is the newest release: read what changed before merging.";
  return {
    edits,
    title: `Move \`${action}\` to the commit of ${release.version}`,
    explanation: `${why} The pin is now commit \`${release.sha}\`, release ${release.version}. ${origin}`,
    fixClass: "review",
  };
}

function releaseFor({ lookups }: RuleContext, file: SourceFile, places: readonly UsePlace[]): Release | null {
  const [first] = places;
  if (!first) return null;
  const action = `${first.uses.owner}/${first.uses.repo}`;
  const isOther = (sha: string) => isFullSha(sha) && sha.toLowerCase() !== first.uses.ref?.toLowerCase();
  const comments = places.flatMap(({ uses }) => versionComment(file, uses.node)?.version ?? []);
  for (const version of comments) {
    const commit = lookups.actionCommit(action, version);
    if (commit !== "unknown" && isOther(commit.sha))
      return { sha: commit.sha, version: commit.tag ?? version, isNamed: true };
  }
  const repository = lookups.actionRepository(action);
  const newest =
    repository === "unknown" ? undefined : repository.releases.find(({ sha, tag }) => tag !== null && isOther(sha));
  return newest?.tag ? { sha: newest.sha, version: newest.tag, isNamed: false } : null;
}
