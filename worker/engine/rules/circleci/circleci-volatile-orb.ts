import { setScalar } from "../../edit/edit-yaml.ts";
import type { Lookups } from "../../lookups.ts";
import type { CircleciConfig, CircleciOrb } from "../../model/circleci/config.ts";
import { circleciConfigsOf } from "../../model/circleci/read-config.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

const VERSION = /^\d+\.\d+\.\d+$/;
/** Where the orb template keeps the source of an orb. */
const OWN_ORB = ["src/@orb.yml", "src/@orb.yaml"];

export const circleciVolatileOrb = defineRule({
  meta: {
    id: "circleci-volatile-orb",
    category: "security",
    severity: "high",
    title: "CircleCI orb at a version that can change unseen",
    fixClass: "lookup",
    docs: {
      what: "An orb at `@volatile`, which is always its newest release, or at a `@dev:…` version. One finding per orb.",
      why: "The orb's steps run with the environment variables and contexts of the job. A release such as `5.2.0` can never be changed once it is published; `volatile` moves with each release and a `dev:` version may be overwritten, and expires after 90 days ([CircleCI: orb concepts](https://circleci.com/docs/orb-concepts/#semantic-versioning)).",
      notReported:
        "Full and partial versions (`1.2.3`, `1.2`, `1`): CircleCI documents them as the way to take fixes. Inline orbs. Versions made of a pipeline value or parameter. A `dev:` version in a repository with `src/@orb.yml`, which tests its own orb that way.",
      fix: "Name a full version. The fix writes the orb's newest release where it is known; look at its changes, since a `dev:` version may differ from it.",
      example: {
        before: "orbs:\n  node: circleci/node@volatile\n",
        after: "orbs:\n  node: circleci/node@7.1.0\n",
      },
    },
  },

  *check(context) {
    const isOrbSource = OWN_ORB.some((path) => context.repository.has(path));
    for (const config of circleciConfigsOf(context)) {
      for (const orb of config.orbs) if (moves(orb, isOrbSource)) yield toHit(config, orb, context.lookups);
    }
  },
});

function moves({ version }: CircleciOrb, isOrbSource: boolean): boolean {
  if (version === "volatile") return true;
  return version.startsWith("dev:") && !version.includes("<<") && !isOrbSource;
}

function toHit({ path, file }: CircleciConfig, orb: CircleciOrb, lookups: Lookups): Hit {
  const { name, version, node, alias } = orb;
  return {
    message: `Orb \`${name}\` is used at \`${version}\`, so its code can change without a commit here; name a full version such as \`1.2.3\`.`,
    path,
    at: node,
    anchor: `orbs.${alias}`,
    fix: (): FixOutcome => {
      const release = lookups.toolVersion(`orb:${name}`);
      if (release === "unknown" || !VERSION.test(release)) {
        return { abstain: `The newest release of \`${name}\` is not known here: look it up in the orb registry.` };
      }
      const edits = node.aliased ? null : setScalar(file, node, `${name}@${release}`);
      if (!edits) return { abstain: "The orb is written in a form that cannot be edited safely; change it by hand." };
      return {
        edits,
        title: `Use orb \`${name}\` at ${release}`,
        explanation: `${release} is the newest release of \`${name}\` and can never change. \`${version}\` may be ahead of it or behind: look at the changes.`,
      };
    },
  };
}
