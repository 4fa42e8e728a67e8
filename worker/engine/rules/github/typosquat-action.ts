import { pinPlaces } from "../../actions/pin-places.ts";
import { type RemoteGroup, remoteGroups } from "../../actions/remote-groups.ts";
import type { UsePlace } from "../../actions/use-places.ts";
import { knownTagOf } from "../../data/action-pins.ts";
import { POPULAR_OWNERS } from "../../data/popular-actions.ts";
import { KNOWN_PUBLISHERS } from "../../data/publishers.ts";
import { replaceSpan } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { groupBy } from "../../group-by.ts";
import type { SourceFile } from "../../model/source-file.ts";
import { isFullSha, type Uses } from "../../model/uses.ts";
import { isOneEdit } from "../../names/one-edit.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";

export const typosquatAction = defineRule({
  meta: {
    id: "typosquat-action",
    category: "security",
    severity: "high",
    title: "Action's owner is one letter away from a popular one",
    fixClass: "review",
    reveals: true,
    docs: {
      what: "A `uses:` of a repository that is named exactly like a popular action, whose owner differs from the popular owner by one letter: added, left out, replaced or swapped with its neighbour, such as `action/checkout` for `actions/checkout`. One finding per file and owner.",
      why: "Anybody can register the name that people mistype, and the workflow then runs their code with your token and secrets. [Researchers registered fourteen such names](https://orca.security/resources/blog/typosquatting-in-github-actions/) in 2024, and found 194 public workflow files that name the owner `action`.",
      notReported:
        "Forks under names that are further away, such as `my-team/checkout`. Owners that publish a popular action of that name themselves. Slips in the repository's name under the right owner, such as `actions/chekout`: nobody else can register those, and the run just fails.",
      fix: "Write the popular owner and keep the ref; where the owner is neither GitHub nor a known vendor, pin its commit. Review it: if the other repository was meant, suppress the finding, and if it was not, look at what it did in earlier runs. No fix is offered for a pin that may be no commit of the popular action.",
      example: {
        before: "steps:\n  - uses: action/checkout@v4\n",
        after: "steps:\n  - uses: actions/checkout@v4\n",
      },
    },
  },

  *check(context) {
    const squats = remoteGroups(context).filter(({ places: [first] }) => first && popularOwner(first.uses) !== null);
    for (const groups of groupBy(squats, keyOf).values()) {
      const hit = toHit(context, groups);
      if (hit) yield hit;
    }
  },
});

/** One owner in one file. */
function keyOf({ document, action }: RemoteGroup): string {
  return `${document.path} ${action.slice(0, action.indexOf("/"))}`;
}

/** The owner that was probably meant; null when the name is as it should be, or two are equally near. */
function popularOwner({ owner, repo }: Uses): string | null {
  const owners = POPULAR_OWNERS.get(repo);
  if (!owners || owners.has(owner)) return null;
  const near = [...owners].filter((known) => isOneEdit(known, owner));
  return near.length === 1 ? (near[0] ?? null) : null;
}

function toHit(context: RuleContext, groups: readonly RemoteGroup[]): Hit | null {
  const places = groups.flatMap((group) => group.places);
  const document = groups[0]?.document;
  const [first, ...others] = places;
  const owner = first ? popularOwner(first.uses) : null;
  if (!document || !first || owner === null) return null;
  const { uses } = first;
  return {
    message: `\`${uses.owner}/${uses.repo}\` is one letter away from the popular \`${owner}/${uses.repo}\` and belongs to somebody else; write \`${owner}\`, or make sure that you mean this one.`,
    path: document.path,
    at: uses.node,
    anchor: `${uses.owner} ${first.anchor}`,
    related: others.map((place) => ({ path: document.path, at: place.uses.node })),
    fix: () => renameOwner(context, document.file, places),
  };
}

function renameOwner(context: RuleContext, file: SourceFile, places: readonly UsePlace[]): FixOutcome {
  const edits: Edit[] = [];
  for (const place of places) {
    const meant = meantPin(context, place.uses);
    if (typeof meant === "string") return { abstain: meant };
    const owner = ownerEdit(file, place.uses, meant.owner);
    const pin = meant.commit === null ? [] : pinPlaces(file, [place], meant.commit);
    if (!owner || !pin)
      return { abstain: "A `uses:` is written in a form that cannot be edited safely; change it by hand." };
    edits.push(owner, ...pin);
  }
  const [first] = places;
  const [owner, repo] = [first ? popularOwner(first.uses) : "", first?.uses.repo];
  return {
    edits,
    title: `Use ${owner}/${repo}, not its look-alike ${first?.uses.owner}/${repo}`,
    explanation: `\`${first?.uses.owner}\` is one letter away from \`${owner}\`, the owner of the popular action. The same version of \`${owner}/${repo}\` is now used. Look at what the other repository could read in earlier runs, and replace those secrets.`,
  };
}

interface MeantPin {
  readonly owner: string;
  /** Null when the ref stays as it is: a commit of the popular action, or a tag of a publisher whose tags weigh less. */
  readonly commit: { readonly sha: string; readonly version: string } | null;
}

/** What to write; a text says why it is not known. */
function meantPin({ lookups }: RuleContext, uses: Uses): MeantPin | string {
  const owner = popularOwner(uses) ?? "";
  const [action, ref] = [`${owner}/${uses.repo}`, uses.ref ?? ""];
  if (isFullSha(ref)) {
    const isTheirs = knownTagOf(action, ref) !== null || lookups.commitOrigin(action, ref) === "repository";
    return isTheirs
      ? { owner, commit: null }
      : `The pinned commit may be none of \`${action}\`; write that name and pin one of its releases by hand.`;
  }
  const commit = KNOWN_PUBLISHERS.has(owner) ? "unknown" : lookups.actionCommit(action, ref);
  if (commit === "unknown" || !isFullSha(commit.sha)) return { owner, commit: null };
  return { owner, commit: { sha: commit.sha, version: commit.tag ?? ref } };
}

function ownerEdit(file: SourceFile, { node, owner }: Uses, name: string): Edit | null {
  const source = file.slice(node.content);
  const at = source.length - source.trimStart().length;
  if (source.slice(at, at + owner.length + 1).toLowerCase() !== `${owner}/`) return null;
  const start = node.content.start + at;
  return replaceSpan(file, { start, end: start + owner.length }, name);
}
