import { remoteUses, type UsePlace } from "../../../actions/use-places.ts";
import { groupBy } from "../../../group-by.ts";
import { judgeImage } from "../../../images/image.ts";
import { dockerfilesOf } from "../../../model/docker/dockerfile.ts";
import type { RepositoryModel } from "../../../model/repository.ts";
import { isFullSha } from "../../../model/uses.ts";
import type { Action } from "../../../model/workflow.ts";
import type { Span } from "../../../parse/line-index.ts";
import { asScalar, findPath } from "../../../parse/yaml-node.ts";
import { type ImagePlace, imagePlaces } from "../unpinned-container-image/image-places.ts";

/** What an action fetches by a name that can mean something else tomorrow. */
export interface MovableParts {
  /** By `owner/repo@ref`. */
  readonly uses: readonly (readonly UsePlace[])[];
  /** `docker://` images, by image. */
  readonly images: readonly (readonly ImagePlace[])[];
  /** Base images of the Dockerfile that the action is built from. */
  readonly bases: readonly { readonly path: string; readonly at: Span; readonly image: string }[];
}

export function movableParts(repository: RepositoryModel, action: Action): MovableParts {
  const uses = [...remoteUses(action).values()].filter(([place]) => place && !isFullSha(place.uses.ref));
  const images = imagePlaces(action).filter(({ image }) => isMovable(image));
  return { uses, images: [...groupBy(images, ({ image }) => image).values()], bases: movableBases(repository, action) };
}

function isMovable(image: string): boolean {
  const pin = judgeImage(image);
  return pin !== "digest" && pin !== "computed";
}

function movableBases(repository: RepositoryModel, action: Action): MovableParts["bases"] {
  const image =
    action.using?.value.toLowerCase() === "docker" ? asScalar(findPath(action.root, "runs", "image")) : null;
  if (!image || image.value.startsWith("docker://")) return [];
  const folder = action.path.slice(0, action.path.lastIndexOf("/") + 1);
  const file = repository.file(folder + image.value.trim().replace(/^\.\//, ""));
  const froms = file ? dockerfilesOf({ files: [file] }).flatMap((dockerfile) => dockerfile.froms) : [];
  return froms.flatMap((from) =>
    file && from.image !== null && !from.isLocal && isMovable(from.image)
      ? [{ path: file.path, at: from.at, image: from.image }]
      : [],
  );
}
