import type { Repository } from "../../db/repositories.ts";
import type { Receipt } from "../../engine/finding.ts";
import { RepositoryModel } from "../../engine/model/repository.ts";
import { unifiedDiff } from "../../engine/prove/unified-diff.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import type { ConfigurationProblem } from "../../engine/validate/configuration-problem.ts";
import { isAcceptable, validateConfiguration } from "../../engine/validate/validate-configuration.ts";
import { RULE_SET_VERSION } from "../../engine/version.ts";
import { AppError } from "../../errors.ts";
import { sha256Hex } from "../../platform/encoding.ts";
import type { Ctx } from "../context.ts";
import { stale } from "../remediations/stale.ts";
import type { PlanFile } from "../remediations/stored.ts";
import type { ArtifactFacts, ArtifactFile } from "./artifact-row.ts";
import { engineFacts, type OwnFiles, readOwnFiles } from "./read-own-files.ts";

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
  readonly problems: readonly ConfigurationProblem[];
  readonly receipt: Receipt;
  readonly isEdited: boolean;
  /** What an edited artifact has that the original has not. */
  readonly edited: Pick<ArtifactFacts, "files" | "problems" | "origin">;
};

type Judged = { readonly before: readonly ConfigurationProblem[]; readonly after: readonly ConfigurationProblem[] };

/** Throws invalid_input for texts with errors, conflict (`stale`, `nothing_to_change`) and what `GithubPort` throws. */
export async function draftArtifact(ctx: Ctx, { artifact, edits }: ArtifactChange): Promise<ArtifactDraft> {
  const own = await readOwnFiles(ctx, artifact.repositoryId);
  const { repository, snapshot } = own;
  if (snapshot.commit === null || repository.defaultBranch === null) throw stale(null, "artifact");
  const written = withEdits(artifact, edits);
  const files = changedFiles(snapshot, written);
  const { before, after } = await judge(ctx, own, { artifact, files });
  const isEdited = written.some(({ text }, at) => text !== artifact.files[at]?.text);
  return {
    artifact,
    repository,
    base: repository.defaultBranch,
    baseCommit: snapshot.commit,
    files,
    problems: after,
    receipt: await receiptOf(snapshot, files, { before, after }),
    isEdited,
    edited: { files: written, problems: after, origin: "edited" },
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

async function judge(ctx: Ctx, own: OwnFiles, { artifact, files }: Judging): Promise<Judged> {
  const { platform } = artifact;
  const facts = await engineFacts(ctx, own);
  const repository = new RepositoryModel(own.snapshot);
  const problemsOf = ({ path, text }: Edit) => validateConfiguration(repository, { platform, path, text }, facts);
  const after = files.flatMap((file) => problemsOf(file).map((problem) => ({ problem, file })));
  const errors = after.filter(({ problem }) => problem.severity === "error");
  if (errors.length > 0) {
    const named = errors.map(({ problem, file }) => ({
      path: `${file.path}:${problem.line}:${problem.column}`,
      message: problem.message,
    }));
    const detail = `The text has errors, so it is not offered. ${named[0]?.path}: ${named[0]?.message}`;
    throw new AppError("invalid_input", detail, { errors: named });
  }
  const before = own.snapshot.files.filter(({ path }) => files.some((file) => file.path === path)).flatMap(problemsOf);
  return { before, after: after.map(({ problem }) => problem) };
}

async function receiptOf(snapshot: Snapshot, files: readonly PlanFile[], judged: Judged): Promise<Receipt> {
  const texts = new Map(snapshot.files.map(({ path, text }) => [path, text]));
  const hashed = files.map(async ({ path, text }) => ({
    path,
    before: await sha256Hex(texts.get(path) ?? ""),
    after: await sha256Hex(text),
  }));
  const [before, after] = [findingsAmong(judged.before), findingsAmong(judged.after)];
  const isValid = isAcceptable(judged.after);
  return {
    ruleSetVersion: RULE_SET_VERSION,
    files: await Promise.all(hashed),
    findingsBefore: before.length,
    findingsAfter: after.length,
    resolved: [],
    checks: [
      { name: "parses", passed: isValid },
      { name: "valid_for_platform", passed: isValid },
      { name: "no_new_finding", passed: after.length === 0 },
    ],
  };
}

function findingsAmong(problems: readonly ConfigurationProblem[]): ConfigurationProblem[] {
  return problems.filter(({ source }) => source === "rule");
}
