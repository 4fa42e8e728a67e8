import { RETIRED_CIRCLECI_IMAGES, type RetiredCircleciImage } from "../../data/circleci-images.ts";
import { startOfDay } from "../../data/day.ts";
import { setScalar } from "../../edit/edit-yaml.ts";
import { groupBy } from "../../group-by.ts";
import { imageName } from "../../images/image.ts";
import type { CircleciBlock } from "../../model/circleci/config.ts";
import { circleciConfigsOf } from "../../model/circleci/read-config.ts";
import type { SourceFile } from "../../model/source-file.ts";
import type { YamlScalar } from "../../parse/yaml-node.ts";
import { defineRule, type FixOutcome } from "../../rule.ts";

const DOCKER = new Map(rowsOf("docker").map((row) => [row.name, row]));
const XCODE = new Map(rowsOf("xcode").map((row) => [row.name, row]));
const MACHINES = rowsOf("machine");

interface Use {
  readonly row: RetiredCircleciImage;
  readonly node: YamlScalar;
  readonly anchor: string;
}

export const circleciDeprecatedImage = defineRule({
  meta: {
    id: "circleci-deprecated-image",
    category: "ci_cd",
    severity: "medium",
    title: "CircleCI image that is no longer maintained or was removed",
    fixClass: "review",
    docs: {
      what: "A Docker image of the old `circleci/…` convenience images (medium); a machine image with Ubuntu 14.04 or 16.04, or an Xcode version, that CircleCI has removed (high). One finding per image and file.",
      why: "The `circleci/…` images get no updates since the end of 2021 ([CircleCI: legacy convenience images](https://discuss.circleci.com/t/legacy-convenience-image-deprecation/41034)). Jobs on a removed machine image fail ([CircleCI: Ubuntu 14.04 and 16.04](https://circleci.com/blog/ubuntu-14-16-image-deprecation/)), as do those with a removed Xcode ([changelog](https://circleci.com/changelog/)).",
      notReported:
        "`cimg/…` images of any age and images in the `circleci` namespace that are none of the convenience images, such as `circleci/runner-agent`. Removals still to come. Images named by a parameter. Old releases of languages in other images.",
      fix: "Change to the image that takes its place: `cimg/node` for `circleci/node`, `ubuntu-2404:current` for `ubuntu-1604:…`, a supported Xcode. The fix does so where the tag is a plain version, which both have; look at the job, since the contents differ. Variants such as `-browsers` and Xcode are yours to choose.",
      example: {
        before: "docker:\n  - image: circleci/node:14.17.0\n",
        after: "docker:\n  - image: cimg/node:14.17.0\n",
      },
    },
  },

  *check(context) {
    for (const { path, file, blocks } of circleciConfigsOf(context)) {
      const groups = groupBy(retiredUses(blocks, context.now), ({ node }) => node.value.trim());
      for (const [image, [first, ...others]] of groups) {
        if (!first) continue;
        yield {
          message: messageOf(first.row, image),
          path,
          at: first.node,
          anchor: `${first.anchor}.${first.row.kind}.${first.row.name}`,
          ...(first.row.kind === "docker" ? {} : { severity: "high" }),
          related: others.map(({ node }) => ({ path, at: node })),
          fix: () => change(file, [first, ...others]),
        };
      }
    }
  },
});

function rowsOf(kind: RetiredCircleciImage["kind"]): RetiredCircleciImage[] {
  return RETIRED_CIRCLECI_IMAGES.filter((row) => row.kind === kind);
}

function retiredUses(blocks: readonly CircleciBlock[], now: number): Use[] {
  const seen = new Set<YamlScalar>();
  const uses: Use[] = [];
  const add = (node: YamlScalar | null, anchor: string, find: (image: string) => RetiredCircleciImage | undefined) => {
    const row = node && !seen.has(node) ? find(node.value.trim()) : undefined;
    if (!node || !row || now < startOfDay(row.end)) return;
    seen.add(node);
    uses.push({ row, node, anchor });
  };
  for (const { anchor, dockerImages, machineImage, xcode } of blocks) {
    for (const node of dockerImages) add(node, anchor, (image) => DOCKER.get(imageName(image)));
    add(machineImage, anchor, (image) => MACHINES.find(({ name }) => image.startsWith(name)));
    add(xcode, anchor, (version) => XCODE.get(version));
  }
  return uses;
}

function messageOf({ kind, successor }: RetiredCircleciImage, image: string): string {
  if (kind === "xcode") return `CircleCI has removed Xcode \`${image}\`, so the job fails; choose a supported version.`;
  const advice = successor === null ? "use the project's own image" : `change to \`${successor}\``;
  if (kind === "machine") return `CircleCI has removed machine image \`${image}\`, so the job fails; ${advice}.`;
  return `Image \`${image}\` gets no updates since the end of 2021; ${advice}.`;
}

/** A version alone: variants have other names in the successors. */
const PLAIN_TAG = /:(\d+(?:\.\d+){1,2})$/;

function change(file: SourceFile, uses: readonly [Use, ...Use[]]): FixOutcome {
  const [{ row, node }] = uses;
  const successor = successorOf(row, node.value.trim());
  if (successor === null) return { abstain: "Which image takes its place is yours to choose; change it by hand." };
  const edits = uses.map((use) => (use.node.aliased ? null : setScalar(file, use.node, successor)));
  if (edits.includes(null)) return { abstain: "The image is shared or cannot be edited safely; change it by hand." };
  return {
    edits: edits.flatMap((each) => each ?? []),
    title: `Change to \`${successor}\``,
    explanation: `\`${successor}\` takes the place of \`${node.value.trim()}\`. It holds fewer tools beside the main one: look at the first run.`,
  };
}

function successorOf({ kind, successor }: RetiredCircleciImage, image: string): string | null {
  if (successor === null || kind === "xcode") return null;
  if (kind === "machine") return `${successor}:current`;
  const tag = PLAIN_TAG.exec(image)?.[1];
  return tag === undefined ? null : `${successor}:${tag}`;
}
