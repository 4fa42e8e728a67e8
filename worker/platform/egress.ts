/** The only outgoing HTTP. Each purpose has its addresses, time limit and size cap; redirects are never followed. */
import { AppError } from "../errors.ts";
import { hooked, type SeamHook } from "./hooks.ts";

type Purpose = "github-api" | "github-oauth" | "ai";
type EgressPolicy = {
  /** Addresses: a request goes to one of them, or to a path below it. */
  readonly bases: readonly string[];
  readonly timeoutMs: number;
  readonly maxBytes: number;
};
export type EgressPolicies = Readonly<Record<Purpose, EgressPolicy>>;

export type Egress = {
  /**
   * Sends a request to an address of the purpose. A redirect comes back as it is. Throws `upstream_failed` when the
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

/** REST and GraphQL, which GitHub Enterprise Server has beside each other: `/api/v3` and `/api/graphql`. */
function githubApiBases(apiUrl: string): string[] {
  return apiUrl.endsWith("/api/v3") ? [apiUrl, apiUrl.replace(/v3$/, "graphql")] : [apiUrl];
}

/** Policies from the addresses of the configuration. */
export function policiesFor({ githubApiUrl, githubWebUrl, ai = {} }: Addresses): EgressPolicies {
  const tokenUrl = `${githubWebUrl}/login/oauth/access_token`;
  const aiBases = Object.values(ai).map(({ baseUrl }) => baseUrl);
  return {
    "github-api": { bases: githubApiBases(githubApiUrl), timeoutMs: 30_000, maxBytes: 32 * MIB },
    "github-oauth": { bases: [tokenUrl], timeoutMs: 10_000, maxBytes: 64 * 1024 },
    ai: { bases: aiBases, timeoutMs: 60_000, maxBytes: MIB },
  };
}

function isBelow({ origin, pathname }: URL, base: URL): boolean {
  const path = base.pathname.replace(/\/$/, "");
  return origin === base.origin && (pathname === path || pathname.startsWith(`${path}/`));
}

/** Compares what the runtime will ask, so that no spelling of a host or path passes for another. */
function isAllowed(address: string, { bases }: EgressPolicy): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== "" || url.password !== "" || url.hash !== "") return false;
  return bases.some((base) => isBelow(url, new URL(base)));
}

function notAllowed(): AppError {
  const detail = "This address is not on our list of allowed ones.";
  return new AppError("upstream_failed", detail, { problemCode: "destination_not_allowed" });
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
    request.headers.set("user-agent", USER_AGENT);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(policy.timeoutMs)]);
    return capped(await fetch(request, { redirect: "manual", signal }), policy.maxBytes);
  }
  return {
    async fetch(purpose, input, init) {
      const address = input instanceof Request ? input.url : String(input);
      if (!isAllowed(address, policies[purpose])) throw notAllowed();
      const request = new Request(input, init);
      try {
        return await hooked(hook, { seam: "egress", name: purpose }, () => send(purpose, request));
      } catch (error) {
        throw failure(error, request.signal.aborted);
      }
    },
  };
}
