/** Tokens of our GitHub App, where an owner installed it: they write check runs, which a user's token may not. */
import { SignJWT } from "jose";
import { AppError } from "../../errors.ts";
import type { GithubPort, RepositoryName, TokenSource } from "./port.ts";
import { readPrivateKey } from "./private-key.ts";

type AppKey = {
  readonly id: number;
  /** In PEM. */
  readonly privateKey: string;
};

type Installed = RepositoryName & { readonly githubId: number };

export type GithubApp = {
  readonly id: number;
  /** Tokens for one repository; null where the app is not installed. Throws what `GithubPort` throws. */
  tokensFor(repository: Installed): Promise<TokenSource | null>;
};

type Setting = {
  readonly key: AppKey;
  readonly now: () => number;
  readonly github: (tokens: TokenSource) => GithubPort;
  /** Without, nothing waits: what GitHub refuses is asked again at once. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
};

type Kept = {
  readonly token: string;
  readonly installation: number;
  readonly mintedAt: number;
  readonly until: number;
};

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const MS_PER_SECOND = 1_000;
/** GitHub takes at most ten minutes; the minute before now is for clocks that are behind. */
const LIFE_S = 540;
const LEEWAY_S = 60;
/** A token is not begun with when it is about to end: a job lasts minutes. */
const MARGIN_MS = 10 * 60_000;
/** Not all of GitHub knows a token in its first seconds: https://github.com/octokit/auth-app.js/blob/main/src/hook.ts waits too. */
const YOUNG_MS = 10_000;
const WAIT_MS = 1_000;
const MAX_KEPT = 500;

/** Tokens of this isolate, by app and repository. */
const kept = new Map<string, Kept>();

export function createGithubApp(setting: Setting): GithubApp {
  const { key, now } = setting;
  return {
    id: key.id,
    async tokensFor(repository) {
      const place = placeOf(key, repository);
      const known = kept.get(place);
      const first = known && known.until > now() ? known : await mint(setting, repository);
      return first && tokensOf(setting, repository, first);
    },
  };
}

function placeOf({ id }: AppKey, { githubId }: Installed): string {
  return `${id}:${githubId}`;
}

/** A new token, kept for others; null where the app is not installed. */
async function mint(setting: Setting, repository: Installed): Promise<Kept | null> {
  const own = setting.github(await signedTokens(setting));
  const installation = await own.installation(repository);
  if (installation === null) return null;
  const { token, expiresAt } = await own.installationToken(installation, repository.githubId);
  if (kept.size >= MAX_KEPT) kept.clear();
  const fresh = { token, installation, mintedAt: setting.now(), until: expiresAt - MARGIN_MS };
  kept.set(placeOf(setting.key, repository), fresh);
  return fresh;
}

/**
 * A refused token that is young is good in a moment; an older one died with an installation that was removed, and another is made,
 * once. GitHub counts what an installation's tokens do together: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api.
 */
function tokensOf(setting: Setting, repository: Installed, first: Kept): TokenSource {
  const { now, sleep } = setting;
  let current = first;
  let renewal: Promise<Kept | null> | undefined;
  const isRenewed = async () => {
    forget(placeOf(setting.key, repository), current);
    if (current !== first) return false;
    renewal ??= mint(setting, repository);
    current = (await renewal) ?? first;
    return current !== first;
  };
  return {
    isBackground: true,
    account: `installation ${first.installation}`,
    get: async () => ({ token: current.token, scopes: [] }),
    refused: async (token) => {
      if (token !== current.token) return true;
      const isYoung = now() < current.mintedAt + YOUNG_MS;
      if (!isYoung && !(await isRenewed())) return false;
      await sleep?.(WAIT_MS, new AbortController().signal);
      return true;
    },
  };
}

/** Leaves a newer one alone. */
function forget(place: string, { token }: Kept): void {
  if (kept.get(place)?.token === token) kept.delete(place);
}

/** What the app shows of itself: signed with its key, good for minutes. */
async function signedTokens({ key, now }: Setting): Promise<TokenSource> {
  const signing = await signingKey(key);
  const at = Math.floor(now() / MS_PER_SECOND);
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(String(key.id))
    .setIssuedAt(at - LEEWAY_S)
    .setExpirationTime(at + LIFE_S)
    .sign(signing);
  return {
    isBackground: true,
    account: `app ${key.id}`,
    get: async () => ({ token, scopes: [] }),
    refused: async () => false,
  };
}

async function signingKey({ privateKey }: AppKey): Promise<CryptoKey> {
  const bytes = readPrivateKey(privateKey);
  try {
    if (bytes) return await crypto.subtle.importKey("pkcs8", bytes, ALGORITHM, false, ["sign"]);
  } catch (cause) {
    throw unusable(cause);
  }
  throw unusable();
}

function unusable(cause?: unknown): AppError {
  const detail =
    "The private key of the GitHub App cannot be read. Set GITHUB_APP_PRIVATE_KEY to the file that GitHub gave.";
  return new AppError("forbidden", detail, { problemCode: "github_app_key", cause });
}
