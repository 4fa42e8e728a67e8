// The queue of answers. A rule names whom it answers; the first that fits and is not used up is taken.
import * as z from "zod";
import type { AiLocal, Asked } from "./context.ts";
import { FAILURE_KINDS } from "./failure.ts";

/** What the model does with a well-formed request. */
const CONTENT_KINDS = [
  "ok",
  "fenced",
  "prose",
  "cut_json",
  "max_tokens_empty",
  "safety",
  "recitation",
  "prohibited",
  "other_stop",
  "unknown_stop",
  "prompt_blocked",
  "no_candidates",
  "empty_body",
  "thoughts",
  "three_parts",
  "wrong_schema",
  "not_json",
  "huge",
  "deep",
  "stream_error",
] as const;

/** What the connection does with the answer. */
const Transport = z.strictObject({
  /** Before the first byte. */
  delayMs: z.number().min(0).optional(),
  bytesPerSecond: z.number().int().min(1).optional(),
  hang: z.boolean().optional(),
  reset: z.boolean().optional(),
  /** Announces the whole body, sends this much of it and cuts the connection. */
  cutAfterBytes: z.number().int().min(0).optional(),
});

export const Scenario = z.strictObject({
  kind: z.enum([...CONTENT_KINDS, ...FAILURE_KINDS]).default("ok"),
  /** What the model writes, as text or as JSON; without both, the smallest JSON of the request's schema. */
  text: z.string().optional(),
  json: z.unknown().optional(),
  /** Counts to report instead of the true ones; anything, so that a provider can lie. */
  usage: z.strictObject({ input: z.unknown().optional(), output: z.unknown().optional() }).optional(),
  /** Model that claims to have answered. */
  model: z.string().optional(),
  retryAfterMs: z.number().min(0).optional(),
  transport: Transport.default({}),
});

const Pattern = z.string().refine(compiles, "is no regular expression");

export const ScriptRequest = z.strictObject({
  match: z
    .strictObject({
      provider: z.enum(["gemini", "anthropic", "openai"]).optional(),
      /** Regular expressions. */
      model: Pattern.optional(),
      system: Pattern.optional(),
      data: Pattern.optional(),
    })
    .default({}),
  /** How many requests to leave alone first, and how many to answer then; -1 for all. */
  skip: z.number().int().min(0).default(0),
  times: z.number().int().min(-1).default(1),
  answer: Scenario.prefault({}),
});

export type Scenario = z.infer<typeof Scenario>;
export type ScriptRule = z.infer<typeof ScriptRequest> & { seen: number };
export type ScriptInput = z.input<typeof ScriptRequest>;

function compiles(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

function fits({ match }: ScriptRule, asked: Asked): boolean {
  if (match.provider !== undefined && match.provider !== asked.provider) return false;
  const texts = ["model", "system", "data"] as const;
  return texts.every((part) => match[part] === undefined || new RegExp(match[part]).test(asked[part]));
}

function isDue({ seen, skip, times }: ScriptRule): boolean {
  return seen > skip && (times === -1 || seen <= skip + times);
}

/** The answer to this request; undefined when no rule has one left. In the mode `sample` there always is one. */
export function takeScenario(ai: AiLocal, asked: Asked): Scenario | undefined {
  for (const rule of ai.rules) {
    if (!fits(rule, asked)) continue;
    rule.seen += 1;
    if (isDue(rule)) return rule.answer;
  }
  return ai.mode === "sample" ? Scenario.parse({ model: `simulated-${asked.model}` }) : undefined;
}
