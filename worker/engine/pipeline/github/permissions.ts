import type { PermissionScope, PipelineJob } from "../pipeline.ts";
import { entry, map, type YamlEntry } from "../yaml-text.ts";
import { hasPages } from "./pages-steps.ts";

type Permissions = Partial<Record<PermissionScope, "read" | "write">>;

/** What a job needs each level for, as a comment. */
const REASONS: Readonly<Record<PermissionScope, string>> = {
  contents: "To push commits, tags or releases.",
  packages: "To push the image to GitHub's registry.",
  pages: "To deploy to GitHub Pages.",
  "id-token": "To prove who it is to the service that it deploys to.",
  "pull-requests": "To comment on the pull request.",
  "security-events": "To upload findings to code scanning.",
  attestations: "To store the attestation of what was built.",
  deployments: "To record the deployment.",
  checks: "To publish test results as a check.",
};
const ORDER = Object.keys(REASONS) as PermissionScope[];

/** Levels beyond reading the code; null where the workflow's own are enough. A job's list replaces the workflow's. */
export function permissionsEntry(job: PipelineJob): YamlEntry | null {
  const own = { ...needed(job), ...job.permissions };
  const scopes = ORDER.flatMap((scope) => {
    const level = own[scope];
    return level === undefined ? [] : [{ scope, level }];
  });
  if (scopes.every(({ scope, level }) => scope === "contents" && level === "read")) return null;
  const code = own.contents === undefined ? [entry("contents", "read")] : [];
  const entries = scopes.map(({ scope, level }) => entry(scope, level, { comment: reasonOf(scope, level) }));
  return entry("permissions", map([...code, ...entries]));
}

function needed(job: PipelineJob): Permissions {
  const pushes = job.steps.some((step) => step.kind === "container" && step.push);
  const container: Permissions = pushes ? { packages: "write" } : {};
  const pages: Permissions = hasPages(job) ? { pages: "write", "id-token": "write" } : {};
  return { ...container, ...pages };
}

function reasonOf(scope: PermissionScope, level: "read" | "write"): string | null {
  if (level === "write") return REASONS[scope];
  return scope === "contents" ? null : `To read ${scope.replaceAll("-", " ")}.`;
}
