import { AppError } from "../../errors.ts";
import { rateLimitedUntil } from "./rate-limits.ts";

/** What is known of a request that GitHub refused or that got no answer. Header names are lower case. */
export type GithubFailure = {
  /** Null when there was no answer at all. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  /** GitHub's own words: used to tell cases apart, never shown. */
  readonly message: string;
  readonly cause: unknown;
  /** True for a write that touches `.github/workflows`: GitHub hides a missing `workflow` scope behind a 404. */
  readonly writesWorkflow: boolean;
};

export type FailureContext = {
  readonly now: number;
  /** Page where an owner can let this OAuth application in. */
  readonly connectionUrl: string;
};

/** Where a user grants the scopes that connecting and publishing need. */
export const GRANT_PATH = "/api/auth/github?access=repositories";

/** Problem of comparing commits of two histories. */
export const NO_COMMON_ANCESTOR = "github_no_common_ancestor";

const WRITE_SCOPES = ["repo", "workflow"];

/**
 * The one place that says what a failed GitHub request means for a user. `rate_limited` carries `retryAt`;
 * `upstream_failed` is worth a retry; all other codes will fail again until somebody acts.
 */
export function classifyFailure(failure: GithubFailure, context: FailureContext): AppError {
  if (failure.status === null) return unreachable(failure);
  const until = rateLimitedUntil({ ...failure, status: failure.status }, context.now);
  if (until !== null) return rateLimited(until, failure.cause);
  return answerTo(failure.status)(failure, context);
}

function answerTo(status: number): Answer {
  if (status >= SERVER_ERROR) return serverFailed;
  const isPassing = status < CLIENT_ERROR || PASSING.has(status);
  return BY_STATUS[status] ?? (isPassing ? unexpected : unwanted);
}

export function rateLimited(until: number, cause: unknown): AppError {
  return new AppError(
    "rate_limited",
    `GitHub's rate limit is used up. Work goes on by itself at ${new Date(until).toISOString()}.`,
    { cause, retryAt: until, problemCode: "github_rate_limited" },
  );
}

/** For an answer that is not what GitHub documents: cut JSON, a page of HTML, missing fields. */
export function badAnswer(cause: unknown): AppError {
  return new AppError("upstream_failed", "GitHub gave an answer that cannot be read. Try again in a minute.", {
    cause,
    problemCode: "github_bad_answer",
  });
}

export function missingScope(scopes: readonly string[], cause?: unknown): AppError {
  const names = scopes.map((scope) => `\`${scope}\``).join(" and ");
  return new AppError("missing_scope", `This needs GitHub's permission ${names}. Grant it on GitHub, then try again.`, {
    cause,
    actionUrl: GRANT_PATH,
  });
}

const CLIENT_ERROR = 400;
const SERVER_ERROR = 500;
/** Refusals of the moment alone: a request that came too slowly or too early. */
const PASSING: ReadonlySet<number> = new Set([408, 425]);

type Answer = (failure: GithubFailure, context: FailureContext) => AppError;

const BY_STATUS: Readonly<Record<number, Answer>> = {
  301: moved,
  302: moved,
  307: moved,
  308: moved,
  401: tokenRefused,
  403: refused,
  404: notThere,
  409: conflict,
  410: notThere,
  422: invalid,
  451: blocked,
};

function unreachable({ cause }: GithubFailure): AppError {
  const isTimeout = cause instanceof Error && cause.name === "TimeoutError";
  const detail = isTimeout
    ? "GitHub took too long to answer. Try again in a minute."
    : "GitHub cannot be reached. Try again in a minute; www.githubstatus.com tells of outages.";
  return new AppError("upstream_failed", detail, {
    cause,
    problemCode: isTimeout ? "github_timeout" : "github_unreachable",
  });
}

function serverFailed({ cause }: GithubFailure): AppError {
  return new AppError(
    "upstream_failed",
    "GitHub has trouble answering. Try again in a minute; www.githubstatus.com tells of outages.",
    { cause, problemCode: "github_unavailable" },
  );
}

function moved({ cause }: GithubFailure): AppError {
  return new AppError("conflict", "The repository has a new name on GitHub. Sync it, then try again.", {
    cause,
    problemCode: "github_moved",
  });
}

function tokenRefused({ cause }: GithubFailure): AppError {
  return new AppError(
    "forbidden",
    "GitHub no longer accepts your permission: it was revoked or has expired. Sign in with GitHub again.",
    { cause, problemCode: "github_token_refused", actionUrl: GRANT_PATH },
  );
}

/** Reasons that GitHub gives in words; the first that fits counts. */
const REFUSED: readonly (readonly [RegExp, Answer])[] = [
  [/OAuth App access restrictions/i, oauthRestricted],
  [/IP allow list/i, ipBlocked],
  [/access blocked/i, blocked],
  [/archived/i, ({ cause }) => archived(cause)],
  [/\b(?:issue|conversation)\b.*\blocked\b/i, conversationLocked],
  [/\blocked\b/i, repositoryLocked],
];

function refused(failure: GithubFailure, context: FailureContext): AppError {
  if (failure.headers["x-github-sso"] !== undefined) return ssoRequired(failure, context);
  const named = REFUSED.find(([words]) => words.test(failure.message));
  if (named) return named[1](failure, context);
  return scopeMissing(failure) ?? forbidden(failure.cause);
}

function oauthRestricted({ cause }: GithubFailure, { connectionUrl }: FailureContext): AppError {
  const detail = "The organization has not let AutoDevOps in. Ask one of its owners to approve it on GitHub.";
  return new AppError("forbidden", detail, {
    cause,
    problemCode: "github_oauth_restricted",
    actionUrl: connectionUrl,
  });
}

