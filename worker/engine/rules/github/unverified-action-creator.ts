import { remoteUses, type UsePlace } from "../../actions/use-places.ts";
import { KNOWN_PUBLISHERS } from "../../data/publishers.ts";
import { groupBy } from "../../group-by.ts";
import type { Policy, RepositorySettings } from "../../lookups/answers.ts";
import type { Unknown } from "../../lookups.ts";
import { defineRule } from "../../rule.ts";

export const unverifiedActionCreator = defineRule({
  meta: {
    id: "unverified-action-creator",
    category: "security",
    severity: "info",
    title: "Action's publisher is not verified",
    fixClass: "none",
    profile: "strict",
    docs: {
      what: "An action or reusable workflow whose owner GitHub's Marketplace does not show as a verified creator, and who is not the owner of this repository either. One finding per file and owner, with all places. Only in the strict profile.",
      why: "The badge says that GitHub knows which organization is behind the account (https://docs.github.com/en/apps/github-marketplace/github-marketplace-overview/about-marketplace-badges). It says nothing about the code; but where it is missing, nobody has checked who publishes what runs with your token. Organizations can allow verified creators alone.",
      notReported:
        "Owners that GitHub was not asked about, and everything while the repository's own owner is not known. GitHub itself and the vendors of our table of publishers. Owners whom the organization's policy trusts. Local actions and images.",
      fix: "Look at who publishes the action, then keep it pinned to a commit and add its owner to the policy, or use an action of a verified creator or a script instead.",
      example: {
        before: "      - uses: someone/deploy@v1\n",
        after: "      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n",
      },
    },
  },

  *check({ workflows, actions, lookups }) {
    for (const document of [...workflows, ...actions]) {
      const places = [...remoteUses(document).values()].flat().filter(({ uses }) => !KNOWN_PUBLISHERS.has(uses.owner));
      if (places.length === 0) continue;
      const isOurs = trustOf(lookups.settings(), lookups.policy());
      if (!isOurs) return;
      const unverified = places.filter(({ uses: { owner, repo } }) => {
        if (isOurs(owner)) return false;
        const answer = lookups.actionRepository(`${owner}/${repo}`);
        return answer !== "unknown" && answer.verifiedCreator === false;
      });
      for (const [owner, found] of groupBy(unverified, ({ uses }) => uses.owner))
        yield toHit({ path: document.path, owner }, found);
    }
  },
});

/** Whose actions need no badge; null while the repository's own owner is unknown. */
function trustOf(
  settings: RepositorySettings | Unknown,
  policy: Policy | Unknown,
): ((owner: string) => boolean) | null {
  const own = settings === "unknown" ? null : settings.fullName?.split("/")[0]?.toLowerCase();
  if (!own) return null;
  const trusted = policy === "unknown" ? [] : policy.trustedOwners.map((owner) => owner.toLowerCase());
  return (owner) => owner === own || trusted.includes(owner);
}

function toHit({ path, owner }: { readonly path: string; readonly owner: string }, places: readonly UsePlace[]) {
  const [first, ...others] = places.toSorted((a, b) => a.uses.node.start - b.uses.node.start);
  const at = first?.uses.node ?? { start: 0, end: 0 };
  return {
    message: `\`${owner}\`, who publishes \`${first?.uses.owner}/${first?.uses.repo}\`, is no verified creator; look at who that is, or use an action of one.`,
    path,
    at,
    anchor: owner,
    related: others.map(({ uses }) => ({ path, at: uses.node })),
  };
}
