import type { Config } from "../../config.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Egress } from "../../platform/egress.ts";
import { createClient, type GithubClient } from "./client.ts";
import { contentMethods } from "./contents.ts";
import { lookupMethods } from "./lookups.ts";
import type { GithubPort, TokenSource } from "./port.ts";
import { pullMethods } from "./pulls.ts";
import { repositoryMethods } from "./repositories.ts";
import { writeMethods } from "./writes.ts";

export type GithubSettings = {
  readonly config: Pick<Config, "githubApiUrl" | "githubWebUrl" | "githubClientId">;
  readonly egress: Egress;
  readonly clock: Clock;
};

/** GitHub, or GitHub Enterprise, as the owner of `tokens` sees it. */
export function createGithub({ config, egress, clock }: GithubSettings, tokens: TokenSource): GithubPort {
  const client = createClient({
    apiUrl: config.githubApiUrl,
    connectionUrl: `${config.githubWebUrl}/settings/connections/applications/${encodeURIComponent(config.githubClientId)}`,
    tokens,
    fetch: (input, init) => egress.fetch("github-api", input, init),
    now: () => clock.now(),
  });
  return portOver(client);
}

function portOver(client: GithubClient): GithubPort {
  return {
    ...repositoryMethods(client),
    ...contentMethods(client),
    ...lookupMethods(client),
    ...writeMethods(client),
    ...pullMethods(client),
    within: (signal) => portOver(client.within(signal)),
  };
}
