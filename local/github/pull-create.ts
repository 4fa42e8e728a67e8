import * as z from "zod";
import { aheadBehind, mergeBase } from "../git/history.ts";
import { resolveCommit } from "../git/resolve.ts";
import type { PullRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";
import { requirePush, requireUser } from "./auth-context.ts";
import { readBody } from "./body.ts";
import type { LocalC } from "./env.ts";
import { invalidPull, showPull } from "./pull-access.ts";
import { announcePull } from "./pull-events.ts";
import { keepPullRef } from "./pull-state.ts";

const Create = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  head: z.string().optional(),
  base: z.string().optional(),
  draft: z.boolean().optional(),
});
interface Sides {
  head: { ref: string; sha: string };
  base: { ref: string; sha: string };
}

async function branchOf(repo: Repo, name: string | undefined, field: "head" | "base") {
  if (!name) throw invalidPull({ field, code: "missing_field" });
  const [owner = "", ...rest] = name.split(":");
  const isForeign = rest.length > 0 && owner.toLowerCase() !== repo.record.owner.toLowerCase();
  const ref = rest.length > 0 ? rest.join(":") : name;
  const sha = isForeign ? undefined : repo.view.refs.get(`refs/heads/${ref}`);
  if (!sha) throw invalidPull({ field, code: "invalid" });
  return { ref, sha: (await resolveCommit(repo.view, sha)) ?? sha };
}

function refuseDuplicate(c: LocalC, repo: Repo, { head, base }: Sides): void {
  const { owner, id } = repo.record;
  const isSame = (pull: PullRecord) => pull.repoId === id && pull.head.ref === head.ref && pull.base.ref === base.ref;
  if (c.var.local.state.pulls.some((pull) => pull.state === "open" && isSame(pull))) {
    throw invalidPull({ code: "custom", message: `A pull request already exists for ${owner}:${head.ref}.` });
  }
}

async function refuseUseless(repo: Repo, { head, base }: Sides): Promise<void> {
  if (!(await mergeBase(repo.view, base.sha, head.sha))) {
    throw invalidPull({ code: "custom", message: `The ${head.ref} branch has no history in common with ${base.ref}` });
  }
  if ((await aheadBehind(repo.view, base.sha, head.sha)).ahead === 0) {
    throw invalidPull({ code: "custom", message: `No commits between ${base.ref} and ${head.ref}` });
  }
}

/** Stores a pull request of whoever asks. */
export function newPull(
  c: LocalC,
  repo: Repo,
  { head, base, ...content }: Sides & Pick<PullRecord, "title" | "body" | "draft">,
) {
  const { state, clock } = c.var.local;
  const numbers = state.pulls.filter(({ repoId }) => repoId === repo.record.id).map(({ number }) => number);
  const at = clock.now();
  const pull: PullRecord = {
    id: state.nextId(),
    repoId: repo.record.id,
    number: Math.max(0, ...numbers) + 1,
    ...content,
    state: "open",
    login: requireUser(c).login,
    head,
    base,
    merged: false,
    mergeSha: null,
    mergedBy: null,
    mergeableCheckedAt: null,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    mergedAt: null,
  };
  state.pulls.push(pull);
  state.save();
  return pull;
}

/** Opens a pull request. Throws GitHub's 422 for branches that are missing, equal or already asked about. */
export async function createPull(c: LocalC) {
  const repo = await requirePush(c);
  const body = await readBody(c, Create);
  if (!body.title) throw invalidPull({ field: "title", code: "missing_field" });
  const head = await branchOf(repo, body.head, "head");
  const base = await branchOf(repo, body.base, "base");
  refuseDuplicate(c, repo, { head, base });
  await refuseUseless(repo, { head, base });
  const { title, draft = false } = body;
  // Once more, with no pause before it is stored: two requests at once give one pull request.
  refuseDuplicate(c, repo, { head, base });
  const pull = newPull(c, repo, { title, body: body.body ?? null, draft, head, base });
  announcePull(c.var.local, { repo, pull, action: "opened", user: requireUser(c) });
  await keepPullRef(repo, pull);
  const shown = await showPull(c, repo, pull);
  return c.json(shown, 201, { location: shown.url });
}
