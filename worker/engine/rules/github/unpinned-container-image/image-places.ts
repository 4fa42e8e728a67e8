import { memo } from "../../../memo.ts";
import { imagesOf } from "../../../model/gitlab/images.ts";
import { gitlabPipelinesOf } from "../../../model/gitlab/read-pipeline.ts";
import type { SourceFile } from "../../../model/source-file.ts";
import type { Action, Job, Step, Workflow } from "../../../model/workflow.ts";
import {
  asMap,
  asScalar,
  asSeq,
  findPath,
  findValue,
  type YamlNode,
  type YamlScalar,
} from "../../../parse/yaml-node.ts";
import type { RuleContext } from "../../../rule.ts";

/** A place that says which image runs. */
export interface ImagePlace {
  readonly image: string;
  readonly file: SourceFile;
  /** The scalar to change: the image itself, or the matrix value that it comes from. */
  readonly node: YamlScalar;
  readonly anchor: string;
  /** The matrix key that holds it; null for one that is written where it runs. */
  readonly matrixKey: string | null;
  /** False where only a part of the image is written at `node`. */
  readonly isWhole: boolean;
}

const MATRIX = /\$\{\{\s*matrix\.([\w-]+(?:\.[\w-]+)*)\s*\}\}/;
/** The group's own proxy in front of an image of Docker Hub. Source: docs.gitlab.com/user/packages/dependency_proxy. */
const GITLAB_PROXY = /^\$\{?CI_DEPENDENCY_PROXY_(?:DIRECT_)?GROUP_IMAGE_PREFIX\}?\//;
const DOCKER = "docker://";

/** Images of a workflow's containers, services and `docker://` steps, or of an action, each place once. */
export const imagePlaces = memo((document: Workflow | Action): readonly ImagePlace[] => {
  const { text } = document.file;
  if (!text.includes(DOCKER) && !/container|services/.test(text)) return [];
  const found =
    document.kind === "action" ? placesOfAction(document) : document.jobs.flatMap((job) => placesOfJob(document, job));
  return [...new Map(found.map((place) => [place.node.start, place])).values()];
});

/** Images of the GitLab pipelines of the repository. */
export function gitlabImagePlaces(context: Pick<RuleContext, "repository">): ImagePlace[] {
  const images = gitlabPipelinesOf(context).flatMap(imagesOf);
  const places = images.map(({ name, file, job, kind }) => {
    const image = name.value.trim().replace(GITLAB_PROXY, "");
    return {
      image,
      file,
      node: name,
      anchor: `${job.name}.${kind}`,
      matrixKey: null,
      isWhole: image === name.value.trim(),
    };
  });
  return [...new Map(places.map((place) => [`${place.file.path} ${place.node.start}`, place])).values()];
}

function placesOfAction(action: Action): ImagePlace[] {
  const image = action.using?.value === "docker" ? asScalar(findPath(action.root, "runs", "image")) : null;
  const own = image?.value.trim().startsWith(DOCKER) ? [dockerPlace(action.file, image, "runs.image")] : [];
  return [...own, ...placesOfSteps(action, action.steps, "runs")];
}

function placesOfJob(workflow: Workflow, job: Job): ImagePlace[] {
  const anchor = `jobs.${job.id}`;
  const images = [job.container, ...job.services].flatMap((container) => container?.image ?? []);
  return [
    ...images.flatMap((image) => placesOfImage(workflow.file, job, image)),
    ...placesOfSteps(workflow, job.steps, anchor),
  ];
}

function placesOfSteps({ file }: Workflow | Action, steps: readonly Step[], anchor: string): ImagePlace[] {
  return steps.flatMap(({ uses, identity }) =>
    uses?.kind === "docker" ? [dockerPlace(file, uses.node, `${anchor}.${identity}`)] : [],
  );
}

function dockerPlace(file: SourceFile, node: YamlScalar, anchor: string): ImagePlace {
  return { image: node.value.trim().slice(DOCKER.length), file, node, anchor, matrixKey: null, isWhole: true };
}

function placesOfImage(file: SourceFile, job: Job, node: YamlScalar): ImagePlace[] {
  const image = node.value.trim();
  const anchor = `jobs.${job.id}`;
  if (!image.includes("${{")) return [{ image, file, node, anchor, matrixKey: null, isWhole: true }];
  const [expression, matrixKey] = MATRIX.exec(image) ?? [];
  if (expression === undefined || matrixKey === undefined) return [];
  return matrixScalars(job, matrixKey.split(".")).map((value) => ({
    image: image.replace(expression, () => value.value.trim()),
    file,
    node: value,
    anchor,
    matrixKey,
    isWhole: image === expression,
  }));
}

/** The values of a matrix key, those of `include` too; of a cell that is a container of its own, the image. */
function matrixScalars(job: Job, [key = "", ...inside]: readonly string[]): YamlScalar[] {
  const included = asSeq(findValue(job.matrix, "include"))?.items ?? [];
  const cells = [
    ...(asSeq(findValue(job.matrix, key))?.items ?? []),
    ...included.flatMap((item) => findValue(item, key) ?? []),
  ];
  return cells.flatMap((cell) => scalarIn(findPath(cell, ...inside)) ?? []);
}

function scalarIn(node: YamlNode | null): YamlScalar | null {
  return asScalar(asMap(node) ? findValue(node, "image") : node);
}
