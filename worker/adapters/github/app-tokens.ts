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
};

type Kept = { readonly token: string; readonly installation: number; readonly until: number };

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const MS_PER_SECOND = 1_000;
/** GitHub takes at most ten minutes; the minute before now is for clocks that are behind. */
const LIFE_S = 540;
const LEEWAY_S = 60;
/** A token is not begun with when it is about to end: a job lasts minutes. */
const MARGIN_MS = 10 * 60_000;
const MAX_KEPT = 500;

/** Tokens of this isolate, by app and repository. */
const kept = new Map<string, Kept>();

export function createGithubApp(setting: Setting): GithubApp {
  const { key, now, github } = setting;
  return {
    id: key.id,
    async tokensFor(repository) {
      const place = `${key.id}:${repository.githubId}`;
      const known = kept.get(place);
      if (known && known.until > now()) return tokensOf(place, known);
      const own = github(await signedTokens(setting));
      const installation = await own.installation(repository);
      if (installation === null) return null;
      const { token, expiresAt } = await own.installationToken(installation, repository.githubId);
      if (kept.size >= MAX_KEPT) kept.clear();
      const fresh = { token, installation, until: expiresAt - MARGIN_MS };
      kept.set(place, fresh);
      return tokensOf(place, fresh);
    },
  };
}

/** GitHub counts what an installation's tokens do together: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api. */
function tokensOf(place: string, { token, installation }: Kept): TokenSource {
  return {
    isBackground: true,
    account: `installation ${installation}`,
    get: async () => ({ token, scopes: [] }),
    refused: async () => {
      kept.delete(place);
      return false;
    },
  };
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
