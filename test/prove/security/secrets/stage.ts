/** The product with secrets of its own, between a GitHub and an AI whose wires are read along. */
import { randomBytes } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AiServer, createAiServer } from "../../../../local/ai/server.ts";
import { freePort } from "../../../../scripts/stack.ts";
import { startGithub, type TestGithub } from "../../../support/local-github.ts";
import { bundleWorker, type SourceChange } from "../../../support/workerd/bundle.ts";
import { Workerd } from "../../../support/workerd/workerd.ts";

const ENTRY = fileURLToPath(new URL("../../../worker/support/pageless-worker.ts", import.meta.url));
const REQUESTS = "http.server.request.start";
const random = () => randomBytes(24).toString("hex");

/** Secrets of the deploy, made for this run. */
function makeVariables() {
  return {
    SESSION_SECRET: random(),
    SESSION_SECRET_PREVIOUS: random(),
    OPERATOR_TOKEN: random(),
    METRICS_TOKEN: random(),
    GEMINI_API_KEY: `AIza${random()}`,
  };
}

type Wire = { readonly request: IncomingMessage; readonly response: ServerResponse };

/** Tokens as they travel between the product and GitHub: those it shows, and those that it is given. */
class Wiretap {
  readonly tokens = new Set<string>();
  readonly #listener = (message: unknown) => this.#hear(message as Wire);

  open(): void {
    subscribe(REQUESTS, this.#listener);
  }

  close(): void {
    unsubscribe(REQUESTS, this.#listener);
  }

  #hear({ request, response }: Wire): void {
    const [, token] = /^(?:bearer|token) (gh\w_\w+)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (token) this.tokens.add(token);
    if (!request.url?.startsWith("/login/oauth/access_token")) return;
    const { write, end } = response;
    const hear = (chunk: unknown) => {
      const text = chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk ?? "");
      for (const [, found] of text.matchAll(/"(?:access|refresh)_token":\s*"([^"]+)"/g))
        if (found) this.tokens.add(found);
    };
    response.write = ((...args: Parameters<typeof write>) => {
      hear(args[0]);
      return write.apply(response, args);
    }) as typeof write;
    response.end = ((...args: Parameters<typeof end>) => {
      hear(args[0]);
      return end.apply(response, args);
    }) as typeof end;
  }
}

export class Stage {
  readonly github: TestGithub;
  readonly ai: AiServer;
  readonly workerd: Workerd;
  readonly wiretap = new Wiretap();
  readonly variables = makeVariables();
  readonly encryptionKey = randomBytes(32).toString("base64");
  /** Lines that the Worker printed. */
  readonly logged: string[] = [];
  readonly #folder: string;

  private constructor(parts: { folder: string; github: TestGithub; ai: AiServer; port: number }) {
    this.#folder = parts.folder;
    this.github = parts.github;
    this.ai = parts.ai;
    this.workerd = new Workerd({
      script: join(parts.folder, "worker.mjs"),
      stateDir: this.stateDir,
      port: parts.port,
      variables: {},
      onLine: (line) => void this.logged.push(line),
    });
  }

  /** The product, with these bugs planted. */
  static async start(changes: readonly SourceChange[] = []): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), "autodevops-secrets-"));
    const [github, ai] = [await startGithub(), await createAiServer({ port: 0, mode: "sample" })];
    const stage = new Stage({ folder, github, ai, port: await freePort() });
    try {
      stage.wiretap.open();
      // Tokens of users end, as those of a GitHub App, so that there is something to renew them with.
      await github.control("token-life", { token: 28_800, refresh: 15_897_600 });
      await bundleWorker({ entry: ENTRY, outfile: join(folder, "worker.mjs"), changes });
      await stage.#run();
    } catch (error) {
      await stage.end();
      throw error;
    }
    return stage;
  }

  get stateDir(): string {
    return join(this.#folder, "state");
  }

  async #run(): Promise<void> {
    await this.workerd.start({
      variables: {
        ...this.variables,
        ENCRYPTION_KEYS: JSON.stringify({ planted: this.encryptionKey }),
        ENCRYPTION_ACTIVE_KID: "planted",
        GITHUB_CLIENT_SECRET: "local-demo-client-secret",
        PUBLIC_URL: this.workerd.url,
        GITHUB_API_URL: this.github.url,
        GITHUB_WEB_URL: this.github.webUrl,
        GEMINI_BASE_URL: this.ai.url,
        ANTHROPIC_BASE_URL: this.ai.url,
        OPENAI_BASE_URL: this.ai.url,
        GEMINI_PLAN: "paid",
        RATE_LIMIT_FACTOR: "1000",
      },
    });
  }

  /** Secrets of webhooks, as GitHub has them. */
  get hookSecrets(): string[] {
    return this.github.context.state.hooks.flatMap(({ secret }) => (secret === null ? [] : [secret]));
  }

  /** Ends the product and leaves what it stored. */
  async stop(): Promise<void> {
    await this.workerd.kill();
  }

  async end(): Promise<void> {
    this.wiretap.close();
    await this.stop();
    await this.github.close();
    await this.ai.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
