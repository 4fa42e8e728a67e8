import * as z from "zod";
import type { RouteSpec } from "../route-spec.ts";

/** Fails when a JSON answer is not what its route declares: an undeclared status, a missing field, or one too many. Test builds only. */
export async function checkAnswer(spec: RouteSpec, response: Response): Promise<void> {
  if (response.status >= 400) return;
  const name = `${spec.method} ${spec.path} ${response.status}`;
  const declared = spec.responses[response.status];
  if (declared === undefined) throw new Error(`${name} is not declared.`);
  if (!(declared instanceof z.ZodType)) return;
  const body: unknown = await response.clone().json();
  const parsed = declared.safeParse(body);
  if (!parsed.success) throw new Error(`${name} does not fit its schema: ${z.prettifyError(parsed.error)}`);
  const surplus = surplusKey(body, parsed.data);
  if (surplus !== undefined) throw new Error(`${name} has the undeclared field ${surplus}.`);
}

/** First key that parsing stripped, because the schema does not know it. */
function surplusKey(sent: unknown, kept: unknown): string | undefined {
  if (typeof sent !== "object" || sent === null || typeof kept !== "object" || kept === null) return undefined;
  for (const [key, value] of Object.entries(sent)) {
    if (!Object.hasOwn(kept, key)) return key;
    const deeper = surplusKey(value, Reflect.get(kept, key));
    if (deeper !== undefined) return `${key}.${deeper}`;
  }
  return undefined;
}
