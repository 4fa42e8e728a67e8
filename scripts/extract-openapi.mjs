// Writes local/spec/*.subset.json: the parts of GitHub's published descriptions that the local GitHub is checked against.
// By hand, when a newer description should count:  node scripts/extract-openapi.mjs
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OUT = join(dirname(fileURLToPath(import.meta.url)), "../local/spec");
const DESCRIPTION = "package/generated/api.github.com.json";
const DROPPED = new Set(["description", "summary", "example", "examples", "externalDocs", "links", "headers", "tags"]);
const R = "/repos/{owner}/{repo}";

const OPERATIONS = [
  "get /meta",
  "get /emojis",
  "get /rate_limit",
  "get /user",
  "get /user/emails",
  "get /user/orgs",
  "get /user/repos",
  "get /orgs/{org}/repos",
  "get /users/{username}",
  "post /applications/{client_id}/token",
  "delete /applications/{client_id}/token",
  "delete /applications/{client_id}/grant",
  `get ${R}`,
  `patch ${R}`,
  `delete ${R}`,
  `get ${R}/languages`,
  `get ${R}/readme`,
  `get ${R}/topics`,
  `get ${R}/branches`,
  `get ${R}/branches/{branch}`,
  `get ${R}/commits`,
  `get ${R}/commits/{ref}`,
  `get ${R}/commits/{ref}/check-runs`,
  `get ${R}/commits/{ref}/status`,
  `get ${R}/commits/{ref}/statuses`,
  `post ${R}/check-runs`,
  `get ${R}/check-runs/{check_run_id}`,
  `patch ${R}/check-runs/{check_run_id}`,
  `get ${R}/check-runs/{check_run_id}/annotations`,
  `get ${R}/issues/{issue_number}/comments`,
  `post ${R}/issues/{issue_number}/comments`,
  `get ${R}/issues/comments/{comment_id}`,
  `patch ${R}/issues/comments/{comment_id}`,
  `delete ${R}/issues/comments/{comment_id}`,
  `get ${R}/installation`,
  "post /app/installations/{installation_id}/access_tokens",
  `get ${R}/compare/{basehead}`,
  `get ${R}/contents/{path}`,
  `put ${R}/contents/{path}`,
  `delete ${R}/contents/{path}`,
  `get ${R}/tarball/{ref}`,
  `post ${R}/git/blobs`,
  `get ${R}/git/blobs/{file_sha}`,
  `post ${R}/git/commits`,
  `get ${R}/git/commits/{commit_sha}`,
  `post ${R}/git/refs`,
  `get ${R}/git/ref/{ref}`,
  `get ${R}/git/matching-refs/{ref}`,
  `patch ${R}/git/refs/{ref}`,
  `delete ${R}/git/refs/{ref}`,
  `post ${R}/git/trees`,
  `get ${R}/git/trees/{tree_sha}`,
  `get ${R}/pulls`,
  `post ${R}/pulls`,
  `get ${R}/pulls/{pull_number}`,
  `patch ${R}/pulls/{pull_number}`,
  `get ${R}/pulls/{pull_number}/commits`,
  `get ${R}/pulls/{pull_number}/files`,
  `get ${R}/pulls/{pull_number}/merge`,
  `put ${R}/pulls/{pull_number}/merge`,
  `get ${R}/hooks`,
  `post ${R}/hooks`,
  `get ${R}/hooks/{hook_id}`,
  `patch ${R}/hooks/{hook_id}`,
  `delete ${R}/hooks/{hook_id}`,
  `post ${R}/hooks/{hook_id}/pings`,
  `post ${R}/hooks/{hook_id}/tests`,
  `get ${R}/hooks/{hook_id}/deliveries`,
  `get ${R}/hooks/{hook_id}/deliveries/{delivery_id}`,
  `post ${R}/hooks/{hook_id}/deliveries/{delivery_id}/attempts`,
  `post ${R}/statuses/{sha}`,
  `get ${R}/actions/workflows`,
  `get ${R}/actions/workflows/{workflow_id}/runs`,
  `get ${R}/actions/runs`,
  `get ${R}/actions/runs/{run_id}`,
  `get ${R}/actions/runs/{run_id}/jobs`,
  `get ${R}/actions/jobs/{job_id}/logs`,
];

const EVENTS = [
  "ping",
  "push",
  "create",
  "delete",
  "pull-request-opened",
  "pull-request-synchronize",
  "pull-request-edited",
  "pull-request-reopened",
  "pull-request-closed",
  "repository-renamed",
  "repository-deleted",
  "repository-archived",
  "repository-unarchived",
  "repository-transferred",
  "check-run-created",
  "check-run-completed",
  "workflow-run-requested",
  "workflow-run-in-progress",
  "workflow-run-completed",
  "workflow-job-queued",
  "workflow-job-completed",
];

