import { commentEdit } from "../../actions/pin-places.ts";
import { remoteGroups } from "../../actions/remote-groups.ts";
import type { UsePlace } from "../../actions/use-places.ts";
import { mostPrecise, type VersionComment, versionComment, versionNumbers } from "../../actions/version-comment.ts";
import { knownCommitOf, knownTagOf } from "../../data/action-pins.ts";
import { replaceSpan } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import type { Lookups } from "../../lookups.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { trailingComment } from "../../model/trailing-comment.ts";
import { isFullSha, type Uses } from "../../model/uses.ts";
import type { Action, Workflow } from "../../model/workflow.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";

export const pinCommentMismatch = defineRule({
  meta: {
    id: "pin-comment-mismatch",
    category: "security",
    severity: "medium",
    title: "Comment behind a pin names another version",
    fixClass: "lookup",
    docs: {
      what: "A `uses:` pinned to a commit whose comment begins with a version that is not a tag of that commit. In the strict profile also a pin without any version behind it. One finding per file, action and commit.",
      why: "People review the comment, the runner takes the commit: a wrong comment hides an old, a vulnerable or a foreign version. [Dependabot](https://docs.github.com/en/code-security/dependabot/working-with-dependabot/keeping-your-actions-up-to-date-with-dependabot) and Renovate read the comment to know where a pin stands, and propose nothing or the wrong thing when it lies.",
      notReported:
        "A comment that says less than the tag, such as `# v4` on the commit of `v4.2.2`. Comments that speak of something else, or where words follow the version as in `# v4.1.0 is broken`. Prereleases, and commits that neither GitHub nor our dated table could tell the tags of, unless the table knows another commit for exactly the version in the comment.",
      fix: "Write the most precise tag of the commit into the comment; the rest of it stays. The commit is not changed: if the comment was what you meant, pin that version's commit instead. Where the tags of the commit are not known, no fix is offered.",
      example: {
        before: "steps:\n  - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v3.0.0\n",
        after: "steps:\n  - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n",
      },
    },
  },

  *check(context) {
    for (const { document, ref, places } of remoteGroups(context)) {
      if (isFullSha(ref)) yield* checkPin(context, document, places);
    }
  },
});

interface Commented {
  readonly place: UsePlace;
  readonly comment: VersionComment;
}

function* checkPin(context: RuleContext, document: Workflow | Action, places: readonly UsePlace[]): Generator<Hit> {
  const [first] = places;
  if (!first) return;
  const commented: Commented[] = [];
  const bare: UsePlace[] = [];
  for (const place of places) {
    const comment = versionComment(document.file, place.uses.node);
    if (comment) commented.push({ place, comment });
    else bare.push(place);
  }
  if (commented.length === 0 && !context.strict) return;
  const tags = tagsOf(context, first.uses);
  const wrong = commented.filter((item) => isWrong(context, document.file, { ...item, tags }));
  if (wrong.length > 0) yield wrongHit(document, wrong, tags);
  if (context.strict && bare.length > 0 && tags?.length !== 0) yield bareHit(document, bare, tags);
}

/** Tags of the commit in use, as GitHub says or else the table; null when neither knows it. */
function tagsOf({ lookups }: RuleContext, uses: Uses): readonly string[] | null {
  const sha = (uses.ref ?? "").toLowerCase();
  const tags = lookups.commitTags(actionOf(uses), sha);
  if (tags !== "unknown") return tags;
  const known = knownTagOf(actionOf(uses), sha);
  return known === null ? null : [known];
}

function actionOf({ owner, repo }: Uses): string {
  return `${owner}/${repo}`;
}

/** Words behind the version make a sentence about it; these do not. */
const REMARK = /^[ \t]+(?!(?:zizmor|pinned|release|latest|tag|ratchet)\b)[A-Za-z]/;

