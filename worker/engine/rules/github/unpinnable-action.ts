import { pinPlaces } from "../../actions/pin-places.ts";
import type { UsePlace } from "../../actions/use-places.ts";
import type { Edit } from "../../finding.ts";
import { isSamplePath } from "../../model/sample-path.ts";
import { isFullSha } from "../../model/uses.ts";
import type { Action } from "../../model/workflow.ts";
import { defineRule, type FixOutcome, type Hit, type RuleContext } from "../../rule.ts";
import { type MovableParts, movableParts } from "./unpinnable-action/movable-parts.ts";
import { appendDigest } from "./unpinned-container-image/append-digest.ts";

export const unpinnableAction = defineRule({
  meta: {
    id: "unpinnable-action",
    category: "security",
    severity: "low",
    title: "Pinning this action does not fix what it runs",
    fixClass: "lookup",
    scope: "repository",
    docs: {
      what: "A composite or Docker action of this repository that itself uses other actions by a tag or branch, images without a digest, or a Dockerfile whose base image has none. One finding per action, with all that can move as evidence.",
      why: "Whoever pins your action to a commit expects the same code at every run. What the action fetches by a movable name can change all the same, behind every pin of every caller: https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions.",
      notReported:
        "JavaScript actions, whose code is in the commit. Uses that are a full commit id, images with a digest, `scratch` and earlier stages. Local actions (`./…`, `$/…`), which come from the same commit. Images from expressions and arguments. Actions among samples and tests.",
      fix: "Pin inside the action: the commit with the version as a comment, the digest behind the tag, and let an update tool look after them. The fix needs to know commits and digests; for base images the Dockerfile has a finding of its own.",
      example: {
        before:
          "runs:\n  using: composite\n  steps:\n    - uses: actions/setup-node@v7\n      with:\n        node-version: 24\n",
        after:
          "runs:\n  using: composite\n  steps:\n    - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0\n      with:\n        node-version: 24\n",
      },
    },
  },

  *check(context) {
    for (const action of context.actions) if (!isSamplePath(action.path)) yield* toHit(context, action);
  },
});

function* toHit(context: RuleContext, action: Action): Generator<Hit> {
  const parts = movableParts(context.repository, action);
  const inside = [
    ...parts.uses.flat().map(({ uses }) => ({ path: action.path, at: uses.node, name: uses.raw })),
    ...parts.images.flat().map(({ node, image }) => ({ path: action.path, at: node, name: `docker://${image}` })),
  ].sort((a, b) => a.at.start - b.at.start);
  const all = [...inside, ...parts.bases.map(({ path, at, image }) => ({ path, at, name: image }))];
  const [first, ...others] = all;
  if (!first) return;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  yield {
    message: `Callers who pin this action still run whatever \`${first.name}\`${more} means that day; pin inside the action too.`,
    path: action.path,
    at: inside[0]?.at ?? action.using ?? first.at,
    anchor: "runs",
    related: (inside.length === 0 ? all : others).map(({ path, at }) => ({ path, at })),
    fix: () => pinInside(context, action, parts),
  };
}

function pinInside(context: RuleContext, action: Action, parts: MovableParts): FixOutcome {
  if (parts.bases.length > 0) return { abstain: "Pin the base image in the action's Dockerfile by its digest." };
  const edits: Edit[] = [];
  for (const places of parts.uses) {
    const pinned = pinUses(context, action, places);
    if (!Array.isArray(pinned)) return pinned;
    edits.push(...pinned);
  }
  for (const places of parts.images) {
    const outcome = appendDigest(context, places);
    if ("abstain" in outcome) return outcome;
    edits.push(...outcome.edits);
  }
  return {
    edits,
    title: "Pin what the action itself fetches",
    explanation:
      "Each use inside the action is now the commit, or the digest, that its name means today, with the version kept for people and update tools. Callers who pin the action now get the same code at every run.",
  };
}

function pinUses(
  { lookups }: RuleContext,
  action: Action,
  places: readonly UsePlace[],
): Edit[] | { readonly abstain: string } {
  const uses = places[0]?.uses;
  const name = `${uses?.owner}/${uses?.repo}`;
  const commit = lookups.actionCommit(name, uses?.ref ?? "");
  if (commit === "unknown" || !isFullSha(commit.sha))
    return { abstain: `It is not known which commit \`${name}@${uses?.ref}\` means; look it up and pin it by hand.` };
  const edits = pinPlaces(action.file, places, { sha: commit.sha, version: commit.tag ?? uses?.ref ?? "" });
  return edits ?? { abstain: "A `uses:` is written in a form that cannot be edited safely; pin it by hand." };
}
