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

/** Rejects when the signal does, and keeps quiet when nobody waits for it any more. */
function endOf(signal: AbortSignal): Promise<never> {
  const end = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  end.catch(() => undefined);
  return end;
}

/** The whole body; a body that trickles holds us until `end` at most. */
async function textOf(response: Response, end: Promise<never>): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
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
  const end = endOf(signal);
  try {
    const request = platform.egress.fetch("ai", url, { ...init, body: JSON.stringify(body) });
    const response = await Promise.race([request, end]);
    const json = jsonOf(await textOf(response, end));
    return { status: response.status, headers: response.headers, json, at: platform.clock.now() };
  } catch (error) {
    throw failureOf(error, signal);
  }
}
