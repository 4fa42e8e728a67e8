/** The only reader of raw environment text. Parsed once per request; a bad deploy fails at once and by name. */
import * as z from "zod";

const KEY_BYTES = 32;
const MIN_DISTINCT_BYTES = 8;
const LOCAL_SECRET = /local-demo|test-only|local[-_]/i;

function isLoopback(url: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(url).hostname);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Text that nobody would guess: long enough and not one repeated character. */
function isStrong(text: string): boolean {
  return text.length >= KEY_BYTES && new Set(text).size >= MIN_DISTINCT_BYTES;
}

const Secret = z.string().refine(isStrong);
const Url = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, ""));

function jsonOf(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "not JSON" });
    return z.NEVER;
  }
}

const Keys = z
  .string()
  .transform(jsonOf)
  .pipe(z.record(z.string().regex(/^[A-Za-z0-9_-]{1,32}$/), z.string()))
  .transform((record, context) => {
    const keys = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const [kid, text] of Object.entries(record)) {
      const bytes = bytesOf(text);
      if (bytes?.length !== KEY_BYTES || new Set(bytes).size < MIN_DISTINCT_BYTES) {
        context.addIssue({ code: "custom", message: "weak key" });
      } else keys.set(kid, bytes);
    }
    return keys;
  });

/** An empty variable is one that is not set. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((text) => (text === "" ? undefined : text), schema.optional());

const AiKey = optional(z.string().regex(/^[\x21-\x7e]{8,512}$/));
const AiUrl = optional(
  Url.refine((text) => {
    const { username, password, search, hash } = new URL(text);
    return username + password + search + hash === "";
  }),
);

const Price = z.strictObject({ input: z.number().min(0), output: z.number().min(0) });
const Model = z.strictObject({
  id: z.string().regex(/^[\w.:/@-]{1,128}$/),
  window: z.int().min(1_000).optional(),
  output: z.int().min(100).optional(),
  price: Price.optional(),
});
const NamedModel = z.union([Model.shape.id.transform((id) => ({ id })), Model]);
const Difficulties = z.strictObject({ usual: NamedModel.optional(), hard: NamedModel.optional() });
const Models = z
  .string()
  .transform(jsonOf)
  .pipe(
    z.strictObject({
      gemini: Difficulties.optional(),
      anthropic: Difficulties.optional(),
      openai: Difficulties.optional(),
    }),
  );

const Variables = z.object({
  APP_ENV: z.enum(["local", "production"]),
  PUBLIC_URL: Url,
  GITHUB_API_URL: Url,
  GITHUB_WEB_URL: Url,
  GITHUB_CLIENT_ID: z.string().min(1),
  GITHUB_CLIENT_SECRET: z.string().min(16),
  SESSION_SECRET: Secret,
  ENCRYPTION_KEYS: Keys,
  ENCRYPTION_ACTIVE_KID: z.string(),
  METRICS_TOKEN: Secret.optional(),
  RATE_LIMIT_FACTOR: z.coerce.number().min(0.1).max(10_000).default(1),
  GEMINI_API_KEY: AiKey,
  GEMINI_BASE_URL: AiUrl,
  GEMINI_PLAN: optional(z.enum(["free", "paid"])),
  ANTHROPIC_API_KEY: AiKey,
  ANTHROPIC_BASE_URL: AiUrl,
  OPENAI_API_KEY: AiKey,
  OPENAI_BASE_URL: AiUrl,
  AI_MODELS: optional(Models),
});

type Parsed = z.infer<typeof Variables>;

/** A model that the deploy names. Tokens, and US dollars per million of them, where it says more than the name. */
export type ConfiguredModel = {
  readonly id: string;
  readonly window?: number | undefined;
  readonly output?: number | undefined;
  readonly price?: { readonly input: number; readonly output: number } | undefined;
};

/** One provider of AI: the deploy's key, or null when it has none. */
export type AiProviderConfig = {
  readonly key: string | null;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** On a free plan the provider may learn from what is sent; unless the deploy says `paid`, Gemini's is one. */
  readonly plan: "free" | "paid";
  readonly models: { readonly usual?: ConfiguredModel | undefined; readonly hard?: ConfiguredModel | undefined };
};

