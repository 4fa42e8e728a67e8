/** Every JSON route, asked from its own description with what fits and what does not: no failure of ours, no stack, nothing of others. */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { Caller } from "../jobs/caller.ts";
import { World } from "../jobs/world.ts";
import type { Report } from "../report.ts";
import { type ApiDocument, type Endpoint, endpointsOf, readApiDocument, type SchemaPart } from "./fuzz/api-document.ts";
import type { Hints } from "./fuzz/arbitrary.ts";
import { type FuzzRequest, requestsTo } from "./fuzz/requests.ts";

const SEED = 20_261_121;
const REQUESTS = { short: 3, long: 60 };
const REQUEST_MS = 20_000;
const MAX_PROBLEM = 16_384;
const INSIDES = /\bat .+:\d+:\d+|node_modules|SQLITE|D1_ERROR|ZodError|drizzle|Durable Object/i;
/** There is no provider of AI here: that is not our failure. */
const PROVIDER_OUT = '"type":"/problems/ai_provider_unavailable"';
/** Answers of a live stream are no JSON. */
const isStream = ({ successes }: Endpoint) => successes.has(101);
/** The stranger's things; a part of the names of its repositories too. */
const STRANGER = "person-1";

type Fault = { readonly what: string; readonly request: FuzzRequest; readonly status: number; readonly text: string };
type Pool = { own: Record<string, string[]>; foreign: string[] };

/** One's own cookies, renewed by signing in again when a request ended the session. */
class Asker {
  readonly #url: string;
  #cookie = "";

  constructor(url: string) {
    this.#url = url;
  }

