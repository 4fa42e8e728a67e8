import type { Config } from "../../config.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Egress } from "../../platform/egress.ts";
import type { Random } from "../../platform/random.ts";
import { checkMethods } from "./checks.ts";
import { createClient, type GithubClient } from "./client.ts";
import { commentMethods } from "./comments.ts";
import { contentMethods } from "./contents.ts";
import { deliveryMethods } from "./deliveries.ts";
import type { Gate } from "./gate.ts";
import { gatedFetch } from "./gated-fetch.ts";
import { installationMethods } from "./installations.ts";
import { lookupMethods } from "./lookups.ts";
import { ownerMethods } from "./owners.ts";
import type { GithubPort, TokenSource } from "./port.ts";
import { pullMethods } from "./pulls.ts";
import { repositoryMethods } from "./repositories.ts";
import { writeMethods } from "./writes.ts";

export type GithubSettings = {
  readonly config: Pick<Config, "githubApiUrl" | "githubWebUrl" | "githubClientId">;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly random: Random;
  readonly gate: Gate;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Whether GitHub's advice on pace applies. */
  readonly isPaced: boolean;
};

/** GitHub, or GitHub Enterprise, as the owner of `tokens` sees it. */
export function createGithub(settings: GithubSettings, tokens: TokenSource): GithubPort {
  const { config, egress, clock, random, gate, sleep, isPaced } = settings;
  const now = () => clock.now();
  const client = createClient({
    apiUrl: config.githubApiUrl,
    connectionUrl: `${config.githubWebUrl}/settings/connections/applications/${encodeURIComponent(config.githubClientId)}`,
    tokens,
    fetch: gatedFetch({
      fetch: (input, init) => egress.fetch("github-api", input, init),
      gate,
      now,
      newId: () => random.uuidv7(),
      sleep,
      isPaced,
      isBackground: tokens.isBackground,
      account: tokens.account,
    }),
    now,
    fraction: () => random.fraction(),
    sleep,
  });
  return portOver(client);
}

function portOver(client: GithubClient): GithubPort {
  return {
    ...repositoryMethods(client),
    ...ownerMethods(client),
    ...contentMethods(client),
    ...lookupMethods(client),
    ...writeMethods(client),
    ...pullMethods(client),
    ...checkMethods(client),
    ...commentMethods(client),
    ...installationMethods(client),
    ...deliveryMethods(client),
    within: (signal) => portOver(client.within(signal)),
  };
}
