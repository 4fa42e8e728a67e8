import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import type { ScriptRule } from "./script.ts";

/** `script`: answers come from a queue. `sample`: the smallest JSON that the request's schema allows, from a model named `simulated-…`. */
export type AiMode = "script" | "sample";

export type ProviderName = "gemini" | "anthropic" | "openai";

/** What a provider was asked, whichever way it was written. */
export type Asked = {
  provider: ProviderName;
  model: string;
  system: string;
  data: string;
  /** JSON Schema of the answer; undefined when the request wants free text. */
  schema: unknown;
  stream: boolean;
};

export type AiJournalEntry = {
  at: number;
  provider: ProviderName | null;
  method: string;
  path: string;
  query: string;
  /** As they came; keys only as a fingerprint. */
  headers: Record<string, string>;
  /** Every byte of the body, as UTF-8. */
  body: string;
  bytes: number;
  model: string | null;
  /** What was answered: a scenario's kind, `refused`, or null for a route without one. */
  scenario: string | null;
  /** 0 for a connection that was cut or left hanging. */
  status: number;
  durationMs: number;
};

/** One scripted server. */
export type AiLocal = {
  mode: AiMode;
  rules: ScriptRule[];
  journal: AiJournalEntry[];
  /** Keys that every provider refuses, besides those with `refused` in them. */
  refusedKeys: Set<string>;
  controlToken: string;
  /** Counts with Gemini's own tokenizer, which takes seconds to load. */
  exactTokens: boolean;
  nextId(): string;
};

export type AiEnv = {
  Bindings: HttpBindings;
  Variables: { ai: AiLocal; asked: Asked | null; scenario: string | null };
};
export type AiC = Context<AiEnv>;
export type AiApp = Hono<AiEnv>;
