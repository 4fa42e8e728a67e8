/** What one file of a pipeline needs of the others. */
import { circleciConfigOf } from "../../model/circleci/read-config.ts";
import { isDockerfilePath } from "../../model/docker/dockerfile.ts";
import { linesOf } from "../../model/gitlab/job-scripts.ts";
import type { GitlabPipeline } from "../../model/gitlab/pipeline.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import type { Uses } from "../../model/uses.ts";
import { type Action, type Entry, entryText, type Job, type Step, type Workflow } from "../../model/workflow.ts";
import { asScalar, findPath, findValue } from "../../parse/yaml-node.ts";
import { joinDirectory } from "../../shell/directories.ts";
import { isShell } from "./code-comments.ts";
import { pathsInScript } from "./script-paths.ts";

/** Paths that a file names and that were read, in its order; empty for a file that names none. */
export function referencesOf(repository: RepositoryModel, path: string): string[] {
  const workflow = repository.workflows.find((each) => each.path === path);
  if (workflow) return workflow.jobs.flatMap((job) => ofJob(repository, workflow, job));
  const action = repository.actions.find((each) => each.path === path);
  if (action) return ofAction(repository, action);
  const gitlab = gitlabPipelinesOf({ repository }).find((each) => each.path === path);
  if (gitlab) return ofGitlab(repository, gitlab);
  return ofOther(repository, path);
}

function ofJob(repository: RepositoryModel, { defaults }: Workflow, job: Job): string[] {
  const called = job.uses?.kind === "local" ? [job.uses.path] : [];
  const folder = job.defaults.workingDirectory ?? defaults.workingDirectory;
  const steps = job.steps.flatMap((step) => ofStep(repository, step, { folder: folder?.value ?? "", own: "" }));
  return [...called.filter((path) => repository.file(path) !== null), ...steps];
}

interface StepGround {
  /** The working directory where the step names none. */
  readonly folder: string;
  /** The folder of the action that it stands in. */
  readonly own: string;
}

const ACTION_PATH = /\$\{\{\s*github\.action_path\s*\}\}|\$\{?GITHUB_ACTION_PATH\}?/g;

function ofStep(repository: RepositoryModel, step: Step, { folder, own }: StepGround): string[] {
  const found = step.uses ? ofUses(repository, step.uses, step.with) : [];
  if (!step.run) return found;
  const text = step.run.value.replaceAll(ACTION_PATH, () => `./${own}`);
  const start = joinDirectory("", step.workingDirectory?.value ?? folder);
  return [...found, ...pathsInScript(repository, text, own !== "" && step.run.value !== text ? "" : start)];
}

function ofUses(repository: RepositoryModel, uses: Uses, inputs: readonly Entry[]): string[] {
  if (uses.kind === "local") {
    const prefix = uses.path === "" ? "" : `${uses.path}/`;
    return ["action.yml", "action.yaml", "Dockerfile"]
      .map((name) => `${prefix}${name}`)
      .filter((path) => repository.file(path) !== null)
      .slice(0, 1);
  }
  if (uses.name !== "docker/build-push-action") return [];
  const context = entryText(inputs, "context") ?? ".";
  const file = joinDirectory("", entryText(inputs, "file") ?? `${context}/Dockerfile`);
  return file !== null && repository.file(file) !== null ? [file] : [];
}

function ofAction(repository: RepositoryModel, action: Action): string[] {
  const own = action.path.includes("/") ? action.path.slice(0, action.path.lastIndexOf("/")) : "";
  const image = asScalar(findPath(action.root, "runs", "image"))?.value ?? "";
  const built = image === "" || image.startsWith("docker://") ? null : joinDirectory(own, image);
  const steps = action.steps.flatMap((step) => ofStep(repository, step, { folder: "", own: own || "." }));
  return built !== null && repository.file(built) !== null ? [built, ...steps] : steps;
}

function ofGitlab(repository: RepositoryModel, pipeline: GitlabPipeline): string[] {
  const included = pipeline.files.map(({ path }) => path).filter((path) => path !== pipeline.path);
  const lines = linesOf([pipeline]).map(({ text }) => text.value);
  return [...included, ...pathsInScript(repository, lines.join("\n"), "")];
}

function ofOther(repository: RepositoryModel, path: string): string[] {
  const config = circleciConfigOf(repository, path);
  if (config) {
    const runs = config.blocks.flatMap(({ steps }) => steps.filter(({ name }) => name === "run"));
    const texts = runs.map(({ value }) => asScalar(value) ?? asScalar(findValue(value, "command")));
    return pathsInScript(repository, texts.map((text) => text?.value ?? "").join("\n"), "");
  }
  const text = repository.file(path)?.text ?? "";
  if (isShell(path, text)) return pathsInScript(repository, text, "");
  if (!isDockerfilePath(path)) return linkedFile(repository, path, text);
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  return pathsInScript(repository, text.replaceAll(/^[ \t]*(?:RUN|ENTRYPOINT|CMD|COPY|ADD)\b/gim, ""), folder);
}

/** Git keeps a symbolic link as a file that holds the path it leads to. */
function linkedFile(repository: RepositoryModel, path: string, text: string): string[] {
  if (text.length > 300 || /\s/.test(text)) return [];
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  const target = joinDirectory(folder, text);
  return target !== null && target !== path && repository.file(target) !== null ? [target] : [];
}
