import { cut, cutBody, hang, pause, trickled } from "../fault-answers.ts";
import type { AiC } from "./context.ts";
import type { Scenario } from "./script.ts";

/** Brings an answer to the client the way that the scenario wants it. */
export async function deliver(
  c: AiC,
  transport: Scenario["transport"],
  compose: () => Promise<Response>,
): Promise<Response> {
  if (transport.delayMs !== undefined) await pause(transport.delayMs);
  if (transport.hang) return hang(c);
  if (transport.reset) return cut(c);
  const response = await compose();
  if (transport.cutAfterBytes !== undefined) return cutBody(c, response, transport.cutAfterBytes);
  return transport.bytesPerSecond === undefined ? response : trickled(response, transport.bytesPerSecond);
}
