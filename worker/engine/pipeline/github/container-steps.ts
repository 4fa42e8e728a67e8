import type { ContainerStep, Pipeline } from "../pipeline.ts";
import type { YamlItem } from "../yaml-text.ts";
import { publishCondition } from "./conditions.ts";
import { expression, type StepWriter } from "./step.ts";

/** The registry that every repository on GitHub has. */
const REGISTRY = "ghcr.io";
/** A cache that pull requests can write must not reach an image that is pushed. */
const ON_PULL_REQUESTS = "github.event_name == 'pull_request'";

interface Place {
  readonly pipeline: Pipeline;
  readonly writer: StepWriter;
  /** Ids that steps of the job have; the ones of these steps are added. */
  readonly ids: Set<string>;
}

/** Builds an image with its layers cached, and pushes it where the pipeline says so. */
export function containerSteps(step: ContainerStep, place: Place): readonly (YamlItem | null)[] {
  const setUp = place.ids.has("buildx") ? [] : [place.writer.step({ uses: "docker/setup-buildx-action" })];
  place.ids.add("buildx");
  return [...setUp, ...(step.push ? pushSteps(step, place) : [buildStep(step, place)])];
}

function buildStep(step: ContainerStep, { writer }: Place): YamlItem | null {
  return writer.step({
    name: step.name,
    uses: "docker/build-push-action",
    with: [...sourceOf(step), ["push", false], ["cache-from", "type=gha"], ["cache-to", "type=gha,mode=max"]],
  });
}

function pushSteps(step: ContainerStep, { pipeline, writer, ids }: Place): readonly (YamlItem | null)[] {
  const publish = publishCondition(pipeline);
  const meta = freeId("meta", ids);
  const isFirst = meta === "meta";
  const cached = (value: string) => expression(`${ON_PULL_REQUESTS} && '${value}' || ''`);
  return [
    isFirst
      ? writer.step({
          name: "Log in to the registry",
          condition: publish,
          uses: "docker/login-action",
          with: [
            ["registry", REGISTRY],
            ["username", expression("github.actor")],
            ["password", expression("github.token")],
          ],
        })
      : null,
    writer.step({
      name: "Name the image",
      id: meta,
      uses: "docker/metadata-action",
      with: [["images", imageName(step)]],
    }),
    writer.step({
      name: step.name,
      uses: "docker/build-push-action",
      why: "Pull requests build without pushing. Only they use the cache, so that nothing they wrote gets into a pushed image.",
      with: [
        ...sourceOf(step),
        ["push", expression(publish)],
        ["tags", expression(`steps.${meta}.outputs.tags`)],
        ["labels", expression(`steps.${meta}.outputs.labels`)],
        ["cache-from", cached("type=gha")],
        ["cache-to", cached("type=gha,mode=max")],
      ],
    }),
  ];
}

function sourceOf({ context, dockerfile }: ContainerStep): readonly (readonly [string, string])[] {
  const usual = context === "." ? "Dockerfile" : `${context}/Dockerfile`;
  const place = ["context", context] as const;
  return dockerfile === usual ? [place] : [place, ["file", dockerfile]];
}

/** A name alone is one of the repository's own. The metadata action writes it in lower case, as registries want it. */
function imageName({ image }: ContainerStep): string {
  const own = `${REGISTRY}/${expression("github.repository")}`;
  if (image === null) return own;
  return image.includes("/") ? `${REGISTRY}/${image}` : `${own}/${image}`;
}

function freeId(wanted: string, ids: Set<string>): string {
  let id = wanted;
  for (let count = 2; ids.has(id); count += 1) id = `${wanted}-${count}`;
  ids.add(id);
  return id;
}
