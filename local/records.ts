/** What `state.json` holds. Instants are milliseconds since the epoch. */

export type UserRecord = {
  id: number;
  login: string;
  name: string;
  email: string;
  type: "User" | "Organization" | "Bot";
  /** Logins of the organizations this user belongs to. */
  organizations: string[];
  createdAt: number;
};

export type TokenRecord = {
  /** SHA-256 of the token in hex; the token itself is never stored. */
  hash: string;
  lastEight: string;
  id: number;
  login: string;
  clientId: string;
  scopes: string[];
  createdAt: number;
  revokedAt: number | null;
  /** Set for the token of an installation of an app, which ends by itself. */
  installation?: { id: number; expiresAt: number };
  /** Set for a user's token that ends. What renews it works once, and kills it. */
  ends?: { at: number; refreshHash: string; refreshAt: number };
};

/** A GitHub App. Only its public key is kept. */
export type AppRecord = {
  id: number;
  slug: string;
  name: string;
  owner: string;
  publicKey: string;
  permissions: Record<string, "read" | "write">;
  createdAt: number;
};

export type InstallationRecord = {
  id: number;
  appId: number;
  /** Login of the user or organization that installed it. */
  account: string;
  repoIds: number[];
  createdAt: number;
};

export type AnnotationRecord = {
  path: string;
  start_line: number;
  end_line: number;
  start_column: number | null;
  end_column: number | null;
  annotation_level: "notice" | "warning" | "failure";
  title: string | null;
  message: string;
  raw_details: string | null;
};

export type CheckRunRecord = {
  id: number;
  repoId: number;
  appId: number;
  name: string;
  headSha: string;
  externalId: string | null;
  detailsUrl: string | null;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  output: { title: string; summary: string; text: string | null } | null;
  annotations: AnnotationRecord[];
  startedAt: number;
  completedAt: number | null;
};

export type StatusRecord = {
  id: number;
  repoId: number;
  sha: string;
  state: "error" | "failure" | "pending" | "success";
  context: string;
  description: string | null;
  targetUrl: string | null;
  login: string;
  createdAt: number;
};

export type CommentRecord = {
  id: number;
  repoId: number;
  /** Of the issue or pull request. */
  number: number;
  login: string;
  appId: number | null;
  body: string;
  createdAt: number;
  updatedAt: number;
};

export type GrantRecord = { id: number; clientId: string; login: string; scopes: string[]; createdAt: number };

export type CodeRecord = {
  hash: string;
  clientId: string;
  login: string;
  scopes: string[];
  redirectUri: string;
  codeChallenge: string | null;
  createdAt: number;
  usedAt: number | null;
};

export type HookRecord = {
  id: number;
  repoId: number;
  url: string;
  contentType: "json" | "form";
  secret: string | null;
  insecureSsl: "0" | "1";
  events: string[];
  active: boolean;
  createdAt: number;
  updatedAt: number;
  lastResponse: { code: number | null; status: string; message: string | null };
};

export type DeliveryRecord = {
  id: number;
  hookId: number;
  repoId: number;
  guid: string;
  event: string;
  action: string | null;
  deliveredAt: number;
  redelivery: boolean;
  durationMs: number;
  status: string;
  statusCode: number;
  request: { headers: Record<string, string>; payload: string };
  response: { headers: Record<string, string>; payload: string };
};

export type PullRecord = {
  id: number;
  repoId: number;
  number: number;
  title: string;
  body: string | null;
  draft: boolean;
  state: "open" | "closed";
  login: string;
  head: { ref: string; sha: string };
  base: { ref: string; sha: string };
  merged: boolean;
  mergeSha: string | null;
  mergedBy: string | null;
  mergeableCheckedAt: number | null;
  createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  mergedAt: number | null;
  /** Whose copy its head is in; that copy is not served, its commits are under `refs/pull` alone. */
  fork?: { owner: string; name: string };
};

export type RepoRecord = {
  id: number;
  owner: string;
  name: string;
  /** `found` repositories live in a user's folder and are only reached through a view; the others are our own. */
  kind: "sample" | "found" | "created";
  /** Absolute path: the found repository, or our own bare one. */
  dir: string;
  description: string | null;
  topics: string[];
  private: boolean;
  archived: boolean;
  defaultBranch: string;
  /** Earlier `owner/name` spellings, answered by a 301. */
  previousNames: string[];
  createdAt: number;
  pushedAt: number;
  updatedAt: number;
};

export type JournalEntry = {
  at: number;
  method: string;
  path: string;
  query: string;
  status: number;
  durationMs: number;
  /** Request headers; a token shows as the first 12 hex digits of its SHA-256. */
  headers: Record<string, string>;
  resource: string | null;
  fault: string | null;
  /** How long a refusal for its rate told the caller to wait, ms since the epoch, and whether with this resource alone; null: it was none. */
  wait: { until: number; isOfResource: boolean } | null;
};
