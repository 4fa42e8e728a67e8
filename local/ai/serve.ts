import type { AiC, Asked } from "./context.ts";
import { deliver } from "./delivery.ts";
import { FAILURE_KINDS, type Failure, type FailureKind, type Refusal, Refused } from "./failure.ts";
import { type Said, say } from "./said.ts";
import { type Scenario, takeScenario } from "./script.ts";

/** How one provider writes things. */
export type Wire = {
  failure(failure: Failure): Refusal;
  /** Body of an answer in one piece. */
  whole(said: Said, asked: Asked): unknown;
  /** Body of a streamed answer, all events of it. */
  events(said: Said, asked: Asked): { type: string; text: string };
};

const FAILURES: ReadonlySet<string> = new Set(FAILURE_KINDS);

export function send({ status, headers = {}, body }: Refusal): Response {
  const isHtml = typeof body === "string";
  const type = isHtml ? "text/html; charset=UTF-8" : "application/json; charset=UTF-8";
  return new Response(isHtml ? body : JSON.stringify(body), { status, headers: { "content-type": type, ...headers } });
}

async function compose(c: AiC, wire: Wire, scenario: Scenario): Promise<Response> {
  const asked = c.get("asked");
  if (!asked) throw new Error("Nothing was asked.");
  if (FAILURES.has(scenario.kind)) {
    const { retryAfterMs } = scenario;
    const failure = { kind: scenario.kind as FailureKind, model: asked.model };
    return send(wire.failure(retryAfterMs === undefined ? failure : { ...failure, retryAfterMs }));
  }
  if (scenario.kind === "empty_body") return new Response("", { headers: { "content-type": "application/json" } });
  const said = await say(c.get("ai"), asked, scenario);
  if (!asked.stream) return send({ status: 200, body: wire.whole(said, asked) });
  const { type, text } = wire.events(said, asked);
  return new Response(text, { headers: { "content-type": type } });
}

/** A route: reads the request, takes the scripted answer and delivers it; what `read` throws as `Refused` is answered too. */
export function serve(wire: Wire, read: (c: AiC) => Promise<Asked>) {
  return async function answerAsked(c: AiC): Promise<Response> {
    try {
      const asked = await read(c);
      c.set("asked", asked);
      const scenario = takeScenario(c.get("ai"), asked);
      if (!scenario) throw new Refused({ kind: "bad_field", field: "script", message: "No scripted answer fits." });
      c.set("scenario", scenario.kind);
      return await deliver(c, scenario.transport, () => compose(c, wire, scenario));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      c.set("scenario", "refused");
      return send(wire.failure(error.failure));
    }
  };
}
