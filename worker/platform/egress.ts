/** The only outgoing HTTP. Each purpose has its origins, time limit and size cap; redirects are never followed. */
import { AppError } from "../errors.ts";
import { hooked, type SeamHook } from "./hooks.ts";

type Purpose = "github-api" | "github-oauth" | "ai";
type EgressPolicy = {
  readonly origins: readonly string[];
  readonly timeoutMs: number;
  readonly maxBytes: number;
};
export type EgressPolicies = Readonly<Record<Purpose, EgressPolicy>>;

export type Egress = {
  /**
   * Sends a request to an origin of the purpose. A redirect comes back as it is. Throws `upstream_failed` when the
   * address is not allowed, on time-out and on network failure; an abort by the caller's own signal passes through.
   */
  fetch(purpose: Purpose, input: string | URL | Request, init?: RequestInit): Promise<Response>;
};

const USER_AGENT = "autodevops";
const MIB = 1024 * 1024;

type Addresses = {
  readonly githubApiUrl: string;
  readonly githubWebUrl: string;
  /** Providers of AI by name; none: nothing of that purpose leaves. */
  readonly ai?: Readonly<Record<string, { readonly baseUrl: string }>>;
};

/** Policies from the addresses of the configuration. */
export function policiesFor(addresses: Addresses): EgressPolicies {
  const aiOrigins = Object.values(addresses.ai ?? {}).map(({ baseUrl }) => new URL(baseUrl).origin);
  return {
    "github-api": { origins: [new URL(addresses.githubApiUrl).origin], timeoutMs: 30_000, maxBytes: 32 * MIB },
    "github-oauth": { origins: [new URL(addresses.githubWebUrl).origin], timeoutMs: 10_000, maxBytes: 64 * 1024 },
    ai: { origins: aiOrigins, timeoutMs: 60_000, maxBytes: MIB },
  };
}

function isAllowed(url: URL, policy: EgressPolicy): boolean {
  return policy.origins.includes(url.origin) && url.username === "" && url.password === "";
}

function tooLarge(): AppError {
  return new AppError("upstream_failed", "The answer was larger than we accept.", { problemCode: "answer_too_large" });
}

/** The response with a body that fails once it passes `maxBytes`, counted as it streams. */
function capped(response: Response, maxBytes: number): Response {
  if (response.body === null) return response;
  let seen = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > maxBytes) controller.error(tooLarge());
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), response);
}

function failure(error: unknown, callerAborted: boolean): unknown {
  if (callerAborted || error instanceof AppError) return error;
  const timedOut = error instanceof Error && error.name === "TimeoutError";
  return new AppError(
    "upstream_failed",
    timedOut ? "The other side took too long to answer. Try again." : "The other side could not be reached. Try again.",
    { cause: error, problemCode: timedOut ? "upstream_timeout" : "upstream_unreachable" },
  );
}

export function createEgress(policies: EgressPolicies, hook?: SeamHook): Egress {
  async function send(purpose: Purpose, request: Request): Promise<Response> {
    const policy = policies[purpose];
    if (!isAllowed(new URL(request.url), policy)) {
      throw new AppError("upstream_failed", "This address is not on our list of allowed ones.", {
        problemCode: "destination_not_allowed",
      });
    }
    request.headers.set("user-agent", USER_AGENT);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(policy.timeoutMs)]);
    return capped(await fetch(request, { redirect: "manual", signal }), policy.maxBytes);
  }
  return {
    async fetch(purpose, input, init) {
      const request = new Request(input, init);
      try {
        return await hooked(hook, { seam: "egress", name: purpose }, () => send(purpose, request));
      } catch (error) {
        throw failure(error, request.signal.aborted);
      }
    },
  };
}
