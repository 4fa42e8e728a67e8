import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_CLIENT } from "../../local/context.ts";
import { issueToken } from "../../local/github/tokens.ts";
import { createLocal, type Local, type LocalOptions } from "../../local/server.ts";
import { createFidelity, type Fidelity } from "./fidelity.ts";

export interface TestGithub extends Local, Fidelity {
  dataDir: string;
  /** Calls a control route and gives its JSON. */
  control(path: string, body?: unknown, method?: string): Promise<Record<string, unknown>>;
  /** A token for a user, who is created when unknown. */
  token(options?: { login?: string; scopes?: string[] }): Promise<string>;
}

/** A local GitHub of its own for one test file: free port, temporary folder, control routes. Close it in `afterAll`. */
export async function startGithub(options: Partial<LocalOptions> = {}): Promise<TestGithub> {
  const dataDir = mkdtempSync(join(tmpdir(), "local-github-"));
  const local = await createLocal({ port: 0, dataDir, control: true, warn: () => undefined, ...options });
  async function control(path: string, body?: unknown, method = "POST") {
    const response = await fetch(`${local.url}/_control/${path}`, {
      method,
      headers: { "x-control-token": local.controlToken, "content-type": "application/json" },
      ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The control route ${path} answered ${response.status}: ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
  }
  return {
    ...local,
    ...createFidelity(local.url),
    dataDir,
    control,
    token: async ({ login = "dev", scopes = ["repo", "workflow", "read:user", "user:email"] } = {}) =>
      String((await control("token", { login, scopes })).token),
    close: async () => {
      await local.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const ALL_SCOPES = ["repo", "workflow", "read:user", "user:email"];

export interface LocalGithub extends Omit<TestGithub, "token"> {
  /** An access token at once, without the browser; for the default user unless `login` says otherwise. */
  token(scopes?: string[], login?: string): string;
  /** Folder of a served repository, for git commands by hand. */
  repoDir(fullName: string): string;
  /** A checked request below the API address; `token` goes into the Authorization header. */
  request(path: string, init?: RequestInit & { token?: string }): Promise<Response>;
}

/** As `startGithub`, with tokens at once, the folders of the repositories, and requests by path. */
export async function startLocalGithub(options: Partial<LocalOptions> = {}): Promise<LocalGithub> {
  const github = await startGithub(options);
  const { context } = github;
  return {
    ...github,
    token: (scopes = ALL_SCOPES, login = context.settings.login) =>
      issueToken(context, { login, clientId: DEFAULT_CLIENT.id, scopes }).token,
    repoDir: (fullName) => {
      const [owner = "", name = ""] = fullName.split("/");
      const repo = context.repos.find(owner, name);
      if (!repo) throw new Error(`The local GitHub does not serve ${fullName}.`);
      return repo.record.dir;
    },
    request: (path, { token, ...init } = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has("user-agent")) headers.set("user-agent", "autodevops-test");
      if (token) headers.set("authorization", `Bearer ${token}`);
      return github.checkedFetch(`${github.url}${path}`, { ...init, headers });
    },
  };
}