/** Fetches one package into a temporary folder and gives its parsed description with where it came from. */
function published(name, version) {
  const folder = mkdtempSync(join(tmpdir(), "openapi-"));
  try {
    const packed = execFileSync("npm", ["pack", "--silent", `${name}@${version}`], { cwd: folder, encoding: "utf8" });
    execFileSync("tar", ["-xzf", packed.trim(), DESCRIPTION], { cwd: folder });
    const bytes = readFileSync(join(folder, DESCRIPTION));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return {
      document: JSON.parse(bytes),
      source: { package: name, version, file: DESCRIPTION, sha256, license: "MIT" },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A copy without prose. Below `properties` the keys are field names, so none of them is dropped. */
function withoutProse(node, keysAreNames = false) {
  if (Array.isArray(node)) return node.map((item) => withoutProse(item));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => keysAreNames || !(DROPPED.has(key) || key.startsWith("x-")))
      .map(([key, value]) => [key, withoutProse(value, key === "properties" && !keysAreNames)]),
  );
}

function referencesOf(node, found = new Set()) {
  if (node === null || typeof node !== "object") return found;
  if (typeof node.$ref === "string") found.add(node.$ref);
  for (const value of Object.values(node)) referencesOf(value, found);
  return found;
}

/** Everything the roots refer to, as `components`, sorted so that a refresh gives a readable difference. */
function referencedComponents(roots, document) {
  const queue = [...referencesOf(roots)];
  const taken = new Map();
  for (let reference = queue.pop(); reference; reference = queue.pop()) {
    if (taken.has(reference)) continue;
    const [, , kind, name] = reference.split("/");
    const component = withoutProse(document.components[kind][name]);
    taken.set(reference, component);
    queue.push(...referencesOf(component));
  }
  const components = {};
  for (const [reference, component] of [...taken].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, , kind, name] = reference.split("/");
    components[kind] ??= {};
    components[kind][name] = component;
  }
  return components;
}

function responsesOf(document) {
  const paths = {};
  for (const wanted of OPERATIONS) {
    const [method, path] = wanted.split(" ");
    const operation = document.paths[path]?.[method];
    if (!operation) throw new Error(`The description has no operation "${wanted}". Correct the list in this script.`);
    paths[path] ??= {};
    paths[path][method] = { operationId: operation.operationId, responses: withoutProse(operation.responses) };
  }
  return paths;
}

function payloadsOf(document) {
  const webhooks = {};
  for (const event of EVENTS) {
    const operation = document.webhooks[event]?.post;
    if (!operation) throw new Error(`The description has no webhook "${event}". Correct the list in this script.`);
    webhooks[event] = withoutProse(operation.requestBody.content["application/json"].schema);
  }
  return webhooks;
}

/** One line per entry of the second level: small enough to commit, still readable as a difference. */
function compact(subset) {
  const entries = Object.entries(subset).map(([key, value]) => {
    if (value === null || typeof value !== "object") return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const lines = Object.entries(value).map(([name, entry]) =>
      key === "components" ? componentLines(name, entry) : `  ${JSON.stringify(name)}: ${JSON.stringify(entry)}`,
    );
    return `${JSON.stringify(key)}: {\n${lines.join(",\n")}\n}`;
  });
  return `{\n${entries.join(",\n")}\n}\n`;
}

function componentLines(kind, members) {
  const lines = Object.entries(members).map(
    ([name, member]) => `    ${JSON.stringify(name)}: ${JSON.stringify(member)}`,
  );
  return `  ${JSON.stringify(kind)}: {\n${lines.join(",\n")}\n  }`;
}

const api = published("@octokit/openapi", "23.0.2");
const paths = responsesOf(api.document);
writeFileSync(
  join(OUT, "github.subset.json"),
  compact({
    openapi: api.document.openapi,
    "x-source": api.source,
    paths,
    components: referencedComponents(paths, api.document),
  }),
);

const hooks = published("@octokit/openapi-webhooks", "12.1.0");
const webhooks = payloadsOf(hooks.document);
writeFileSync(
  join(OUT, "webhooks.subset.json"),
  compact({
    openapi: hooks.document.openapi,
    "x-source": hooks.source,
    webhooks,
    components: referencedComponents(webhooks, hooks.document),
  }),
);
