import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { createClock } from "./clock.ts";
import { type Client, DEFAULT_CLIENT, type LocalContext } from "./context.ts";
import { createEvents, type LocalEvents, type RefsChanged } from "./events.ts";
import { createGit } from "./git/run.ts";
import { requireGit } from "./git/version.ts";
import { createApp } from "./github/app.ts";
import { createRates } from "./github/rates.ts";
import { listen, stop } from "./listening.ts";
import { SERVICES } from "./modules.ts";
import { openRepositories } from "./open-repositories.ts";
import { createRepositories } from "./repositories.ts";
import { openState } from "./state.ts";
import { ensureUsers } from "./users.ts";

export type LocalOptions = {
  /** 0 takes a free one. */
  port: number;
  /** State and git directories; made when missing. */
  dataDir: string;
  /** Folders whose git repositories are served instead of the samples. */
  reposDirs?: string[];
  login?: string;
  clients?: Client[];
  /** How often hooked repositories are looked at for commits made by hand. */
  pollMs?: number;
  /** Requests an hour and user. */
  limit?: number;
  /** Control routes and fault injection; for tests only. */
  control?: boolean;
  /** False lets clients sign in without PKCE, as GitHub does; true unless told. */
  requirePkce?: boolean;
  /** Loopback address to listen on. */
  host?: string;
  publicUrl?: string;
  now?: () => number;
  warn?: (message: string) => void;
};

export type Local = {
  url: string;
  webUrl: string;
  controlToken: string;
  context: LocalContext;
  close(): Promise<void>;
};

const DEFAULT_LIMIT = 5000;
const DEFAULT_POLL_MS = 1000;
const LOOPBACK = "127.0.0.1";

function createContext(options: LocalOptions): LocalContext {
  const clock = createClock(options.now);
  const events = createEvents();
  return {
    clock,
    events,
    state: openState(join(options.dataDir, "state.json")),
    git: createGit(join(options.dataDir, "home")),
    repos: createRepositories({ onRefs: (changed) => events.emit("refsChanged", changed), now: clock.now }),
    rates: createRates(options.limit ?? DEFAULT_LIMIT, clock),
    settings: {
      login: options.login ?? "dev",
      clients: options.clients ?? [DEFAULT_CLIENT],
      pollMs: options.pollMs ?? DEFAULT_POLL_MS,
      control: options.control ?? false,
      controlToken: randomBytes(24).toString("base64url"),
      requirePkce: options.requirePkce ?? true,
      tokenLife: null,
      publicUrl: options.publicUrl ?? null,
    },
    urls: { api: "", web: "" },
    warn: options.warn ?? ((message) => process.stderr.write(`${message}\n`)),
  };
}

/** What changed on disk since the last run shows while repositories open, before anyone listens: kept until told. */
function holdBack(events: LocalEvents): () => void {
  const seen: RefsChanged[] = [];
  const keep = (changed: RefsChanged) => void seen.push(changed);
  events.on("refsChanged", keep);
  return () => {
    events.off("refsChanged", keep);
    for (const changed of seen) events.emit("refsChanged", changed);
  };
}

/**
 * Starts the local GitHub. Throws one clear sentence when git is missing or too old, or the port is taken. `close` ends
 * every socket, timer and process and writes the state.
 */
export async function createLocal(options: LocalOptions): Promise<Local> {
  const context = createContext(options);
  await requireGit(context.git);
  ensureUsers(context.state, context.settings.login);
  const tell = holdBack(context.events);
  await openRepositories(context, { dataDir: options.dataDir, reposDirs: options.reposDirs ?? [] });
  const server = createAdaptorServer({ fetch: createApp(context).fetch });
  const port = await listen(server, options.port, options.host ?? LOOPBACK);
  context.urls = { api: `http://${options.host ?? LOOPBACK}:${port}`, web: `http://localhost:${port}` };
  const services = SERVICES.map((start) => start(context));
  tell();
  return {
    url: context.urls.api,
    webUrl: context.urls.web,
    controlToken: context.settings.controlToken,
    context,
    close: async () => {
      await stop(server);
      for (const service of services) await service.close();
      await context.git.close();
      context.state.flush();
    },
  };
}
