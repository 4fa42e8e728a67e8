import { editScalar } from "../../../expressions/edit-scalar.ts";
import type { FixOutcome, RuleContext } from "../../../rule.ts";
import type { ImagePlace } from "./image-places.ts";

/** Writes the digest behind every place of one image. */
export function appendDigest({ lookups }: RuleContext, places: readonly ImagePlace[]): FixOutcome {
  const image = places[0]?.image ?? "";
  const reason = places.map(reasonAgainst).find((each) => each !== null);
  if (reason) return { abstain: reason };
  const digest = lookups.imageDigest(image);
  if (digest === "unknown")
    return { abstain: `The digest of \`${image}\` is not known; look it up and append it by hand.` };
  const edits = places.map(({ file, node }) => {
    const end = node.value.trimEnd().length;
    return editScalar(file, node, [{ start: end, end, text: `@${digest}` }]);
  });
  if (edits.some((edit) => edit === null))
    return { abstain: "The image is written in a form that cannot be edited safely; append its digest by hand." };
  return {
    edits: edits.flatMap((edit) => edit ?? []),
    title: `Pin image \`${image}\` to its digest`,
    explanation: `\`${image}\` now means \`${digest}\`, the image's multi-platform index as the registry gives it. Where the tag has moved since that was looked up, an update tool will propose the newer digest.`,
  };
}

function reasonAgainst({ isWhole, matrixKey, file, image }: ImagePlace): string | null {
  if (!isWhole) return `\`${image}\` is put together from parts; append a digest where the whole image is chosen.`;
  const uses = matrixKey === null ? 1 : file.text.split(`matrix.${matrixKey}`).length - 1;
  return uses === 1
    ? null
    : `\`matrix.${matrixKey}\` is read in other places too; look at them and append the digest by hand.`;
}
