import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { PlatformHooks } from "../../../worker/platform/hooks.ts";
import { createWorker } from "../../../worker/wiring.ts";

export type With = {
  readonly headers?: Record<string, string>;
  /** Bindings and variables of this request that differ. */
  readonly env?: Record<string, unknown>;
  readonly hooks?: PlatformHooks;
};

/** Asks a Worker of other configuration or with faults in its seams. */
export function fetchWith(path: string, options: With = {}): Promise<Response> {
  const init = { redirect: "manual", ...(options.headers && { headers: options.headers }) } as const;
  // The runtime adds the `cf` facts of a request from outside; nothing here reads them.
  const request = new Request(new URL(path, env.PUBLIC_URL), init) as Request<unknown, IncomingRequestCfProperties>;
  return createWorker(options.hooks).fetch(request, { ...env, ...options.env }, createExecutionContext());
}
