/** The access token: a signed claim of session and user. It only filters; the session row decides on every request. */
import { errors, jwtVerify, SignJWT } from "jose";
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

const Claims = z.object({ sub: z.uuidv7(), sid: z.uuidv7() });

export type AccessClaims = { readonly userId: string; readonly sessionId: string };

async function signingKey(config: Config) {
  const key = await deriveKey(utf8(config.sessionSecret), "jwt");
  const kid = (await sha256Hex(`jwt|${config.sessionSecret}`)).slice(0, 8);
  return { key, kid };
}

export async function signAccessToken(scope: Scope, claims: AccessClaims): Promise<string> {
  const { key, kid } = await signingKey(scope.config);
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

/** The claims of a token that we signed and that is valid now, give or take a minute; else undefined. */
export async function verifyAccessToken(scope: Scope, token: string): Promise<AccessClaims | undefined> {
  const { key, kid } = await signingKey(scope.config);
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: scope.config.publicUrl,
      audience: AUDIENCE,
      clockTolerance: LEEWAY_S,
      currentDate: new Date(scope.clock.now()),
      requiredClaims: ["exp", "nbf", "jti"],
    });
    const claims = Claims.safeParse(payload);
    if (protectedHeader.kid !== kid || !claims.success) return undefined;
    return { userId: claims.data.sub, sessionId: claims.data.sid };
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
