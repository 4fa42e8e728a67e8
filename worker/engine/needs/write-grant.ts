/** Grants as YAML, and the edits that put them into jobs. */
import { type Grant, SCOPES, type Scope } from "../data/grant.ts";
import { indentStep, insertKey } from "../edit/edit-yaml.ts";
import type { Edit } from "../finding.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { Job, Workflow } from "../model/workflow.ts";

type Line = { readonly scope: Scope; readonly level: "read" | "write" };

/** `contents` first, as everybody writes it, then by name. */
function linesOf(grant: Grant): Line[] {
  const order: Scope[] = ["contents", ...SCOPES.filter((scope) => scope !== "contents")];
  return order.flatMap((scope) => {
    const level = grant[scope];
    return level === undefined ? [] : [{ scope, level }];
  });
}

/** YAML source of a grant as the value of `permissions:`; lines below the key are indented by `step`. */
export function grantSource(grant: Grant, step: string | null): string {
  const lines = linesOf(grant).map(({ scope, level }) => `${scope}: ${level}`);
  if (lines.length === 0) return "{}";
  return step === null ? `{ ${lines.join(", ")} }` : lines.map((line) => `\n${step}${line}`).join("");
}

/** Adds a job's own `permissions`. Null when the job is written in a form that cannot be edited safely. */
export function insertJobGrant(workflow: Workflow, job: Job, grant: Grant): Edit[] | null {
  const { file } = workflow;
  const step = job.node.flow ? null : indentStep(file, workflow.root);
  return insertKey(file, job.node, {
    key: "permissions",
    value: grantSource(grant, step),
    // Not behind `runs-on`: that is where a missing time limit goes, and two fixes must not meet at one place.
    after: ["timeout-minutes", "if", "needs", "name"],
    before: ["runs-on", "uses", "steps"],
  });
}

/** True when every access of `inner` is given by `outer` too. */
export function isCovered(inner: Grant, outer: Grant): boolean {
  return SCOPES.every(
    (scope) => inner[scope] === undefined || outer[scope] === "write" || outer[scope] === inner[scope],
  );
}

/** What both grants give. */
export function intersect(a: Grant, b: Grant): Grant {
  const both: Partial<Record<Scope, "read" | "write">> = {};
  for (const scope of SCOPES) {
    const [left, right] = [a[scope], b[scope]];
    if (left && right) both[scope] = left === "write" && right === "write" ? "write" : "read";
  }
  return both;
}

export function writesOf(grant: Grant): Scope[] {
  return SCOPES.filter((scope) => grant[scope] === "write");
}

/** True when the line behind `offset` is empty, so that a new block should have an empty line before it too. */
export function isFollowedByBlank(file: SourceFile, offset: number): boolean {
  const line = file.lines.lineAt(offset);
  return line < file.lines.count && file.lines.line(line + 1).trim() === "";
}
