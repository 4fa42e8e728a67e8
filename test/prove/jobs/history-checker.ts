/** What has to hold in the history of any run, whatever was broken during it. */
import { MAX_LOST, maxAttempts } from "../../../worker/services/jobs/retry-schedule.ts";
import { isFinal, isLegalStep, type JobState } from "../../../worker/services/jobs/transitions.ts";
import type { EventFacts, History, JobFacts } from "./history.ts";
import { quotaViolations } from "./quota-history.ts";
import { gateViolations, requestViolations } from "./token-history.ts";

type Subject = {
  readonly job: JobFacts;
  readonly events: readonly EventFacts[];
  readonly audited: (action: string) => number;
  readonly results: number;
};
/** Undefined when the rule holds. */
type Rule = (subject: Subject) => string | undefined;

function statesOf(events: readonly EventFacts[]): JobState[] {
  return events.flatMap(({ type, state }) => (type === "state" && state ? [state] : []));
}

const AUDITED_ENDS = {
  completed: "job.completed",
  cancelled: "job.cancelled",
  dead_letter: "job.dead_letter",
} as const;

const RULES: Readonly<Record<string, Rule>> = {
  "is over": ({ job }) => (isFinal(job.state) ? undefined : `is ${job.state}`),
  "has events from 1 without a gap": ({ events }) => {
    const gap = events.findIndex(({ seq }, index) => seq !== index + 1);
    return events.length === 0 || gap >= 0 ? `breaks at ${gap + 1}` : undefined;
  },
  "went legal steps": ({ events }) => {
    const states = statesOf(events);
    const bad = states.findIndex((state, index) => !follows(states[index - 1], state));
    return bad < 0 ? undefined : `${states[bad - 1] ?? "nothing"} → ${states[bad]}`;
  },
  "ended once, in the state of its row": ({ job, events }) => {
    const ends = statesOf(events).filter(isFinal);
    return ends.length === 1 && ends[0] === job.state
      ? undefined
      : `${job.state}, but ended as ${ends.join(", ") || "nothing"}`;
  },
  "did nothing after its end": ({ events }) => {
    const end = events.findIndex(({ type, state }) => type === "state" && state !== null && isFinal(state));
    return end < 0 || end === events.length - 1 ? undefined : `${events.length - 1 - end} events more`;
  },
  "stored its results once": ({ job, events, results }) => {
    const stored = events.filter(({ step }) => step?.key === "store_results" && step.status === "done").length;
    const wanted = job.state === "completed" ? 1 : 0;
    // A sync names a step of its own so, beside the one that every job ends with, and may repeat it in another attempt.
    if (job.kind !== "sync" && stored !== wanted) return `${stored} times`;
    if (job.kind === "sync" || job.isPull) return undefined;
    return results === wanted ? undefined : `${results} result rows`;
  },
  "was audited once at its beginning and at its end": ({ job, audited }) => {
    const wrong = Object.entries(AUDITED_ENDS).find(
      ([state, action]) => audited(action) !== (state === job.state ? 1 : 0),
    );
    if (wrong) return `${wrong[1]} ${audited(wrong[1])} times`;
    return audited("job.created") === 1 ? undefined : `created ${audited("job.created")} times`;
  },
  "spent no more than its attempts": ({ job }) => {
    const { attempt, lost, kind } = job;
    return attempt <= maxAttempts(kind) && lost <= MAX_LOST ? undefined : `${attempt} attempts, ${lost} lost`;
  },
  "says why it was set aside": ({ job }) =>
    job.state === "dead_letter" && job.errorCode === null ? "no reason" : undefined,
  "holds nothing any more": ({ job }) =>
    isFinal(job.state) && (job.leaseUntil !== null || job.coalesceKey !== null) ? "a lease or a key" : undefined,
};

/** A claim goes through `active` to `processing` in one batch and leaves no event. */
function follows(before: JobState | undefined, state: JobState): boolean {
  if (before === undefined) return state === "pending";
  if (isLegalStep(before, state)) return true;
  return ["pending", "retrying"].includes(before) && isLegalStep("processing", state);
}

/** A worker takes a job under a fence of its own, greater than any before. */
function fenceViolations({ started, jobs }: History): string[] {
  const last = new Map<string, number>();
  return started.flatMap(({ jobId, fence }) => {
    const before = last.get(jobId) ?? 0;
    last.set(jobId, Math.max(fence, before));
    // A job that is gone with its repository left no row.
    const row = jobs.get(jobId)?.fence ?? Number.POSITIVE_INFINITY;
    if (fence <= before) return [`${jobId}: fence ${fence} after ${before}`];
    return fence > row ? [`${jobId}: fence ${fence} beyond its row's ${row}`] : [];
  });
}

/** What no token of an AI and no token of GitHub may do, in the whole of the history. */
function limitViolations({ ledgers, gates, requests, kills }: History): string[] {
  return [
    ...quotaViolations(ledgers, kills[0] ?? Number.POSITIVE_INFINITY),
    ...gateViolations(gates, kills),
    ...requestViolations(requests, kills),
  ];
}

/** Every breach of a rule, as a sentence. None: the history is consistent. */
export function violationsOf(history: History): string[] {
  const found = [...history.stray, ...fenceViolations(history), ...limitViolations(history)];
  for (const [id, job] of history.jobs) {
    const counts = history.audited.get(id);
    const subject: Subject = {
      job,
      events: history.events.get(id) ?? [],
      audited: (action) => counts?.get(action) ?? 0,
      results: history.results.get(id) ?? 0,
    };
    for (const [name, rule] of Object.entries(RULES)) {
      const breach = rule(subject);
      if (breach !== undefined) found.push(`${job.kind} ${id} not "${name}": ${breach}`);
    }
  }
  return found;
}

/** Besides those of each job: fences, stray rows, ledgers, gates, and what GitHub saw. */
export const RULE_COUNT = Object.keys(RULES).length + 5;
