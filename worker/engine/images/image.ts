/** How firmly an image reference names what it gets. Grammar: the OCI distribution specification and Docker's `reference` package. */

/** `computed`: variables decide, or the text is no image reference; nothing can be said of it. */
export type ImagePin = "none" | "latest" | "tag" | "digest" | "computed";

const REFERENCE =
  /^(?:[a-z\d](?:[\w.-]*[a-z\d])?(?::\d+)?\/)?[a-z\d][a-z\d._-]*(?:\/[a-z\d][a-z\d._-]*)*(?::[\w][\w.-]{0,127})?$/i;
const DIGEST = /@sha(?:256|512):[\da-f]{32,128}$/i;
/** A registry of the job itself: what is in it was built in the same run. */
const OWN_REGISTRY = /^(?:localhost|127\.0\.0\.1|host\.docker\.internal)(?::\d+)?\//;

/** Judges a reference such as `ghcr.io/owner/name:1.2@sha256:…`, without a `docker://` in front. */
export function judgeImage(text: string): ImagePin {
  const image = text.trim();
  if (DIGEST.test(image)) return "digest";
  if (!REFERENCE.test(image) || OWN_REGISTRY.test(image)) return "computed";
  const tag = tagOf(image);
  if (tag === null) return "none";
  return tag === "latest" ? "latest" : "tag";
}

/** The tag behind the last path part; null when there is none. */
function tagOf(image: string): string | null {
  const part = image.slice(image.lastIndexOf("/") + 1);
  const colon = part.indexOf(":");
  return colon === -1 ? null : part.slice(colon + 1);
}

/** The reference without its tag and digest: what stays the same when a version moves. */
export function imageName(text: string): string {
  const [image = ""] = text.trim().split("@");
  const tag = tagOf(image);
  return tag === null ? image : image.slice(0, -tag.length - 1);
}
