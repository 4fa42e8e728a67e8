/** The access token: a signed claim of session and user. It only filters; the session row decides on every request. */
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from "jose";
import * as z from "zod";
import type { Config } from "../../config.ts";
import { sha256Hex, utf8 } from "../../platform/encoding.ts";
import { deriveKey } from "../../platform/keys.ts";
import type { Scope } from "../context.ts";
import { ACCESS_LIFE_MS } from "./limits.ts";

const ALGORITHM = "HS256";
const AUDIENCE = "ado-api";
const TYPE = "at+jwt";
const LEEWAY_S = 60;
const KID_LENGTH = 8;

const Claims = z.object({ sub: z.uuidv7(), sid: z.uuidv7() });

export type AccessClaims = { readonly userId: string; readonly sessionId: string };

type SigningKey = { readonly key: Uint8Array<ArrayBuffer>; readonly kid: string };

async function keyOf(secret: string): Promise<SigningKey> {
  const key = await deriveKey(utf8(secret), "jwt");
  return { key, kid: (await sha256Hex(`jwt|${secret}`)).slice(0, KID_LENGTH) };
}

/** The key of this id among those that count; any other id, a path or an address in its place included, names none. */
async function keyNamed(config: Config, kid: string | undefined): Promise<SigningKey["key"] | undefined> {
  const secrets = [config.sessionSecret, config.previousSessionSecret].filter((secret) => secret !== undefined);
  const keys = await Promise.all(secrets.map(keyOf));
  return keys.find((candidate) => candidate.kid === kid)?.key;
}

/** `kid` of the header, unchecked; undefined for what is no token. */
function kidOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

export async function signAccessToken(scope: Scope, claims: AccessClaims): Promise<string> {
  const { key, kid } = await keyOf(scope.config.sessionSecret);
  const nowS = Math.floor(scope.clock.now() / 1000);
  return new SignJWT({ sid: claims.sessionId })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
    .setIssuer(scope.config.publicUrl)
    .setAudience(AUDIENCE)
    .setSubject(claims.userId)
    .setJti(scope.random.uuidv7())
    .setIssuedAt(nowS)
    .setNotBefore(nowS)
    .setExpirationTime(nowS + ACCESS_LIFE_MS / 1000)
    .sign(key);
}

/**
 * The claims of a token that we signed, with the secret of today or the one before it, and that is valid now, give or take
 * a minute; else undefined.
 */
export async function verifyAccessToken(scope: Scope, token: string): Promise<AccessClaims | undefined> {
  const key = await keyNamed(scope.config, kidOf(token));
  if (!key) return undefined;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: scope.config.publicUrl,
      audience: AUDIENCE,
      clockTolerance: LEEWAY_S,
      currentDate: new Date(scope.clock.now()),
      requiredClaims: ["exp", "nbf", "jti"],
    });
    const claims = Claims.safeParse(payload);
    return claims.data && { userId: claims.data.sub, sessionId: claims.data.sid };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
