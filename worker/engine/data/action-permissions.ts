/**
 * What common actions need from `GITHUB_TOKEN`. Source of every row: the action's own README ("Permissions", or its example
 * workflow) as of 2026-08; an action that is not here is `"unknown"`, never "none".
 */
import { ACTION_GRANTS, type ActionGrant, NO_TOKEN_ACTIONS, NO_TOKEN_OWNERS } from "./action-permission-rows.ts";
import { permissionsOfScript } from "./api-permissions.ts";
import type { Need } from "./grant.ts";

export type Inputs = Readonly<Record<string, string>>;

const TOKEN_INPUTS = ["token", "github-token", "github_token", "repo-token", "repo_token", "access-token"];
const OWN_TOKEN = /secrets\.GITHUB_TOKEN|github\.token/i;

/**
 * Need of one step. `uses` is what stands in the file (`actions/checkout@v4`; the ref does not matter), `inputs` its `with:`
 * map with expressions left as text. Where a token other than the job's own is passed in, the job's token is not used.
 */
export function permissionsOfAction(uses: string, inputs: Inputs = {}): Need {
  const name = (uses.split("@")[0] ?? "").toLowerCase();
  const given = lowerKeys(inputs);
  if (name === "actions/github-script") return usesOtherToken(given) ? "none" : permissionsOfScript(given.script ?? "");
  if (isTokenless(name)) return "none";
  const row = ACTION_GRANTS[name] ?? ACTION_GRANTS[repositoryOf(name)];
  if (row === undefined) return "unknown";
  return usesOtherToken(given) && row.ownTokenOnly !== true ? identityPart(row, given) : needOf(row, given);
}

function needOf(row: ActionGrant, inputs: Inputs): Need {
  return row.when === undefined ? row.needs : row.when(inputs);
}

/** A personal token replaces the job's for API calls, but the OIDC token always comes from the job. */
function identityPart(row: ActionGrant, inputs: Inputs): Need {
  const need = needOf(row, inputs);
  return typeof need === "object" && need["id-token"] !== undefined ? { "id-token": "write" } : "none";
}

function usesOtherToken(inputs: Inputs): boolean {
  const token = TOKEN_INPUTS.map((name) => inputs[name]).find((value) => value !== undefined && value.trim() !== "");
  return token !== undefined && !OWN_TOKEN.test(token);
}

function isTokenless(name: string): boolean {
  const owner = name.split("/")[0] ?? "";
  return NO_TOKEN_ACTIONS.has(name) || NO_TOKEN_ACTIONS.has(repositoryOf(name)) || NO_TOKEN_OWNERS.has(owner);
}

function repositoryOf(name: string): string {
  return name.split("/").slice(0, 2).join("/");
}

function lowerKeys(inputs: Inputs): Inputs {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name.toLowerCase(), value]));
}
