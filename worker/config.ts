/** The only reader of raw environment text. Parsed once per isolate; a bad deploy fails at once and by name. */
import * as z from "zod";
import {
  AiKey,
  AiModels,
  AiUrl,
  type ConfiguredModel,
  isInternal,
  isLoopback,
  Keys,
  optional,
  PrivateKey,
  Secret,
  Url,
} from "./config-fields.ts";

const LOCAL_SECRET = /local-demo|test-only|local[-_]/i;

const Variables = z.object({
  APP_ENV: z.enum(["local", "production"]),
  PUBLIC_URL: Url,
  GITHUB_API_URL: Url,
  GITHUB_WEB_URL: Url,
  GITHUB_CLIENT_ID: z.string().min(1),
  GITHUB_CLIENT_SECRET: z.string().min(16),
  GITHUB_APP_ID: optional(z.coerce.number().int().positive()),
  GITHUB_APP_PRIVATE_KEY: optional(PrivateKey),
  SESSION_SECRET: Secret,
  SESSION_SECRET_PREVIOUS: optional(Secret),
  ENCRYPTION_KEYS: Keys,
  ENCRYPTION_ACTIVE_KID: z.string(),
  METRICS_TOKEN: Secret.optional(),
  OPERATOR_TOKEN: optional(Secret),
  RATE_LIMIT_FACTOR: z.coerce.number().min(0.1).max(10_000).default(1),
  GEMINI_API_KEY: AiKey,
  GEMINI_BASE_URL: AiUrl,
  GEMINI_PLAN: optional(z.enum(["free", "paid"])),
  ANTHROPIC_API_KEY: AiKey,
  ANTHROPIC_BASE_URL: AiUrl,
  OPENAI_API_KEY: AiKey,
  OPENAI_BASE_URL: AiUrl,
  AI_MODELS: optional(AiModels),
});

type Parsed = z.infer<typeof Variables>;

/** One provider of AI: the deploy's key, or null when it has none. */
type AiProviderConfig = {
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
  /** The GitHub App that writes check runs; without one, results are commit statuses. */
  readonly githubApp: { readonly id: number; readonly privateKey: string } | null;
  readonly sessionSecret: string;
  /** The secret before, while sessions and cursors that were signed with it still count. */
  readonly previousSessionSecret: string | undefined;
  readonly encryption: { readonly keys: ReadonlyMap<string, Uint8Array<ArrayBuffer>>; readonly activeKid: string };
  /** Bearer token of `/metrics`; without it that route does not exist. */
  readonly metricsToken: string | undefined;
  /** Bearer token of whoever runs the deploy; without it the operator's routes do not exist. */
  readonly operatorToken: string | undefined;
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
  "SESSION_SECRET_PREVIOUS",
  "GITHUB_CLIENT_SECRET",
  "METRICS_TOKEN",
  "OPERATOR_TOKEN",
  "GEMINI_API_KEY",
  "ANTHROPIC_API_KEY",
  "OPENAI_API_KEY",
] as const;

/** True when the address is not allowed: in production one without TLS or within a network, elsewhere a plain one off this machine. */
function isUnsafe(url: string | undefined, env: Parsed): boolean {
  if (url === undefined) return false;
  const isPlain = new URL(url).protocol !== "https:";
  return env.APP_ENV === "production" ? isPlain || isInternal(url) : isPlain && !isLoopback(url);
}

/** Names of variables that are fine alone but not together. */
function conflictsOf(env: Parsed): string[] {
  const conflicts = new Set<string>();
  if (env.GITHUB_APP_ID !== undefined && !env.GITHUB_APP_PRIVATE_KEY) conflicts.add("GITHUB_APP_PRIVATE_KEY");
  if (env.GITHUB_APP_ID === undefined && env.GITHUB_APP_PRIVATE_KEY) conflicts.add("GITHUB_APP_ID");
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

function appOf({ GITHUB_APP_ID: id, GITHUB_APP_PRIVATE_KEY: privateKey }: Parsed): Config["githubApp"] {
  return id === undefined || privateKey === undefined ? null : { id, privateKey };
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
    githubApp: appOf(data),
    sessionSecret: data.SESSION_SECRET,
    previousSessionSecret: data.SESSION_SECRET_PREVIOUS,
    encryption: { keys: data.ENCRYPTION_KEYS, activeKid: data.ENCRYPTION_ACTIVE_KID },
    metricsToken: data.METRICS_TOKEN,
    operatorToken: data.OPERATOR_TOKEN,
    rateLimitFactor: data.RATE_LIMIT_FACTOR,
    isDemo: isLoopback(data.GITHUB_WEB_URL),
    ai: aiOf(data),
  };
}
