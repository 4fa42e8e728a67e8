import type { Severity } from "../../finding.ts";
import { type ImagePin, imageName, judgeImage } from "../../images/image.ts";
import { defineRule, type Hit, type RuleContext } from "../../rule.ts";
import { appendDigest } from "./unpinned-container-image/append-digest.ts";
import { gitlabImagePlaces, type ImagePlace, imagePlaces } from "./unpinned-container-image/image-places.ts";

export const unpinnedContainerImage = defineRule({
  meta: {
    id: "unpinned-container-image",
    category: "security",
    severity: "high",
    title: "Container image is not pinned",
    fixClass: "lookup",
    scope: "repository",
    docs: {
      what: "An image that a job runs in or beside, or a `docker://` step or action, without a tag or with the tag `latest`; in the strict profile also one with another tag and no digest. GitHub workflows and actions, and the `image` and `services` of GitLab CI. Images of a matrix are looked up in it. One finding per file and image, with all its places.",
      why: "Without a digest the registry decides at each run what your job executes, with the job's token and secrets. `latest`, and no tag, which means the same, change with every release, so that a job breaks or is taken over without any change in the repository. A digest names one content for ever ([Docker: pin base image versions](https://docs.docker.com/build/building/best-practices/#pin-base-image-versions)).",
      notReported:
        "Images with a digest. A fixed tag, outside the strict profile. Images from expressions other than a matrix, and from variables, because only the run knows them. An empty image, which means none. Registries on `localhost`, whose images the same job built. Base images of Dockerfiles have their own rule.",
      fix: "Append `@sha256:…` of the image's multi-platform index and keep the tag, which tells people and update tools what it is. Better still, choose a version instead of `latest` first. The fix needs the digest from the registry; without it none is offered. Let Dependabot or Renovate look after it, or the image grows old.",
      example: {
        before: "jobs:\n  test:\n    runs-on: ubuntu-24.04\n    container: node:latest\n",
        after: `jobs:\n  test:\n    runs-on: ubuntu-24.04\n    container: node:latest@sha256:${"3f".repeat(32)}\n`,
      },
    },
  },

  *check(context) {
    const { repository } = context;
    for (const document of [...repository.workflows, ...repository.actions])
      yield* hitsOf(context, imagePlaces(document));
    yield* hitsOf(context, gitlabImagePlaces(context));
  },
});

/** How bad each way of naming is; null where it is not reported. */
function severityOf(pin: ImagePin, isStrict: boolean): Severity | null {
  if (pin === "none" || pin === "latest") return "high";
  return pin === "tag" && isStrict ? "low" : null;
}

function* hitsOf(context: RuleContext, places: readonly ImagePlace[]): Generator<Hit> {
  const groups = new Map<string, ImagePlace[]>();
  for (const place of places) {
    if (severityOf(judgeImage(place.image), context.strict) === null) continue;
    const key = `${place.file.path} ${place.image}`;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  for (const group of groups.values()) yield* toHit(context, group);
}

const MEANING: Readonly<Partial<Record<ImagePin, string>>> = {
  none: "has no tag, which means `latest`, so it changes with every release",
  latest: "changes with every release",
  tag: "follows a tag that its owner can move",
};

function* toHit(context: RuleContext, places: readonly ImagePlace[]): Generator<Hit> {
  const [first, ...others] = places;
  if (!first) return;
  const { image, file } = first;
  const pin = judgeImage(image);
  yield {
    message: `Image \`${image}\` ${MEANING[pin]}; pin it to a digest${pin === "tag" ? " and keep the tag" : " of the version you want"}.`,
    path: file.path,
    at: first.node,
    anchor: `${imageName(image)} ${first.anchor}`,
    severity: severityOf(pin, context.strict) ?? "high",
    related: others.map(({ node }) => ({ path: file.path, at: node })),
    fix: () => appendDigest(context, places),
  };
}
