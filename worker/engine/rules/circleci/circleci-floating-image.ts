import { setScalar } from "../../edit/edit-yaml.ts";
import { judgeImage } from "../../images/image.ts";
import type { Lookups } from "../../lookups.ts";
import type { CircleciConfig } from "../../model/circleci/config.ts";
import { circleciConfigsOf } from "../../model/circleci/read-config.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome, type Hit } from "../../rule.ts";

interface Use {
  readonly node: YamlScalar;
  readonly anchor: string;
}

export const circleciFloatingImage = defineRule({
  meta: {
    id: "circleci-floating-image",
    category: "security",
    severity: "high",
    title: "CircleCI Docker image at no fixed tag",
    fixClass: "lookup",
    docs: {
      what: "A `docker` image of a job or an executor that has no tag, or `latest`. One finding per image and file.",
      why: "The tag is moved with each release, so the same commit is built in another image tomorrow, and whoever can push to the image's repository runs code in the job. CircleCI advises fixed tags or a digest ([CircleCI: convenience images](https://circleci.com/docs/circleci-images/#best-practices)).",
      notReported:
        "Images with any other tag or a digest. Machine images at `default` or `current`: CircleCI's [support policy](https://circleci.com/docs/linux-vm-support-policy/) documents them as its supported tags and removes older ones. Images named by a parameter or a variable, and images of a registry on the job's own host.",
      fix: "Name the tag that you test with, or append the digest. The fix appends the digest that the tag has now, where it is known, and keeps the tag.",
      example: {
        before: "docker:\n  - image: cimg/node:latest\n",
        after: "docker:\n  - image: cimg/node:22.14.0\n",
      },
    },
  },

  *check(context) {
    for (const config of circleciConfigsOf(context)) {
      for (const uses of floatingImages(config)) yield* toHit(config, uses, context.lookups);
    }
  },
});

function floatingImages({ blocks }: CircleciConfig): Iterable<readonly Use[]> {
  const groups = new Map<string, Use[]>();
  const seen = new Set<YamlScalar>();
  for (const { anchor, dockerImages } of blocks) {
    for (const node of dockerImages) {
      const image = node.value.trim();
      const pin = image.includes("<<") ? "computed" : judgeImage(image);
      if ((pin !== "none" && pin !== "latest") || seen.has(node)) continue;
      seen.add(node);
      const group = groups.get(image) ?? [];
      groups.set(image, group);
      group.push({ node, anchor });
    }
  }
  return groups.values();
}

function* toHit({ path, file }: CircleciConfig, uses: readonly Use[], lookups: Lookups): Generator<Hit> {
  const [first, ...others] = uses;
  if (!first) return;
  const image = first.node.value.trim();
  yield {
    message: `Image \`${image}\` ${judgeImage(image) === "none" ? "has no tag, which means `latest`" : "is at `latest`"}: it changes without a commit here; name the version that you test with.`,
    path,
    at: first.node,
    anchor: `${first.anchor}.docker.${image.replace(/:latest$/, "")}`,
    related: others.map(({ node }) => ({ path, at: node })),
    fix: (): FixOutcome => {
      const digest = lookups.imageDigest(image);
      if (digest === "unknown") {
        return { abstain: `The digest of \`${image}\` is not known here: name the tag that you test with by hand.` };
      }
      const edits = uses.map(({ node }) => setScalar(file, node, `${image}@${digest}`));
      if (edits.some((edit) => edit === null)) {
        return { abstain: "The image is written in a form that cannot be edited safely; change it by hand." };
      }
      return {
        edits: edits.flatMap((edit) => edit ?? []),
        title: `Pin image \`${image}\` by its digest`,
        explanation: `\`${image}\` has this digest now, so nothing changes today; renew it together with the tag from then on.`,
      };
    },
  };
}
