import { pairsByKey } from "../../model/gitlab/merged-map.ts";
import { type GitlabEntry, type GitlabPipeline, isSetting } from "../../model/gitlab/pipeline.ts";
import { GITLAB_PATH, gitlabPipelinesOf } from "../../model/gitlab/read-pipeline.ts";
import { listItems, ownSettingOf, sectionSetting, stageOf, stagesOf } from "../../model/gitlab/settings.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { asMap, asScalar, findValue, keyText, scalarValue, type YamlMap } from "../../parse/yaml-node.ts";

/** Keywords that GitLab knows at each place: docs.gitlab.com/ci/yaml, 2026-11. */
const JOB_KEYS = new Set(
  "after_script allow_failure artifacts before_script cache coverage dast_configuration dependencies environment except extends hooks id_tokens identity image inherit inputs interruptible manual_confirmation needs only pages parallel publish release resource_group retry rules run script secrets services stage start_in tags timeout trigger variables when <<".split(
    " ",
  ),
);
const DEFAULT_KEYS = new Set(
  "after_script artifacts before_script cache hooks id_tokens identity image interruptible retry services tags timeout <<".split(
    " ",
  ),
);
const WORKFLOW_KEYS = new Set(["auto_cancel", "name", "rules", "<<"]);
const RULE_KEYS = new Set(
  "if changes exists when allow_failure variables needs interruptible start_in auto_cancel <<".split(" "),
);
const WORK = ["script", "run", "trigger", "release"];

/** What GitLab would refuse in the pipelines that a file belongs to, as structural words without lines. */
export function gitlabProblems(repository: RepositoryModel, path: string): string[] {
  if (!/\.ya?ml$/.test(path) || repository.file(GITLAB_PATH) === null) return [];
  const pipelines = gitlabPipelinesOf({ repository }).filter(({ files }) => files.some((file) => file.path === path));
  return pipelines.flatMap(pipelineProblems);
}

function pipelineProblems(pipeline: GitlabPipeline): string[] {
  const stages = stagesOf(pipeline);
  const jobs = pipeline.jobs.flatMap((job) => jobProblems(pipeline, job, stages));
  const sections = [
    ...keyProblems(pipeline.entries.get("default"), DEFAULT_KEYS),
    ...keyProblems(pipeline.entries.get("workflow"), WORKFLOW_KEYS),
  ];
  const rules = sectionSetting(pipeline, "workflow", "rules");
  const workflow = isSetting(rules) ? ruleProblems(pipeline, rules, "workflow") : [];
  return [...jobs, ...sections, ...workflow];
}

function keyProblems(entry: GitlabEntry | undefined, known: ReadonlySet<string>): string[] {
  const maps = entry?.layers.slice(0, entry.ownLayers).map(({ map }) => map) ?? [];
  return maps.flatMap((map) => unknownKeys(map, known, entry?.name ?? ""));
}

function unknownKeys(map: YamlMap, known: ReadonlySet<string>, where: string): string[] {
  const keys = map.pairs.map(keyText).filter((key) => key !== null && !known.has(key));
  return keys.map((key) => `${where}: key ${key}`);
}

function jobProblems(pipeline: GitlabPipeline, job: GitlabEntry, stages: readonly string[] | null): string[] {
  const where = `job ${job.name}`;
  const problems = keyProblems(job, JOB_KEYS);
  const answer = (key: string) => ownSettingOf(pipeline, job, key);
  if (WORK.every((key) => answer(key) === "absent")) problems.push(`${where}: nothing to run`);
  const stage = stageOf(pipeline, job);
  if (stage !== null && stages !== null && !stage.includes("$") && !stages.includes(stage)) {
    problems.push(`${where}: stage ${stage}`);
  }
  const rules = answer("rules");
  if (isSetting(rules)) problems.push(...ruleProblems(pipeline, rules, where));
  if (isSetting(rules) && ["only", "except"].some((key) => isSetting(answer(key)))) {
    problems.push(`${where}: rules with only or except`);
  }
  const interruptible = answer("interruptible");
  if (isSetting(interruptible) && !isSwitch(interruptible.node)) problems.push(`${where}: interruptible`);
  return [...problems, ...needsProblems(pipeline, job)];
}

function isSwitch(node: Parameters<typeof asScalar>[0]): boolean {
  const scalar = asScalar(node);
  return scalar !== null && (typeof scalarValue(scalar) === "boolean" || scalar.value.includes("$[["));
}

function ruleProblems(pipeline: GitlabPipeline, rules: Parameters<typeof listItems>[1], where: string): string[] {
  return listItems(pipeline, rules).items.flatMap(({ node }) => {
    const map = asMap(node);
    return map ? unknownKeys(map, RULE_KEYS, `${where}, rule`) : [`${where}: a rule that is no mapping`];
  });
}

function needsProblems(pipeline: GitlabPipeline, job: GitlabEntry): string[] {
  const needs = ownSettingOf(pipeline, job, "needs");
  if (!pipeline.isComplete || !isSetting(needs)) return [];
  const names = listItems(pipeline, needs).items.flatMap(({ node }) => {
    const map = asMap(node);
    if (map && ["pipeline", "project"].some((key) => findValue(map, key))) return [];
    return asScalar(map ? findValue(map, "job") : node)?.value ?? [];
  });
  const known = new Set(pipeline.jobs.map(({ name }) => name));
  return names
    .filter((name) => !name.includes("$") && !known.has(name) && !pairsByKey(pipeline.root).has(name))
    .map((name) => `job ${job.name}: needs ${name}`);
}
