/** The running product with a scripted AI, used over its API. */
import { randomUUID } from "node:crypto";
import type { AiJournalEntry } from "../../../local/ai/context.ts";
import type { ScriptInput } from "../../../local/ai/script.ts";
import type { AiControl } from "../../support/ai-control.ts";
import { type RunningStack, runStack } from "../../support/running-stack.ts";

type Analysis = {
  id: string;
  phase: string;
  state: string;
  ai_status: string;
  ai: { reason: string | null; retry_at: string | null; asked: number; cached: number; kept: number } | null;
};
type Meter = { used: number; reserved: number };
type Method = "GET" | "POST" | "PUT";

const OWN_PAGE = { "sec-fetch-site": "same-origin", "x-ado-request": "1", "content-type": "application/json" };
const PATIENCE_MS = 120_000;
const POLL_MS = 200;
const AT_ONCE = 10;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** One signed-in person, in an organization of their own. */
export class Person {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  /** Signs in over GitHub's consent page, with access to repositories. */
  async signIn(login: string): Promise<void> {
    const start = await this.#fetch("/api/auth/github?access=repositories");
    const consent = new URL(start.headers.get("location") ?? "");
    consent.searchParams.set("auto", "1");
    consent.searchParams.set("login", login);
    const { headers } = await fetch(consent, { redirect: "manual" });
    const back = new URL(headers.get("location") ?? "");
    await this.#fetch(back.pathname + back.search);
  }

  async ask<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const headers = method === "POST" ? { ...OWN_PAGE, "idempotency-key": randomUUID() } : OWN_PAGE;
    const data = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this.#fetch(path, { method, headers, ...data });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async #fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("cookie", [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(new URL(path, this.#url), { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }

  /** Connects repositories that this person's GitHub account has, ten at a time. Their ids, in the same order. */
  async connect(...names: string[]): Promise<string[]> {
    if (names.length > AT_ONCE) {
      return [...(await this.connect(...names.slice(0, AT_ONCE))), ...(await this.connect(...names.slice(AT_ONCE)))];
    }
    type Result = { items: { full_name: string; repository_id: string | null }[] };
    const { items } = await this.ask<Result>("POST", "/api/repositories/connect", { repositories: names });
    return names.map((name) => {
      const id = items.find(({ full_name }) => full_name === name)?.repository_id;
      if (!id) throw new Error(`${name} was not connected.`);
      return id;
    });
  }

  /** The newest analysis of a repository once it ended; one after `before` when that is given. */
  async analysisOf(repositoryId: string, before?: string): Promise<Analysis> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const { items } = await this.ask<{ items: Analysis[] }>("GET", `/api/analysis/repository/${repositoryId}`);
      const [newest] = items;
      if (newest && newest.id !== before && ["completed", "failed"].includes(newest.phase)) return newest;
      if (Date.now() > deadline) throw new Error(`No analysis of ${repositoryId} ended: ${JSON.stringify(newest)}`);
      await pause(POLL_MS);
    }
  }

  async analyseAgain(repositoryId: string): Promise<Analysis> {
    const before = await this.analysisOf(repositoryId);
    await this.ask("POST", `/api/repositories/${repositoryId}/analyze`);
    return this.analysisOf(repositoryId, before.id);
  }

  /** What the rules found, without what differs between two analyses of the same. */
  async ruleFindings(analysisId: string): Promise<string> {
    const path = `/api/analysis/${analysisId}/recommendations?limit=100`;
    const { items } = await this.ask<{ items: Record<string, unknown>[] }>("GET", path);
    const ofRules = items.filter(({ origin }) => origin === "rule");
    return JSON.stringify(ofRules.map(({ id: _id, analysis_id: _of, remediation_id: _fix, ...rest }) => rest));
  }

  /** Tokens that are held for calls under way. */
  async reserved(): Promise<number> {
    const usage = await this.ask<{ organization_month: Meter; user_day: Meter }>("GET", "/api/usage");
    return usage.organization_month.reserved + usage.user_day.reserved;
  }
}

export class Product {
  readonly stack: RunningStack;
  readonly ai: AiControl;
  /** Every line that the Worker logged. */
  readonly logged: readonly string[];

  private constructor(stack: RunningStack, ai: AiControl, logged: readonly string[]) {
    this.stack = stack;
    this.ai = ai;
    this.logged = logged;
  }

  static async start(): Promise<Product> {
    const logged: string[] = [];
    const stack = await runStack({ ai: "script", skipBuild: true, logged });
    if (!stack.ai) throw new Error("The stack has no scripted AI.");
    return new Product(stack, stack.ai, logged);
  }

  /** Somebody who signed in, in an organization of their own. */
  async person(login: string): Promise<Person> {
    // Makes the account.
    await this.control("token", { login });
    const person = new Person(this.stack.url);
    await person.signIn(login);
    return person;
  }

  /** A repository on GitHub, with these files. */
  async repository(fullName: string, files: Record<string, string>): Promise<void> {
    await this.control("create", { repo: fullName, files });
  }

  async control(path: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.stack.announced.url}/_control/${path}`, {
      method: "POST",
      headers: { "x-control-token": this.stack.controlToken, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  }

  script(...rules: ScriptInput[]): Promise<void> {
    return this.ai.script(...rules);
  }

  /** Requests whose body holds `text`. */
  async callsWith(text: string): Promise<AiJournalEntry[]> {
    return (await this.ai.journal()).filter(({ body }) => body.includes(text));
  }

  async end(): Promise<void> {
    await this.stack.dispose();
  }
}
