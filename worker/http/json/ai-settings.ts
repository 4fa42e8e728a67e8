import type * as z from "zod";
import type { AiProviderView, AiSettingsChange, AiSettingsView } from "../../services/ai/ai-settings.ts";
import type { AiCaps } from "../../services/ai/caps.ts";
import type { AiRequestView, Spent, UsageMeter, UsageView } from "../../services/ai/usage.ts";
import type { AnalysisEstimate } from "../../services/assist/estimate-analysis.ts";
import type { AiEstimate, AiRequest, AiSettings, AiSettingsBody, Usage } from "../schemas/ai.ts";
import { dollars } from "./ai.ts";
import { timestamp, timestampOrNull } from "./timestamps.ts";

export function settingsChangeOf(body: z.output<typeof AiSettingsBody>): AiSettingsChange {
  const { enabled: isEnabled, order, private_code: privateCode, caps } = body;
  return { isEnabled, order, privateCode, caps: caps && capsOf(caps) };
}

function capsOf(caps: NonNullable<z.output<typeof AiSettingsBody>["caps"]>): AiSettingsChange["caps"] {
  const { task, user_day: userDay, user_month: userMonth, organization_month: organizationMonth } = caps;
  return { task, userDay, userMonth, organizationMonth };
}

function capsJson({ task, userDay, userMonth, organizationMonth }: AiCaps) {
  return { task, user_day: userDay, user_month: userMonth, organization_month: organizationMonth };
}

export function aiSettingsJson(view: AiSettingsView): z.infer<typeof AiSettings> {
  return {
    enabled: view.isEnabled,
    available: view.isAvailable,
    providers: view.providers.map(providerJson),
    order: [...view.order],
    private_code: view.privateCode,
    caps: capsJson(view.caps),
    default_caps: capsJson(view.defaultCaps),
  };
}

function providerJson(view: AiProviderView) {
  const { provider, key, plan, state, models, price, circuit } = view;
  return {
    provider,
    key,
    plan,
    state,
    created_at: timestampOrNull(view.createdAt),
    checked_at: timestampOrNull(view.checkedAt),
    models: { ...models },
    price: price && {
      input_usd: price.inputUsd,
      output_usd: price.outputUsd,
      per_tokens: price.perTokens,
      seen: price.seen,
    },
    circuit,
  };
}

function spentJson({ requests, cached, inputTokens, outputTokens, costMicros, kept, dropped }: Spent) {
  return {
    requests,
    cached,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cost_usd: dollars(costMicros),
    kept,
    dropped,
  };
}

function meterJson({ used, reserved, cap, resetsAt }: UsageMeter) {
  return { used, reserved, cap, resets_at: timestamp(resetsAt) };
}

export function usageJson(view: UsageView): z.infer<typeof Usage> {
  return {
    month: view.month,
    total: spentJson(view.total),
    by_day: view.byDay.map((row) => ({ ...spentJson(row), day: row.day })),
    by_user: view.byUser.map((row) => ({ ...spentJson(row), user_id: row.userId, login: row.login })),
    by_task: view.byTask.map((row) => ({ ...spentJson(row), task: row.task })),
    by_model: view.byModel.map((row) => ({ ...spentJson(row), model: row.model })),
    organization_month: meterJson(view.organizationMonth),
    user_day: meterJson(view.userDay),
    user_month: meterJson(view.userMonth),
    alerts: view.alerts.map(({ percent, window, at }) => ({ percent, window, at: timestamp(at) })),
  };
}

export function aiRequestJson(view: AiRequestView): z.infer<typeof AiRequest> {
  return {
    id: view.id,
    at: timestamp(view.at),
    repository_id: view.repositoryId,
    job_id: view.jobId,
    user_id: view.userId,
    task: view.task,
    provider: view.provider,
    model: view.model,
    prompt_version: view.promptVersion,
    context_hash: view.contextHash,
    outcome: view.outcome,
    reason: view.reason,
    estimated_tokens: view.estimatedTokens,
    input_tokens: view.inputTokens,
    output_tokens: view.outputTokens,
    cost_usd: dollars(view.costMicros),
    attempts: view.attempts,
    duration_ms: view.durationMs,
    kept: view.kept,
    dropped: view.dropped,
  };
}

export function aiEstimateJson(estimate: AnalysisEstimate): z.infer<typeof AiEstimate> {
  return {
    available: estimate.isAvailable,
    reason: estimate.reason,
    commit: estimate.commit,
    questions: estimate.questions,
    cached: estimate.cached,
    input_tokens: estimate.inputTokens,
    max_output_tokens: estimate.maxOutputTokens,
    max_cost_usd: dollars(estimate.maxCostMicros),
    model: estimate.model,
  };
}
