/** Jobs of every kind in every state, and what the stream says of the one that runs. */
import type { Job, JobEvent, JobPhase, JobState, OrgFrame, QueueStats } from "../../../web/src/api-types.ts";
import { ago, idOf } from "./ids.ts";

const NO_END = { error: null, finished_at: null, next_run_at: null, retry_of: null, artifact_id: null } as const;

function job(number: number, seed: Partial<Job>): Job {
  return {
    ...NO_END,
    id: idOf("job", number),
    kind: "analysis",
    repository_id: idOf("repository", 1),
    repository: "acme/storefront",
    analysis_id: idOf("analysis", 1),
    trigger: "push",
    state: "completed",
    phase: "completed",
    attempt: 1,
    max_attempts: 4,
    lost: 0,
    created_at: ago(number),
    started_at: ago(number - 0.05),
    ...seed,
  };
}

const PAYMENTS = { repository_id: idOf("repository", 2), repository: "acme/payments-gateway" };
const DESIGN = { repository_id: idOf("repository", 3), repository: "acme/design-system" };
const PLATFORM = {
  repository_id: idOf("repository", 4),
  repository: "acme/data-platform-ingestion-and-enrichment-service",
};
const REPORTS = { repository_id: idOf("repository", 6), repository: "acme/legacy-reports" };
const DONE = (minutes: number, seconds: number) => ({ finished_at: ago(minutes - 0.05 - seconds / 60) });

const REFUSED = {
  code: "github_refused",
  detail:
    "GitHub refuses to let AutoDevOps read acme/legacy-reports: the organization has enabled OAuth App access restrictions.",
};
const UPSTREAM = { code: "upstream_failed", detail: "GitHub answered 502 four times while we read the files." };

const RUNNING_JOB = job(51, {
  ...PLATFORM,
  id: idOf("job", 4),
  analysis_id: idOf("analysis", 4),
  trigger: "connect",
  state: "processing",
  phase: "processing",
  started_at: ago(0.2),
  created_at: ago(0.3),
});

const FAILED_JOB = job(64, {
  ...REPORTS,
  kind: "sync",
  analysis_id: null,
  trigger: "schedule",
  state: "dead_letter",
  phase: "failed",
  attempt: 4,
  error: REFUSED,
  started_at: ago(12),
  ...DONE(2, 4),
});

export const JOBS: readonly Job[] = [
  job(50, {
    ...PAYMENTS,
    trigger: "manual",
    state: "pending",
    phase: "queued",
    attempt: 0,
    created_at: ago(0.1),
    started_at: null,
  }),
  RUNNING_JOB,
  job(52, {
    ...DESIGN,
    analysis_id: null,
    trigger: "pull_request",
    state: "ai_request",
    phase: "processing",
    created_at: ago(0.5),
    started_at: ago(0.4),
  }),
  job(53, {
    kind: "sync",
    analysis_id: null,
    state: "retrying",
    phase: "queued",
    attempt: 2,
    max_attempts: 4,
    created_at: ago(1.4),
    next_run_at: ago(-0.6),
    error: UPSTREAM,
  }),
  job(4, { ...PAYMENTS, id: idOf("job", 54), analysis_id: idOf("analysis", 2), ...DONE(4, 9) }),
  job(9, { ...DESIGN, id: idOf("job", 55), kind: "sync", analysis_id: null, trigger: "schedule", ...DONE(9, 1.2) }),
  FAILED_JOB,
  job(66, { kind: "ci_generation", analysis_id: null, trigger: "manual", attempt: 2, ...DONE(66, 12) }),
  job(71, { trigger: "manual", state: "cancelled", phase: "cancelled", ...DONE(71, 3) }),
  job(95, {
    ...PAYMENTS,
    state: "dead_letter",
    phase: "failed",
    attempt: 4,
    lost: 2,
    error: UPSTREAM,
    ...DONE(95, 45),
  }),
  job(130, { ...DESIGN, analysis_id: null, trigger: "pull_request", ...DONE(130, 6) }),
];

export const JOB_STATS: QueueStats = {
  counts: {
    pending: 1,
    active: 0,
    processing: 1,
    ai_request: 1,
    completed: 46,
    retrying: 1,
    failed: 0,
    cancelled: 1,
    dead_letter: 2,
  },
  set_aside: { analysis: 1, sync: 1, ci_generation: 0 },
  oldest_runnable_at: ago(0.1),
};

