import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { PlatformHooks } from "../../../worker/platform/hooks.ts";
import { createWorker } from "../../../worker/wiring.ts";
import { watched } from "./planted/answers.ts";

export type With = {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  /** Bindings and variables of this request that differ. */
  readonly env?: Record<string, unknown>;
  readonly hooks?: PlatformHooks;
};

/** Asks a Worker of other configuration or with faults in its seams. */
export function fetchWith(path: string, options: With = {}): Promise<Response> {
  const { method = "GET", body, headers = {} } = options;
  const init = { redirect: "manual", method, headers, ...(body !== undefined && { body }) } as const;
  // The runtime adds the `cf` facts of a request from outside; nothing here reads them.
  const request = new Request(new URL(path, env.PUBLIC_URL), init) as Request<unknown, IncomingRequestCfProperties>;
  return watched(createWorker(options.hooks)).fetch(request, { ...env, ...options.env }, createExecutionContext());
}
