import { Octokit } from "@octokit/rest";
import * as z from "zod";
import { AppError } from "../../errors.ts";
import { badAnswer, classifyFailure, type FailureContext, type GithubFailure } from "./errors.ts";
import { graphqlData, repositoryIn } from "./graphql-answers.ts";
import type { TokenSource } from "./port.ts";

/** Everything a client needs from outside; `fetch` is the outgoing door with GitHub's policy on it. */
export type ClientOptions = {
  readonly apiUrl: string;
  /** Page where an owner can let this OAuth application in. */
  readonly connectionUrl: string;
  readonly tokens: TokenSource;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** In [0, 1). */
  readonly fraction: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

type RestRequest = {
  /** Octokit's route, for example `GET /repos/{owner}/{repo}`. */
  readonly route: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Statuses that are answers here, not failures. */
  readonly allow?: readonly number[];
  readonly writesWorkflow?: boolean;
  /** The answer names things by numbers of up to 19 digits: those that JavaScript would round come as text. */
  readonly keepsLongIds?: boolean;
};

type Variables = Readonly<Record<string, unknown>>;

export type RestAnswer = { readonly status: number; readonly headers: Record<string, string>; readonly body: unknown };

export type GithubClient = {
  scopes(): Promise<readonly string[]>;
  /** One REST request. Throws what `classifyFailure` says for any status that is neither 2xx nor allowed. */
  send(request: RestRequest): Promise<RestAnswer>;
  /** The body of `send`, checked. */
  read<T>(schema: z.ZodType<T>, request: RestRequest): Promise<T>;
  /** One GraphQL request; fields that failed are null in the answer. */
  query<T>(schema: z.ZodType<T>, query: string, variables: Variables): Promise<T>;
  /** As `query`, for the fields of `repository`. Throws what the answer's errors mean when GitHub does not show it. */
  queryRepository<T>(schema: z.ZodType<T>, query: string, variables: Variables): Promise<T>;
  within(signal: AbortSignal): GithubClient;
};

const MOVED = new Set([301, 302, 307, 308]);
const REQUEST_DEFAULTS = { parseSuccessResponseBody: false };
const MAX_CAUSES = 5;
const FIRST_WAIT_MS = 400;
/** How often a read is tried, by what it met. A time-out took half a minute already. */
const TRIES: Readonly<Record<string, number>> = {
  github_unavailable: 3,
  github_unreachable: 3,
  github_bad_answer: 2,
  github_timeout: 2,
};
/** Problems of the outgoing door for which we know better words. */
const UNREACHABLE = new Set(["upstream_timeout", "upstream_unreachable"]);
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

const Refusal = z.object({
  status: z.number(),
  response: z.object({ headers: z.record(z.string(), z.coerce.string()), data: z.unknown() }),
});
/** GraphQL's refusals have errors alone. */
const Message = z.object({ message: z.string().default(""), errors: z.unknown().optional() });

/** A client over Octokit. Octokit builds requests and reads refusals; bodies of answers are read here, so that a cut one fails. */
export function createClient(options: ClientOptions): GithubClient {
  const octokit = new Octokit({ baseUrl: options.apiUrl, log: SILENT, request: { fetch: options.fetch } });
  return clientOver({ options, octokit, signal: undefined, reading: new Map() });
}

type Connection = {
  options: ClientOptions;
  octokit: Octokit;
  signal: AbortSignal | undefined;
  /** Reads under way, by what they ask. */
  reading: Map<string, Promise<RestAnswer>>;
};

function clientOver(connection: Connection): GithubClient {
  const send = (request: RestRequest) => sendShared(connection, request);
  const ask = (query: string, variables: Variables) =>
    send({ route: graphqlRoute(connection.options.apiUrl), params: { query, variables } });
  return {
    scopes: async () => (await connection.options.tokens.get()).scopes,
    send,
    read: async (schema, request) => parse(schema, (await send(request)).body),
    query: async (schema, query, variables) =>
      parse(schema, graphqlData(await ask(query, variables), contextOf(connection))),
    queryRepository: async (schema, query, variables) =>
      parse(schema, repositoryIn(await ask(query, variables), contextOf(connection))),
    within: (signal) => clientOver({ ...connection, signal, reading: new Map() }),
  };
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw badAnswer(parsed.error);
}

/** GitHub Enterprise serves REST below `/api/v3` and GraphQL beside it. */
function graphqlRoute(apiUrl: string): string {
  return `POST ${apiUrl.replace(/\/$/, "").replace(/\/api\/v3$/, "/api")}/graphql`;
}

/** A read that is asked again while it is under way is one request. */
function sendShared(connection: Connection, request: RestRequest): Promise<RestAnswer> {
  if (!isRead(connection, request)) return sendFollowing(connection, request);
  const question = JSON.stringify(request);
  const underWay = connection.reading.get(question);
  if (underWay) return underWay;
  const answer = sendFollowing(connection, request).finally(() => connection.reading.delete(question));
  connection.reading.set(question, answer);
  return answer;
}

function isRead({ options }: Connection, { route }: RestRequest): boolean {
  return route.startsWith("GET ") || route === graphqlRoute(options.apiUrl);
}

/** A renamed repository is followed for reads, once, and never to another origin. */
async function sendFollowing(connection: Connection, request: RestRequest): Promise<RestAnswer> {
  const answer = await sendPatiently(connection, { ...request, allow: [...(request.allow ?? []), ...MOVED] });
  if (!MOVED.has(answer.status)) return answer;
  const { location } = answer.headers;
  const isFollowed = request.route.startsWith("GET ") && isSameOrigin(location, connection.options.apiUrl);
  if (!isFollowed) throw failed(connection, { ...answer, message: "moved", cause: undefined, writesWorkflow: false });
  return sendPatiently(connection, { ...request, route: `GET ${location}`, params: headersOnly(request.params) });
}

function isSameOrigin(location: string | undefined, apiUrl: string): location is string {
  return location !== undefined && URL.canParse(location) && new URL(location).origin === new URL(apiUrl).origin;
}

function headersOnly(params: RestRequest["params"]): Record<string, unknown> {
  return params?.headers === undefined ? {} : { headers: params.headers };
}

/** A read that met a passing failure is asked again, after a wait between nothing and a bound that doubles. Writes are not. */
async function sendPatiently(connection: Connection, request: RestRequest, tried = 1): Promise<RestAnswer> {
  try {
    return await sendOnce(connection, request);
  } catch (error) {
    const tries = isRead(connection, request) && error instanceof AppError ? (TRIES[error.problemCode] ?? 1) : 1;
    if (tried >= tries) throw error;
    const { sleep, fraction } = connection.options;
    await sleep(FIRST_WAIT_MS * 2 ** (tried - 1) * fraction(), connection.signal ?? new AbortController().signal);
    return sendPatiently(connection, request, tried + 1);
  }
}

/** A token that was renewed while the request was on its way is no reason to fail: refused, it did nothing, so it is sent again. */
async function sendOnce(connection: Connection, request: RestRequest, isAgain = false): Promise<RestAnswer> {
  const { tokens } = connection.options;
  connection.signal?.throwIfAborted();
  const { token } = await tokens.get();
  try {
    return await sendWith(token, connection, request);
  } catch (error) {
    const isRefused = error instanceof AppError && error.problemCode === "github_token_refused";
    const isRenewed = isRefused && (await tokens.refused(token));
    if (!isRenewed || isAgain) throw error;
    return sendOnce(connection, request, true);
  }
}

async function sendWith(token: string, connection: Connection, request: RestRequest): Promise<RestAnswer> {
  const { octokit, signal } = connection;
  const headers = { ...(request.params?.headers as object | undefined), authorization: `Bearer ${token}` };
  const requestOptions = { ...REQUEST_DEFAULTS, ...(signal ? { signal } : {}) };
  try {
    const answer = await octokit.request(request.route, { ...request.params, headers, request: requestOptions });
    return await readAnswer(answer, request);
  } catch (error) {
    signal?.throwIfAborted();
    return await allowedOrThrow(connection, request, error);
  }
}

type OctokitAnswer = { status: number; headers: Record<string, unknown>; data: unknown };

async function readAnswer(answer: OctokitAnswer, request: RestRequest): Promise<RestAnswer> {
  const headers = Refusal.shape.response.shape.headers.parse(answer.headers);
  const text = answer.data instanceof ReadableStream ? await new Response(answer.data).text() : "";
  const isJson = !MOVED.has(answer.status) && text !== "";
  return { status: answer.status, headers, body: isJson ? parseJson(text, request) : null };
}

/** GitHub's ids of deliveries outgrew 53 bits in February 2026 (octokit/request.js#797). */
function longIdsAsText(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isRounded = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded ? (context?.source ?? value) : value;
}

function parseJson(text: string, request: RestRequest): unknown {
  try {
    return request.keepsLongIds ? JSON.parse(text, longIdsAsText) : JSON.parse(text);
  } catch (cause) {
    throw badAnswer(new Error(`The answer to ${request.route} is not JSON.`, { cause }));
  }
}

async function allowedOrThrow(connection: Connection, request: RestRequest, error: unknown): Promise<RestAnswer> {
  const refusal = Refusal.safeParse(error);
  if (!refusal.success) throw noAnswer(connection, error);
  const { status, response } = refusal.data;
  if (request.allow?.includes(status)) return { status, headers: response.headers, body: response.data };
  const writesWorkflow = request.writesWorkflow ?? false;
  throw failed(connection, {
    status,
    headers: response.headers,
    message: messageOf(response.data),
    cause: error,
    writesWorkflow,
  });
}

/** What is ours and classified is passed on; of a network failure the innermost reason counts, under Octokit's and our wrappers. */
function noAnswer(connection: Connection, error: unknown): AppError {
  const own = causesOf(error).find((cause) => cause instanceof AppError);
  if (own && !UNREACHABLE.has(own.problemCode)) return own;
  const cause = causesOf(error).at(-1);
  return failed(connection, { status: null, headers: {}, message: "", cause, writesWorkflow: false });
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (
    let at = error;
    at !== undefined && causes.length < MAX_CAUSES;
    at = at instanceof Error ? at.cause : undefined
  ) {
    causes.push(at);
  }
  return causes;
}

function failed(connection: Connection, failure: GithubFailure): AppError {
  return classifyFailure(failure, contextOf(connection));
}

function contextOf({ options }: Connection): FailureContext {
  return { now: options.now(), connectionUrl: options.connectionUrl };
}

function messageOf(body: unknown): string {
  const parsed = Message.safeParse(body);
  return parsed.success ? `${parsed.data.message} ${JSON.stringify(parsed.data.errors ?? "")}` : "";
}
