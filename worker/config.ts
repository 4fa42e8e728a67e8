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

const Keys = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "not JSON" });
      return z.NEVER;
    }
  })
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
});

type Parsed = z.infer<typeof Variables>;

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
};

/** Names of variables that are fine alone but not together. */
function conflictsOf(env: Parsed): string[] {
  const conflicts = new Set<string>();
  if (!env.ENCRYPTION_KEYS.has(env.ENCRYPTION_ACTIVE_KID)) conflicts.add("ENCRYPTION_ACTIVE_KID");
  for (const name of ["PUBLIC_URL", "GITHUB_API_URL", "GITHUB_WEB_URL"] as const) {
    const isPlain = new URL(env[name]).protocol === "http:";
    if (isPlain && (env.APP_ENV === "production" || !isLoopback(env[name]))) conflicts.add(name);
  }
  if (env.APP_ENV === "production") for (const name of localSecretsOf(env)) conflicts.add(name);
  return [...conflicts];
}

/** Secrets that everybody can read in our sources. */
function localSecretsOf(env: Parsed): string[] {
  const texts = (["SESSION_SECRET", "GITHUB_CLIENT_SECRET", "METRICS_TOKEN"] as const).filter((name) =>
    LOCAL_SECRET.test(env[name] ?? ""),
  );
  const hasLocalKey = [...env.ENCRYPTION_KEYS.values()].some((key) => LOCAL_SECRET.test(new TextDecoder().decode(key)));
  return hasLocalKey ? [...texts, "ENCRYPTION_KEYS"] : texts;
}

function refuse(names: Iterable<string>): never {
  throw new Error(`Bad configuration: ${[...new Set(names)].join(", ")}. Set these variables and deploy again.`);
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
  };
}
