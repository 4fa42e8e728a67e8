/** What goes over the sockets, in its wire form (snake_case, ISO times): the schemas are `JobFrame` and `OrgFrame` of the API. */
import type { JobLogRow } from "../../db/jobs.ts";
import type { JobStep } from "../jobs/steps.ts";
import { type JobPhase, type JobState, phaseOf } from "../jobs/transitions.ts";

export type JobEventFrame = {
  readonly seq: number;
  readonly at: string;
  readonly type: JobLogRow["type"];
  readonly level: JobLogRow["level"];
  readonly message: string;
  readonly state: JobState | null;
  readonly phase: JobPhase | null;
  readonly step: JobStep | null;
};

export type RepositoryReason = "connected" | "disconnected" | "synced" | "analysed" | "pull_request";

/** A frame for the whole organization before its feed numbers it. */
export type OrgEvent =
  | {
      readonly kind: "job";
      readonly at: string;
      readonly repository_id: string;
      readonly job_id: string;
      readonly analysis_id: string | null;
      readonly state: JobState;
      readonly phase: JobPhase;
      readonly step: JobStep | null;
    }
  | {
      readonly kind: "repository";
      readonly at: string;
      readonly repository_id: string;
      readonly reason: RepositoryReason;
    };

function isState(text: string | null): text is JobState {
  return text !== null;
}

/** An event row as the API and the sockets give it. Rows are written by us alone, so their JSON is trusted. */
export function eventFrame(row: JobLogRow): JobEventFrame {
  const state = isState(row.state) ? row.state : null;
  return {
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    type: row.type,
    level: row.level,
    message: row.message,
    state,
    phase: state === null ? null : phaseOf(state),
    step: row.step === null ? null : (JSON.parse(row.step) as JobStep),
  };
}
