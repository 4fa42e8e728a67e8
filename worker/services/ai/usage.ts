import type { AiProviderName } from "../../adapters/ai/port.ts";
import { listAiRequestRows } from "../../db/ai-requests.ts";
import { type AiAlert, listAlerts, sumUsage } from "../../db/ai-usage.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import { AppError } from "../../errors.ts";
import { type Page, toPage } from "../analyses/to-page.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { alertWindow } from "./alerts.ts";
import { readPolicy } from "./policy.ts";

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
  /** Of who asks; nothing is used where no user does. */
  readonly userDay: UsageMeter;
  readonly userMonth: UsageMeter;
  /** Of the organization's month that is shown. */
  readonly alerts: readonly AiAlert[];
};

const DAY_MS = 86_400_000;
const NOTHING: Spent = {
  requests: 0,
  cached: 0,
  inputTokens: 0,
  outputTokens: 0,
  costMicros: 0,
  kept: 0,
  dropped: 0,
};

/** What the organization spent on AI in a month (YYYY-MM; undefined: this one), and its meters now. */
export async function readUsage(ctx: Ctx, month: string | undefined): Promise<UsageView> {
  requirePermission(ctx, "usage.read");
  const shown = month ?? new Date(ctx.clock.now()).toISOString().slice(0, "2026-11".length);
  const { from, to, index } = daysOf(shown);
  const [sums, meters, alerts] = await Promise.all([
    sumUsage(ctx.data, { from, to }),
    readMeters(ctx),
    listAlerts(ctx.data, alertWindow(`m${index}`)),
  ]);
  return {
    month: shown,
    total: sums.total ?? NOTHING,
    byDay: sums.byDay.map((row) => ({ ...row, day: new Date(row.day * DAY_MS).toISOString().slice(0, 10) })),
    byUser: sums.byUser.map((row) => ({ ...row, userId: row.userId === "" ? null : row.userId })),
    byTask: sums.byTask,
    byModel: sums.byModel,
    ...meters,
    alerts,
  };
}

/** A month as days since 1970: the first, and the one after the last. */
function daysOf(month: string): { from: number; to: number; index: number } {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const index = (year - 1970) * 12 + number - 1;
  return { from: Date.UTC(year, number - 1, 1) / DAY_MS, to: Date.UTC(year, number, 1) / DAY_MS, index };
}

async function readMeters(ctx: Ctx): Promise<Pick<UsageView, "organizationMonth" | "userDay" | "userMonth">> {
  const now = ctx.clock.now();
  const [{ caps }, reply] = await Promise.all([
    readPolicy(ctx),
    ctx.objects.quota(ctx.orgId).apply({ orgId: ctx.orgId, event: { type: "read", userId: actingUser(ctx) }, now }),
  ]);
  if (!("meters" in reply)) throw new AppError("internal", "The ledger gave another answer than was asked for.");
  const { meters } = reply;
  const meter = (cap: keyof typeof meters): UsageMeter => {
    const { used, reserved, resetAt } = meters[cap] ?? { ...meters.organizationMonth, used: 0, reserved: 0 };
    return { used, reserved, cap: caps[cap], resetsAt: resetAt };
  };
  return {
    organizationMonth: meter("organizationMonth"),
    userDay: meter("userDay"),
    userMonth: meter("userMonth"),
  };
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
export async function listAiRequests(ctx: Ctx, query: AiRequestsQuery): Promise<Page<AiRequestView>> {
  requirePermission(ctx, "usage.read");
  const rows = await listAiRequestRows(ctx.data, { ...query, limit: query.limit + 1 });
  return toPage(rows, query.limit, ({ at, id }) => ({ at, id }));
}
