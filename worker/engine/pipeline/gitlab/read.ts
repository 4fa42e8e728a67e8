import { type GitlabEntry, type GitlabPipeline, isSetting } from "../../model/gitlab/pipeline.ts";
import { gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { defaultOf, sectionSetting, settingOf, stageOf, stagesOf, textOf } from "../../model/gitlab/settings.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { asScalar } from "../../parse/yaml-node.ts";
import type { NotCarried, PipelineJob, ReadPipeline } from "../pipeline.ts";
import { JobReader, textAt, valueAt } from "./reading/job-reader.ts";
import { idOf, readJob } from "./reading/read-job.ts";
import { occasionsOf, readTriggers } from "./reading/read-occasions.ts";
import { globalVariables, neutralVariables, withHosts } from "./reading/read-variables.ts";

/** An existing GitLab pipeline in no platform's words, with what it brings from its own files; null for a file that is none. */
export function readGitlab(repository: RepositoryModel, path: string): ReadPipeline | null {
  const pipeline = gitlabPipelinesOf({ repository }).find((candidate) => candidate.path === path);
  if (!pipeline || pipeline.jobs.length === 0) return null;
  const main = pipeline.defaultBranch ?? "main";
  const notCarried: NotCarried[] = [];
  const lose = (detail: string) => notCarried.push({ job: null, detail });
  const { triggers, lost } = readTriggers(pipeline, main);
  for (const detail of [...lost, ...unreadIncludes(pipeline)]) lose(detail);
  const variables = globalVariables(pipeline);
  const env = neutralVariables(variables, new Map(variables), lose);
  const { jobs, lost: jobLosses } = readJobs(pipeline);
  const services = new Set(jobs.flatMap((job) => job.services.map(({ name }) => name)));
  return {
    pipeline: {
      name: textOf(sectionSetting(pipeline, "workflow", "name"))?.value ?? "CI",
      defaultBranch: main,
      triggers,
      env: withHosts(env, [...services]),
      cancelSuperseded: cancels(pipeline),
      jobs,
    },
    notCarried: [...notCarried, ...jobLosses],
  };
}

function unreadIncludes({ includes }: GitlabPipeline): string[] {
  return includes
    .filter(({ isRead }) => !isRead)
    .map(({ kind, target }) => `What \`include: ${kind}: ${target.value}\` brings is not in this repository.`);
}

function cancels(pipeline: GitlabPipeline): boolean {
  if (textOf(sectionSetting(pipeline, "workflow", "auto_cancel", "on_new_commit"))?.value === "none") return false;
  if (textOf(defaultOf(pipeline, "interruptible"))?.value === "true") return true;
  return pipeline.jobs.some((job) => textOf(settingOf(pipeline, job, "interruptible"))?.value === "true");
}

function readJobs(pipeline: GitlabPipeline): { readonly jobs: PipelineJob[]; readonly lost: NotCarried[] } {
  const occasions = occasionsOf(pipeline);
  const jobs: PipelineJob[] = [];
  const lost: NotCarried[] = [];
  const started = pipeline.jobs.filter((job) => !isSetting(settingOf(pipeline, job, "trigger")));
  for (const entry of pipeline.jobs) {
    const reader = new JobReader(pipeline, entry);
    if (!started.includes(entry))
      reader.lose("It starts another pipeline: run those jobs here, or call that pipeline.");
    else jobs.push(readJob(reader, needsOf(reader, started), occasions));
    lost.push(...reader.lost.map(({ detail }) => ({ job: idOf(entry.name), detail })));
  }
  return { jobs: withUniqueIds(jobs), lost: [...lost, ...handedOver(jobs)] };
}

/** GitLab brings files of jobs to those that need them; elsewhere that takes steps of its own. */
function handedOver(jobs: readonly PipelineJob[]): NotCarried[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  return jobs.flatMap((job) => {
    const text = job.steps.map((step) =>
      step.kind === "command" ? step.run : step.kind === "pages" ? step.directory : "",
    );
    const words = new Set(
      text
        .join("\n")
        .split(/[\s"'=:;]+/)
        .map((word) => word.replace(/^\.\/|\/$/g, "")),
    );
    return job.needs.flatMap((id) => {
      const files = byId.get(id)?.artifacts.filter(({ report, when }) => report === null && when !== "failure") ?? [];
      const used = files.flatMap(({ paths }) => paths).filter((path) => words.has(path.replace(/\/(?:\*+)?$/, "")));
      const detail = `It uses \`${used.join("`, `")}\` of job \`${id}\`: elsewhere those files have to be handed over.`;
      return used.length > 0 ? [{ job: job.id, detail }] : [];
    });
  });
}

/** Names that differ in signs only would be one id. */
function withUniqueIds(jobs: readonly PipelineJob[]): PipelineJob[] {
  const seen = new Map<string, number>();
  return jobs.map((job) => {
    const count = (seen.get(job.id) ?? 0) + 1;
    seen.set(job.id, count);
    return count === 1 ? job : { ...job, id: `${job.id}-${count}` };
  });
}

/** What a job waits for: its `needs`, or every job of the stages before its own. */
function needsOf(reader: JobReader, jobs: readonly GitlabEntry[]): string[] {
  const names = new Set(jobs.map(({ name }) => name));
  if (isSetting(settingOf(reader.pipeline, reader.entry, "needs"))) {
    const wanted = reader.items("needs").flatMap((item) => {
      const name = asScalar(item)?.value ?? textAt(item, "job");
      const isForeign = valueAt(item, "pipeline") !== null || valueAt(item, "project") !== null;
      if (name === null || isForeign) reader.lose("It needs files of another pipeline.");
      return name === null || isForeign ? [] : [name];
    });
    return [...new Set(wanted)].filter((name) => names.has(name));
  }
  return earlierJobs(reader, jobs);
}

/** Jobs of earlier stages, without those that another of them waits for anyway. */
function earlierJobs({ pipeline, entry }: JobReader, jobs: readonly GitlabEntry[]): string[] {
  const stages = stagesOf(pipeline);
  if (!stages) return [];
  const rank = (job: GitlabEntry) => stages.indexOf(stageOf(pipeline, job) ?? "");
  const own = rank(entry);
  const earlier = jobs.filter((job) => rank(job) < own);
  const waiting = earlier.filter((job) => !isSetting(settingOf(pipeline, job, "needs")));
  const last = Math.max(-1, ...waiting.map(rank));
  return earlier.filter((job) => rank(job) >= last).map(({ name }) => name);
}
