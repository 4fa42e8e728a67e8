/**
 * Which scope a REST endpoint of GitHub needs. Source: GitHub Docs, "Permissions required for GitHub Apps" (the token of a
 * job is one of an app), 2026-08. Only endpoints that jobs are seen to call; anything else is `"unknown"`.
 */
import { type Grant, mergeNeeds, type Need, type Scope } from "./grant.ts";

/** Path below `/repos/{owner}/{repo}/`, first match wins. */
const ENDPOINTS: readonly (readonly [RegExp, Scope])[] = [
  [/^issues\b/, "issues"],
  [/^(labels|milestones|assignees)\b/, "issues"],
  [/^pulls\b/, "pull-requests"],
  [/^(contents|git|releases|tags|branches|merges|commits|compare|tarball|zipball|readme|dispatches)\b/, "contents"],
  [/^statuses\b/, "statuses"],
  [/^(check-runs|check-suites)\b/, "checks"],
  [/^actions\b/, "actions"],
  [/^(deployments)\b/, "deployments"],
  [/^pages\b/, "pages"],
  [/^(code-scanning)\b/, "security-events"],
];
const COMMIT_DETAILS: readonly (readonly [RegExp, Scope])[] = [
  [/^commits\/[^/]+\/(check-runs|check-suites)/, "checks"],
  [/^commits\/[^/]+\/status(es)?/, "statuses"],
  [/^commits\/[^/]+\/pulls/, "pull-requests"],
];

/**
 * Need of one REST call. `path` may be a URL, start with a slash and hold expressions or variables for owner, repository
 * and numbers: `repos/${{ github.repository }}/issues/1/labels`.
 */
export function permissionsOfEndpoint(path: string, method = "GET"): Need {
  const rest = path.replace(/^https:\/\/api\.github\.com/, "").replace(/^\$\{?GITHUB_API_URL\}?/, "");
  const below = belowRepository(rest.replace(/^\//, ""));
  if (below === undefined) return "unknown";
  if (below === "") return ["GET", "HEAD"].includes(method.toUpperCase()) ? "none" : "unknown";
  const scope = [...COMMIT_DETAILS, ...ENDPOINTS].find(([pattern]) => pattern.test(below))?.[1];
  if (scope === undefined) return "unknown";
  const access = ["GET", "HEAD"].includes(method.toUpperCase()) ? "read" : "write";
  return { [scope]: access };
}

const REPOSITORY =
  /^repos\/(?:\$\{\{\s*github\.repository\s*\}\}|\$\{?(?:GITHUB_REPOSITORY|GH_REPO)\}?|\{owner\}\/\{repo\}|:owner\/:repo|[^/]+\/[^/]+)(?:\/|$)/;

function belowRepository(path: string): string | undefined {
  const prefix = REPOSITORY.exec(path)?.[0];
  return prefix === undefined ? undefined : path.slice(prefix.length);
}

/** Namespace of octokit methods → scope; a method that starts with one of `READS` only reads. */
const NAMESPACES: Readonly<Record<string, readonly Scope[]>> = {
  issues: ["issues"],
  pulls: ["pull-requests"],
  checks: ["checks"],
  actions: ["actions"],
  git: ["contents"],
  codescanning: ["security-events"],
};
const REPOSITORY_METHODS: readonly (readonly [RegExp, Scope])[] = [
  [/commitstatus|combinedstatus/i, "statuses"],
  [/deployment/i, "deployments"],
  [/pages/i, "pages"],
  [/release|content|commit|branch|tag|merge|readme|compare|dispatch/i, "contents"],
];
const READS = /^(get|list|check)/;
/** A pull request is an issue too: these calls work on either with the scope of the object. */
const ON_PULL_REQUESTS = /comment|label|assignee/i;
const METHOD_CALL = /\b(?:github|octokit)(?:\.rest)?\.([a-z][A-Za-z]*)\.([a-z][A-Za-z]*)\b/g;
const HIDDEN_CALL =
  /\b(?:github|octokit)\.(?:graphql|request)\b|\brequire\(|\bimport\(|\bgetOctokit\b|\bexec\b|\bfetch\(|\{[^}]*\}\s*=\s*github\b|=\s*github\s*[;,\n)]|\(\s*\{?[^(){}]*\bgithub\b\s*[,})]/;

/** Need of an `actions/github-script` body, from the octokit methods that it names; `"unknown"` where calls may hide. */
export function permissionsOfScript(script: string): Need {
  if (HIDDEN_CALL.test(script)) return "unknown";
  return mergeNeeds([...script.matchAll(METHOD_CALL)].map((call) => permissionsOfMethod(call[1] ?? "", call[2] ?? "")));
}

function permissionsOfMethod(namespace: string, method: string): Need {
  if (namespace === "rest" || namespace === "hook" || namespace === "log") return "none";
  const access = READS.test(method) ? "read" : "write";
  if (namespace === "issues" && ON_PULL_REQUESTS.test(method)) return { issues: access, "pull-requests": access };
  if (namespace === "repos") return permissionsOfRepositoryMethod(method, access);
  const scopes = NAMESPACES[namespace.toLowerCase()];
  if (scopes === undefined) return "unknown";
  const grant: Grant = Object.fromEntries(scopes.map((scope) => [scope, access]));
  return grant;
}

function permissionsOfRepositoryMethod(method: string, access: "read" | "write"): Need {
  if (method === "get" || method === "getCollaboratorPermissionLevel") return "none";
  const scope = REPOSITORY_METHODS.find(([pattern]) => pattern.test(method))?.[1];
  return scope === undefined ? "unknown" : { [scope]: access };
}
