/** Push deliveries as GitHub sends them: the same bytes for everybody who is measured. */
import { createHmac, randomUUID } from "node:crypto";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const LINKS = [
  "archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads",
  "events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges",
  "milestones notifications pulls releases stargazers statuses subscribers subscription tags teams trees",
].flatMap((line) => line.split(" "));

/** A push of one commit to the default branch, about 7 KB. */
export function pushPayload(repository: { readonly githubId: number; readonly fullName: string }): string {
  const { githubId, fullName } = repository;
  const [owner, name] = fullName.split("/");
  const api = `https://api.github.com/repos/${fullName}`;
  const links = Object.fromEntries(LINKS.map((link) => [`${link}_url`, `${api}/${link}{/${link}}`]));
  const person = { name: owner, email: "dev@example.com", username: owner };
  const commit = {
    id: SHA,
    tree_id: SHA,
    distinct: true,
    message: "Run the tests of every package\n\nThey were forgotten when the workspace was split.",
    timestamp: "2026-11-21T10:00:00Z",
    url: `https://github.com/${fullName}/commit/${SHA}`,
    author: person,
    committer: person,
    added: [".github/workflows/test.yml"],
    removed: [],
    modified: ["package.json", "packages/core/package.json", "packages/web/package.json"],
  };
  return JSON.stringify({
    ref: "refs/heads/main",
    before: "f".repeat(40),
    after: SHA,
    repository: {
      id: githubId,
      node_id: "MDEwOlJlcG9zaXRvcnkx",
      name,
      full_name: fullName,
      private: false,
      owner: { ...person, login: owner, id: 1, url: `https://api.github.com/users/${owner}`, type: "User" },
      html_url: `https://github.com/${fullName}`,
      description: "A service with a pipeline.",
      url: api,
      ...links,
      language: "TypeScript",
      topics: ["ci", "testing"],
      default_branch: "main",
      master_branch: "main",
    },
    pusher: { name: owner, email: "dev@example.com" },
    sender: { login: owner, id: 1, type: "User", url: `https://api.github.com/users/${owner}` },
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: `https://github.com/${fullName}/compare/ffffffffffff...0123456789ab`,
    commits: [commit],
    head_commit: commit,
  });
}

export type Delivery = { readonly path: string; readonly body: string; readonly headers: Record<string, string> };

/** A signed delivery with a GUID of its own. */
export function delivery(to: { path: string; hookId: number; secret: string }, body: string): Delivery {
  return {
    path: to.path,
    body,
    headers: {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "GitHub-Hookshot/bench",
      "x-github-event": "push",
      "x-github-delivery": randomUUID(),
      "x-github-hook-id": String(to.hookId),
      "x-hub-signature-256": `sha256=${createHmac("sha256", to.secret).update(body).digest("hex")}`,
    },
  };
}
