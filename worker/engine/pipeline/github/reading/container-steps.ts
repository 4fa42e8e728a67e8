import { entryText, type Job, type Step } from "../../../model/workflow.ts";
import type { StepContext } from "./job-draft.ts";
import type { Literals } from "./literals.ts";
import { shown } from "./notes.ts";

/** Steps that only prepare what the build step does. */
const HELPERS = new Set(["docker/setup-buildx-action", "docker/setup-qemu-action", "docker/metadata-action"]);
const LOST_INPUTS = ["platforms", "build-args", "target", "secrets", "ssh", "outputs", "build-contexts"];
const OWN_REGISTRY = "ghcr.io";

/** Reads the steps around an image; false for any other. */
export function readContainerStep(context: StepContext): boolean {
  const { step, job, literals, losses } = context;
  const name = step.uses?.name ?? "";
  if (HELPERS.has(name)) return true;
  if (name === "docker/login-action") {
    const registry = literals(entryText(step.with, "registry") ?? "docker.io");
    if (registry !== OWN_REGISTRY)
      losses.add(job.id, `The image goes to ${shown(registry)}: set its user name and password in the new place.`);
    return true;
  }
  if (name !== "docker/build-push-action") return false;
  readBuild(context);
  return true;
}

function readBuild({ step, job, draft, literals, losses }: StepContext): void {
  if (step.if)
    losses.add(job.id, `The image is built only if ${shown(step.if.value)}; in a pipeline the job always builds it.`);
  for (const input of LOST_INPUTS) {
    const value = entryText(step.with, input);
    if (value !== null)
      losses.add(job.id, `\`${input}: ${value.split("\n")[0]}\` of the image's build is not carried over.`);
  }
  const context = plainFolder(literals(entryText(step.with, "context") ?? "."));
  const file =
    literals(entryText(step.with, "file") ?? "") || (context === "." ? "Dockerfile" : `${context}/Dockerfile`);
  const push = entryText(step.with, "push") ?? "false";
  const name = step.name?.value ?? "Build the image";
  const image = imageName(job, step, literals);
  draft.steps.push({
    kind: "container",
    name,
    dockerfile: file.replace(/^\.\//, ""),
    context,
    image,
    push: push !== "false",
  });
}

/** `.` for the root, also where the action would take the repository by git. */
function plainFolder(text: string): string {
  const folder = text.replace(/^\.\//, "").replace(/\/$/, "");
  return folder === "" || folder.includes("${{") ? "." : folder;
}

/** From the metadata step whose tags the build takes, else from the tags; null for the repository's own name. */
function imageName(job: Job, step: Step, literals: Literals): string | null {
  const tags = entryText(step.with, "tags") ?? "";
  const id = /steps\.([\w-]+)\.outputs/.exec(tags)?.[1];
  const meta = job.steps.find((other) => other.id?.value === id && other.uses?.name === "docker/metadata-action");
  const written = meta ? (entryText(meta.with, "images") ?? "") : tags;
  const first = literals(written).split(/[\n,]/)[0]?.trim() ?? "";
  const name = first
    .replace(/^[\w.-]+\.[a-z]+\//, "")
    .replace(/^\$\{\{ *github\.repository(?:_owner)? *\}\}\//, "")
    .replace(/:[^/]*$/, "");
  return name === "" || name.includes("${{") ? null : name;
}
