// The local GitHub must not drift from GitHub: every response that a test sees is checked against the published
// description (local/spec). Use it in every test of local/:
//
//   const { checkedFetch, octokit, checkWebhook } = createFidelity(local.url);
//   const response = await checkedFetch(`${local.url}/user`, { headers: { authorization: `Bearer ${token}` } });
//   await octokit(token).rest.repos.get({ owner, repo });
//   checkWebhook("push", payload);
//
// A finding throws a FidelityError that names the operation, the field and the pass.
import { readFileSync } from "node:fs";
import { Octokit } from "@octokit/rest";
import { type Description, type Json, SchemaChecker } from "./fidelity-schemas.ts";

interface Media {
  schema?: Json;
}
interface ResponseDescription {
  $ref?: string;
  content?: Record<string, Media>;
}
interface Operation {
  operationId: string;
  responses: Record<string, ResponseDescription>;
}
interface ApiDescription extends Description {
  paths: Record<string, Record<string, Operation>>;
  components: Description["components"] & { responses: Record<string, ResponseDescription> };
}
interface WebhookDescription extends Description {
  webhooks: Record<string, Json>;
}
interface Route {
  pattern: RegExp;
  method: string;
  operation: Operation;
  variables: number;
}

export interface Fidelity {
  /** `fetch` that throws a FidelityError when the answer is not one that GitHub describes. */
  checkedFetch: typeof fetch;
  /** An Octokit over `checkedFetch`; without a token it is anonymous. */
  octokit(token?: string): Octokit;
  /** Throws a FidelityError when GitHub would not send this payload for this event (`X-GitHub-Event`). */
  checkWebhook(event: string, payload: unknown): void;
}

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

class FidelityError extends Error {
  override name = "FidelityError";
}

// Parts of the server that GitHub's REST description does not cover.
const NOT_REST = /^\/(graphql$|login\/|settings\/|_)/;
const SPANS_SLASHES = new Set(["path", "ref", "basehead", "tree_sha", "branch"]);
// Any operation can answer these: missing rights, a moved repository, limits and outages. GitHub's prose says so, the
// description repeats it for some operations only. Their bodies must still be a `basic-error`.
const CROSS_CUTTING = new Set([301, 304, 307, 400, 401, 403, 404, 429, 451, 500, 502, 503]);
const BASIC_ERROR: Json = { $ref: "#/components/schemas/basic-error" };

function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../local/spec/${name}`, import.meta.url), "utf8")) as T;
}

function routesOf(api: ApiDescription): Route[] {
  const routes = Object.entries(api.paths).flatMap(([path, methods]) => {
    const variables = path.match(/\{/g)?.length ?? 0;
    const pattern = path
      .replace(/\/\{path\}$/, "(?:/.*)?")
      .replace(/\{(\w+)\}/g, (_whole, name: string) => (SPANS_SLASHES.has(name) ? ".+" : "[^/]+"));
    return Object.entries(methods).map(([method, operation]) => ({
      pattern: new RegExp(`^${pattern}$`),
      method: method.toUpperCase(),
      operation,
      variables,
    }));
  });
  return routes.sort((a, b) => a.variables - b.variables || b.pattern.source.length - a.pattern.source.length);
}

function mediaType(response: Response): string {
  return response.headers.get("content-type")?.split(";")[0]?.trim() ?? "";
}

/** GitHub sends `status` in every error body, though some error schemas do not list it. */
function withoutStatus(body: Json): Json {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const { status: _status, ...rest } = body;
  return rest;
}

class ResponseChecker {
  readonly #api: ApiDescription;
  readonly #schemas: SchemaChecker;
  readonly #routes: Route[];

  constructor(api: ApiDescription) {
    this.#api = api;
    this.#schemas = new SchemaChecker(api);
    this.#routes = routesOf(api);
  }

  async check(method: string, path: string, response: Response): Promise<void> {
    const route = this.#routes.find((candidate) => candidate.method === method && candidate.pattern.test(path));
    if (!route) throw new FidelityError(`${method} ${path}: no described operation has this route`);
    const where = `${method} ${path} (${route.operation.operationId}) ${response.status}`;
    const described = this.#describedResponse(route.operation, response.status);
    if (!described) throw new FidelityError(`${where}: the operation does not describe this status`);
    const findings = await this.#bodyFindings(described, response);
    if (findings.length > 0) throw new FidelityError(`${where}:\n  ${findings.join("\n  ")}`);
  }

  #describedResponse(operation: Operation, status: number): ResponseDescription | undefined {
    const own = operation.responses[String(status)];
    if (own?.$ref) return this.#api.components.responses[own.$ref.split("/").at(-1) ?? ""];
    if (own) return own;
    return CROSS_CUTTING.has(status) ? { content: { "application/json": { schema: BASIC_ERROR } } } : undefined;
  }

  async #bodyFindings(described: ResponseDescription, response: Response): Promise<string[]> {
    const type = mediaType(response);
    const text = await response.clone().text();
    if (text === "") return this.#emptyBodyFindings(described, response.status);
    if (!/json$/.test(type))
      return response.ok || response.status >= 500 || response.status === 403 ? [] : [`the body is ${type}, not JSON`];
    const body = JSON.parse(text) as Json;
    const schema = described.content?.[type]?.schema ?? described.content?.["application/json"]?.schema;
    if (response.status >= 400) return this.#schemas.check(schema ?? BASIC_ERROR, withoutStatus(body));
    return schema ? this.#schemas.check(schema, body) : ["a body was sent, but none is described"];
  }

  #emptyBodyFindings(described: ResponseDescription, status: number): string[] {
    return described.content?.["application/json"] && status === 200 ? ["the described body is missing"] : [];
  }
}

function payloadName(event: string, payload: unknown): string {
  const action = typeof payload === "object" && payload !== null && "action" in payload ? `_${payload.action}` : "";
  return `${event}${action}`.replaceAll("_", "-");
}

const api = new ResponseChecker(load<ApiDescription>("github.subset.json"));
const webhooks = load<WebhookDescription>("webhooks.subset.json");
const webhookSchemas = new SchemaChecker(webhooks);

function checkWebhook(event: string, payload: unknown): void {
  const name = payloadName(event, payload);
  const schema = webhooks.webhooks[name];
  if (!schema) throw new FidelityError(`webhook ${name}: GitHub describes no such event`);
  const findings = webhookSchemas.check(schema, payload);
  if (findings.length > 0) throw new FidelityError(`webhook ${name}:\n  ${findings.join("\n  ")}`);
}

/**
 * The checks for one server. `baseUrl` is its API address; requests to other origins pass unchecked, so that redirects to
 * the download host can be followed. `fetchImpl` replaces the network in tests of the checker itself.
 */
export function createFidelity(baseUrl: string, fetchImpl: typeof fetch = fetch): Fidelity {
  const origin = new URL(baseUrl).origin;
  const checkedFetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const response = await fetchImpl(request);
    if (url.origin === origin && !NOT_REST.test(url.pathname)) await api.check(request.method, url.pathname, response);
    return response;
  };
  return {
    checkedFetch,
    checkWebhook,
    octokit: (token) =>
      new Octokit({
        baseUrl: origin,
        log: SILENT,
        request: { fetch: checkedFetch },
        ...(token === undefined ? {} : { auth: token }),
      }),
  };
}
