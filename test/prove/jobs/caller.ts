/** A signed-in client of the API that outlives the server: it repeats what got no answer, under the same idempotency key. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };
type Method = "GET" | "POST" | "PUT" | "DELETE";

const OWN_PAGE = { "sec-fetch-site": "same-origin", "x-ado-request": "1", "content-type": "application/json" };
const PATIENCE_MS = 600_000;
const ASK_AGAIN_MS = 150;
const ANSWER_WITHIN_MS = 60_000;
/** The server says that it may be asked again. */
const PASSING = new Set([429, 500, 502, 503, 504]);

/** A conflict that names a time is with this same request, whose answer got lost. */
function isPassing({ status, body }: Answer): boolean {
  return PASSING.has(status) || (status === 409 && typeof body.retry_at === "string");
}

type Sent = { readonly body?: unknown; readonly key: string };

export class Caller {
  readonly login: string;
  readonly #url: string;
  readonly #cookies = new Map<string, string>();
  /** Answers of each status so far. */
  readonly statuses = new Map<number, number>();

  constructor(url: string, login: string) {
    this.#url = url;
    this.login = login;
  }

  /** Signs in over GitHub's consent page, with access to repositories. */
  async signIn(): Promise<void> {
    const start = await this.#send("/api/auth/github?access=repositories", {});
    const consent = new URL(start.headers.get("location") ?? "");
    consent.searchParams.set("auto", "1");
    consent.searchParams.set("login", this.login);
    const { headers } = await fetch(consent, { redirect: "manual" });
    const back = new URL(headers.get("location") ?? "");
    await this.#send(back.pathname + back.search, {});
  }

  /** One request; undefined when no whole answer came. */
  async once(method: Method, path: string, { body, key }: Sent): Promise<Answer | undefined> {
    const headers = method === "POST" ? { ...OWN_PAGE, "idempotency-key": key } : OWN_PAGE;
    try {
      const response = await this.#send(path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      this.statuses.set(response.status, (this.statuses.get(response.status) ?? 0) + 1);
      return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
    } catch {
      return undefined;
    }
  }

  /** Asks until there is an answer that is no passing failure. Throws when none comes for minutes. */
  async ask(method: Method, path: string, body?: unknown): Promise<Answer> {
    const key = randomUUID();
    const deadline = Date.now() + PATIENCE_MS;
    let last: Answer | undefined;
    while (Date.now() < deadline) {
      last = await this.once(method, path, { body, key });
      if (last && !isPassing(last)) return last;
      await pause(ASK_AGAIN_MS);
    }
    throw new Error(`${method} ${path} got no lasting answer: ${JSON.stringify(last)}`);
  }

  /** The body of a success. Throws for any other lasting answer. */
  async need<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask(method, path, body);
    if (answer.status < 300) return answer.body as T;
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  /** The answer to a POST that is a file, asked for again when its connection was gone. Throws for any other than a success. */
  async file(path: string, body: unknown): Promise<Response> {
    const init = { method: "POST", headers: OWN_PAGE, body: JSON.stringify(body) };
    const response = await this.#send(path, init).catch(() => this.#send(path, init));
    if (response.ok) return response;
    throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
  }

  /** A WebSocket with this person's cookies. */
  socket(path: string): WebSocket {
    const headers = { cookie: this.cookieHeader(), origin: this.#url };
    // Node's own takes headers, which a browser's does not.
    const Socket = WebSocket as unknown as new (url: string, options: object) => WebSocket;
    return new Socket(`${this.#url.replace("http", "ws")}${path}`, { headers });
  }

  /** The cookies as a header. */
  cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cookie", this.cookieHeader());
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const response = await fetch(new URL(path, this.#url), { ...init, headers, redirect: "manual", signal });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }
}
