/** What the declaration of a route promises to each principal. */
import type { RouteSpec } from "../../../worker/http/route-spec.ts";
import { may, PERMISSIONS, ROLES, type Role } from "../../../worker/permissions.ts";
import { MATRIX_ROWS, type MatrixRow } from "./matrix-rows.ts";
import { type Principal, scopeOf } from "./principals.ts";

/** A status, and for problems the name of the problem where the declaration tells it. */
export type Expected = { readonly status: number; readonly problem?: string };

const NOBODY: readonly Principal[] = [
  "anonymous",
  "expired",
  "revoked",
  "expiredToken",
  "revokedToken",
  "exMemberToken",
  "operator",
];
const NOT_FOUND: Expected = { status: 404, problem: "not_found" };
const UNAUTHENTICATED: Expected = { status: 401, problem: "unauthenticated" };
const FORBIDDEN: Expected = { status: 403, problem: "forbidden" };
const BEYOND_TOKEN: Expected = { status: 403, problem: "insufficient_scope" };

export function keyOf({ method, path }: RouteSpec): string {
  return `${method} ${path}`;
}

export function rowOf(spec: RouteSpec): MatrixRow {
  const row = MATRIX_ROWS[keyOf(spec)];
  if (!row) throw new Error(`Add a row for "${keyOf(spec)}" to test/worker/conformity/matrix-rows.ts.`);
  return row;
}

function allowed(spec: RouteSpec): Expected {
  const { allowed: status, problem } = rowOf(spec);
  return problem === undefined ? { status } : { status, problem: problem.replace("/problems/", "") };
}

/** Of a user's own data: organizations do not matter, and tokens are let in by one scope. */
function ofOwnData(spec: RouteSpec, principal: Principal): Expected {
  const scope = scopeOf(principal);
  const isToken = scope !== undefined || principal === "otherToken";
  const isLetIn = spec.tokenScope !== undefined && (principal === "otherToken" || scope === spec.tokenScope);
  return isToken && !isLetIn ? BEYOND_TOKEN : allowed(spec);
}

/** Of a member of organization A, by role and token scope. */
function ofMember(spec: RouteSpec, principal: Principal): Expected {
  const { permission } = spec;
  if (!permission) throw new Error(`${keyOf(spec)} names no permission.`);
  const scope = scopeOf(principal);
  if (scope !== undefined) return PERMISSIONS[permission].scope === scope ? allowed(spec) : BEYOND_TOKEN;
  return may(roleOf(principal), permission) ? allowed(spec) : FORBIDDEN;
}

function roleOf(principal: Principal): Role {
  const role = ROLES.find((one) => one === principal);
  if (!role) throw new Error(`${principal} has no role in the organization.`);
  return role;
}

/** Of somebody who works in another organization: own rows, and nothing at the address of these. */
function ofStranger(spec: RouteSpec, principal: Principal): Expected {
  if (spec.resource || rowOf(spec).names) return NOT_FOUND;
  const isBeyond = spec.permission && PERMISSIONS[spec.permission].scope === null;
  return principal === "otherToken" && isBeyond ? BEYOND_TOKEN : allowed(spec);
}

/** Of a route that asks who calls. */
function ofSomebody(spec: RouteSpec, principal: Principal): Expected {
  if (NOBODY.includes(principal)) return UNAUTHENTICATED;
  if (principal === "exMember" && !rowOf(spec).ofUser) return NOT_FOUND;
  if (spec.access === "session") return ofOwnData(spec, principal);
  const isStranger = principal === "otherOwner" || principal === "otherToken";
  return isStranger ? ofStranger(spec, principal) : ofMember(spec, principal);
}

export function expectedOf(spec: RouteSpec, principal: Principal): Expected {
  const exception = rowOf(spec).but?.[principal];
  if (exception) return exception;
  if (spec.access === "public" || spec.access === "webhook") return allowed(spec);
  if (spec.access === "operator") return principal === "operator" ? allowed(spec) : NOT_FOUND;
  return ofSomebody(spec, principal);
}
