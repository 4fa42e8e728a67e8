import { insertAt } from "../../edit/edit-yaml.ts";
import type { Edit } from "../../finding.ts";
import { imageName, judgeImage } from "../../images/image.ts";
import { type DockerFrom, type Dockerfile, dockerfilesOf } from "../../model/docker/dockerfile.ts";
import { isSamplePath } from "../../model/sample-path.ts";
import { defineRule, type FixOutcome, type RuleContext } from "../../rule.ts";

export const dockerfileUnpinnedBaseImage = defineRule({
  meta: {
    id: "dockerfile-unpinned-base-image",
    category: "security",
    severity: "low",
    title: "Base image is not pinned to a digest",
    fixClass: "lookup",
    docs: {
      what: "A `FROM` of a Dockerfile that names an image by a tag or by its name alone, without a digest. One finding per Dockerfile, with all its places. Defaults of `ARG` in front of the first `FROM` are filled in.",
      why: "A tag is moved by every release of the image: the same Dockerfile builds something else tomorrow, and whoever can push to the image's repository decides what. A digest names one content for ever ([Docker: pin base image versions](https://docs.docker.com/build/building/best-practices/#pin-base-image-versions)). OpenSSF Scorecard counts it under Pinned-Dependencies.",
      notReported:
        "`scratch` and earlier stages, because nothing is pulled for them. Images from an `ARG` without a default, which only the build knows. References with template signs, which are no image until they are filled in. Registries on `localhost`. `COPY --from=` and `RUN --mount` of other images. Dockerfiles in folders of examples, fixtures and vendored code.",
      fix: "Append the digest of the image's multi-platform index and keep the tag, which tells people and Dependabot or Renovate what it is. The fix needs the digest from the registry; without it none is offered. Let an update tool look after `docker`, or the image grows old.",
      example: {
        before: "FROM --platform=$BUILDPLATFORM node:24-alpine AS build\n",
        after: `FROM --platform=$BUILDPLATFORM node:24-alpine@sha256:${"3f".repeat(32)} AS build\n`,
      },
    },
  },

  *check(context) {
    for (const dockerfile of dockerfilesOf(context)) {
      if (isSamplePath(dockerfile.path)) continue;
      const [first, ...others] = dockerfile.froms.filter(isUnpinned);
      if (!first) continue;
      const { path } = dockerfile;
      yield {
        message: `Base image \`${first.text}\` can change without a change here; append its digest and keep the tag.`,
        path,
        at: first.at,
        anchor: `FROM ${imageName(first.text)}`,
        related: others.map(({ at }) => ({ path, at })),
        fix: () => pin(context, dockerfile, [first, ...others]),
      };
    }
  },
});

function isUnpinned({ image, isLocal }: DockerFrom): boolean {
  if (image === null || isLocal) return false;
  const pin = judgeImage(image);
  return pin !== "digest" && pin !== "computed";
}

function pin({ lookups }: RuleContext, { file }: Dockerfile, froms: readonly DockerFrom[]): FixOutcome {
  const edits = new Map<number, Edit>();
  for (const { text, at, image, argument } of froms) {
    const end = argument?.at.end ?? at.end;
    const isPlain = argument ? !argument.isQuoted && argument.value === image : text === image;
    if (!isPlain || image === null)
      return { abstain: `\`${text}\` is put together from arguments; pin it where its parts are chosen.` };
    const digest = lookups.imageDigest(image);
    if (digest === "unknown")
      return { abstain: `The digest of \`${image}\` is not known; look it up and append it by hand.` };
    edits.set(end, insertAt(file, end, `@${digest}`));
  }
  return {
    edits: [...edits.values()],
    title: edits.size === 1 ? `Pin base image \`${froms[0]?.image}\`` : `Pin ${edits.size} base images`,
    explanation:
      "Each digest is that of the image's multi-platform index, as the registry gives it now; the tag stays for people and update tools. Where the tag has moved since, an update tool will propose the newer digest.",
  };
}
