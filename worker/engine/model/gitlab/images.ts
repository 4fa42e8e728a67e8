import { memo } from "../../memo.ts";
import { asMap, asScalar, type YamlNode, type YamlScalar } from "../../parse/yaml-node.ts";
import type { SourceFile } from "../source-file.ts";
import { pairIn } from "./merged-map.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting } from "./pipeline.ts";
import { listItems, settingOf } from "./settings.ts";

/** An image that jobs run in or beside, with the first job that uses it. A default or a shared base gives one for all its jobs. */
export interface GitlabImage {
  readonly kind: "image" | "service";
  /** As written; variables stand in it unresolved. */
  readonly name: YamlScalar;
  readonly file: SourceFile;
  readonly job: GitlabEntry;
}

/** Every image of the jobs of a pipeline, each place in a file once: `image: x`, `image: name:`, and the items of `services`. */
export const imagesOf = memo((pipeline: GitlabPipeline): readonly GitlabImage[] => {
  const images = new Map<YamlScalar, GitlabImage>();
  for (const job of pipeline.jobs) {
    for (const image of imagesOfJob(pipeline, job)) if (!images.has(image.name)) images.set(image.name, image);
  }
  return [...images.values()];
});

function imagesOfJob(pipeline: GitlabPipeline, job: GitlabEntry): GitlabImage[] {
  const image = settingOf(pipeline, job, "image");
  const services = settingOf(pipeline, job, "services");
  const own = isSetting(image) ? [{ kind: "image" as const, node: image.node, file: image.file }] : [];
  const beside = isSetting(services) ? listItems(pipeline, services).items : [];
  const places = [...own, ...beside.map(({ node, file }) => ({ kind: "service" as const, node, file }))];
  return places.flatMap(({ kind, node, file }) => {
    const name = nameOf(node);
    return name ? [{ kind, name, file, job }] : [];
  });
}

function nameOf(node: YamlNode): YamlScalar | null {
  const map = asMap(node);
  return asScalar(map ? (pairIn(map, "name")?.pair.value ?? null) : node);
}
