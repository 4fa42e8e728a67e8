import type { Repository } from "../../db/repositories.ts";
import { prepare } from "../../engine/analyze.ts";
import { newestPin } from "../../engine/data/action-pins.ts";
import type { Receipt } from "../../engine/finding.ts";
import { checkFiles } from "../../engine/generate/generate.ts";
import type { JobExplanation } from "../../engine/generate/generate-options.ts";
import type { FileProblem } from "../../engine/generate/generated.ts";
import { toGenerateOptions } from "../../engine/generate/options-preset.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import { unifiedDiff } from "../../engine/prove/unified-diff.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import type { ValidationFacts } from "../../engine/validate/validate-configuration.ts";
import { RULE_SET_VERSION } from "../../engine/version.ts";
import { AppError } from "../../errors.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import type { Ctx } from "../context.ts";
import { stale } from "../remediations/stale.ts";
import type { PlanFile } from "../remediations/stored.ts";
import type { ArtifactFacts, ArtifactFile } from "./artifact-row.ts";
import { explainText } from "./explain-text.ts";
import { errorsAmong } from "./produce.ts";
import { engineFacts, readOwnFiles } from "./read-own-files.ts";

type Edit = { readonly path: string; readonly text: string };
export type ArtifactChange = { readonly artifact: ArtifactFacts; readonly edits: readonly Edit[] };

/** An artifact's texts on the files of the current head, checked once more. */
export type ArtifactDraft = {
  readonly artifact: ArtifactFacts;
  readonly repository: Repository;
  readonly base: string;
  readonly baseCommit: string;
  /** Those that differ from what the branch has. */
  readonly files: readonly PlanFile[];
  readonly problems: readonly FileProblem[];
  readonly receipt: Receipt;
  readonly isEdited: boolean;
  /** What an edited artifact has that the original has not. */
  readonly edited: Pick<ArtifactFacts, "files" | "jobs" | "problems" | "origin">;
};

/** Throws invalid_input for texts with errors, conflict (`stale`, `nothing_to_change`) and what `GithubPort` throws. */
export async function draftArtifact(ctx: Ctx, { artifact, edits }: ArtifactChange): Promise<ArtifactDraft> {
  const own = await readOwnFiles(ctx, artifact.repositoryId);
  const { repository, snapshot } = own;
  if (snapshot.commit === null || repository.defaultBranch === null) throw stale(null, "artifact");
  const written = withEdits(artifact, edits);
  const files = changedFiles(snapshot, written);
  const facts = await engineFacts(ctx, own);
  const problems = judge(snapshot, { artifact, files }, facts);
  const isEdited = written.some(({ text }, at) => text !== artifact.files[at]?.text);
  return {
    artifact,
    repository,
    base: repository.defaultBranch,
    baseCommit: snapshot.commit,
    files,
    problems,
    receipt: await receiptOf(snapshot, files, facts),
    isEdited,
    edited: { files: written, jobs: jobsOf(snapshot, { artifact, written, isEdited }), problems, origin: "edited" },
  };
}

function withEdits({ files }: ArtifactFacts, edits: readonly Edit[]): ArtifactFile[] {
  const unknown = edits.findIndex(({ path }) => !files.some((file) => file.path === path));
  if (unknown >= 0) {
    const message = `Is no file of this artifact; those are ${files.map(({ path }) => `\`${path}\``).join(", ")}.`;
    throw new AppError("invalid_input", message, { errors: [{ path: `files.${unknown}.path`, message }] });
  }
  const texts = new Map(edits.map(({ path, text }) => [path, text]));
  return files.map((file) => ({ ...file, text: texts.get(file.path) ?? file.text }));
}

type Rewritten = {
  readonly artifact: ArtifactFacts;
  readonly written: readonly ArtifactFile[];
  readonly isEdited: boolean;
};

/** Of an edited text as it is now; the reasons of jobs that are still there stay. */
function jobsOf(snapshot: Snapshot, { artifact, written, isEdited }: Rewritten): readonly JobExplanation[] {
  const { platform, jobs } = artifact;
  if (!isEdited) return jobs;
  const reasons = new Map(jobs.map(({ id, why }) => [id, why]));
  const found = written.flatMap(({ path, text }) => explainText(snapshot, { platform, path, text }));
  return found.map((job) => ({ ...job, why: reasons.get(job.id) ?? job.why }));
}

/** Throws stale for a file that is another one than when the artifact was written. */
function changedFiles(snapshot: Snapshot, written: readonly ArtifactFile[]): PlanFile[] {
  const known = new Map(snapshot.files.map((file) => [file.path, file]));
  const changed = written.filter(({ path, text }) => known.get(path)?.text !== text);
  const [first] = written;
  if (changed.length === 0 && first) {
    throw new AppError("conflict", `\`${first.path}\` has exactly this text already, so there is nothing to change.`, {
      problemCode: "nothing_to_change",
    });
  }
  const moved = changed.find(({ path, beforeSha }) => (known.get(path)?.sha ?? null) !== beforeSha);
  if (moved) throw stale(moved.path, "artifact");
  const before = new Map(snapshot.files.map(({ path, text }) => [path, text]));
  return changed.map((file) => ({ ...file, diff: unifiedDiff(before, new Map([[file.path, file.text]])) }));
}

type Judging = { readonly artifact: ArtifactFacts; readonly files: readonly PlanFile[] };

/** What is wrong with the files beside each other; throws invalid_input, naming the places, when that forbids to offer them. */
function judge(snapshot: Snapshot, { artifact, files }: Judging, facts: ValidationFacts): FileProblem[] {
  const options = toGenerateOptions(artifact.platform, artifact.options);
  const problems = checkFiles(snapshot, options, { files, facts: { ...facts, pins: newestPin } });
  const errors = errorsAmong(problems).map(({ path, line, column, message }) => ({
    path: `${path}:${line}:${column}`,
    message,
  }));
  const [first] = errors;
  if (!first) return problems;
  const detail = `The text has errors, so it is not offered. ${first.path}: ${first.message}`;
  throw new AppError("invalid_input", detail, { errors });
}

async function receiptOf(snapshot: Snapshot, files: readonly PlanFile[], facts: ValidationFacts): Promise<Receipt> {
  const texts = new Map(snapshot.files.map(({ path, text }) => [path, text]));
  const hashed = files.map(async ({ path, text }) => ({
    path,
    before: await sha256Hex(texts.get(path) ?? ""),
    after: await sha256Hex(text),
  }));
  const patched = new RepositoryModel(snapshot).patched(new Map(files.map(({ path, text }) => [path, text])));
  const before = fingerprintsOf(snapshot, facts);
  const after = fingerprintsOf(patched.snapshot, facts);
  return {
    ruleSetVersion: RULE_SET_VERSION,
    files: await Promise.all(hashed),
    findingsBefore: before.size,
    findingsAfter: after.size,
    resolved: [...before].filter((fingerprint) => !after.has(fingerprint)),
    checks: [
      { name: "parses", passed: true },
      { name: "valid_for_platform", passed: true },
      { name: "no_new_finding", passed: [...after].every((fingerprint) => before.has(fingerprint)) },
    ],
  };
}

function fingerprintsOf(snapshot: Snapshot, facts: ValidationFacts): Set<string> {
  return new Set(prepare(snapshot, facts).located.map(({ finding }) => finding.fingerprint));
}
