import { env } from "cloudflare:workers";

/** Calls a control route of the local GitHub and gives its JSON. */
export async function controlGithub(
  path: string,
  body: unknown = {},
  method = "POST",
): Promise<Record<string, unknown>> {
  const response = await fetch(`${env.GITHUB_API_URL}/_control/${path}`, {
    method,
    headers: { "x-control-token": env.LOCAL_CONTROL_TOKEN, "content-type": "application/json" },
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The control route ${path} answered ${response.status}: ${text}`);
  return text === "" ? {} : JSON.parse(text);
}

export type GithubGrant = { readonly login?: string; readonly scopes?: readonly string[] };

const ALL_SCOPES = ["repo", "workflow", "read:user", "user:email"];

/** A token that the local GitHub accepts. The user is created when unknown. */
export async function githubToken(grant: GithubGrant = {}): Promise<string> {
  const { login = "dev", scopes = ALL_SCOPES } = grant;
  return String((await controlGithub("token", { login, scopes })).token);
}

export { ALL_SCOPES };
