import type { MiddlewareHandler } from "hono";
import type { LocalC, LocalEnv } from "./env.ts";
import { GithubError } from "./errors.ts";

export const DEFAULT_API_VERSION = "2022-11-28";
const API_VERSIONS = new Set([DEFAULT_API_VERSION, "2026-03-10"]);

/** Refuses a request without `User-Agent`, in plain text as GitHub does. */
export function requireUserAgent(): MiddlewareHandler<LocalEnv> {
  return async function checkUserAgent(c, next) {
    if (c.req.header("user-agent")) return next();
    const text =
      "Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). Check https://developer.github.com for other possible causes.\n";
    return c.text(text, 403);
  };
}

/** Accepts the two published versions of the API. Throws 400 for any other. */
export function selectApiVersion(): MiddlewareHandler<LocalEnv> {
  return async function readApiVersion(c, next) {
    const version = c.req.header("x-github-api-version") ?? DEFAULT_API_VERSION;
    if (!API_VERSIONS.has(version)) {
      throw new GithubError(
        400,
        `'${version}' is not a supported version. Send one of ${[...API_VERSIONS].join(", ")}, or no X-GitHub-Api-Version.`,
      );
    }
    c.set("apiVersion", version);
    await next();
    c.header("x-github-api-version-selected", version);
  };
}

const MEDIA = /application\/vnd\.github(?:\.v3)?(?:\.(?<param>[a-z-]+))?(?:\+json)?/;

/** The GitHub media parameter a request asks for, as `raw`, `sha`, `diff` or `object`; empty for plain JSON. */
export function mediaParam(c: LocalC): string {
  return MEDIA.exec(c.req.header("accept") ?? "")?.groups?.param ?? "";
}

/** Headers that every answer of the API carries. */
export function commonHeaders(): MiddlewareHandler<LocalEnv> {
  return async function addCommonHeaders(c, next) {
    c.set("acceptedScopes", []);
    await next();
    const { token, acceptedScopes, requestId } = c.var;
    c.header("x-github-request-id", requestId);
    const media = mediaParam(c);
    c.header("x-github-media-type", `github.v3${media ? `; param=${media}` : ""}; format=json`);
    c.header("access-control-expose-headers", "ETag, Link, X-OAuth-Scopes, X-RateLimit-Remaining, X-RateLimit-Reset");
    c.header("x-content-type-options", "nosniff");
    if (token && !token.installation) {
      c.header("x-oauth-scopes", token.ends ? "" : token.scopes.join(", "));
      c.header("x-accepted-oauth-scopes", acceptedScopes.join(", "));
      c.header("x-oauth-client-id", token.clientId);
    }
    if (c.res.headers.get("content-type") === "application/json") {
      c.header("content-type", "application/json; charset=utf-8");
    }
  };
}
