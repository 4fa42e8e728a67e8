import type { GithubPort, Hook, HookSpec, RepositoryName } from "../../adapters/github/port.ts";
import type { Config } from "../../config.ts";
import type { SealedPlace } from "../../platform/envelope.ts";
import type { Ctx } from "../context.ts";

const EVENTS = ["push", "pull_request", "repository"];
const SECRET_BYTES = 32;

/** One address per organization: two that connect the same repository have a webhook each, with a secret each. */
export function hookUrl(config: Pick<Config, "publicUrl">, orgId: string): string {
  return `${config.publicUrl}/api/webhooks/github?org=${orgId}`;
}

export function hookSpec(ctx: Pick<Ctx, "config" | "orgId">, secret: string): HookSpec {
  return { url: hookUrl(ctx.config, ctx.orgId), secret, events: EVENTS };
}

/** 32 random bytes as hex. */
export function newHookSecret({ random }: Pick<Ctx, "random">): string {
  return Array.from(random.bytes(SECRET_BYTES), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Where a webhook secret stands; part of what its seal protects. */
export function hookSecretPlace(orgId: string, repositoryId: string): SealedPlace {
  const place = { table: "repositories", column: "hook_secret", tenant: orgId, row: repositoryId };
  return { purpose: "webhook-secret", ...place };
}

/** Our webhook on the repository with exactly this secret: an existing one is adopted, also one whose creation's answer got lost. */
export async function ensureHook(github: GithubPort, name: RepositoryName, spec: HookSpec): Promise<Hook> {
  const known = await findHook(github, name, spec.url);
  if (known) return github.updateHook(name, known.id, spec);
  try {
    return await github.createHook(name, spec);
  } catch (error) {
    const made = await findHook(github, name, spec.url);
    if (!made) throw error;
    return github.updateHook(name, made.id, spec);
  }
}

async function findHook(github: GithubPort, name: RepositoryName, url: string): Promise<Hook | undefined> {
  return (await github.hooks(name)).find((hook) => hook.url === url);
}