function ipBlocked({ cause }: GithubFailure): AppError {
  const detail =
    "The organization accepts listed IP addresses only. Ask one of its owners to add this server's address.";
  return new AppError("forbidden", detail, { cause, problemCode: "github_ip_blocked" });
}

/** GitHub names the page to go to; one outside its own web address is not passed on. */
function ssoRequired({ headers, cause }: GithubFailure, { connectionUrl }: FailureContext): AppError {
  const url = /url=(\S+)/.exec(headers["x-github-sso"] ?? "")?.[1];
  const isGithub = url !== undefined && URL.canParse(url) && new URL(url).origin === new URL(connectionUrl).origin;
  const detail = "The organization asks for single sign-on. Authorize AutoDevOps for it on GitHub, then try again.";
  const action = isGithub ? { actionUrl: url } : {};
  return new AppError("forbidden", detail, { cause, problemCode: "github_sso_required", ...action });
}

export function archived(cause?: unknown): AppError {
  return new AppError("conflict", "The repository is archived on GitHub. Unarchive it there before you change it.", {
    cause,
    problemCode: "repository_archived",
  });
}

/** GitHub locks a repository while it is migrated: it cannot be read either, so it is no mere conflict. */
function repositoryLocked({ cause }: GithubFailure): AppError {
  const detail = "The repository is locked on GitHub, for example by a migration. Unlock it there, then try again.";
  return new AppError("forbidden", detail, { cause, problemCode: "repository_locked" });
}

function conversationLocked({ cause }: GithubFailure): AppError {
  const detail = "The conversation is locked on GitHub. Unlock it there, then try again.";
  return new AppError("forbidden", detail, { cause, problemCode: "github_conversation_locked" });
}

function forbidden(cause: unknown): AppError {
  const detail = "GitHub does not let you do this. Ask an administrator of the repository for the right to.";
  return new AppError("forbidden", detail, { cause, problemCode: "github_permission" });
}

function notThere(failure: GithubFailure): AppError {
  const missing = scopeMissing(failure);
  if (missing) return missing;
  if (/No common ancestor/i.test(failure.message)) return unrelated(failure);
  const detail = "GitHub shows no such repository to you: it was deleted, or you lost access. Check it on GitHub.";
  return new AppError("not_found", detail, { cause: failure.cause, problemCode: "github_not_found" });
}

function unrelated({ cause }: GithubFailure): AppError {
  const detail = "The two commits share no history on GitHub, so they cannot be compared. Rebase one onto the other.";
  return new AppError("not_found", detail, { cause, problemCode: NO_COMMON_ANCESTOR });
}

/** GitHub says which scopes it would have accepted; it answers 404 rather than tell that something private exists. */
function scopeMissing({ headers, writesWorkflow, cause }: GithubFailure): AppError | null {
  const granted = scopesOf(headers["x-oauth-scopes"]);
  if (granted === null) return null;
  const accepted = scopesOf(headers["x-accepted-oauth-scopes"]) ?? [];
  const lacksAccepted = accepted.length > 0 && !accepted.some((scope) => granted.includes(scope));
  const lacksWorkflow = writesWorkflow && !granted.includes("workflow");
  return lacksAccepted || lacksWorkflow ? missingScope(WRITE_SCOPES, cause) : null;
}

function scopesOf(header: string | undefined): string[] | null {
  return header === undefined ? null : header.split(/[\s,]+/).filter((scope) => scope !== "");
}

function conflict({ cause, message }: GithubFailure): AppError {
  if (RULE.test(message)) return ruleBroken(cause);
  const detail = "GitHub refused this because the repository changed meanwhile. Sync it and try again.";
  return new AppError("conflict", detail, { cause, problemCode: "github_conflict" });
}

/** What a ruleset forbids is a 422 to the Git data API and a 409 to others. */
const RULE = /rule violations/i;

function ruleBroken(cause: unknown): AppError {
  const detail =
    "A rule of the repository does not allow this branch or commit. Ask an administrator to let AutoDevOps past it.";
  return new AppError("conflict", detail, { cause, problemCode: "github_rule" });
}

function invalid({ cause, message }: GithubFailure): AppError {
  if (RULE.test(message)) return ruleBroken(cause);
  if (/reachable over the public Internet/i.test(message)) {
    const detail =
      "GitHub cannot deliver webhooks to this address. Set PUBLIC_URL to one that the internet can reach, then connect again.";
    return new AppError("conflict", detail, { cause, problemCode: "github_hook_unreachable" });
  }
  const detail =
    "GitHub refused this as invalid. Sync the repository and try again; if it stays, look at it on GitHub.";
  return new AppError("conflict", detail, { cause, problemCode: "github_invalid" });
}

/** 451 for the law's sake, 403 for GitHub's own terms. */
function blocked({ cause }: GithubFailure): AppError {
  const detail = "GitHub has blocked this repository, for legal reasons or by its terms. Its page on GitHub says more.";
  return new AppError("forbidden", detail, { cause, problemCode: "github_blocked" });
}

function unexpected({ cause, status }: GithubFailure): AppError {
  return new AppError(
    "upstream_failed",
    `GitHub answered ${status}, which is not expected here. Try again in a minute.`,
    {
      cause,
      problemCode: "github_bad_answer",
    },
  );
}

/** What GitHub refuses without a reason that we know, it refuses again. */
function unwanted({ cause, status }: GithubFailure): AppError {
  const detail = `GitHub refused this with status ${status}. Sync the repository and try again; if it stays, look at it on GitHub.`;
  return new AppError("conflict", detail, { cause, problemCode: "github_invalid" });
}