function isWrong(
  { lookups }: RuleContext,
  file: SourceFile,
  { place, comment, tags }: Commented & { readonly tags: readonly string[] | null },
): boolean {
  const numbers = versionNumbers(comment.version);
  const end = trailingComment(file, place.uses.node)?.end ?? comment.at.end;
  if (numbers.length === 0 || REMARK.test(file.text.slice(comment.at.end, end))) return false;
  if (tags === null) return isTagOfAnother(lookups, place.uses, comment.version);
  if (tags.length === 0) return true;
  const precise = mostPrecise(tags);
  if (precise === null || startsWith(numbers, versionNumbers(precise))) return false;
  return !tags.some((tag) => startsWith(versionNumbers(tag), numbers));
}

function startsWith(numbers: readonly number[], start: readonly number[]): boolean {
  return start.every((part, at) => numbers[at] === part);
}

/** True when the table knows which commit a full version is, and it is another. */
function isTagOfAnother(lookups: Lookups, uses: Uses, version: string): boolean {
  if (versionNumbers(version).length < 3) return false;
  const said = lookups.actionCommit(actionOf(uses), version);
  if (said !== "unknown" && said.sha.toLowerCase() === uses.ref?.toLowerCase()) return false;
  const plain = version.replace(/^v/i, "");
  const known = knownCommitOf(actionOf(uses), `v${plain}`) ?? knownCommitOf(actionOf(uses), plain);
  return known !== null && known !== uses.ref?.toLowerCase();
}

function wrongHit(document: Workflow | Action, wrong: readonly Commented[], tags: readonly string[] | null): Hit {
  const [first, ...others] = wrong;
  const said = first?.comment.version ?? "";
  const uses = first?.place.uses;
  const tag = tags === null ? null : mostPrecise(tags);
  const truth = tag === null ? `the commit is not \`${said}\`` : `the commit is \`${tag}\``;
  return {
    message: `The comment behind \`${nameOf(uses)}\` says \`${said}\`, and ${truth}; correct the comment, or the pin.`,
    path: document.path,
    at: first?.comment.at ?? { start: 0, end: 0 },
    anchor: `${nameOf(uses)} ${first?.place.anchor}`,
    related: others.map(({ comment }) => ({ path: document.path, at: comment.at })),
    fix: () => {
      if (tag === null) return unknownTag(uses);
      const edits = wrong.map(({ comment }) => replaceSpan(document.file, comment.at, tag));
      return toDraft(uses, tag, edits);
    },
  };
}

function bareHit(document: Workflow | Action, bare: readonly UsePlace[], tags: readonly string[] | null): Hit {
  const [first, ...others] = bare;
  const uses = first?.uses;
  return {
    message: `The pin of \`${nameOf(uses)}\` does not say which version it is; write the tag of the commit behind it as a comment.`,
    path: document.path,
    at: uses?.node ?? { start: 0, end: 0 },
    anchor: `${nameOf(uses)} ${first?.anchor}`,
    severity: "low",
    related: others.map((place) => ({ path: document.path, at: place.uses.node })),
    fix: () => {
      const tag = tags === null ? null : mostPrecise(tags);
      if (tag === null) return unknownTag(uses);
      const edits = bare.map((place) => commentEdit(document.file, place.uses.node.end, tag));
      const isEditable = edits.every((edit) => edit !== null && edit.length > 0);
      if (!isEditable)
        return { abstain: "A line holds more than the pin, so that a comment does not fit; add it by hand." };
      return toDraft(
        uses,
        tag,
        edits.flatMap((edit) => edit ?? []),
      );
    },
  };
}

function nameOf(uses: Uses | undefined): string {
  return uses ? actionOf(uses) : "";
}

function unknownTag(uses: Uses | undefined): FixOutcome {
  return {
    abstain: `It is not known which tag of \`${nameOf(uses)}\` the commit has; look it up, and correct the comment or the pin.`,
  };
}

function toDraft(uses: Uses | undefined, tag: string, edits: readonly Edit[]): FixOutcome {
  return {
    edits,
    title: `Say which version of \`${nameOf(uses)}\` is pinned`,
    explanation: `Commit \`${uses?.ref}\` is ${tag}, and the comment now says so. Nothing else runs than before; if another version was meant, pin that one's commit instead.`,
  };
}
