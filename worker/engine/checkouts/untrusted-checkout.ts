/** Steps of privileged workflows that put the code of an unreviewed pull request on the runner. */
import { jobMayRunFor, mayRunFor } from "../expressions/may-run.ts";
import { memo } from "../memo.ts";
import type { RepositoryModel } from "../model/repository.ts";
import { trailingComment } from "../model/trailing-comment.ts";
import { majorVersion } from "../model/uses.ts";
import { entryText, findEntry, type Job, type Step, type Workflow } from "../model/workflow.ts";
import type { Span } from "../parse/line-index.ts";
import type { Directory } from "../shell/directories.ts";
import { joinDirectory } from "../shell/directories.ts";
import { type HeadQuestion, namesHead } from "./head-text.ts";
import { followsPullRequests, privilegedEvents } from "./privileged-events.ts";
import { scriptCheckout } from "./script-checkout.ts";

export interface UntrustedCheckout {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly step: Step;
  readonly event: string;
  /** What names the pull request's code: the input or the command. */
  readonly at: Span;
  /** Where the code lies: `""` for the workspace's root; null where it is not known. */
  readonly folder: Directory;
  /** Offset in the script behind which the code is there; null for an action. */
  readonly scriptOffset: number | null;
  /** True where the action itself refuses the code of forks. */
  readonly isGuarded: boolean;
}

/**
 * Since this major, `actions/checkout` refuses a fork's code under `pull_request_target` and `workflow_run`. The moving tags of
 * older majors do so since 20 July 2026, but mirrors and caches of runners may hold what they were before. Source:
 * https://github.blog/changelog/2026-06-18-safer-pull_request_target-defaults-for-github-actions-checkout
 */
const GUARDED_SINCE = 7;
const CHECKOUT_ACTION = /^[\w.-]+\/[\w.-]*checkout[\w.-]*$/;
const SCRIPTED = /\bgh\s+pr\s+checkout\b|\bgit\b/;

/** Every such step of a workflow, in file order, with the first event that makes it one. */
export function untrustedCheckouts(repository: RepositoryModel, workflow: Workflow): readonly UntrustedCheckout[] {
  const found = checkoutsOf(workflow);
  if (!found.some(({ event }) => event === "workflow_run")) return found;
  return followsPullRequests(repository, workflow) ? found : found.filter(({ event }) => event !== "workflow_run");
}

const checkoutsOf = memo((workflow: Workflow): readonly UntrustedCheckout[] => {
  const events = privilegedEvents(workflow);
  if (events.length === 0) return [];
  return workflow.jobs.flatMap((job) => {
    if (job.steps.length === 0) return [];
    const reached = events.filter((event) => jobMayRunFor(workflow, job, event));
    return reached.length === 0 ? [] : job.steps.flatMap((step) => checkoutOf(workflow, { job, step }, reached) ?? []);
  });
});

type Place = { readonly job: Job; readonly step: Step };

function checkoutOf(workflow: Workflow, place: Place, events: readonly string[]): UntrustedCheckout | null {
  const { job, step } = place;
  const isAction = step.uses !== null && CHECKOUT_ACTION.test(step.uses.name);
  if (!isAction && !(step.run !== null && SCRIPTED.test(step.run.value))) return null;
  for (const event of events) {
    if (!mayRunFor(step.if, event)) continue;
    const question = { place: { document: workflow, job, step }, event };
    const found = isAction ? actionCheckout(question, workflow) : scriptCheckout(question);
    if (found) return { workflow, job, step, event, ...found };
  }
  return null;
}

type Found = Pick<UntrustedCheckout, "at" | "folder" | "scriptOffset" | "isGuarded">;

function actionCheckout(question: HeadQuestion, { file }: Workflow): Found | null {
  const { step } = question.place;
  const entry = ["ref", "repository"]
    .map((name) => findEntry(step.with, name))
    .find((candidate) => candidate?.value?.value.includes("${{") && namesHead(candidate.value.value, question));
  if (!entry?.value || !step.uses) return null;
  const major = majorVersion(step.uses.ref, trailingComment(file, step.uses.node)?.text ?? null);
  const allows = entryText(step.with, "allow-unsafe-pr-checkout") ?? "false";
  const hasGuard = step.uses.name === "actions/checkout" && question.event !== "issue_comment" && allows === "false";
  return {
    at: entry.value,
    folder: joinDirectory("", entryText(step.with, "path") ?? ""),
    scriptOffset: null,
    isGuarded: hasGuard && major !== null && major >= GUARDED_SINCE,
  };
}
