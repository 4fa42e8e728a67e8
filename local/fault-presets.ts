// The bad days of a GitHub client, by name.
import type { LocalContext } from "./context.ts";
import type { FaultAction, FaultMatch } from "./fault-rules.ts";
import { graphqlLimitOf } from "./github/rates.ts";

export interface Preset {
  match: FaultMatch;
  action: FaultAction;
}

const DOCS = "https://docs.github.com/rest";
const RATE_DOCS = `${DOCS}/using-the-rest-api/rate-limits-for-the-rest-api`;
const RATE_WINDOW_S = 600;
const SECONDARY_LIMIT = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
const SKEW_MS = 3_600_000;

interface Details {
  headers?: Record<string, string>;
  docs?: string;
}

function refusal(status: number, message: string, { headers = {}, docs = DOCS }: Details = {}): FaultAction {
  return { status, headers, body: { message, documentation_url: docs, status: String(status) } };
}

function unicorn(status: number): FaultAction {
  const body = "<!DOCTYPE html><html><body><h1>Unicorn!</h1><p>We had issues producing the response.</p></body></html>";
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
}

function invalid(resource: string, message: string): FaultAction {
  const errors = [{ resource, code: "custom", message }];
  return { status: 422, body: { message: "Validation Failed", errors, documentation_url: DOCS, status: "422" } };
}

function resetHeader({ clock }: LocalContext): Record<string, string> {
  return { "x-ratelimit-reset": String(Math.ceil(clock.now() / 1000) + RATE_WINDOW_S) };
}

function rateLimited(local: LocalContext, status: number): FaultAction {
  const spent = { "x-ratelimit-remaining": "0", ...resetHeader(local) };
  return refusal(status, "API rate limit exceeded for user ID 1.", { headers: spent, docs: RATE_DOCS });
}

function secondaryLimited(status: number, headers: Record<string, string>): FaultAction {
  return refusal(status, SECONDARY_LIMIT, { headers, docs: RATE_DOCS });
}

const RULE_REFUSAL = "Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n";

/** GraphQL tells of its limits, and of anything else, with status 200. */
function graphqlRefusal(error: Record<string, unknown>, headers: Record<string, string>): Preset {
  const told = { "x-ratelimit-resource": "graphql", ...headers };
  return { match: { path: "/graphql" }, action: { status: 200, headers: told, body: { errors: [error] } } };
}

const ORGANIZATION_REFUSAL =
  "Although you appear to have the correct authorization credentials, the `local` organization has enabled OAuth App " +
  "access restrictions, meaning that data access to third-parties is limited.";
const NOT_PUBLIC =
  "Sorry, the URL host localhost is not supported because it isn't reachable over the public Internet (localhost)";
const TREES = { method: "GET", path: "/repos/*/git/trees/*" };

/** What a preset needs from its request: the status wanted, when GitHub uses several. */
export interface PresetRequest {
  local: LocalContext;
  status: number | undefined;
}

const PRESETS: Record<string, (request: PresetRequest) => Preset> = {
  "rate-primary": ({ local, status = 403 }) => ({ match: {}, action: rateLimited(local, status) }),
  "rate-secondary": ({ status = 403 }) => ({ match: {}, action: secondaryLimited(status, { "retry-after": "60" }) }),
  "rate-secondary-silent": ({ status = 403 }) => ({ match: {}, action: secondaryLimited(status, {}) }),
  // What remains is not always 0 when GraphQL refuses: other requests are charged meanwhile.
  "graphql-primary": ({ local }) => graphqlRefusal(graphqlLimitOf("user ID 1"), resetHeader(local)),
  "graphql-secondary": () => graphqlRefusal({ message: SECONDARY_LIMIT }, { "retry-after": "90" }),
  "graphql-secondary-silent": () => graphqlRefusal({ message: SECONDARY_LIMIT }, {}),
  "bad-credentials": () => ({ match: {}, action: refusal(401, "Bad credentials") }),
  "oauth-app-restricted": () => ({ match: {}, action: refusal(403, ORGANIZATION_REFUSAL) }),
  saml: ({ local }) => {
    const sso = { "x-github-sso": `required; url=${local.urls.web}/orgs/local/sso?authorization_request=1` };
    return {
      match: {},
      action: refusal(403, "Resource protected by organization SAML enforcement.", { headers: sso }),
    };
  },
  "ip-allow-list": () => ({
    match: {},
    action: refusal(403, "The `local` organization has an IP allow list enabled, and your address is not on it."),
  }),
  unicorn: ({ status = 502 }) => ({ match: {}, action: unicorn(status) }),
  "conn-reset": () => ({ match: {}, action: { drop: "connect" } }),
  "slow-body": () => ({ match: {}, action: { trickle: 64 } }),
  // 451 for the law's sake, 403 for GitHub's own terms.
  blocked: ({ status = 451 }) => ({ match: {}, action: refusal(status, "Repository access blocked") }),
  "hook-localhost": () => ({
    match: { method: "POST", path: "/repos/*/hooks" },
    action: invalid("Hook", NOT_PUBLIC),
  }),
  "ref-race": () => ({ match: { method: "POST", path: "/repos/*/git/refs" }, action: { refRace: true } }),
  "422-generic": () => ({
    match: { path: "/repos/*/git/refs*" },
    action: refusal(422, "Reference update failed"),
  }),
  "rule-violation": () => ({
    match: { method: "POST", path: "/repos/*/git/refs" },
    action: refusal(422, RULE_REFUSAL),
  }),
  "truncated-tree": () => ({ match: TREES, action: { mutate: { "/truncated": true } } }),
  "mergeable-null": () => ({
    match: { method: "GET", path: "/repos/*/pulls/*" },
    action: { mutate: { "/mergeable": null, "/mergeable_state": "unknown" } },
  }),
  moved: ({ local }) => {
    const url = `${local.urls.api}/repositories/1`;
    const body = { message: "Moved Permanently", url, documentation_url: DOCS };
    return { match: { path: "/repos/*" }, action: { status: 301, headers: { location: url }, body } };
  },
  "token-revoked-mid-job": () => ({ match: {}, action: { revokeToken: true } }),
  "clock-skew": () => ({ match: {}, action: { skewMs: SKEW_MS } }),
};

export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS);

/** The preset of that name, undefined when there is none. */
export function findPreset(name: string, request: PresetRequest): Preset | undefined {
  return Object.hasOwn(PRESETS, name) ? PRESETS[name]?.(request) : undefined;
}
