import * as z from "zod";
import { AiProvider, AiSource, AiSummary, AiTask } from "./ai-facts.ts";
import { AnalysisType, Category, Evidence, Remediation, Severity } from "./analysis.ts";
import { CommitSha, Id, PageQuery, pageOf, Timestamp } from "./common.ts";

const Cap = z.int().min(1_000).max(1_000_000_000);

/** Tokens; null in a change: back to the default. */
const Caps = z.strictObject({
  task: Cap.max(200_000).nullable(),
  user_day: Cap.nullable(),
  user_month: Cap.nullable(),
  organization_month: Cap.nullable(),
});

const Price = z.object({ input_usd: z.number(), output_usd: z.number(), per_tokens: z.int(), seen: z.string() });

const ProviderState = z.object({
  provider: AiProvider,
  /** Whose key is used: the organization's own, the operator's, or none. */
  key: z.enum(["own", "operator", "none"]),
  plan: z.enum(["free", "paid"]).nullable(),
  state: z.enum(["works", "refused", "unchecked"]).nullable(),
  created_at: Timestamp.nullable(),
  checked_at: Timestamp.nullable(),
  /** Models for usual and for hard tasks. */
  models: z.object({ usual: z.string(), hard: z.string() }),
  price: Price.nullable(),
  /** The circuit breaker of the usual model. */
  circuit: z.enum(["closed", "open", "half_open"]),
});

export const AiSettings = z
  .object({
    enabled: z.boolean(),
    /** True when some provider has a key and AI is switched on. */
    available: z.boolean(),
    /** In the order in which they are tried. */
    providers: z.array(ProviderState),
    order: z.array(AiProvider),
    private_code: z.enum(["paid_keys", "any_key"]),
    caps: z.object({
      task: z.int(),
      user_day: z.int(),
      user_month: z.int(),
      organization_month: z.int(),
    }),
    default_caps: z.object({
      task: z.int(),
      user_day: z.int(),
      user_month: z.int(),
      organization_month: z.int(),
    }),
  })
  .meta({ id: "AiSettings" });

export const AiSettingsBody = z.strictObject({
  enabled: z.boolean().optional(),
  order: z
    .array(AiProvider)
    .max(3)
    .refine((names) => new Set(names).size === names.length, "Name each provider once.")
    .optional(),
  private_code: z.enum(["paid_keys", "any_key"]).optional(),
  caps: Caps.partial().optional(),
});

export const AiKeyParams = z.strictObject({ provider: AiProvider });
export const AiKeyBody = z.strictObject({ key: z.string().trim().min(16).max(512), plan: z.enum(["free", "paid"]) });

export const UsageQuery = z.strictObject({
  month: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
    .optional(),
});

const Spent = z.object({
  requests: z.int(),
  cached: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  cost_usd: z.number(),
  kept: z.int(),
  dropped: z.int(),
});

const Meter = z.object({ used: z.int(), reserved: z.int(), cap: z.int(), resets_at: Timestamp });

export const Usage = z
  .object({
    month: z.string(),
    total: Spent,
    by_day: z.array(Spent.extend({ day: z.string() })),
    by_user: z.array(Spent.extend({ user_id: Id.nullable(), login: z.string().nullable() })),
    by_task: z.array(Spent.extend({ task: AiTask })),
    by_model: z.array(Spent.extend({ model: z.string() })),
    /** Now, whatever month is shown. */
    organization_month: Meter,
    user_day: Meter,
    user_month: Meter,
    alerts: z.array(z.object({ percent: z.int(), window: z.string(), at: Timestamp })),
  })
  .meta({ id: "Usage" });

export const AiRequest = z
  .object({
    id: Id,
    at: Timestamp,
    repository_id: Id.nullable(),
    job_id: Id.nullable(),
    user_id: Id.nullable(),
    task: AiTask,
    provider: AiProvider.nullable(),
    model: z.string().nullable(),
    prompt_version: z.int(),
    context_hash: z.string(),
    outcome: z.enum(["answered", "cached", "deferred", "degraded"]),
    reason: z.string().nullable(),
    estimated_tokens: z.int(),
    input_tokens: z.int(),
    output_tokens: z.int(),
    cost_usd: z.number(),
    attempts: z.int(),
    duration_ms: z.int(),
    kept: z.int(),
    dropped: z.int(),
  })
  .meta({ id: "AiRequest" });
export const AiRequestsQuery = PageQuery;
export const AiRequestPage = pageOf(AiRequest);

export const EstimateQuery = z.strictObject({ repository_id: Id, type: AnalysisType.default("full") });

/** What an analysis of the repository as it was last read would spend at most. */
export const AiEstimate = z
  .object({
    available: z.boolean(),
    reason: z.string().nullable(),
    /** The commit that it was counted on; null before the first analysis. */
    commit: CommitSha.nullable(),
    questions: z.int(),
    /** Of them, answered before: they cost nothing. */
    cached: z.int(),
    input_tokens: z.int(),
    max_output_tokens: z.int(),
    max_cost_usd: z.number(),
    model: z.string().nullable(),
  })
  .meta({ id: "AiEstimate" });

/** The fix that the AI wrote and that passed its proof, or why there is none. */
export const AiFix = z
  .object({
    status: z.enum(["proved", "refused", "off", "deferred", "degraded"]),
    remediation: Remediation.nullable(),
    /** Why no fix is offered, a sentence each; rule ids where a rule speaks. */
    reasons: z.array(z.string()),
    retry_at: Timestamp.nullable(),
    source: AiSource.nullable(),
  })
  .meta({ id: "AiFix" });

export const ReviewBody = z.strictObject({ pull_number: z.int().min(1).max(2_147_483_647) });

const ReviewNote = z.object({
  origin: z.enum(["rule", "ai"]),
  /** Rule id, or the topic of a claim. */
  id: z.string(),
  category: Category,
  severity: Severity,
  title: z.string(),
  message: z.string(),
  path: z.string(),
  line: z.int(),
  end_line: z.int(),
  evidence: z.array(Evidence),
});

/** What changes of a pull request to pipelines bring: findings that its base has not, and what the AI says of changed lines. */
export const Review = z
  .object({
    pull_number: z.int(),
    base: CommitSha,
    head: CommitSha,
    /** Pipeline files that it changes. */
    paths: z.array(z.string()),
    notes: z.array(ReviewNote),
    ai: AiSummary,
  })
  .meta({ id: "Review" });