const NO_STATS: QueueStats = {
  counts: Object.fromEntries(Object.keys(JOB_STATS.counts).map((state) => [state, 0])) as QueueStats["counts"],
  set_aside: { analysis: 0, sync: 0, ci_generation: 0 },
  oldest_runnable_at: null,
};

type Said = Omit<JobEvent, "seq" | "at">;
const READING = { key: "read_repository", title: "Read the repository's settings", index: 1, total: 3 } as const;

function reading(status: "running" | "failed"): Said {
  const level = status === "failed" ? "error" : "info";
  const step = { ...READING, status, detail: null };
  return { type: "step", level, message: READING.title, state: "processing", phase: "processing", step };
}

const refused = (message: string, state: JobState, phase: JobPhase): Said => ({
  type: "state",
  level: "error",
  message,
  state,
  phase,
  step: null,
});

/** A worker that takes a job says nothing of it: an attempt begins with its first step. */
const tries = [1, 2, 3, 4].flatMap((attempt): Said[] => [
  reading("running"),
  reading("failed"),
  refused(attempt === 2 ? UPSTREAM.detail : REFUSED.detail, "failed", "failed"),
  attempt === 4
    ? refused("Set aside. Run it again once the reason is gone.", "dead_letter", "failed")
    : refused(`Attempt ${attempt + 1} of 4 follows at ${ago(12 - attempt * 2)}.`, "retrying", "queued"),
]);
const WAITING: Said = { ...refused("Waiting for a worker.", "pending", "queued"), level: "info" };

/** The log of a job that used up its tries. */
export const FAILED_EVENTS: readonly JobEvent[] = [WAITING, ...tries].map((said, index) => ({
  ...said,
  seq: index + 1,
  at: ago(12 - index * 0.5),
}));

const STEP = { key: "read_files", title: "Read pipelines and manifests", index: 3, total: 6, detail: null } as const;

/** What the organization's stream says right after a page has opened it. */
export const JOB_FRAMES: readonly OrgFrame[] = [
  {
    v: 1,
    kind: "job",
    seq: 1,
    at: ago(0),
    repository_id: RUNNING_JOB.repository_id,
    job_id: RUNNING_JOB.id,
    analysis_id: RUNNING_JOB.analysis_id,
    state: "processing",
    phase: "processing",
    step: { ...STEP, status: "running" },
  },
];

type Asked = { readonly method: string; readonly url: URL; readonly body: string; readonly scenario: string };

function jobsLike({ url, scenario }: Asked): readonly Job[] {
  const [state, kind] = [url.searchParams.get("state"), url.searchParams.get("kind")];
  const all = scenario === "empty" ? [] : JOBS;
  return all.filter((it) => (state === null || it.state === state) && (kind === null || it.kind === kind));
}

/** What is asked of all set-aside jobs; one of them cannot run again. */
function answerDeadLetters(verb: string, { body }: Asked): unknown {
  const { ids } = JSON.parse(body) as { ids?: string[] };
  const named = JOBS.filter((it) => it.state === "dead_letter" && (ids === undefined || ids.includes(it.id)));
  if (verb === "delete") return { deleted: named.length, remaining: 0 };
  const problem = { code: "repository_unavailable", detail: "acme/legacy-reports is disconnected or out of reach." };
  const items = named.map((it, index) => ({
    job_id: it.id,
    new_job_id: index === 0 ? null : RUNNING_JOB.id,
    problem: index === 0 ? problem : null,
  }));
  return { items, remaining: 1 };
}

/** The answer about jobs that only the page of jobs knows; undefined for those that an analysis tells of. */
export function answerJobs(id: string, rest: string, asked: Asked): unknown {
  if (id === "") return { items: jobsLike(asked), next_cursor: null };
  if (id === "queue") return asked.scenario === "empty" ? NO_STATS : JOB_STATS;
  if (id === "dead-letter") return answerDeadLetters(rest, asked);
  const job = JOBS.find((it) => it.id === id);
  if (job === undefined || job.id === RUNNING_JOB.id) return undefined;
  if (rest === "retry") return { job_id: RUNNING_JOB.id, analysis_id: null, coalesced: false };
  return rest === "logs" ? { items: job.state === "dead_letter" ? FAILED_EVENTS : [], next_since: null } : job;
}
