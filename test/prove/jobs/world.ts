/** A product that may be killed, a GitHub that may not, and people who use both. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../scripts/stack.ts";
import { startGithub, type TestGithub } from "../../support/local-github.ts";
import { bundleWorker, ROOT, type SourceChange } from "../../support/workerd/bundle.ts";
import { Workerd } from "../../support/workerd/workerd.ts";
import { Caller } from "./caller.ts";
import { type Row, readDatabase } from "./database.ts";
import { type History, readHistory } from "./history.ts";
import { HOOKED, SHORT_TIMES } from "./test-settings.ts";

export type WorldOptions = {
  readonly seed: number;
  /** Organizations of one person each, and the repositories of each. */
  readonly people: number;
  readonly repositoriesEach: number;
  /** Bugs to plant. */
  readonly changes?: readonly SourceChange[];
  /** Other times than the short ones. */
  readonly times?: readonly SourceChange[];
  /** Changes of the short times themselves: each replaces what a time became. */
  readonly patched?: readonly SourceChange[];
  /** False: nobody but the objects looks after jobs. */
  readonly cron?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  /** The file that exports the Worker, where it is not the usual one. */
  readonly entry?: string;
  /** Another build to start with, unchanged: its sources and its bundle. `upgrade` replaces it. */
  readonly previous?: (folder: string) => Promise<{ readonly root: string; readonly script: string }>;
};

export type Connected = { readonly id: string; readonly fullName: string; readonly owner: Caller };

/** Chance of each side of a call to fail, and how often each message is sent. */
export type Weather = { readonly rate: number; readonly copies: number };

type Build = Parameters<Workerd["start"]>[0];

const ENTRY = fileURLToPath(new URL("../../worker/support/chaos-worker.ts", import.meta.url));
const CALM: Weather = { rate: 0, copies: 1 };
const SECRETS = {
  SESSION_SECRET: "test-only-session-secret-0123456789abcdef",
  ENCRYPTION_KEYS: '{"test1":"dGVzdC1vbmx5LWVuY3J5cHRpb24ta2V5LTMyYnl0ZXM="}',
  ENCRYPTION_ACTIVE_KID: "test1",
  GITHUB_CLIENT_SECRET: "local-demo-client-secret",
};
const MINUTELY = "* * * * *";
const TICK_MS = 1_000;
const POLL_MS = 500;

/** A pipeline with something to find and to fix, different in every version. */
export function pipeline(version: number): Record<string, string> {
  return {
    ".github/workflows/ci.yml": [
      `name: CI ${version}`,
      "on: [push, pull_request]",
      "jobs:",
      "  test:",
      "    runs-on: ubuntu-latest",
      "    steps:",
      "      - uses: actions/checkout@v4",
      "      - uses: actions/setup-node@v4",
      `      - run: npm ci && npm test # ${version}`,
      "",
    ].join("\n"),
  };
}

/** No two repositories hold the same pipeline: who reads it first would show. */
const FIRST_VERSION = 1_000_000;

function files(index: number): Record<string, string> {
  const manifest = { name: `part-${index}`, version: "1.0.0", scripts: { test: "node --test", build: "tsc" } };
  return {
    ...pipeline(FIRST_VERSION + index),
    "package.json": JSON.stringify(manifest),
    "src/index.js": `export const part = ${index};\n`,
  };
}

export class World {
  readonly github: TestGithub;
  readonly workerd: Workerd;
  readonly folder: string;
  readonly options: WorldOptions;
  readonly repositories: Connected[] = [];
  readonly people: Caller[] = [];
  /** Lines of the Worker that are no requests. */
  readonly logged: string[] = [];
  #restarts = 0;
  #weather = CALM;
  #ticking = true;

  private constructor(
    options: WorldOptions,
    parts: { github: TestGithub; folder: string; port: number; script: string },
  ) {
    this.options = options;
    this.github = parts.github;
    this.folder = parts.folder;
    this.workerd = new Workerd({
      script: parts.script,
      stateDir: join(parts.folder, "state"),
      port: parts.port,
      manifold: true,
      variables: {},
      onLine: (line) => void (line.includes('"event":"request"') ? undefined : this.logged.push(line)),
    });
  }

