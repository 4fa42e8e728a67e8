import type { GithubPort, Hook, HookSpec, RepositoryName } from "../../adapters/github/port.ts";
import { AppError } from "../../errors.ts";
import type { Ctx } from "../context.ts";

const EVENTS = ["push", "pull_request", "repository", "issues", "workflow_run"];

type Setting = Pick<Ctx, "config" | "orgId" | "hookSecrets">;
type HookTarget = { readonly repositoryId: string; readonly key: string };

/** What every address of an organization's webhooks begins with: two that connect the same repository have a webhook each. */
function hookUrlStart({ config, orgId }: Pick<Setting, "config" | "orgId">): string {
  return `${config.publicUrl}/api/webhooks/github?org=${orgId}`;
}

/** The address names what its secret is derived from; without the encryption key that tells nobody the secret. */
export function hookUrl(setting: Pick<Setting, "config" | "orgId">, { repositoryId, key }: HookTarget): string {
  return `${hookUrlStart(setting)}&repository=${repositoryId}&key=${key}`;
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
  const known = await findHook(github, name, spec);
  if (known) return github.updateHook(name, known.id, spec);
  try {
    return await github.createHook(name, spec);
  } catch (error) {
    const made = await findHook(github, name, spec);
    if (!made) throw error;
    return github.updateHook(name, made.id, spec);
  }
}

/** One of the same organization, whatever its repository row and key were. */
async function findHook(github: GithubPort, name: RepositoryName, spec: HookSpec): Promise<Hook | undefined> {
  const start = spec.url.replace(/&.*$/, "");
  return (await github.hooks(name)).find(({ url }) => url === start || url.startsWith(`${start}&`));
}
