import type { GithubPort, Hook, HookSpec, RepositoryName } from "../../adapters/github/port.ts";
import type { Repository } from "../../db/repositories.ts";
import { AppError } from "../../errors.ts";
import type { Ctx } from "../context.ts";

const EVENTS = ["push", "pull_request", "repository", "issues", "workflow_run"];

type Addressing = Pick<Ctx, "config" | "orgId">;
type Setting = Addressing & Pick<Ctx, "hookSecrets">;
type HookTarget = { readonly repositoryId: string; readonly key: string };

/**
 * The address names what its secret is derived from; without the encryption key that tells nobody the secret. It begins with
 * the organization: two that connect the same repository have a webhook each.
 */
export function hookUrl({ config, orgId }: Addressing, { repositoryId, key }: HookTarget): string {
  return `${config.publicUrl}/api/webhooks/github?org=${orgId}&repository=${repositoryId}&key=${key}`;
}

/** Throws when the key's encryption key is not configured. */
export async function hookSpec(setting: Setting, target: HookTarget): Promise<HookSpec> {
  const { orgId, hookSecrets } = setting;
  const secret = await hookSecrets.secretOf(target.key, { orgId, repositoryId: target.repositoryId });
  if (secret === undefined) throw new AppError("unavailable", "The encryption key of this webhook is not configured.");
  return { url: hookUrl(setting, target), secret, events: EVENTS };
}

/** Our webhook on the repository with exactly this secret: an existing one is adopted, also one whose creation's answer got lost. */
export async function ensureHook(github: GithubPort, name: RepositoryName, spec: HookSpec): Promise<Hook> {
  const [known] = await ourHooks(github, name, spec);
  if (known) return github.updateHook(name, known.id, spec);
  try {
    return await github.createHook(name, spec);
  } catch (error) {
    const [made] = await ourHooks(github, name, spec);
    if (!made) throw error;
    return github.updateHook(name, made.id, spec);
  }
}

/** Those of the same organization as `like`, whatever their repository row and key were. */
export async function ourHooks(github: GithubPort, name: RepositoryName, like: Pick<Hook, "url">): Promise<Hook[]> {
  const start = like.url.replace(/&.*$/, "");
  return (await github.hooks(name)).filter(({ url }) => url === start || url.startsWith(`${start}&`));
}

/** True when a webhook's address names the organization, the repository and its key: what it sends counts. */
export function isAddressed(
  { orgId }: Pick<Ctx, "orgId">,
  { url }: Pick<Hook, "url">,
  { id, hookKey }: Pick<Repository, "id" | "hookKey">,
): boolean {
  const named = URL.parse(url)?.searchParams;
  return named?.get("org") === orgId && named.get("repository") === id && named.get("key") === hookKey;
}

/** The key that a webhook's address names: GitHub signs with its secret. */
export function hookKeyOf({ url }: Pick<Hook, "url">): string | undefined {
  return new URL(url).searchParams.get("key") ?? undefined;
}
