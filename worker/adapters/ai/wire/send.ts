import { AppError } from "../../../errors.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { Egress } from "../../../platform/egress.ts";
import type { AiError, AiErrorKind } from "../ai-error.ts";
import { aiError } from "./failures.ts";
import type { WireAnswer, WireRequest } from "./wire.ts";

const KINDS: Readonly<Record<string, AiErrorKind>> = {
  destination_not_allowed: "request",
  answer_too_large: "malformed",
  upstream_timeout: "timeout",
};

function failureOf(cause: unknown, signal: AbortSignal): AiError {
  if (signal.aborted) return aiError("timeout", { cause });
  const code = cause instanceof AppError ? cause.problemCode : "";
  return aiError(KINDS[code] ?? "network", { cause });
}

/** Rejects when the signal does. A body that trickles would else hold us as long as it likes. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

async function textOf(response: Response, signal: AbortSignal): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const end = aborted(signal);
  // Nobody may be waiting any more when the signal comes.
  end.catch(() => undefined);
  let text = "";
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), end]);
      if (done) return text;
      text += value;
    }
  } catch (error) {
    reader.cancel(error).catch(() => undefined);
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Sends one request through the outgoing door, so that its origins, its size cap and its ban on redirects hold, and reads
 * the whole body. Any status is an answer. Throws `AiError` of kind `network`, `timeout`, `malformed` for a body above the
 * cap, and `request` for an address that is not allowed.
 */
export async function send(
  platform: { readonly egress: Egress; readonly clock: Clock },
  { url, headers, body }: WireRequest,
  signal: AbortSignal,
): Promise<WireAnswer> {
  const init = { method: "POST", headers: { ...headers, "content-type": "application/json" }, signal };
  try {
    const response = await platform.egress.fetch("ai", url, { ...init, body: JSON.stringify(body) });
    const json = jsonOf(await textOf(response, signal));
    return { status: response.status, headers: response.headers, json, at: platform.clock.now() };
  } catch (error) {
    throw failureOf(error, signal);
  }
}
