import type { Clock } from "./clock.ts";
import type { LocalEvents } from "./events.ts";
import type { Git } from "./git/run.ts";
import type { Rates } from "./github/rates.ts";
import type { Repositories } from "./repositories.ts";
import type { State } from "./state.ts";

/** An OAuth application. A redirect address must start with one of `callbacks`; a port `*` in it stands for any port. */
export type Client = { id: string; secret: string; name: string; callbacks: string[] };

type LocalSettings = {
  login: string;
  clients: Client[];
  pollMs: number;
  control: boolean;
  controlToken: string;
  /** Refuse a sign-in without PKCE, which GitHub would let pass: so a client that lost it is noticed. */
  requirePkce: boolean;
  /** Seconds that tokens of users and what renews them last, as those of a GitHub App; null for tokens without an end. */
  tokenLife: { token: number; refresh: number } | null;
  /** Where the product is reached, for messages; null when unknown. */
  publicUrl: string | null;
};

/** Everything a feature of the local GitHub may need; one per server, reached as `c.var.local`. */
export type LocalContext = {
  state: State;
  git: Git;
  repos: Repositories;
  clock: Clock;
  events: LocalEvents;
  rates: Rates;
  settings: LocalSettings;
  /** Set once the port is known: API on 127.0.0.1, pages on localhost, so that they are two origins. */
  urls: { api: string; web: string };
  /** Prints one line for the person who started the server. */
  warn(message: string): void;
};

export const DEFAULT_CLIENT: Client = {
  id: "autodevops-local",
  secret: "local-demo-client-secret",
  name: "AutoDevOps (local)",
  callbacks: ["http://localhost:*/api/auth", "http://127.0.0.1:*/api/auth"],
};
