import { AiError } from "../../adapters/ai/ai-error.ts";
import type { ModelRow } from "../../adapters/ai/models/model-row.ts";
import { type Difficulty, modelFor } from "../../adapters/ai/models/registry.ts";
import type { AiProviderName } from "../../adapters/ai/port.ts";
import type { Config } from "../../config.ts";
import type { AiKeyRow } from "../../db/ai-settings.ts";
import type { AiContext } from "../../engine/ai/context.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import type { AiOffReason } from "./outcome.ts";
import type { AiPolicy } from "./policy.ts";
import type { AiQuestion } from "./question.ts";

/** The key that a provider is asked with: an own one, whatever its state, else the deploy's. */
export type UsableKey = {
  readonly provider: AiProviderName;
  readonly plan: "free" | "paid";
  /** Null: the operator's. */
  readonly own: AiKeyRow | null;
};

/** One model under one key. */
export type Candidate = UsableKey & { readonly model: ModelRow };

export type Route =
  | { readonly off: AiOffReason }
  /** In the order in which they are tried; empty when every key was refused. */
  | { readonly off: null; readonly candidates: readonly Candidate[] };

/** Writing is harder than judging, and small models lose the thread of long texts. */
const HARD_TASKS: ReadonlySet<AiTask> = new Set(["ci_generation", "remediation"]);
const HARD_CHARS = 48_000;

function difficultyOf(task: AiTask, context: AiContext): Difficulty {
  return HARD_TASKS.has(task) || charsOf(context) > HARD_CHARS ? "hard" : "usual";
}

/** Characters of a context's files. */
function charsOf({ files }: AiContext): number {
  return files.flatMap(({ lines }) => lines).reduce((sum, { text }) => sum + text.length + 1, 0);
}

/** The keys that there are, in the organization's order. */
export function usableKeys(config: Config, policy: Pick<AiPolicy, "order" | "keys">): UsableKey[] {
  return policy.order.flatMap((provider): UsableKey[] => {
    const own = policy.keys.find((key) => key.provider === provider);
    if (own) return [{ provider, plan: own.plan, own }];
    const { key, plan } = config.ai[provider];
    return key === null ? [] : [{ provider, plan, own: null }];
  });
}

/**
 * Which models may be asked about code that is private or not. Text of a private repository goes only over keys whose plan
 * is paid, unless the organization allows any: on free plans a provider may learn from it.
 */
export function routeOf(
  config: Config,
  policy: AiPolicy,
  { task, context, repository }: Pick<AiQuestion<AiTask>, "task" | "context" | "repository">,
): Route {
  if (!policy.isEnabled) return { off: "switched_off" };
  const keys = usableKeys(config, policy);
  if (keys.length === 0) return { off: "no_key" };
  const allowed = keys.filter(
    ({ plan }) => plan === "paid" || !repository.isPrivate || policy.privateCode === "any_key",
  );
  if (allowed.length === 0) return { off: "private_code" };
  const difficulty = difficultyOf(task, context);
  const working = allowed.filter(({ own }) => own?.state !== "refused");
  return { off: null, candidates: working.flatMap((key) => modelsOf(config, key, difficulty)) };
}

/** The model for the task, then the provider's other one, which is tried when the first is unknown. */
function modelsOf(config: Config, key: UsableKey, difficulty: Difficulty): Candidate[] {
  const other = difficulty === "hard" ? "usual" : "hard";
  const models = [difficulty, other] as const;
  const rows = models.flatMap((name) => rowOrNone(config, key.provider, name));
  return rows
    .filter(({ id }, index) => rows.findIndex((row) => row.id === id) === index)
    .map((model) => ({ ...key, model }));
}

/** The configuration may name a retired model, which is as good as none. */
export function rowOrNone(config: Config, provider: AiProviderName, difficulty: Difficulty): ModelRow[] {
  try {
    return [modelFor(config, provider, difficulty)];
  } catch (error) {
    if (error instanceof AiError) return [];
    throw error;
  }
}
