/** Analyses in every phase, and the events of one that runs. */
import type { Analysis, Job, JobEvent } from "../../../web/src/api-types.ts";
import { CLAIMS, DEFERRED, DEGRADED, OFF, SUMMARY_OF_AI } from "./ai.ts";
import { FINDINGS, FIXES } from "./findings.ts";
import { REPOSITORIES } from "./fleet.ts";
import { ago, idOf } from "./ids.ts";

const COMMIT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b";

const DONE: Analysis = {
  id: idOf("analysis", 1),
  repository_id: idOf("repository", 1),
  repository: "acme/storefront",
  job_id: idOf("job", 1),
  type: "full",
  trigger: "push",
  state: "completed",
  phase: "completed",
  branch: "main",
  commit: COMMIT,
  rule_set_version: "2026.11.1",
  scores: REPOSITORIES[0]?.health ?? null,
  counts: { critical: 1, high: 1, medium: 3, low: 2, info: 0 },
  remediations_total: FIXES.length,
  dropped_fixes: 1,
  ai_status: "done",
  ai: SUMMARY_OF_AI,
  files_read: 34,
  notes: [{ code: "file_too_large", path: "docs/schema.json", detail: "Larger than 512 KB, so it was not read." }],
  error: null,
  created_at: ago(12.4),
  started_at: ago(12.3),
  completed_at: ago(12.24),
};

const NOTHING = {
  scores: null,
  counts: null,
  rule_set_version: null,
  files_read: null,
  notes: [],
  dropped_fixes: 0,
  completed_at: null,
  remediations_total: 0,
  ai_status: "off",
  ai: null,
} as const;

const RUNNING: Analysis = {
  ...DONE,
  ...NOTHING,
  notes: [],
  id: idOf("analysis", 4),
  repository_id: idOf("repository", 4),
  repository: "acme/data-platform-ingestion-and-enrichment-service",
  job_id: idOf("job", 4),
  trigger: "connect",
  state: "processing",
  phase: "processing",
};

const FAILED: Analysis = {
  ...RUNNING,
  id: idOf("analysis", 8),
  job_id: idOf("job", 8),
  state: "dead_letter",
  phase: "failed",
  error: { code: "upstream_failed", detail: "GitHub answered 502 four times while we read the files." },
};

const CANCELLED: Analysis = { ...FAILED, id: idOf("analysis", 9), state: "cancelled", phase: "cancelled", error: null };
const CLEAN: Analysis = {
  ...DONE,
  id: idOf("analysis", 7),
  job_id: idOf("job", 1),
  notes: [],
  dropped_fixes: 0,
  ai_status: "off",
  ai: OFF,
};
const LATER: Analysis = { ...CLEAN, id: idOf("analysis", 10), ai_status: "deferred", ai: DEFERRED };
const WITHOUT_ANSWER: Analysis = { ...CLEAN, id: idOf("analysis", 11), ai_status: "degraded", ai: DEGRADED };

export const ANALYSES: readonly Analysis[] = [DONE, RUNNING, FAILED, CANCELLED, CLEAN, LATER, WITHOUT_ANSWER];
export const FINDINGS_OF: Readonly<Record<string, typeof FINDINGS>> = { [DONE.id]: [...FINDINGS, ...CLAIMS] };

export function jobOf(analysis: Analysis): Job {
  return {
    id: analysis.job_id,
    kind: "analysis",
    repository_id: analysis.repository_id,
    repository: analysis.repository,
    analysis_id: analysis.id,
    artifact_id: null,
    trigger: analysis.trigger,
    state: analysis.state,
    phase: analysis.phase,
    attempt: 1,
    max_attempts: 4,
    lost: 0,
    retry_of: null,
    next_run_at: null,
    error: analysis.error,
    created_at: analysis.created_at,
    started_at: analysis.started_at,
    finished_at: analysis.completed_at,
  };
}

const STEPS = [
  ["resolve_commit", "Resolve the commit", "main at 9f86d08"],
  ["list_files", "List the files", "1,204 files, 34 to read"],
  ["read_files", "Read the files", "34 files, 31 from cache"],
  ["run_rules", "Run the rules", "14 rules, 7 findings"],
  ["ask_ai", "Ask the AI", "3 questions, 2 claims stand"],
  ["store_results", "Store the results", null],
] as const;

const state = (message: string, name: JobEvent["state"], phase: JobEvent["phase"]): Omit<JobEvent, "seq" | "at"> => ({
  type: "state",
  level: "info",
  message,
  state: name,
  phase,
  step: null,
});

const ASKING = [
  state("Waiting for the AI.", "ai_request", "processing"),
  state("The AI is done.", "processing", "processing"),
];

function stepEvents(index: number): readonly Omit<JobEvent, "seq" | "at">[] {
  const [key, title, detail] = STEPS[index] ?? STEPS[0];
  const step = { key, title, index: index + 1, total: STEPS.length };
  const base = { type: "step", level: "info", state: "processing", phase: "processing" } as const;
  const said = detail === null ? title : `${title}: ${detail}`;
  return [
    { ...base, message: title, step: { ...step, status: "running", detail: null } },
    ...(key === "ask_ai" ? ASKING : []),
    { ...base, message: said, step: { ...step, status: "done", detail } },
  ];
}

/** All events of a job that completes; a page can be given any prefix of them. */
export function eventsOf(): JobEvent[] {
  const all = [
    state("Waiting for a worker.", "pending", "queued"),
    ...STEPS.flatMap((_, index) => stepEvents(index)),
    state("Completed", "completed", "completed"),
  ];
  return all.map((event, index) => ({ ...event, seq: index + 1, at: ago(12.4 - index * 0.012) }));
}
