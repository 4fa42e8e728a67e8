import type { FleetSummary, JobPhase, JobState, JobStep, OrgFrame, Repository } from "../../api-types.ts";

export const SORTS = ["attention", "name", "recent", "findings"] as const;
type Sort = (typeof SORTS)[number];
export const FILTERS = ["all", "attention", "running", "unavailable"] as const;
type Filter = (typeof FILTERS)[number];

const ATTENTION_BELOW = 60;

/** What runs for a repository now, as the stream or the last answer says. */
export type Activity = {
  readonly jobId: string;
  readonly analysisId: string | null;
  readonly state: JobState;
  readonly phase: JobPhase;
  readonly step: JobStep | null;
};

/** `activity` is null when the work is over. `heardAt` is ms by a clock that nobody sets. */
type Heard = { readonly activity: Activity | null; readonly heardAt: number };
/** The newest that the stream said, by repository. */
export type Activities = Readonly<Record<string, Heard>>;
type JobFrame = Extract<OrgFrame, { kind: "job" }>;

function isOver(phase: JobPhase): boolean {
  return phase !== "queued" && phase !== "processing";
}

/** The activities after a frame; a finished job leaves null, which hides what an older answer says. */
export function applyFrame(activities: Activities, frame: JobFrame, heardAt: number): Activities {
  const { repository_id, job_id, analysis_id, state, phase, step } = frame;
  const before = activities[repository_id]?.activity ?? null;
  const isForAnother = before !== null && before.jobId !== job_id;
  if (isOver(phase)) return isForAnother ? activities : { ...activities, [repository_id]: { activity: null, heardAt } };
  const kept = before?.jobId === job_id ? before.step : null;
  const activity = { jobId: job_id, analysisId: analysis_id, state, phase, step: step ?? kept };
  return { ...activities, [repository_id]: { activity, heardAt } };
}

/**
 * Activities that an answer asked for at `askedAt` cannot know yet. One that `items`, the answer, confirms stays too: it
 * knows the step, of which no answer tells.
 */
export function newerThan(activities: Activities, askedAt: number, items: readonly Repository[]): Activities {
  const jobs = new Map(items.map((item) => [item.id, item.active_job]));
  const stays = ([id, { activity, heardAt }]: [string, Heard]) => {
    const job = jobs.get(id);
    const isConfirmed = job != null && job.id === activity?.jobId && job.state === activity.state;
    return heardAt >= askedAt || isConfirmed;
  };
  return Object.fromEntries(Object.entries(activities).filter(stays));
}

/** What the stream knows wins over what the list said. */
export function activityOf(repository: Repository, activities: Activities): Activity | null {
  const live = activities[repository.id];
  if (live !== undefined) return live.activity;
  const job = repository.active_job;
  return job && { jobId: job.id, analysisId: job.analysis_id, state: job.state, phase: job.phase, step: null };
}

function passes(repository: Repository, filter: Filter, activities: Activities): boolean {
  if (filter === "attention") return (repository.health?.overall ?? 100) < ATTENTION_BELOW;
  if (filter === "running") return activityOf(repository, activities) !== null;
  return filter === "all" || repository.state !== "connected";
}

const COMPARE: Readonly<Record<Sort, (a: Repository, b: Repository) => number>> = {
  attention: (a, b) => (a.health?.overall ?? 101) - (b.health?.overall ?? 101),
  name: () => 0,
  recent: (a, b) => (b.last_analysis?.completed_at ?? "").localeCompare(a.last_analysis?.completed_at ?? ""),
  findings: (a, b) => b.open_findings - a.open_findings,
};

export type View = { readonly search: string; readonly sort: Sort; readonly filter: Filter };

/** The rows to show; equal ones are in the order of their names. */
export function fleetRows(items: readonly Repository[], view: View, activities: Activities): Repository[] {
  const wanted = view.search.trim().toLowerCase();
  return items
    .filter((item) => item.full_name.toLowerCase().includes(wanted) && passes(item, view.filter, activities))
    .sort((a, b) => COMPARE[view.sort](a, b) || a.full_name.localeCompare(b.full_name));
}

/** One of `known`, or the first: values of the URL are whatever somebody typed. */
export function oneOf<Key extends string>(known: readonly [Key, ...Key[]], value: string | undefined): Key {
  return known.find((key) => key === value) ?? known[0];
}

export type Milestones = { readonly connect: boolean; readonly analyse: boolean; readonly pullRequest: boolean };

/** How far first use has come. */
export function milestonesOf(summary: FleetSummary): Milestones {
  return {
    connect: summary.repositories > 0,
    analyse: summary.analysed > 0,
    pullRequest: summary.pull_requests_total > 0,
  };
}