export type Config = {
  readonly isLocal: boolean;
  /** Canonical origin, without a slash at the end. */
  readonly publicUrl: string;
  readonly githubApiUrl: string;
  readonly githubWebUrl: string;
  readonly githubClientId: string;
  readonly githubClientSecret: string;
  readonly sessionSecret: string;
  readonly encryption: { readonly keys: ReadonlyMap<string, Uint8Array<ArrayBuffer>>; readonly activeKid: string };
  /** Bearer token of `/metrics`; without it that route does not exist. */
  readonly metricsToken: string | undefined;
  /** Multiplies every rate limit. */
  readonly rateLimitFactor: number;
  /** True when GitHub is the embedded stand-in. */
  readonly isDemo: boolean;
  readonly ai: Readonly<Record<"gemini" | "anthropic" | "openai", AiProviderConfig>>;
};

const URLS = [
  "PUBLIC_URL",
  "GITHUB_API_URL",
  "GITHUB_WEB_URL",
  "GEMINI_BASE_URL",
  "ANTHROPIC_BASE_URL",
  "OPENAI_BASE_URL",
] as const;
const SECRETS = [
  "SESSION_SECRET",
  "GITHUB_CLIENT_SECRET",
  "METRICS_TOKEN",
  "GEMINI_API_KEY",
  "ANTHROPIC_API_KEY",
  "OPENAI_API_KEY",
] as const;

/** True when the address is a plain one that is not allowed: only on this machine, and never in production. */
function isUnsafe(url: string | undefined, env: Parsed): boolean {
  if (url === undefined || new URL(url).protocol === "https:") return false;
  return env.APP_ENV === "production" || !isLoopback(url);
}

/** Names of variables that are fine alone but not together. */
function conflictsOf(env: Parsed): string[] {
  const conflicts = new Set<string>();
  if (!env.ENCRYPTION_KEYS.has(env.ENCRYPTION_ACTIVE_KID)) conflicts.add("ENCRYPTION_ACTIVE_KID");
  for (const name of URLS) if (isUnsafe(env[name], env)) conflicts.add(name);
  if (env.APP_ENV === "production") for (const name of localSecretsOf(env)) conflicts.add(name);
  return [...conflicts];
}

/** Secrets that everybody can read in our sources. */
function localSecretsOf(env: Parsed): string[] {
  const texts = SECRETS.filter((name) => LOCAL_SECRET.test(env[name] ?? ""));
  const hasLocalKey = [...env.ENCRYPTION_KEYS.values()].some((key) => LOCAL_SECRET.test(new TextDecoder().decode(key)));
  return hasLocalKey ? [...texts, "ENCRYPTION_KEYS"] : texts;
}

function refuse(names: Iterable<string>): never {
  throw new Error(`Bad configuration: ${[...new Set(names)].join(", ")}. Set these variables and deploy again.`);
}

function aiOf(env: Parsed): Config["ai"] {
  const { gemini, anthropic, openai } = env.AI_MODELS ?? {};
  return {
    gemini: {
      key: env.GEMINI_API_KEY ?? null,
      baseUrl: env.GEMINI_BASE_URL ?? "https://generativelanguage.googleapis.com",
      plan: env.GEMINI_PLAN ?? "free",
      models: gemini ?? {},
    },
    anthropic: {
      key: env.ANTHROPIC_API_KEY ?? null,
      baseUrl: env.ANTHROPIC_BASE_URL ?? "https://api.anthropic.com",
      plan: "paid",
      models: anthropic ?? {},
    },
    openai: {
      key: env.OPENAI_API_KEY ?? null,
      baseUrl: env.OPENAI_BASE_URL ?? "https://api.openai.com",
      plan: "paid",
      models: openai ?? {},
    },
  };
}

/** Bindings are stripped; failures name the variables, never their values. */
export function readConfig(env: unknown): Config {
  const parsed = Variables.safeParse(env);
  if (!parsed.success) refuse(parsed.error.issues.map((issue) => String(issue.path[0] ?? "environment")));
  const conflicts = conflictsOf(parsed.data);
  if (conflicts.length > 0) refuse(conflicts);
  const { data } = parsed;
  return {
    isLocal: data.APP_ENV === "local",
    publicUrl: new URL(data.PUBLIC_URL).origin,
    githubApiUrl: data.GITHUB_API_URL,
    githubWebUrl: data.GITHUB_WEB_URL,
    githubClientId: data.GITHUB_CLIENT_ID,
    githubClientSecret: data.GITHUB_CLIENT_SECRET,
    sessionSecret: data.SESSION_SECRET,
    encryption: { keys: data.ENCRYPTION_KEYS, activeKid: data.ENCRYPTION_ACTIVE_KID },
    metricsToken: data.METRICS_TOKEN,
    rateLimitFactor: data.RATE_LIMIT_FACTOR,
    isDemo: isLoopback(data.GITHUB_WEB_URL),
    ai: aiOf(data),
  };
}
