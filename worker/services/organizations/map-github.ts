import type { GithubOwner } from "../../adapters/github/owners.ts";
import { mappingForget, mappingUpdate } from "../../db/organizations.ts";
import { AppError, reasonOf } from "../../errors.ts";
import { audit, auditIfChanged } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { ownGithub, requireScopes } from "../repositories/own-github.ts";
import { type OrganizationView, viewOrganization } from "./change-organization.ts";
import { connectMissing } from "./connect-mapped.ts";

const PAGE = "/settings/organization";
/** Somebody waits for the answer; the rest follows by itself. */
const PAGES_AT_ONCE = 1;

/** An account of GitHub as whom it may be mapped by sees it. */
export type MappableAccount = Pick<GithubOwner, "login" | "kind" | "avatarUrl">;

/** Accounts of GitHub that the actor may map. Throws missing_scope, and what `GithubPort` throws. */
export async function listMappable(ctx: Ctx): Promise<GithubOwner[]> {
  requirePermission(ctx, "repository.connect");
  const github = ownGithub(ctx);
  await requireScopes(github, PAGE);
  return github.owners();
}

type Wanted = { readonly owner: string; readonly connects: "selected" | "all" };

/**
 * Says whose repositories of GitHub belong to the organization; with `all` the first of them are connected before this
 * answers, those that fail are tried again later. Throws as `listMappable`, and forbidden for an account that GitHub does
 * not show the actor as one of its own.
 */
export async function mapAccount(ctx: Ctx, wanted: Wanted): Promise<OrganizationView> {
  requirePermission(ctx, "repository.connect");
  const owners = await listMappable(ctx);
  const owner = owners.find(({ login }) => login.toLowerCase() === wanted.owner.toLowerCase());
  if (!owner) {
    const detail = `GitHub does not show ${wanted.owner} among your accounts. Ask a member of it to do this, or let AutoDevOps in on GitHub.`;
    throw new AppError("forbidden", detail, { problemCode: "github_permission" });
  }
  const { organization: before } = await viewOrganization(ctx);
  const connectsAll = wanted.connects === "all";
  const userId = actingUser(ctx) ?? "";
  const now = ctx.clock.now();
  const mapping = { githubOwnerId: owner.githubId, githubOwner: owner.login, githubMappedBy: userId, connectsAll };
  const meta = {
    before: { owner: before.githubOwner, connects_all: before.connectsAll },
    after: { owner: owner.login, connects_all: connectsAll },
    github_owner_id: owner.githubId,
  };
  await ctx.data.db.batch([
    mappingUpdate(ctx.data, { ...mapping, githubReadAt: connectsAll ? now : null }),
    audit(ctx, { action: "organization.mapped", targetKind: "organization", targetId: ctx.orgId, meta }),
  ]);
  if (connectsAll) await connectFirst(ctx, mapping, userId);
  return viewOrganization(ctx);
}

async function connectFirst(ctx: Ctx, mapping: { githubOwnerId: number; githubOwner: string }, userId: string) {
  try {
    await connectMissing(ctx, mapping, { github: ownGithub(ctx), userId, pages: PAGES_AT_ONCE });
  } catch (error) {
    ctx.log.warning("mapping_failed", { reason: reasonOf(error) });
  }
}

/** Nothing is connected by itself any more; what is connected stays. */
export async function unmapAccount(ctx: Ctx): Promise<void> {
  requirePermission(ctx, "repository.connect");
  const { organization } = await viewOrganization(ctx);
  const meta = { before: { owner: organization.githubOwner, connects_all: organization.connectsAll } };
  const [rows] = await ctx.data.db.batch([
    mappingForget(ctx.data),
    auditIfChanged(ctx, { action: "organization.unmapped", targetKind: "organization", targetId: ctx.orgId, meta }),
  ]);
  if (rows.length === 0) throw new AppError("not_found", "No account of GitHub is mapped to this organization.");
}
