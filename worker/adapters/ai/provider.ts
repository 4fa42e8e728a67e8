import { readAnswer, type TaskAnswer } from "../../engine/ai/answer/read-answer.ts";
import type { AiPrompt } from "../../engine/ai/prompt.ts";
import type { AiTask } from "../../engine/ai/task.ts";
import { AiError } from "./ai-error.ts";
import type { ModelRow } from "./models/model-row.ts";
import { rowOf } from "./models/registry.ts";
import type { AiPlatform } from "./open-provider.ts";
import type { AiCall, AiProvider, AiReply } from "./port.ts";
import { aiError } from "./wire/failures.ts";
import { CALL_LIMIT_MS, MAX_TRIES, type Tries, withAttempts, withRetries } from "./wire/retry.ts";
import { send } from "./wire/send.ts";
import type { Wire, WireText } from "./wire/wire.ts";

type Asked = WireText & { readonly attempts: number };
type Line = { readonly wire: Wire; readonly platform: AiPlatform };

/** Names of models as providers write them; anything else is not stored. */
const MODEL_NAME = /^[\w.:/@-]{1,128}$/;

const TEST_PROMPT: AiPrompt = {
  task: "analysis",
  version: 0,
  system: "Answer with the JSON object that the schema describes.",
  data: "Set ok to true.",
  schema: { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"], additionalProperties: false },
  maxOutputTokens: 256,
};

/** A provider over its format. All sending, waiting, time limits and reading of answers are here. */
export function createProvider(wire: Wire, platform: AiPlatform): AiProvider {
  const line = { wire, platform };
  return {
    name: wire.name,
    analyze: (call) => answer(line, call, "analysis"),
    generateCiConfig: (call) => answer(line, call, "ci_generation"),
    generateRemediation: (call) => answer(line, call, "remediation"),
    test: async (model, signal) => {
      try {
        await ask(line, { model, prompt: TEST_PROMPT, signal });
      } catch (error) {
        // It answered at all, so key and model work.
        if (!(error instanceof AiError && error.kind === "cut")) throw error;
      }
    },
  };
}

async function answer<T extends AiTask>(line: Line, call: AiCall, task: T): Promise<AiReply<TaskAnswer<T>>> {
  const { text, model, tokens, attempts } = await ask(line, call);
  const read = readAnswer(task, text);
  if (!read.ok) throw withAttempts(aiError(read.reason === "truncated" ? "cut" : "malformed", { tokens }), attempts);
  const named = typeof model === "string" && MODEL_NAME.test(model) ? model : call.model;
  return { answer: read.answer, model: named, tokens, attempts };
}

/** One question within 60 s, retries included. An abort by the caller passes through as its reason. */
async function ask(line: Line, call: AiCall): Promise<Asked> {
  call.signal.throwIfAborted();
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(CALL_LIMIT_MS)]);
  const model = rowOf(line.platform.config, line.wire.name, call.model);
  try {
    const { value, attempts } = await withRetries(line.platform, signal, attemptOf(line, { call, model, signal }));
    return { ...value, attempts };
  } catch (error) {
    call.signal.throwIfAborted();
    throw error;
  }
}

type Question = { readonly call: AiCall; readonly model: ModelRow; readonly signal: AbortSignal };

/** One try; where the server does not take our schema, that and all later tries ask for any JSON. */
function attemptOf({ wire, platform }: Line, { call, model, signal }: Question) {
  let isPlain = false;
  const exchange = (tries: Tries) => {
    const request = wire.request({ model, prompt: call.prompt, isPlain });
    tries.sent += 1;
    return send(platform, request, signal);
  };
  return async (tries: Tries): Promise<WireText> => {
    let answer = await exchange(tries);
    if (!isPlain && tries.sent < MAX_TRIES && wire.refusesSchema?.(answer) === true) {
      isPlain = true;
      answer = await exchange(tries);
    }
    if (answer.status !== 200) throw wire.failure(answer);
    return wire.read(answer, model);
  };
}
