/** Actions that make a token of a GitHub App, with the inputs that narrow it. Input names are compared in lower case. */

export interface AppTokenAction {
  /** Any of these restricts the repositories. */
  readonly repositories: readonly string[];
  /** Only with one of these does the token leave the present repository; empty where it always does. */
  readonly widenedBy: readonly string[];
  /** Input, or prefix of inputs, that restricts the permissions. */
  readonly permissions: string;
  /** Inputs that keep the token valid after the job, with the value that does. */
  readonly keptBy: readonly { readonly input: string; readonly value: "true" | "false" }[];
  readonly source: string;
  readonly seen: string;
}

export const APP_TOKEN_ACTIONS: Readonly<Record<string, AppTokenAction>> = {
  "actions/create-github-app-token": {
    repositories: ["repositories"],
    widenedBy: ["owner"],
    permissions: "permission-",
    keptBy: [
      { input: "skip-token-revoke", value: "true" },
      { input: "skip_token_revoke", value: "true" },
    ],
    source: "https://github.com/actions/create-github-app-token#inputs",
    seen: "2026-11-21",
  },
  "tibdex/github-app-token": {
    repositories: ["repositories"],
    widenedBy: [],
    permissions: "permissions",
    keptBy: [{ input: "revoke", value: "false" }],
    source: "https://github.com/tibdex/github-app-token/blob/v2/action.yml",
    seen: "2026-11-21",
  },
};
