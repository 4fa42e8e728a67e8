import * as z from "zod";
import { ZERO_SHA } from "../events.ts";
import { isAncestor } from "../git/history.ts";
import { describeObject } from "../git/objects.ts";
import { isSha } from "../git/resolve.ts";
import { isRefName, type RefOutcome } from "../git/update-ref.ts";
import type { Repo } from "../repositories.ts";
import { requirePush } from "./auth-context.ts";
import { readBody } from "./body.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { unprocessable } from "./errors.ts";
import { refsJson } from "./refs.ts";
import { refuseEmpty } from "./resolve-params.ts";
import { moveRef } from "./write-access.ts";

const NewRef = z.object({ ref: z.string(), sha: z.string() });
const MovedRef = z.object({ sha: z.string(), force: z.boolean().default(false) });

function done(outcome: RefOutcome): void {
  if (outcome.ok) return;
  const plain = outcome.reason === "conflict" ? "Reference update failed" : outcome.message;
  throw unprocessable(plain);
}

/** Throws 422 unless the object is there and, for a branch, is a commit. */
async function requireTarget(repo: Repo, ref: string, sha: string): Promise<void> {
  const object = isSha(sha) ? await describeObject(repo.view, sha) : null;
  if (!object) throw unprocessable("Object does not exist");
  if (ref.startsWith("refs/heads/") && object.type !== "commit") throw unprocessable("Object is not a commit");
}

async function answer(c: LocalC, repo: Repo, { ref, status }: { ref: string; status: 200 | 201 }): Promise<Response> {
  const [json] = await refsJson(c, repo, [ref]);
  if (json) c.header("location", json.url);
  return c.json(json, status);
}

async function createRef(c: LocalC): Promise<Response> {
  const repo = await requirePush(c);
  refuseEmpty(repo);
  const { ref, sha } = await readBody(c, NewRef);
  if (!/^refs\/[^/]+\/./.test(ref)) {
    throw unprocessable("Reference name must start with 'refs/' and contain at least two slashes.");
  }
  const servable = /^refs\/(heads|tags)\//.test(ref) && (await isRefName(repo.view, ref));
  if (!servable) throw unprocessable(`${ref} is not a valid ref name.`);
  await requireTarget(repo, ref, sha);
  done(await moveRef(c, repo, { ref, after: sha, before: ZERO_SHA }));
  return answer(c, repo, { ref, status: 201 });
}

function refParam(c: LocalC): string {
  const { ref = "" } = c.req.param() as Record<string, string>;
  return `refs/${ref}`;
}

function requireRef(repo: Repo, ref: string): string {
  const current = repo.view.refs.get(ref);
  if (!current) throw unprocessable("Reference does not exist");
  return current;
}

async function updateRef(c: LocalC): Promise<Response> {
  const repo = await requirePush(c);
  const ref = refParam(c);
  const { sha, force } = await readBody(c, MovedRef);
  const current = requireRef(repo, ref);
  await requireTarget(repo, ref, sha);
  if (!force && !(await isAncestor(repo.view, current, sha))) throw unprocessable("Update is not a fast forward");
  done(await moveRef(c, repo, { ref, after: sha, before: current }));
  return answer(c, repo, { ref, status: 200 });
}

async function deleteRef(c: LocalC): Promise<Response> {
  const repo = await requirePush(c);
  const ref = refParam(c);
  const current = requireRef(repo, ref);
  if (ref === `refs/heads/${repo.record.defaultBranch}`) throw unprocessable("Cannot delete the default branch");
  done(await moveRef(c, repo, { ref, after: ZERO_SHA, before: current }));
  return c.body(null, 204);
}

export function writeRefs(app: LocalApp): void {
  app.post("/repos/:owner/:repo/git/refs", createRef);
  app.patch("/repos/:owner/:repo/git/refs/:ref{.+}", updateRef);
  app.delete("/repos/:owner/:repo/git/refs/:ref{.+}", deleteRef);
}
