import { archived } from "../../adapters/github/errors.ts";
import { listTree } from "../../adapters/github/list-tree.ts";
import type { GithubPort, GithubRepository, Pull, TreeEntry } from "../../adapters/github/port.ts";
import { BRANCH_PREFIX } from "../../adapters/github/writes.ts";
import { findUser } from "../../db/identity.ts";
import { findPlan, type PullRequestRow, planOpened, planOpening } from "../../db/pull-requests.ts";
import { AppError } from "../../errors.ts";
import { auditIfChanged } from "../audit.ts";
import { actingUser, type Ctx, requirePermission } from "../context.ts";
import { sendRepositoryEvent } from "../jobs/send-events.ts";
import { missingScopeFrom, ownGithub } from "../repositories/own-github.ts";
import { getRepository } from "../repositories/read-repository.ts";
import { ensureBranch, ensurePull, writeCommit } from "./publish-branch.ts";
import { stale } from "./stale.ts";
import { type PlanFile, readPlanFiles } from "./stored.ts";

type PlanChoice = {
  readonly planId: string;
  /** Whether the plan came of what the caller named. */
  readonly isOwn: (plan: PullRequestRow) => boolean;
  /** Page to come back to after GitHub's consent. */
  readonly returnTo: string;
};

const WORKFLOWS = ".github/workflows/";

/**
 * Opens the pull request of a plan with the acting user's own token; for one that is open already it changes nothing.
 * Throws not_found, missing_scope and forbidden before anything is written, conflict (`stale` when a file changed since
 * the plan, `repository_archived`), and what `GithubPort` throws; after a failure the same call goes on where it stood.
 */
export async function openPullRequest(ctx: Ctx, { planId, isOwn, returnTo }: PlanChoice): Promise<PullRequestRow> {
  requirePermission(ctx, "pull_request.open");
  const plan = await getPlan(ctx, planId);
  if (!isOwn(plan)) throw noPlan();
  if (plan.state === "opened") return plan;
  const repository = await getRepository(ctx, plan.repositoryId);
  const github = ownGithub(ctx);
  const files = readPlanFiles(plan);
  await requireWriteScopes(github, files, returnTo);
  const target = await github.repositoryById(repository.githubId);
  requirePushRight(target);
  requireOwnBranch(plan, target);
  const pull = (await github.pullByHead(target, plan.branch)) ?? (await publish(ctx, github, { plan, target, files }));
  await recordOpened(ctx, plan, pull);
  return getPlan(ctx, planId);
}

async function getPlan(ctx: Ctx, planId: string): Promise<PullRequestRow> {
  const plan = await findPlan(ctx.data, planId);
  if (!plan) throw noPlan();
  return plan;
}

function noPlan(): AppError {
  return new AppError("not_found", "There is no such plan here. Plan the change again.");
}

/** GitHub would answer a missing scope with a bare 404 in the middle of the work. */
async function requireWriteScopes(github: GithubPort, files: readonly PlanFile[], returnTo: string): Promise<void> {
  const granted = await github.scopes();
  const needed = files.some(({ path }) => path.startsWith(WORKFLOWS)) ? ["repo", "workflow"] : ["repo"];
  const missing = needed.filter((scope) => !granted.includes(scope));
  if (missing.length > 0) throw missingScopeFrom(returnTo, missing);
}

function requirePushRight(target: GithubRepository): void {
  if (target.isArchived) throw archived();
  if (target.canPush) return;
  throw new AppError(
    "forbidden",
    `GitHub does not let you push to ${target.fullName}. Ask one of its administrators for the right to write.`,
    { problemCode: "github_permission" },
  );
}

/** Nothing here may ever write to a branch that people work on. */
function requireOwnBranch({ branch, base }: PullRequestRow, target: GithubRepository): void {
  const isOwn = branch.startsWith(BRANCH_PREFIX) && branch !== base && branch !== target.defaultBranch;
  if (!isOwn) throw new Error(`A plan must not write to ${branch}.`);
}

type Publishing = { plan: PullRequestRow; target: GithubRepository; files: readonly PlanFile[] };

async function publish(ctx: Ctx, github: GithubPort, { plan, target, files }: Publishing) {
  const entries = await requireFreshFiles(github, { plan, target, files });
  await planOpening(ctx.data, plan.id, ctx.clock.now());
  const commit = await writeCommit(github, target, {
    files,
    modeOf: (path) => (entries.get(path)?.isExecutable ? "100755" : "100644"),
    parent: plan.baseCommit,
    message: plan.title,
    author: { ...(await authorOf(ctx, plan)), at: plan.createdAt },
  });
  const branch = await ensureBranch(github, target, { branch: plan.branch, commit });
  const pull = await ensurePull(github, target, { head: branch, base: plan.base, title: plan.title, body: plan.body });
  return { ...pull, branch };
}

/** Entries of the branch's tip by path. Throws stale when a file that the plan writes is no longer the one it was made for. */
async function requireFreshFiles(
  github: GithubPort,
  { plan, target, files }: Publishing,
): Promise<Map<string, TreeEntry>> {
  const origin = plan.artifactId === null ? "analysis" : "artifact";
  const head = await github.branchSha(target, plan.base);
  if (head === null) throw stale(null, origin);
  const { entries } = await listTree(github, target, head);
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const changed = files.find(({ path, beforeSha }) => (byPath.get(path)?.sha ?? null) !== beforeSha);
  if (changed) throw stale(changed.path, origin);
  return byPath;
}

/** The planner, so that the commit has the same id whoever repeats the work. */
async function authorOf(ctx: Ctx, plan: PullRequestRow): Promise<{ name: string; email: string }> {
  const user = await findUser(ctx.db, plan.requestedBy);
  if (!user) throw new AppError("conflict", "Who made this plan is no longer known. Plan the change again.");
  const host = new URL(ctx.config.githubWebUrl).hostname;
  return { name: user.name ?? user.login, email: `${user.githubId}+${user.login}@users.noreply.${host}` };
}

async function recordOpened(ctx: Ctx, plan: PullRequestRow, pull: Pull & { branch?: string }): Promise<void> {
  const now = ctx.clock.now();
  const opened = {
    number: pull.number,
    url: pull.url,
    pullState: pull.state,
    branch: pull.branch ?? plan.branch,
    openedAt: now,
    updatedAt: now,
  };
  const meta = { repository_id: plan.repositoryId, number: pull.number, user_id: actingUser(ctx) };
  await ctx.data.db.batch([
    planOpened(ctx.data, plan.id, opened),
    auditIfChanged(ctx, { action: "pull_request.opened", targetKind: "pull_request", targetId: plan.id, meta }),
  ]);
  await sendRepositoryEvent(ctx, plan.repositoryId, "pull_request");
}
