/** Connects what is new in an account of GitHub whose repositories all belong to an organization. */
import type { GithubOwner } from "../../adapters/github/owners.ts";
import type { GithubPort } from "../../adapters/github/port.ts";
import { forOrg } from "../../db/for-org.ts";
import { disconnectedByHand } from "../../db/hand-disconnected.ts";
import { findMember } from "../../db/members.ts";
import { mappingsDue, type Organization, renameOwner, takeReading } from "../../db/organizations.ts";
import { connectionsOf } from "../../db/repositories.ts";
import { reasonOf } from "../../errors.ts";
import { may } from "../../permissions.ts";
import { userTokens } from "../auth/user-tokens.ts";
import type { Ctx, Scope } from "../context.ts";
import { systemCtx } from "../jobs/system-ctx.ts";
import { type Connector, connectAs } from "../repositories/connect-repositories.ts";

/** A little less than the time between two runs, so that one that is early finds it due. */
const EVERY_MS = 14 * 60_000;
const RUN = { limit: 200, forMs: 2 * 60_000 };
const AT_ONCE = 4;
/** Each connection begins an analysis: a large account comes in over several runs. */
const SLICE = 20;
const MAX_PAGES = 10;

/** Reads the accounts that are due, of all organizations. What does not fit into this run is first in the next one. */
export async function connectMappedAccounts(scope: Scope): Promise<void> {
  const now = scope.clock.now();
  const waiting = await mappingsDue(scope.db, now - EVERY_MS, RUN.limit);
  const worker = async () => {
    for (let mapping = waiting.shift(); mapping && scope.clock.now() <= now + RUN.forMs; mapping = waiting.shift()) {
      await readOrTell(scope, mapping);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function readOrTell(scope: Scope, mapping: Organization): Promise<void> {
  const log = scope.log.with({ org_id: mapping.id });
  try {
    if (!(await takeReading(forOrg(scope.db, mapping.id), mapping, scope.clock.now()))) return;
    const count = await connectForMapper(scope, mapping);
    if (count > 0) log.info("mapping_connected", { count });
  } catch (error) {
    log.warning("mapping_failed", { reason: reasonOf(error) });
  }
}

/** With the token and in the role that the mapper has now: who may not connect by hand does not by mapping either. */
async function connectForMapper(scope: Scope, mapping: Organization): Promise<number> {
  const own = systemCtx(scope, mapping.id);
  const userId = mapping.githubMappedBy;
  const member = userId === null ? undefined : await findMember(own.data, userId);
  if (!member || !may(member.role, "repository.connect")) return 0;
  const github = own.github(userTokens(own, member.user.id));
  const by = { github, userId: member.user.id, pages: MAX_PAGES };
  return connectMissing({ ...own, role: member.role }, mapping, by);
}

/**
 * Connects up to 20 repositories of the mapped account that the connector administrates; not archived ones, nor those
 * that somebody disconnected by hand. Looks at the newest `pages` hundred of the account. Answers how many. Throws as `GithubPort` does.
 */
export async function connectMissing(
  ctx: Ctx,
  mapping: Pick<Organization, "githubOwnerId" | "githubOwner">,
  by: Connector & { readonly pages: number },
): Promise<number> {
  const owner = (await by.github.owners()).find(({ githubId }) => githubId === mapping.githubOwnerId);
  if (!owner) {
    ctx.log.warning("mapping_not_shown", { user_id: by.userId });
    return 0;
  }
  if (owner.login !== mapping.githubOwner) await renameOwner(ctx.data, owner.githubId, owner.login);
  const missing = await missingOf(ctx, by.github, { owner, pages: by.pages });
  const items = await connectAs(ctx, by, sliceOf(ctx, missing));
  return items.filter(({ problem }) => problem === null).length;
}

/** Begins anywhere, so that repositories which cannot be connected do not keep the others waiting for ever. */
function sliceOf(ctx: Pick<Ctx, "random">, names: readonly string[]): string[] {
  const first = names.length > SLICE ? Math.floor(ctx.random.fraction() * names.length) : 0;
  return [...names.slice(first), ...names.slice(0, first)].slice(0, SLICE);
}

async function missingOf(ctx: Ctx, github: GithubPort, from: { owner: GithubOwner; pages: number }): Promise<string[]> {
  const missing: string[] = [];
  let hasMore = true;
  for (let page = 1; hasMore && page <= from.pages; page += 1) {
    const answer = await github.ownerRepositories(from.owner, page);
    // An account that took over a name is another account.
    const own = answer.items.filter(
      (item) => item.ownerId === from.owner.githubId && item.canAdmin && !item.isArchived,
    );
    missing.push(...(await unconnected(ctx, own)));
    hasMore = answer.hasMore;
  }
  return missing;
}

type Found = { readonly githubId: number; readonly fullName: string; readonly createdAt: number };

async function unconnected(ctx: Ctx, found: readonly Found[]): Promise<string[]> {
  const ids = found.map(({ githubId }) => githubId);
  const connected = await connectionsOf(ctx.data, ids);
  const missing = found.filter(({ githubId }) => !connected.has(githubId));
  if (missing.length === 0) return [];
  // Nobody disconnects what is not there yet.
  const since = Math.min(...missing.map(({ createdAt }) => createdAt));
  const left = await disconnectedByHand(ctx.data, ids, since);
  return missing.filter(({ githubId }) => !left.has(githubId)).map(({ fullName }) => fullName);
}