  /** Everything up, everybody signed in and every repository connected, in calm weather. */
  static async start(options: WorldOptions): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), "autodevops-world-"));
    const github = await startGithub();
    const world = new World(options, { github, folder, port: await freePort(), script: join(folder, "worker.mjs") });
    try {
      await world.build(join(folder, "worker.mjs"), options.changes ?? []);
      const previous = await options.previous?.(folder);
      await world.restart(CALM, previous && { ...previous, manifold: false });
      if (options.cron !== false) void world.#tick();
      for (let index = 0; index < options.people; index += 1) await world.#join(`person-${index}`);
    } catch (error) {
      await world.end();
      throw error;
    }
    return world;
  }

  /** Writes a bundle of this repository's sources with these changes. */
  async build(outfile: string, changes: readonly SourceChange[]): Promise<void> {
    const { times = SHORT_TIMES, patched = [], entry = ENTRY } = this.options;
    await bundleWorker({
      entry,
      outfile,
      changes: [HOOKED, ...times, ...patched, ...changes],
    });
  }

  get stateDir(): string {
    return join(this.folder, "state");
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** Kills what runs, without warning. */
  async kill(): Promise<void> {
    await this.workerd.kill();
    if (this.#restarts > 0) this.logged.push(JSON.stringify({ event: "killed", at: Date.now() }));
  }

  /** Kills what runs, without warning, and starts it again on the same state. */
  async restart(weather: Weather = this.#weather, build: Build = {}): Promise<void> {
    await this.kill();
    this.#restarts += 1;
    this.#weather = weather;
    const seed = this.options.seed * 1_000 + this.#restarts;
    await this.workerd.start({
      ...build,
      variables: {
        ...SECRETS,
        PUBLIC_URL: this.workerd.url,
        GITHUB_API_URL: this.github.url,
        GITHUB_WEB_URL: this.github.webUrl,
        RATE_LIMIT_FACTOR: "1000",
        CHAOS_SEED: String(seed),
        CHAOS_RATE: String(weather.rate),
        CHAOS_COPIES: String(weather.copies),
        ...this.options.variables,
      },
    });
  }

  /** The present build in the place of the one that this began with. */
  upgrade(): Promise<void> {
    return this.restart(CALM, { root: ROOT, script: join(this.folder, "worker.mjs"), manifold: true });
  }

  /** A person with an organization and its repositories. */
  async #join(login: string): Promise<void> {
    await this.github.token({ login });
    const caller = new Caller(this.workerd.url, login);
    await caller.signIn();
    this.people.push(caller);
    const names = Array.from({ length: this.options.repositoriesEach }, (_, index) => `${login}/part-${index}`);
    for (const [index, repo] of names.entries()) await this.github.control("create", { repo, files: files(index) });
    for (let at = 0; at < names.length; at += 10) await this.#connect(caller, names.slice(at, at + 10));
  }

  async #connect(caller: Caller, names: readonly string[]): Promise<void> {
    type Connecting = { items: { full_name: string; repository_id: string | null; problem: unknown }[] };
    const { items } = await caller.need<Connecting>("POST", "/api/repositories/connect", { repositories: names });
    for (const { full_name: fullName, repository_id: id, problem } of items) {
      if (!id) throw new Error(`${fullName} was not connected: ${JSON.stringify(problem)}`);
      this.repositories.push({ id, fullName, owner: caller });
    }
  }

  /** The cron that production runs every minute, every second. */
  async #tick(): Promise<void> {
    while (this.#ticking) {
      await pause(TICK_MS);
      if (this.#ticking) await this.workerd.cron(MINUTELY).catch(() => undefined);
    }
  }

  /** What stands in the database now. A torn copy is read again. */
  async rows(sql: string): Promise<Row[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return readDatabase(this.stateDir, (query) => query(sql));
      } catch (error) {
        if (tries >= 20) throw error;
        await pause(POLL_MS / 5);
      }
    }
  }

  /** What the run left behind so far. */
  history(): History {
    return readHistory(this.stateDir, this.logged, this.github.context.state.journal);
  }

  /** Waits until no job is open. Answers in ms how long that took, or null when some still are after `patienceMs`. */
  async settle(patienceMs: number): Promise<number | null> {
    const startedAt = Date.now();
    while (Date.now() - startedAt < patienceMs) {
      const [row] = await this.rows(
        "select count(*) as n from jobs where state not in ('completed', 'cancelled', 'dead_letter')",
      );
      if (row?.n === 0) return Date.now() - startedAt;
      await pause(POLL_MS);
    }
    return null;
  }

  /** Ends every process and removes every file. */
  async end(): Promise<void> {
    this.#ticking = false;
    await this.workerd.kill();
    await this.github.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
