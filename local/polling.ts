import type { LocalContext } from "./context.ts";
import { GithubError } from "./github/errors.ts";

async function lookAt(local: LocalContext): Promise<void> {
  const hooked = new Set(local.state.hooks.filter(({ active }) => active).map(({ repoId }) => repoId));
  for (const repo of local.repos.list().filter(({ record }) => hooked.has(record.id))) {
    await local.repos.refresh(repo).catch((error: Error) => {
      // A folder that is gone for now is no news; the next look finds it again.
      if (!(error instanceof GithubError)) local.warn(`${repo.record.name} could not be read: ${error.message}`);
    });
  }
}

/** Looks at hooked repositories every `pollMs` for commits that the user made by hand; no hook is put into their folders. */
export function polling(local: LocalContext): { close(): Promise<void> } {
  let closed = false;
  let timer: NodeJS.Timeout;
  let looking = Promise.resolve();
  const plan = () => {
    timer = setTimeout(() => {
      looking = lookAt(local).then(() => {
        if (!closed) plan();
      });
    }, local.settings.pollMs);
  };
  plan();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
