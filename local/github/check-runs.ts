import * as z from "zod";
import { resolveCommit } from "../git/resolve.ts";
import type { CheckRunRecord } from "../records.ts";
import type { Repo } from "../repositories.ts";
import { installationOf, requirePermission } from "./app-auth.ts";
import { requireRepo, requireUser } from "./auth-context.ts";
import { readBody } from "./body.ts";
import { annotationJson, checkRunJson } from "./check-run-json.ts";
import type { LocalApp, LocalC } from "./env.ts";
import { GithubError, notFound, unprocessable } from "./errors.ts";
import { linkPages, paginate, readPage } from "./pagination.ts";
import { requireCommit } from "./resolve-params.ts";

const MAX_ANNOTATIONS = 50;
const MAX_TEXT = 65_535;
const MAX_TITLE = 255;

const Line = z.int().positive();
const Annotation = z
  .object({
    path: z.string().min(1),
    start_line: Line,
    end_line: Line,
    start_column: Line.nullish().transform((column) => column ?? null),
    end_column: Line.nullish().transform((column) => column ?? null),
    annotation_level: z.enum(["notice", "warning", "failure"]),
    title: z
      .string()
      .max(MAX_TITLE)
      .nullish()
      .transform((text) => text ?? null),
    message: z.string().min(1).max(MAX_TEXT),
    raw_details: z
      .string()
      .max(MAX_TEXT)
      .nullish()
      .transform((text) => text ?? null),
  })
  .refine(({ start_line: start, end_line: end }) => start <= end, "end_line is before start_line")
  .refine(
    ({ start_line: start, end_line: end, start_column: column }) => column === null || start === end,
    "columns are for annotations of one line",
  );
const Conclusion = z.enum(["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"]);
const Output = z.object({
  title: z.string().min(1),
  summary: z.string().max(MAX_TEXT),
  text: z.string().max(MAX_TEXT).nullish(),
  annotations: z.array(Annotation).max(MAX_ANNOTATIONS).default([]),
});
const Change = z.object({
  name: z.string().min(1).optional(),
  details_url: z.url().optional(),
  external_id: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  conclusion: Conclusion.optional(),
  output: Output.optional(),
});
const Create = Change.extend({ name: z.string().min(1), head_sha: z.string() });

/** The app that asks. Throws 403 for anybody else: check runs are written by apps alone. */
function requireWriter(c: LocalC) {
  requireUser(c);
  const found = installationOf(c);
  if (!found) throw new GithubError(403, "You must authenticate via a GitHub App.");
  requirePermission(c, "checks");
  return found.app;
}

type Change = z.infer<typeof Change>;

/** A conclusion completes; completion needs a conclusion. */
function statusOf(run: CheckRunRecord, change: Change, now: number) {
  const status = change.conclusion ? "completed" : (change.status ?? run.status);
  if (status !== "completed") return { status, conclusion: null, completedAt: null };
  const conclusion = change.conclusion ?? run.conclusion;
  if (conclusion === null) throw unprocessable("conclusion is required when completed");
  return { status, conclusion, completedAt: run.completedAt ?? now };
}

/** New annotations follow the ones that are there. */
function apply(run: CheckRunRecord, change: Change, now: number): void {
  Object.assign(run, statusOf(run, change, now));
  if (change.output) {
    const { annotations, title, summary, text = null } = change.output;
    run.output = { title, summary, text };
    run.annotations.push(...annotations);
  }
  run.name = change.name ?? run.name;
  run.detailsUrl = change.details_url ?? run.detailsUrl;
  run.externalId = change.external_id ?? run.externalId;
}

async function create(c: LocalC) {
  const repo = await requireRepo(c);
  const app = requireWriter(c);
  const body = await readBody(c, Create);
  const sha = body.head_sha;
  if ((await resolveCommit(repo.view, sha)) !== sha) throw unprocessable(`No commit found for SHA: ${sha}`);
  const { state, clock } = c.var.local;
  const run: CheckRunRecord = {
    id: 0,
    repoId: repo.record.id,
    appId: app.id,
    name: body.name,
    headSha: sha,
    externalId: null,
    detailsUrl: null,
    status: "queued",
    conclusion: null,
    output: null,
    annotations: [],
    startedAt: clock.now(),
    completedAt: null,
  };
  apply(run, body, clock.now());
  run.id = state.nextId();
  state.checkRuns.push(run);
  state.save();
  const shown = checkRunJson(c.var.local, repo, run);
  return c.json(shown, 201, { location: shown.url });
}

function find(c: LocalC, repo: Repo): CheckRunRecord {
  const id = c.req.param("id");
  const found = c.var.local.state.checkRuns.find((run) => run.repoId === repo.record.id && String(run.id) === id);
  if (!found) throw notFound();
  return found;
}

async function update(c: LocalC) {
  const repo = await requireRepo(c);
  const app = requireWriter(c);
  const run = find(c, repo);
  if (run.appId !== app.id) {
    const reason = "check run can only be modified by the GitHub App that created it.";
    throw new GithubError(403, `Invalid app_id \`${app.id}\` - ${reason}`);
  }
  apply(run, await readBody(c, Change), c.var.local.clock.now());
  c.var.local.state.save();
  return c.json(checkRunJson(c.var.local, repo, run));
}

/** Newest first; of each app and name the newest alone, unless all are asked for. */
async function list(c: LocalC) {
  const repo = await requireRepo(c);
  const sha = await requireCommit(repo, c.req.param("ref") ?? "");
  const { check_name: name, status, app_id: appId, filter = "latest" } = c.req.query();
  const seen = new Set<string>();
  const runs = c.var.local.state.checkRuns
    .filter((run) => run.repoId === repo.record.id && run.headSha === sha)
    .reverse()
    .filter(
      (run) => filter === "all" || (!seen.has(`${run.appId}:${run.name}`) && seen.add(`${run.appId}:${run.name}`)),
    )
    .filter((run) => (!name || run.name === name) && (!status || run.status === status))
    .filter((run) => !appId || String(run.appId) === appId);
  const page = readPage(c);
  linkPages(c, page, runs.length);
  const shown = runs.slice((page.page - 1) * page.perPage, page.page * page.perPage);
  return c.json({ total_count: runs.length, check_runs: shown.map((run) => checkRunJson(c.var.local, repo, run)) });
}

async function annotations(c: LocalC) {
  const repo = await requireRepo(c);
  const run = find(c, repo);
  return c.json(paginate(c, run.annotations).map((note) => annotationJson(c.var.local, repo, { run, note })));
}

export function checkRuns(app: LocalApp): void {
  const one = "/repos/:owner/:repo/check-runs/:id{\\d+}";
  app.post("/repos/:owner/:repo/check-runs", create);
  app.get("/repos/:owner/:repo/commits/:ref{.+}/check-runs", list);
  app.patch(one, update);
  app.get(`${one}/annotations`, annotations);
  app.get(one, async (c) => {
    const repo = await requireRepo(c);
    return c.json(checkRunJson(c.var.local, repo, find(c, repo)));
  });
}
