/** What `state.json` holds. Instants are milliseconds since the epoch. */

export type UserRecord = {
  id: number;
  login: string;
  name: string;
  email: string;
  type: "User" | "Organization";
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
};
