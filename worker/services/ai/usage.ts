import type { AiProviderName } from "../../adapters/ai/port.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import type { Page } from "../analyses/to-page.ts";
import type { Ctx } from "../context.ts";

export type Spent = {
  readonly requests: number;
  readonly cached: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
  readonly kept: number;
  readonly dropped: number;
};

/** Tokens of one window now; `resetsAt` in ms since the epoch. */
export type UsageMeter = {
  readonly used: number;
  readonly reserved: number;
  readonly cap: number;
  readonly resetsAt: number;
};

export type UsageView = {
  /** YYYY-MM, UTC. */
  readonly month: string;
  readonly total: Spent;
  /** Days as YYYY-MM-DD, UTC, oldest first; days without a question are left out. */
  readonly byDay: readonly (Spent & { readonly day: string })[];
  /** Most tokens first; null: nobody asked by hand. */
  readonly byUser: readonly (Spent & { readonly userId: string | null; readonly login: string | null })[];
  readonly byTask: readonly (Spent & { readonly task: AiTask })[];
  /** Without questions that no model answered. */
  readonly byModel: readonly (Spent & { readonly model: string })[];
  readonly organizationMonth: UsageMeter;
  readonly userDay: UsageMeter;
  readonly userMonth: UsageMeter;
  readonly alerts: readonly { readonly percent: number; readonly window: string; readonly at: number }[];
};

/** What the organization spent on AI in a month (YYYY-MM; undefined: this one), and its meters now. */
export async function readUsage(_ctx: Ctx, _month: string | undefined): Promise<UsageView> {
  throw new Error("Not here yet.");
}

export type AiRequestView = {
  readonly id: string;
  readonly at: number;
  readonly repositoryId: string | null;
  readonly jobId: string | null;
  readonly userId: string | null;
  readonly task: AiTask;
  readonly provider: AiProviderName | null;
  readonly model: string | null;
  readonly promptVersion: number;
  readonly contextHash: string;
  readonly outcome: "answered" | "cached" | "deferred" | "degraded";
  readonly reason: string | null;
  readonly estimatedTokens: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
  readonly attempts: number;
  readonly durationMs: number;
  readonly kept: number;
  readonly dropped: number;
};

export type AiRequestsQuery = {
  readonly after: { readonly at: number; readonly id: string } | undefined;
  readonly limit: number;
};

/** Questions to the AI, newest first. Facts alone, never content. */
export async function listAiRequests(_ctx: Ctx, _query: AiRequestsQuery): Promise<Page<AiRequestView>> {
  throw new Error("Not here yet.");
}
