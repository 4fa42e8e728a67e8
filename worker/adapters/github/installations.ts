import * as z from "zod";
import type { GithubClient } from "./client.ts";
import { badAnswer } from "./errors.ts";
import type { RepositoryName } from "./port.ts";
import { paramsOf } from "./repositories.ts";

/** `expiresAt` in milliseconds since the epoch. */
type InstallationToken = { readonly token: string; readonly expiresAt: number };

/** What an app asks in its own name, with a token that it signed. */
export type InstallationPort = {
  /** Null where the app is not installed. */
  installation(name: RepositoryName): Promise<number | null>;
  /** A token of about an hour for one repository alone. */
  installationToken(installation: number, githubId: number): Promise<InstallationToken>;
};

const NOT_FOUND = 404;

const InstallationAnswer = z.object({ id: z.int() });
const TokenAnswer = z
  .object({ token: z.string().min(1), expires_at: z.iso.datetime({ offset: true }) })
  .transform(({ token, expires_at: at }): InstallationToken => ({ token, expiresAt: Date.parse(at) }));

/** Installations of a GitHub App. */
export function installationMethods(client: GithubClient): InstallationPort {
  return {
    installation: async (name) => {
      const route = "GET /repos/{owner}/{repo}/installation";
      const answer = await client.send({ route, params: paramsOf(name), allow: [NOT_FOUND] });
      if (answer.status === NOT_FOUND) return null;
      const parsed = InstallationAnswer.safeParse(answer.body);
      if (parsed.success) return parsed.data.id;
      throw badAnswer(parsed.error);
    },
    installationToken: (installation, githubId) =>
      client.read(TokenAnswer, {
        route: "POST /app/installations/{installation_id}/access_tokens",
        params: { installation_id: installation, repository_ids: [githubId] },
      }),
  };
}
