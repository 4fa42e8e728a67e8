/** Jobs and stages that a GitLab pipeline names and does not have. Only said of a file that includes no other one. */
import { nearest } from "../names/nearest.ts";
import { record, text, texts } from "../profile/read-value.ts";
import type { SchemaProblem } from "./describe-failure.ts";
import type { Path } from "./json-schema.ts";
import { REFERENCE } from "./to-value.ts";

/** Keys of the top level that are no jobs: docs.gitlab.com/ci/yaml, 2026-11. */
const SECTIONS: ReadonlySet<string> = new Set(
  "spec include default variables stages types workflow image services before_script after_script cache $schema".split(
    " ",
  ),
);
const STAGES = [".pre", "build", "test", "deploy", ".post"];
const WORK = ["script", "run", "trigger", "extends"];

export function gitlabReferenceProblems(value: unknown): SchemaProblem[] {
  const root = record(value);
  if (root.include !== undefined || root.spec !== undefined) return [];
  const jobs = Object.entries(root).filter(([name]) => !SECTIONS.has(name));
  const names: Names = { all: jobs.map(([name]) => name), stages: stagesOf(root.stages ?? root.types) };
  return jobs.flatMap(([name, job]) => [
    ...extendsProblems(record(job).extends, [name, "extends"], names),
    ...(name.startsWith(".") ? [] : jobProblems(name, record(job), names)),
  ]);
}

interface Names {
  readonly all: readonly string[];
  /** Null where they are computed. */
  readonly stages: readonly string[] | null;
}

function stagesOf(stages: unknown): readonly string[] | null {
  if (stages === undefined) return STAGES;
  const own = texts(stages);
  if (!Array.isArray(stages) || own.length < stages.length || own.some(isComputed)) return null;
  return [".pre", ...own, ".post"];
}

/** What GitLab puts in before it looks for the name. */
function isComputed(name: string): boolean {
  return name.includes("$") || name.startsWith(REFERENCE);
}

function jobProblems(name: string, job: Readonly<Record<string, unknown>>, names: Names): SchemaProblem[] {
  const hasWork = WORK.some((key) => key in job) || Object.keys(job).length === 0;
  const nothing = `Job \`${name}\` has nothing to run; give it a \`script\`, or a \`trigger\`.`;
  return [
    ...(hasWork ? [] : [{ path: [name], isKey: true, message: nothing }]),
    ...stageProblems(job.stage, [name, "stage"], names),
    ...needProblems(job.needs, [name, "needs"], names),
    ...texts(job.dependencies).flatMap((each, index) => absent(each, [name, "dependencies", index], names)),
  ];
}

function stageProblems(value: unknown, path: Path, { stages }: Names): SchemaProblem[] {
  const stage = text(value);
  if (stage === null || stages === null || isComputed(stage) || stages.includes(stage)) return [];
  const advice = adviceFor(stage, stages, "add it to `stages`");
  return [{ path, isKey: false, message: `Stage \`${stage}\` is none of the pipeline's; ${advice}.` }];
}

function needProblems(needs: unknown, path: Path, names: Names): SchemaProblem[] {
  return (Array.isArray(needs) ? needs : []).flatMap((need, index) => {
    if (typeof need === "string") return absent(need, [...path, index], names);
    const { job, project, pipeline } = record(need);
    const isElsewhere = project !== undefined || pipeline !== undefined;
    return typeof job !== "string" || isElsewhere ? [] : absent(job, [...path, index, "job"], names);
  });
}

function extendsProblems(value: unknown, path: Path, names: Names): SchemaProblem[] {
  if (typeof value === "string") return absent(value, path, names);
  return texts(value).flatMap((each, index) => absent(each, [...path, index], names));
}

function absent(job: string, path: Path, { all }: Names): SchemaProblem[] {
  if (isComputed(job) || all.includes(job)) return [];
  const advice = adviceFor(job, all, "define it or take it out");
  return [{ path, isKey: false, message: `\`${job}\` is no job of this file, and it includes no other; ${advice}.` }];
}

function adviceFor(name: string, known: readonly string[], otherwise: string): string {
  const meant = nearest(name, known);
  return meant === null ? otherwise : `\`${meant}\` is meant most likely`;
}
