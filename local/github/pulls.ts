import * as z from "zod";
import type { PullRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";
import { requirePush, requireRepo, requireUser } from "./auth-context.ts";
import { readBody } from "./body.ts";
import { commitJson, fileJson } from "./commit-json.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { mediaParam } from "./headers.ts";
import { paginate } from "./pagination.ts";
import { invalidPull, requirePull, showPull } from "./pull-access.ts";
import { createPull } from "./pull-create.ts";
import { pullDiff } from "./pull-diff.ts";
import { announcePull, closePull } from "./pull-events.ts";
import { pullSimpleJson } from "./pull-json.ts";
import { readContent } from "./pull-state.ts";

const ROOT = "/repos/:owner/:repo/pulls";

const Update = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  base: z.string().optional(),
});

/** `owner:branch` selects; a bare branch does not, as on GitHub. */
function matchesHead(pull: PullRecord, { record }: Repo, head: string | undefined): boolean {
  const [owner = "", ...branch] = (head ?? "").split(":");
  if (branch.length === 0) return true;
  return owner.toLowerCase() === (pull.fork?.owner ?? record.owner).toLowerCase() && branch.join(":") === pull.head.ref;
}

async function list(c: LocalC) {
  const repo = await requireRepo(c);
  const { state = "open", head, base, sort = "created", direction } = c.req.query();
  const matching = c.var.local.state.pulls.filter(
    (pull) =>
      pull.repoId === repo.record.id &&
      (state === "all" || pull.state === state) &&
      (!base || pull.base.ref === base) &&
      matchesHead(pull, repo, head),
  );
  const at = sort === "updated" ? (pull: PullRecord) => pull.updatedAt : (pull: PullRecord) => pull.number;
  const sign = direction === "asc" ? 1 : -1;
  const sorted = matching.sort((a, b) => sign * (at(a) - at(b)));
  return c.json(paginate(c, sorted).map((pull) => pullSimpleJson(c.var.local, repo, pull)));
}

/** The branch to go into, as it is now. Throws 422 for one that is not there. */
function baseOf({ view }: Repo, { base }: PullRecord, ref = base.ref): PullRecord["base"] {
  if (ref === base.ref) return base;
  const sha = view.refs.get(`refs/heads/${ref}`);
  if (!sha) throw invalidPull({ field: "base", code: "invalid" });
  return { ref, sha };
}

function changesTo(pull: PullRecord, { title, body, base }: Pick<z.infer<typeof Update>, "title" | "body" | "base">) {
  const { ref, sha } = pull.base;
  return {
    ...(title === undefined || title === pull.title ? {} : { title: { from: pull.title } }),
    ...(body === undefined || body === pull.body ? {} : { body: { from: pull.body ?? "" } }),
    ...(base === undefined || base === ref ? {} : { base: { ref: { from: ref }, sha: { from: sha } } }),
  };
}

/** Closes or opens again; a head branch that is gone cannot be opened. */
export function setPullState(c: LocalC, repo: Repo, { pull, state }: { pull: PullRecord; state: "open" | "closed" }) {
  const { local } = c.var;
  if (state === pull.state) return;
  const user = c.var.user ?? null;
  if (state === "closed") {
    closePull(local, pull);
    announcePull(local, { repo, pull, action: "closed", user });
    return;
  }
  const [branch, base] = [pull.head, pull.base].map(({ ref }) => repo.view.refs.get(`refs/heads/${ref}`));
  const head = pull.fork ? pull.head.sha : branch;
  if (pull.merged || !head || !base) {
    throw invalidPull({
      code: "custom",
      field: "state",
      message: "state cannot be changed. The pull request cannot be reopened.",
    });
  }
  const reopened = { state: "open", closedAt: null, updatedAt: local.clock.now(), mergeableCheckedAt: null };
  Object.assign(pull, reopened, { head: { ...pull.head, sha: head }, base: { ...pull.base, sha: base } });
  local.state.save();
  announcePull(local, { repo, pull, action: "reopened", user });
}

async function update(c: LocalC) {
  const repo = await requirePush(c);
  const pull = await requirePull(c, repo);
  const body = await readBody(c, Update);
  if (body.title === "") throw invalidPull({ field: "title", code: "missing_field" });
  const base = baseOf(repo, pull, body.base);
  const changes = changesTo(pull, body);
  if (Object.keys(changes).length > 0) {
    const { title = pull.title, body: text = pull.body } = body;
    Object.assign(pull, { title, body: text, base, updatedAt: c.var.local.clock.now() });
    if (changes.base) pull.mergeableCheckedAt = null;
    c.var.local.state.save();
    announcePull(c.var.local, { repo, pull, action: "edited", user: requireUser(c), extra: { changes } });
  }
  if (body.state) setPullState(c, repo, { pull, state: body.state });
  return c.json(await showPull(c, repo, pull));
}

async function get(c: LocalC) {
  const repo = await requireRepo(c);
  const pull = await requirePull(c, repo);
  if (mediaParam(c) !== "diff") return c.json(await showPull(c, repo, pull));
  return c.body(await pullDiff(repo, pull), 200, { "content-type": "application/vnd.github.v3.diff; charset=utf-8" });
}

async function files(c: LocalC) {
  const repo = await requireRepo(c);
  const pull = await requirePull(c, repo);
  const content = await readContent(repo, pull);
  return c.json(paginate(c, content.files).map((file) => fileJson(c.var.local, repo, { file, sha: pull.head.sha })));
}

async function commits(c: LocalC) {
  const repo = await requireRepo(c);
  const content = await readContent(repo, await requirePull(c, repo));
  return c.json(paginate(c, content.commits).map((commit) => commitJson(c.var.local, repo, commit)));
}

export function pulls(app: LocalApp): void {
  app.get(ROOT, list);
  app.post(ROOT, createPull);
  app.get(`${ROOT}/:number{\\d+}`, get);
  app.patch(`${ROOT}/:number{\\d+}`, update);
  app.get(`${ROOT}/:number{\\d+}/files`, files);
  app.get(`${ROOT}/:number{\\d+}/commits`, commits);
}
