/** What the browser tests left in the log, in D1 and with the AI provider, searched for everything that opens something. */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { AiJournalEntry } from "../../../local/ai/context.ts";
import { foundIn, type Secrets } from "../../support/planted-secrets.ts";

type LeftBehind = {
  /** Lines that the product and the local GitHub printed. */
  readonly logged: readonly string[];
  /** Folder of a stack that has ended. */
  readonly dataDir: string;
  /** Variables of the deploy, as `.dev.vars` has them. */
  readonly variables: string;
  /** Requests to the AI provider. */
  readonly asked: readonly AiJournalEntry[];
};

const DATABASES = "worker/**/*D1DatabaseObject/*.sqlite";
/** Tables of the runtime's own. */
const TABLES =
  "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like '\\_cf%' escape '\\'";
const KEY_HEADERS = ["authorization", "x-api-key", "x-goog-api-key"];
const VALUE = /[A-Za-z0-9+/=_-]{16,}/g;
const SESSION_TOKEN = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{16,}/;

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Every text that stands in a table. */
function storedTexts(dataDir: string): string {
  return globSync(DATABASES, { cwd: dataDir })
    .flatMap((file) => {
      const database = new DatabaseSync(join(dataDir, file), { readOnly: true });
      try {
        const tables = database.prepare(TABLES).all();
        return tables.flatMap(({ name }) => database.prepare(`select * from "${name}"`).all());
      } finally {
        database.close();
      }
    })
    .flatMap((row) => Object.values(row))
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : String(value)))
    .join("\n");
}

/** Secrets that are at hand: the deploy's, and those of webhooks as GitHub has them. */
function known(deploy: string, github: string): Secrets {
  const variables = [...deploy.matchAll(/^(\w+)=.*?([\w+/=-]{16,})["'}]*$/gm)];
  const hooks = [...github.matchAll(/"secret":\s*"([^"]{16,})"/g)];
  return new Map([
    ...variables.map(([, name = "", value = ""]) => [name, value] as const),
    ...hooks.map(([, value = ""], index) => [`the secret of webhook ${index + 1}`, value] as const),
  ]);
}

/** Keys of providers, as the stand-in tells them apart. */
function fingerprints(asked: readonly AiJournalEntry[]): string[] {
  return asked.flatMap(({ headers }) => KEY_HEADERS.flatMap((name) => headers[name] ?? []));
}

/**
 * Sentences, each with a place and what stands there; none when all is well. Refresh tokens, API tokens, invitations, GitHub's
 * tokens and keys of providers are known by the hashes that are kept of them: a text that has one's origin has the secret.
 */
export function leaksOf({ logged, dataDir, variables, asked }: LeftBehind): string[] {
  const github = readFileSync(join(dataDir, "github", "state.json"), "utf8");
  const stored = storedTexts(dataDir);
  const hashes = new Set(`${stored}\n${github}`.match(/\b[0-9a-f]{64}\b/g));
  const keys = fingerprints(asked);
  const secrets = known(variables, github);
  const places = { "the log": logged.join("\n"), D1: stored, "requests to the AI": JSON.stringify(asked) };
  return Object.entries(places).flatMap(([place, text]) => {
    const origins = [...new Set(text.match(VALUE))].map(digest);
    const isHashed = origins.some((hash) => hashes.has(hash) || keys.some((key) => hash.startsWith(key)));
    const found = [...foundIn(text, secrets)];
    if (isHashed) found.push("something that only its hash is kept of");
    if (SESSION_TOKEN.test(text)) found.push("an access token of a session");
    return found.map((what) => `${what} stands in ${place}`);
  });
}
