/** What a job needs from its `GITHUB_TOKEN`, as far as its steps say. Facts stand in `data/`; here they are added up. */
import { type Inputs, permissionsOfAction } from "../data/action-permissions.ts";
import { permissionsOfCommand } from "../data/command-permissions.ts";
import { type Grant, mergeNeeds, type Need, SCOPES } from "../data/grant.ts";
import type { RepositoryModel } from "../model/repository.ts";
import type { Container, Entry, Job, Permissions, Step, Workflow } from "../model/workflow.ts";
import type { YamlScalar } from "../parse/yaml-node.ts";
import { bashOf } from "../shell/step-script.ts";

/** `unknown` says which step it is and why, for the user. */
export type JobNeed = { readonly grant: Grant } | { readonly unknown: string };

const OWN_TOKEN = /secrets\.GITHUB_TOKEN|github\.token/i;
const MAX_DEPTH = 4;

/** Programs that do nothing with a token in their environment beyond what the tables say of them. */
const HARMLESS = new Set(
  (
    "[ [[ : awk base64 basename break cat cd chmod command continue cp curl cut date diff dirname docker echo env exit export " +
    "expr false find gh git grep head jq local ls mkdir mktemp mv popd printf pushd pwd read readarray mapfile realpath return rm sed set shift " +
    "sha256sum shopt sleep sort tail tar tee test touch tr trap true umask uniq unset unzip wait wc wget which xargs yq zip"
  ).split(" "),
);

type Place = { readonly repository: RepositoryModel; readonly depth: number };

/** Adds up the needs of a job's steps, of its containers, or of the workflow that it calls. */
export function needOfJob(repository: RepositoryModel, workflow: Workflow, job: Job): JobNeed {
  return needOf({ repository, depth: 0 }, workflow, job);
}

function needOf(place: Place, workflow: Workflow, job: Job): JobNeed {
  if (job.uses) return needOfCall(place, job);
  const hasToken = holdsToken(workflow.env) || holdsToken(job.env);
  const needs: Need[] = [needOfContainers(job)];
  for (const step of job.steps) {
    const need = needOfStep(place, step, hasToken);
    if (typeof need === "object" && "unknown" in need) return need;
    needs.push(need.need);
  }
  return { grant: grantOf(mergeNeeds(needs)) };
}

type StepNeed = { readonly need: Grant | "none" } | { readonly unknown: string };

function needOfStep(place: Place, step: Step, hasToken: boolean): StepNeed {
  if (step.uses?.kind === "local") return needOfLocalAction(place, step, step.uses.path);
  if (step.uses) return needOfAction(step);
  return step.run ? needOfScript(step, step.run, hasToken || holdsToken(step.env)) : { need: "none" };
}

function needOfAction(step: Step): StepNeed {
  const { uses } = step;
  if (uses?.kind !== "action") return unknown(step, "is an image or a form whose need nobody can know");
  const need = permissionsOfAction(uses.raw, inputsOf(step));
  if (need === "unknown") return unknown(step, "is an action whose need is not in our table");
  const isHandedMore = need === "none" && holdsToken(step.env);
  return isHandedMore ? unknown(step, "is handed the token without a known use for it") : { need };
}

function inputsOf(step: Step): Inputs {
  return Object.fromEntries(step.with.flatMap(({ name, value }) => (value ? [[name, value.value]] : [])));
}

function needOfScript(step: Step, run: YamlScalar, hasToken: boolean): StepNeed {
  const isInline = OWN_TOKEN.test(run.value);
  const needs: Need[] = [];
  for (const { words } of bashOf(run).commands) {
    const texts = words.map(({ text }) => text);
    const need = permissionsOfCommand(texts);
    if (need === "unknown")
      return unknown(step, `runs \`${texts.slice(0, 3).join(" ")}\`, whose need is not in our table`);
    const program = (texts[0] ?? "").replace(/^.*\//, "");
    const mayUse = need === "none" && program !== "" && !HARMLESS.has(program);
    if ((hasToken || isInline) && mayUse) return unknown(step, `hands the token to \`${program}\``);
    needs.push(need);
  }
  const merged = mergeNeeds(needs);
  return merged === "unknown" ? unknown(step, "uses the token in a way that is not in our table") : { need: merged };
}

function needOfLocalAction(place: Place, step: Step, path: string): StepNeed {
  const { repository, depth } = place;
  const action = repository.actions.find((candidate) => candidate.path.replace(/\/?action\.ya?ml$/, "") === path);
  if (action?.using?.value !== "composite" || depth >= MAX_DEPTH) {
    return unknown(step, "is an action of this repository that we cannot read through");
  }
  const needs: Need[] = [];
  for (const inner of action.steps) {
    const need = needOfStep({ repository, depth: depth + 1 }, inner, holdsToken(step.env));
    if ("unknown" in need) return need;
    needs.push(need.need);
  }
  const merged = mergeNeeds(needs);
  return merged === "unknown" ? unknown(step, "uses the token in a way that is not in our table") : { need: merged };
}

/** A called workflow of this repository needs what it declares, else what its jobs need. */
function needOfCall({ repository, depth }: Place, job: Job): JobNeed {
  const path = job.uses?.kind === "local" ? job.uses.path : null;
  const called = repository.workflows.find((workflow) => workflow.path === path);
  if (!called || depth >= MAX_DEPTH) return { unknown: `Job \`${job.id}\` calls a workflow that we cannot read.` };
  const needs: Need[] = [];
  for (const inner of called.jobs) {
    const declared = inner.permissions ?? called.permissions;
    const need = declared ? declaredNeed(declared) : needOf({ repository, depth: depth + 1 }, called, inner);
    if (need === null) return { unknown: `Job \`${job.id}\` calls a workflow that asks for every permission.` };
    if ("unknown" in need) return need;
    needs.push(need.grant);
  }
  return { grant: grantOf(mergeNeeds(needs)) };
}

/** A list of scopes as a grant; null for `read-all` and `write-all`. */
function declaredNeed(permissions: Permissions): { readonly grant: Grant } | null {
  return permissions.all === null ? { grant: grantOfScopes(permissions) } : null;
}

/** The scopes of a list, without those of level `none` and names that GitHub does not know. */
export function grantOfScopes({ scopes }: Permissions): Grant {
  const grant: Partial<Record<(typeof SCOPES)[number], "read" | "write">> = {};
  for (const scope of SCOPES) {
    const level = scopes.find(({ name }) => name === scope)?.level;
    if (level === "read" || level === "write") grant[scope] = level;
  }
  return grant;
}

/** Images of GitHub's registry that are pulled with the job's token. */
function needOfContainers(job: Job): Need {
  const containers: readonly (Container | null)[] = [job.container, ...job.services];
  return containers.some((container) => container && holdsToken(container.credentials)) ? { packages: "read" } : "none";
}

function holdsToken(entries: readonly Entry[]): boolean {
  return entries.some(({ value }) => value !== null && OWN_TOKEN.test(value.value));
}

function grantOf(need: Need): Grant {
  return typeof need === "object" ? need : {};
}

function unknown(step: Step, why: string): { readonly unknown: string } {
  const text = step.name?.value ?? step.uses?.raw ?? step.run?.value.split("\n")[0]?.trim() ?? String(step.index + 1);
  return { unknown: `Step \`${text.replaceAll("`", "'").slice(0, 60)}\` ${why}.` };
}