  async signIn(login: string): Promise<void> {
    const caller = new Caller(this.#url, login);
    await caller.signIn();
    this.#cookie = caller.cookieHeader();
  }

  async send({ path, method, body }: FuzzRequest): Promise<Response> {
    const headers = { cookie: this.#cookie, "sec-fetch-site": "same-origin", "x-ado-request": "1" };
    const signal = AbortSignal.timeout(REQUEST_MS);
    const sent = body === null ? { headers } : { headers: { ...headers, "content-type": "application/json" }, body };
    return fetch(this.#url + path, { method, redirect: "manual", signal, ...sent });
  }

  async json(path: string): Promise<{ items?: { id?: string }[] } & Record<string, unknown>> {
    return (await (await this.send({ path, method: "GET", body: null })).json()) as Record<string, unknown>;
  }
}

/** Lists whose rows have ids, by the names of the parameters that take these. */
const LISTS: Readonly<Record<string, string>> = {
  repository_id: "/api/repositories",
  job_id: "/api/jobs",
  template_id: "/api/ci-cd/templates",
};

async function idsOf(asker: Asker): Promise<Record<string, string[]>> {
  const found = Object.entries(LISTS).map(async ([name, path]) => {
    const { items = [] } = await asker.json(path);
    return [name, items.flatMap(({ id }) => (id === undefined ? [] : [id]))] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

function hintsOf({ own, foreign }: Pool): Hints {
  const all = Object.values(own).flat();
  return (name) => {
    if (Object.hasOwn(own, name)) return [...(own[name] ?? []), ...foreign.slice(0, 3)];
    return name === "id" || name.endsWith("_id") ? [...all, ...foreign] : [];
  };
}

/** What every answer must be, whatever was asked. */
class Judge {
  readonly #ajv = addFormats.default(new Ajv2020({ strict: false, validateFormats: false }));
  readonly #foreign: readonly string[];
  readonly faults: Fault[] = [];
  readonly statuses = new Map<number, number>();

  constructor(document: ApiDocument, foreign: readonly string[]) {
    this.#foreign = foreign;
    this.#ajv.addSchema({ $id: "api", components: document.components });
  }

  #fits(schema: SchemaPart, text: string): boolean {
    const rooted = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as object;
    return this.#ajv.validate(rooted, JSON.parse(text)) as boolean;
  }

  #problemIn(text: string, type: string): string | null {
    if (type !== "application/problem+json") return "a refusal that is no problem document";
    if (text.length > MAX_PROBLEM) return "a problem document beyond 16 KiB";
    const { title, detail, correlation_id: id } = JSON.parse(text) as Record<string, unknown>;
    const isWhole = [title, detail, id].every((part) => typeof part === "string" && part.length > 3);
    return isWhole ? null : "a problem document without its words";
  }

  #faultOf(endpoint: Endpoint, { status, text, type }: { status: number; text: string; type: string }): string | null {
    if (status >= 500 && !text.includes(PROVIDER_OUT)) return "a failure of ours";
    if (status >= 400) return INSIDES.test(text) ? "insides" : this.#problemIn(text, type);
    const schema = endpoint.successes.get(status);
    if (schema === undefined) return "a success that is not described";
    return schema === null || this.#fits(schema, text) ? null : "a success that does not fit its description";
  }

  async hear(endpoint: Endpoint, request: FuzzRequest, response: Response): Promise<void> {
    const { status } = response;
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    const text = await response.text();
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    const sent = request.path + (request.body ?? "");
    const leak = this.#foreign.find((word) => text.includes(word) && !sent.includes(word));
    const what = leak ? "something of a stranger" : this.#faultOf(endpoint, { status, text, type });
    if (what !== null) this.faults.push({ what, request, status, text: text.slice(0, 300) });
  }
}

async function fuzz(endpoint: Endpoint, document: ApiDocument, run: Run): Promise<void> {
  const requests = fc.sample(requestsTo(endpoint, document, hintsOf(run.pool)), { numRuns: run.each, seed: SEED });
  for (const request of requests) {
    const response = await run.asker.send(request);
    await run.judge.hear(endpoint, request, response);
    // Some requests end the session, or move it to an organization of its own.
    if (response.status === 401 || /signout|account/.test(request.path)) await run.asker.signIn("person-0");
  }
}

type Run = { readonly asker: Asker; readonly judge: Judge; readonly pool: Pool; readonly each: number };

/** What the stranger sees of the own organization: the same before and after, or somebody else changed it. */
async function stateOf(stranger: Asker): Promise<string> {
  const [repositories, templates, settings, me] = await Promise.all([
    stranger.json("/api/repositories"),
    stranger.json("/api/ci-cd/templates"),
    stranger.json("/api/ai/settings"),
    stranger.json("/api/auth/me"),
  ]);
  const ids = repositories.items?.map(({ id }) => id);
  return JSON.stringify([ids, templates.items, settings, me.organization, me.user]);
}

export async function proveFuzz(report: Report, short: boolean): Promise<void> {
  const closed = "http://127.0.0.1:9";
  const variables = { GEMINI_BASE_URL: closed, ANTHROPIC_BASE_URL: closed, OPENAI_BASE_URL: closed };
  const world = await World.start({ seed: SEED, people: 2, repositoriesEach: 2, variables });
  try {
    const { url } = world.workerd;
    const [asker, stranger] = [new Asker(url), new Asker(url)];
    await asker.signIn("person-0");
    await stranger.signIn(STRANGER);
    const document = await readApiDocument(url);
    const foreign = Object.values(await idsOf(stranger)).flat();
    const judge = new Judge(document, [...foreign, `${STRANGER}/part`]);
    const before = await stateOf(stranger);
    const run = { asker, judge, pool: { own: await idsOf(asker), foreign }, each: REQUESTS[short ? "short" : "long"] };
    const endpoints = endpointsOf(document).filter((endpoint) => !isStream(endpoint));
    for (const endpoint of endpoints) await fuzz(endpoint, document, run);
    await stranger.signIn(STRANGER);
    tell(report, { judge, endpoints: endpoints.length, isUntouched: (await stateOf(stranger)) === before });
  } finally {
    await world.end();
  }
}

type Outcome = { readonly judge: Judge; readonly endpoints: number; readonly isUntouched: boolean };

function tell(report: Report, { judge, endpoints, isUntouched }: Outcome): void {
  const { faults, statuses } = judge;
  const asked = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  const figures = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  for (const { what, request, status, text } of faults.slice(0, 20))
    console.log(`      ${what}: ${request.method} ${request.path} ${request.body?.slice(0, 200)} -> ${status} ${text}`);
  report.claim(
    "no answer is a failure of ours, shows insides or another's things, or is not as described",
    faults.length === 0 && asked > endpoints,
    `${faults.length} of ${asked} answers of ${endpoints} routes (${figures.join(", ")}; seed ${SEED})`,
  );
  report.claim("another organization is as it was", isUntouched, isUntouched ? "no difference" : "differs");
}
