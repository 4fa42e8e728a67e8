/** Somebody who uses the API, keeps cookies, and remembers every byte of every answer. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

export type Answer = { readonly status: number; readonly text: string };
type Ask = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The field that an answer shows on purpose, once. */
  readonly once?: string;
};

const OWN_PAGE = { "sec-fetch-site": "same-origin", "x-ado-request": "1" };
const COOKIE = /^([^=]+)=([^;]*)/;
const PATIENCE_MS = 120_000;
const POLL_MS = 300;

export class Person {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();
  /** Bodies and headers of all answers, but for the cookies that they set and what `shown` names. */
  readonly heard: string[] = [];
  /** Frames of WebSockets. */
  readonly frames: string[] = [];
  /** Every cookie that was ever set. */
  readonly cookies = new Set<string>();
  /** What an answer shows once, on purpose. */
  readonly shown = new Set<string>();

  constructor(url: string) {
    this.#url = url;
  }

  /** Over GitHub's consent page, with access to repositories. */
  async signIn(login: string): Promise<void> {
    const start = await this.#send("/api/auth/github?access=repositories", {});
    const consent = new URL(start.headers.get("location") ?? "");
    consent.searchParams.set("auto", "1");
    consent.searchParams.set("login", login);
    const { headers } = await fetch(consent, { redirect: "manual" });
    const back = new URL(headers.get("location") ?? "");
    const landed = await this.#send(back.pathname + back.search, {});
    if (landed.status !== 303) throw new Error(`The sign-in answered ${landed.status}.`);
  }

  /** A JSON request as our pages make it, unless its headers say otherwise. */
  async ask(method: string, path: string, { body, headers = {}, once }: Ask = {}): Promise<Answer> {
    const isChange = method !== "GET";
    const typed = body === undefined ? {} : { "content-type": "application/json" };
    const key = method === "POST" && once === undefined ? { "idempotency-key": randomUUID() } : {};
    const data = typeof body === "string" ? body : JSON.stringify(body);
    const response = await this.#send(path, {
      method,
      headers: { ...(isChange ? OWN_PAGE : {}), ...typed, ...key, ...headers },
      ...(body === undefined ? {} : { body: data }),
    });
    const text = await response.text();
    const secret: unknown = once === undefined ? undefined : (JSON.parse(text) as Record<string, unknown>)[once];
    if (typeof secret === "string") this.shown.add(secret);
    this.#remember(response, typeof secret === "string" ? text.replaceAll(secret, "") : text);
    return { status: response.status, text };
  }

  /** The body of a success. */
  async need<T>(method: string, path: string, ask: Ask = {}): Promise<T> {
    const { status, text } = await this.ask(method, path, ask);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as T;
  }

  /** Asks until `isDone`. */
  async until<T>(path: string, isDone: (body: T) => boolean): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const body = await this.need<T>("GET", path);
      if (isDone(body)) return body;
      if (Date.now() > deadline) throw new Error(`${path} did not get there: ${JSON.stringify(body)}`);
      await pause(POLL_MS);
    }
  }

  /** Listens until it is closed. */
  listen(path: string, headers: Readonly<Record<string, string>> = {}): WebSocket {
    const own = { cookie: this.#cookieHeader(), origin: this.#url, ...headers };
    // Node's own takes headers, which a browser's does not.
    const Socket = WebSocket as unknown as new (url: string, options: object) => WebSocket;
    const socket = new Socket(`${this.#url.replace("http", "ws")}${path}`, { headers: own });
    socket.onmessage = ({ data }) => void this.frames.push(String(data));
    socket.onerror = () => undefined;
    return socket;
  }

  #cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #remember(response: Response, text: string): void {
    const headers = [...response.headers].filter(([name]) => name !== "set-cookie");
    this.heard.push(`${response.status}\n${JSON.stringify(headers)}\n${text}`);
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const extra = headers.get("cookie");
    headers.set("cookie", [this.#cookieHeader(), extra].filter(Boolean).join("; "));
    const response = await fetch(new URL(path, this.#url), { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = COOKIE.exec(line) ?? [];
      this.#cookies.set(name, value);
      if (value !== "") this.cookies.add(value);
    }
    return response;
  }
}
