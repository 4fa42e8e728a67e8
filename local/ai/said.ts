import type { AiLocal, Asked } from "./context.ts";
import { smallest } from "./sample.ts";
import type { Scenario } from "./script.ts";
import { countTokens } from "./tokens.ts";

/** Why an answer ended, in no provider's words. `none`: there is no answer at all; `blocked`: the request itself was refused. */
export type Stop =
  | "stop"
  | "length"
  | "safety"
  | "recitation"
  | "prohibited"
  | "other"
  | "unknown"
  | "blocked"
  | "none";

/** What the model said. */
export type Said = {
  id: string;
  model: string;
  /** Parts of the answer, in order; none when it was cut before its first word. */
  parts: string[];
  thoughts: string | null;
  stop: Stop;
  /** Numbers, unless the script lies about them. */
  usage: { input: unknown; output: unknown; thoughts: number };
  /** An error that a stream ends with. */
  breaks: boolean;
};

const HUGE_BYTES = 10 * 1024 * 1024;
const DEEP_LEVELS = 50;

type Shape = Pick<Said, "parts" | "stop"> & { thoughts?: string; breaks?: boolean };

function third(text: string): string[] {
  const size = Math.max(1, Math.ceil(text.length / 3));
  return [text.slice(0, size), text.slice(size, 2 * size), text.slice(2 * size)];
}

const silent = (stop: Stop) => (): Shape => ({ parts: [], stop });
const whole = (write: (text: string) => string) => (text: string) => ({ parts: [write(text)], stop: "stop" as const });

const SHAPES: Record<string, (text: string) => Shape> = {
  fenced: whole((text) => `\`\`\`json\n${text}\n\`\`\``),
  prose: whole((text) => `Here is what I found:\n\n${text}\n\nLet me know if you need anything else!`),
  cut_json: (text) => ({ parts: [text.slice(0, Math.max(1, Math.floor(text.length / 2)))], stop: "length" }),
  max_tokens_empty: silent("length"),
  safety: silent("safety"),
  recitation: silent("recitation"),
  prohibited: silent("prohibited"),
  other_stop: silent("other"),
  unknown_stop: silent("unknown"),
  prompt_blocked: silent("blocked"),
  no_candidates: silent("none"),
  thoughts: (text) => ({ parts: [text], stop: "stop", thoughts: 'Let me think: {"claims": "draft"}' }),
  three_parts: (text) => ({ parts: third(text), stop: "stop" }),
  wrong_schema: whole(() => '{"verdict":"fine","score":10}'),
  not_json: whole(() => "The pipeline looks fine to me."),
  huge: whole(() => JSON.stringify({ claims: [], padding: "x".repeat(HUGE_BYTES) })),
  deep: whole(() => `{"claims":${"[".repeat(DEEP_LEVELS)}${"]".repeat(DEEP_LEVELS)}}`),
  stream_error: (text) => ({ parts: [text.slice(0, Math.ceil(text.length / 2))], stop: "none", breaks: true }),
};

function textOf(scenario: Scenario, asked: Asked): string {
  if (scenario.text !== undefined) return scenario.text;
  if (scenario.json !== undefined) return JSON.stringify(scenario.json);
  return asked.schema === undefined ? "ok" : JSON.stringify(smallest(asked.schema));
}

/** Plays a scenario of content out for one request. */
export async function say(ai: AiLocal, asked: Asked, scenario: Scenario): Promise<Said> {
  const text = textOf(scenario, asked);
  const shape = SHAPES[scenario.kind]?.(text) ?? { parts: [text], stop: "stop" };
  const { provider } = asked;
  const thoughts = scenario.kind === "max_tokens_empty" ? 1024 : await countTokens(ai, provider, shape.thoughts ?? "");
  const usage = {
    input: await countTokens(ai, provider, `${asked.system}\n${asked.data}`),
    output: await countTokens(ai, provider, shape.parts.join("")),
    ...scenario.usage,
    thoughts,
  };
  const { parts, stop, breaks = false } = shape;
  return {
    id: ai.nextId(),
    model: scenario.model ?? asked.model,
    parts,
    stop,
    breaks,
    thoughts: shape.thoughts ?? null,
    usage,
  };
}
