import { privilegedEvents } from "../../../checkouts/privileged-events.ts";
import { type BotCheck, botChecksOf } from "../../../expressions/bot-checks.ts";
import { editScalar } from "../../../expressions/edit-scalar.ts";
import { type ExpressionAt, expressionsOf } from "../../../expressions/expression-places.ts";
import { jobMayRunFor, mayRunFor } from "../../../expressions/may-run.ts";
import type { Edit } from "../../../finding.ts";
import type { Job, Step, Workflow } from "../../../model/workflow.ts";

/** An `if:` of a privileged workflow that asks whether the actor is a bot. */
export interface BotCondition {
  readonly workflow: Workflow;
  readonly job: Job;
  /** Null for the job's own condition. */
  readonly step: Step | null;
  readonly condition: ExpressionAt;
  /** At least one. */
  readonly checks: readonly BotCheck[];
  /** The privileged event for which the condition matters. */
  readonly event: string;
}

const MENTIONS = /actor|sender/i;

/** All of them, in file order. Conditions that no stranger passes, because they also ask something else, are not among them. */
export function botConditionsOf(workflow: Workflow): BotCondition[] {
  const events = privilegedEvents(workflow);
  if (events.length === 0 || !MENTIONS.test(workflow.file.text)) return [];
  return expressionsOf(workflow).flatMap((condition) => {
    const { job, step, parsed, node, way } = condition;
    const owner = step ?? job;
    if (way.at(-1) !== "if" || !job || owner?.if !== node || !parsed.ok) return [];
    const checks = botChecksOf(parsed.expression);
    const event = events.find((name) => mayRunFor(node, name) && jobMayRunFor(workflow, job, name));
    return checks.length === 0 || event === undefined ? [] : [{ workflow, job, step, condition, checks, event }];
  });
}

/** Where an event says who wrote what it is about. */
const AUTHORS: readonly { readonly events: ReadonlySet<string>; readonly author: string }[] = [
  {
    events: new Set(["pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment"]),
    author: "github.event.pull_request.user",
  },
  { events: new Set(["issue_comment", "commit_comment"]), author: "github.event.comment.user" },
];

/** Edits that ask for the author in place of the actor; null where not every event of the workflow has one, or the text cannot be edited. */
export function askAuthor({ workflow, condition, checks }: BotCondition): { edits: Edit[]; author: string } | null {
  const row = AUTHORS.find(({ events }) => workflow.triggers.every(({ event }) => events.has(event)));
  if (!row) return null;
  const changes = checks.map(({ start, end, kind }) => ({ start, end, text: `${row.author}.${kind}` }));
  const edits = editScalar(workflow.file, condition.node, changes);
  return edits ? { edits, author: `${row.author}.login` } : null;
}

export const NO_AUTHOR =
  "Not every event of this workflow says who the author is, or the condition is written in a form that cannot be edited safely: ask for the author of the pull request or comment by hand.";
