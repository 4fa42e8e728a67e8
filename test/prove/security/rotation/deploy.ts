/** A deploy whose encryption keys change, and that may be killed at any moment. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../../scripts/stack.ts";
import { bundleWorker, type SourceChange } from "../../../support/workerd/bundle.ts";
import { Workerd } from "../../../support/workerd/workerd.ts";

const ENTRY = fileURLToPath(new URL("../../../worker/support/sealed-worker.ts", import.meta.url));
const OPERATOR = "test-only-operator-token-0123456789abcdef";
const key = (text: string) => Buffer.from(text.padEnd(32, "#").slice(0, 32)).toString("base64");
const KEYS: Readonly<Record<string, string>> = {
  old: key("test-only-key-before-the-change"),
  new: key("test-only-key-after-the-change!"),
};
const VARIABLES = {
  SESSION_SECRET: "test-only-session-secret-0123456789abcdef",
  GITHUB_CLIENT_SECRET: "local-demo-client-secret",
  OPERATOR_TOKEN: OPERATOR,
  GITHUB_API_URL: "http://127.0.0.1:9",
  GITHUB_WEB_URL: "http://127.0.0.1:9",
  RATE_LIMIT_FACTOR: "1000",
};
const MINUTELY = "* * * * *";
const TICK_MS = 500;
const SEEDED_AT_ONCE = 500;

/** Room for whoever writes between reading the rows of a step and putting them back, and for whoever kills before the end. */
const SLOW_STEPS: SourceChange = {
  file: "worker/services/encryption/rotate-keys.ts",
  from: "const resealed = await resealRows(",
  to: `await scheduler.wait(60);
  while (globalThis.proofHold && from.cursor >= globalThis.proofHold) await scheduler.wait(500);
  const resealed = await resealRows(`,
};

type KeyStatus = {
  readonly keys: readonly { readonly kid: string; readonly in_use: number }[];
  readonly progress: readonly { place: string; resealed: number; unreadable: number; finished_at: string | null }[];
  readonly removable: readonly string[];
};

export class Deploy {
  readonly #folder: string;
  readonly #workerd: Workerd;
  #ticking = false;
  /** Lines that the Worker printed. */
  readonly logged: string[] = [];

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#workerd = new Workerd({
      script: join(folder, "worker.mjs"),
      stateDir: join(folder, "state"),
      port,
      variables: {},
      onLine: (line) => void this.logged.push(line),
    });
  }

  /** Bundled with these changes, nothing running yet. */
  static async make(changes: readonly SourceChange[]): Promise<Deploy> {
    const folder = mkdtempSync(join(tmpdir(), "autodevops-keys-"));
    const deploy = new Deploy(folder, await freePort());
    await bundleWorker({ entry: ENTRY, outfile: join(folder, "worker.mjs"), changes: [SLOW_STEPS, ...changes] });
    return deploy;
  }

  get url(): string {
    return this.#workerd.url;
  }

  /** Kills what runs and starts it with these keys, the first one active. A rotation goes no further than the id `hold`. */
  async start(kids: readonly string[], hold = ""): Promise<void> {
    await this.#workerd.kill();
    const ring = JSON.stringify(Object.fromEntries(kids.map((kid) => [kid, KEYS[kid]])));
    const keys = { ENCRYPTION_KEYS: ring, ENCRYPTION_ACTIVE_KID: kids[0] ?? "" };
    await this.#workerd.start({ variables: { ...VARIABLES, ...keys, PROOF_HOLD: hold, PUBLIC_URL: this.url } });
  }

  /** Stores a first token for each of these users. */
  async seed(users: readonly string[]): Promise<void> {
    for (let at = 0; at < users.length; at += SEEDED_AT_ONCE) {
      const body = JSON.stringify(users.slice(at, at + SEEDED_AT_ONCE));
      const response = await fetch(`${this.url}/proof/seed`, { method: "POST", body });
      if (!response.ok) throw new Error(await response.text());
    }
  }

  /** The cron that production runs every minute, again and again until `end`. */
  async tick(): Promise<void> {
    this.#ticking = true;
    while (this.#ticking) {
      await this.#workerd.cron(MINUTELY).catch(() => undefined);
      await pause(TICK_MS);
    }
  }

  rest(): void {
    this.#ticking = false;
  }

  /** What the operator's route says; undefined while nobody answers. */
  async status(): Promise<KeyStatus | undefined> {
    const headers = { authorization: `Bearer ${OPERATOR}` };
    const response = await fetch(`${this.url}/api/operator/encryption`, { headers }).catch(() => undefined);
    return response?.ok ? ((await response.json().catch(() => undefined)) as KeyStatus | undefined) : undefined;
  }

  async end(): Promise<void> {
    this.rest();
    await this.#workerd.kill();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
