/** Scopes of `permissions` with the levels that each accepts. */

interface PermissionRow {
  readonly levels: readonly ("read" | "write" | "none")[];
  readonly source: string;
  /** Day on which the source said so. */
  readonly seen: string;
}

const SYNTAX = "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions";
const ANY: PermissionRow = { levels: ["read", "write", "none"], source: SYNTAX, seen: "2026-11-21" };
const READ_ONLY: PermissionRow = { ...ANY, levels: ["read", "none"] };
const WRITE_ONLY: PermissionRow = { ...ANY, levels: ["write", "none"] };

export const PERMISSION_LEVELS: ReadonlyMap<string, PermissionRow> = new Map([
  ["actions", ANY],
  ["artifact-metadata", ANY],
  ["attestations", ANY],
  ["checks", ANY],
  ["code-quality", ANY],
  ["contents", ANY],
  ["copilot-requests", WRITE_ONLY],
  ["deployments", ANY],
  ["discussions", ANY],
  ["id-token", WRITE_ONLY],
  ["issues", ANY],
  ["models", READ_ONLY],
  ["packages", ANY],
  ["pages", ANY],
  ["pull-requests", ANY],
  ["repository-projects", ANY],
  ["security-events", ANY],
  ["statuses", ANY],
  ["vulnerability-alerts", READ_ONLY],
]);
