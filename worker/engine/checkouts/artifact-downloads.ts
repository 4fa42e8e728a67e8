/** Steps on `workflow_run` that fetch what the run before them has uploaded, which may be a stranger's. */
import { spanInFile } from "../expressions/expression-places.ts";
import { jobMayRunFor, mayRunFor } from "../expressions/may-run.ts";
import { memo } from "../memo.ts";
import type { RepositoryModel } from "../model/repository.ts";
import { entryText, findTrigger, type Job, type Step, type Workflow } from "../model/workflow.ts";
import type { Span } from "../parse/line-index.ts";
import { type Directory, directoriesOf, joinDirectory } from "../shell/directories.ts";
import type { Command } from "../shell/script.ts";
import { bashOfStep } from "../shell/step-script.ts";
import { followsPullRequests } from "./privileged-events.ts";
import { startOf } from "./start-of-step.ts";

export interface ArtifactDownload {
  readonly workflow: Workflow;
  readonly job: Job;
  /** The step behind which the files lie there. */
  readonly step: Step;
  /** The action or command that fetches them. */
  readonly at: Span;
  /** Where they are unpacked; null for a place outside the workspace, or an unknown one. */
  readonly folder: Directory;
  readonly scriptOffset: number | null;
}

/** Actions that take artifacts of other runs, with the inputs that say where to. Source: their READMEs, 2026-08. */
const ACTIONS: Readonly<Record<string, string>> = {
  "actions/download-artifact": "path",
  "aochmann/actions-download-artifact": "path",
  "dawidd6/action-download-artifact": "path",
  "marcofaggian/action-download-multiple-artifacts": "paths",
  "redhat-plumbers-in-action/download-artifact": "path",
};

const SCRIPT_API = /\bdownloadArtifact\b/;
const FETCHES = /\bgh\s+(?:run\s+download|api)\b|\bcurl\b/;

/** Every such step of a workflow, in file order. */
export function artifactDownloads(repository: RepositoryModel, workflow: Workflow): readonly ArtifactDownload[] {
  if (findTrigger(workflow, "workflow_run") === null) return [];
  const found = downloadsOf(workflow);
  return found.length > 0 && followsPullRequests(repository, workflow) ? found : [];
}

const downloadsOf = memo((workflow: Workflow): readonly ArtifactDownload[] =>
  workflow.jobs.flatMap((job) => {
    if (job.steps.length === 0 || !jobMayRunFor(workflow, job, "workflow_run")) return [];
    return downloadsOfJob(workflow, job);
  }),
);

function downloadsOfJob(workflow: Workflow, job: Job): ArtifactDownload[] {
  const found: ArtifactDownload[] = [];
  let archive: Span | null = null;
  for (const step of job.steps) {
    if (!mayRunFor(step.if, "workflow_run")) continue;
    const place = { workflow, job, step };
    const download: ArtifactDownload | null = step.uses ? actionDownload(place) : scriptDownload(place, archive);
    if (download) found.push(download);
    archive = fetchedArchive(place) ?? archive;
  }
  return found;
}

type Place = Pick<ArtifactDownload, "workflow" | "job" | "step">;

function actionDownload(place: Place): ArtifactDownload | null {
  const { uses, with: inputs } = place.step;
  const path = uses && Object.hasOwn(ACTIONS, uses.name) ? ACTIONS[uses.name] : undefined;
  if (!uses || path === undefined) return null;
  const isOwnRun = uses.name === "actions/download-artifact" && entryText(inputs, "run-id") === null;
  const isElsewhere =
    (entryText(inputs, "repo") ?? entryText(inputs, "repository") ?? "").includes("/") &&
    !/github\.repository/.test(entryText(inputs, "repo") ?? entryText(inputs, "repository") ?? "");
  if (isOwnRun || isElsewhere) return null;
  const folder = joinDirectory("", entryText(inputs, path) ?? "");
  return { ...place, at: uses.node, folder, scriptOffset: null };
}

/** An archive that a script has fetched but not unpacked. */
function fetchedArchive({ workflow, job, step }: Place): Span | null {
  const { uses, run } = step;
  if (uses?.name === "actions/github-script")
    return SCRIPT_API.test(entryText(step.with, "script") ?? "") ? uses.node : null;
  if (!run || !/artifact/i.test(run.value) || !FETCHES.test(run.value)) return null;
  const command = bashOfStep({ document: workflow, job, step })?.commands.find(
    ({ words }) =>
      /^(?:gh|curl)$/.test(words[0]?.text ?? "") &&
      words.some(({ text }) => /artifacts?(?:\/|_url)|ARTIFACT.*URL/i.test(text)),
  );
  return command ? spanInFile({ document: workflow, node: run }, command.start, command.end) : null;
}

/** `gh run download`, or the unpacking of an archive that was fetched before. */
function scriptDownload(place: Place, archive: Span | null): ArtifactDownload | null {
  const { workflow, job, step } = place;
  const { run } = step;
  if (!run || !/\bgh\s+run\s+download\b|\bunzip\b|\btar\b/.test(run.value)) return null;
  const script = bashOfStep({ document: workflow, job, step });
  const fetched = archive ?? fetchedArchive(place);
  const command = script?.commands.find(
    (candidate) => isDownload(candidate) || (fetched !== null && unpacks(candidate)),
  );
  if (!script || !command) return null;
  const here = directoriesOf(script, startOf({ document: workflow, job, step })).get(command) ?? null;
  const at = isDownload(command) ? spanInFile({ document: workflow, node: run }, command.start, command.end) : fetched;
  return at ? { ...place, at, folder: targetOf(command, here), scriptOffset: command.end } : null;
}

function isDownload({ words }: Command): boolean {
  return (
    words
      .slice(0, 3)
      .map(({ text }) => text)
      .join(" ") === "gh run download"
  );
}

function unpacks({ words }: Command): boolean {
  const [program, ...args] = words.map(({ text }) => text);
  if (program === "unzip") return !args.some((arg) => /^-\w*[lptz]/.test(arg));
  return program === "tar" && args.some((arg) => /^-?\w*x|^--extract$/.test(arg));
}

function targetOf({ words }: Command, here: Directory): Directory {
  const texts = words.map(({ text }) => text);
  const at = texts.findIndex((text) => /^(?:-D|--dir|-d|-C|--directory)$/.test(text));
  const joined = texts.map((text) => /^--(?:dir|directory)=(.*)$/.exec(text)?.[1]).find((text) => text !== undefined);
  const target = joined ?? (at === -1 ? undefined : texts[at + 1]);
  return target === undefined ? here : joinDirectory(here, target);
}
