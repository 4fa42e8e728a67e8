import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_CLIENT } from "../../local/context.ts";
import { issueToken } from "../../local/github/tokens.ts";
import { createLocal, type Local, type LocalOptions } from "../../local/server.ts";

export type LocalGithub = Local & {
  dataDir: string;
  /** An access token without the browser; as the default user unless `login` says otherwise. */
  token(scopes?: string[], login?: string): string;
  /** Git directory of a served repository. */
  repoDir(fullName: string): string;
  /** GET, or what `init` says, with a User-Agent; a `token` goes into the Authorization header. */
  fetch(path: string, init?: RequestInit & { token?: string }): Promise<Response>;
};

const SCOPES = ["repo", "workflow", "read:user", "user:email"];

/** Starts the local GitHub on a free port with its data in a temporary folder, which `close` removes. */
export async function startLocalGithub(options: Partial<LocalOptions> = {}): Promise<LocalGithub> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "local-github-")));
  const local = await createLocal({ port: 0, dataDir, control: true, warn: () => {}, ...options });
  const { context } = local;
  return {
    ...local,
    dataDir,
    token: (scopes = SCOPES, login = context.settings.login) =>
      issueToken(context, { login, clientId: DEFAULT_CLIENT.id, scopes }).token,
    repoDir: (fullName) => {
      const [owner = "", name = ""] = fullName.split("/");
      const repo = context.repos.find(owner, name);
      if (!repo) throw new Error(`The local GitHub does not serve ${fullName}.`);
      return repo.record.dir;
    },
    fetch: (path, { token, ...init } = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has("user-agent")) headers.set("user-agent", "autodevops-test");
      if (token) headers.set("authorization", `Bearer ${token}`);
      return fetch(new URL(path, local.url), { ...init, headers });
    },
    close: async () => {
      await local.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
