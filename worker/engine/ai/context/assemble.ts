/** Puts a context together: files in the order in which they matter, as far as the budget goes. */
import type { Finding } from "../../finding.ts";
import type { RepositoryModel } from "../../model/repository.ts";
import { createRedactor } from "../../redact/redact.ts";
import type { AiContext, FileRole, LeftFile, SentFile, SentLine } from "../context.ts";
import type { AiTask } from "../task.ts";
import { hashOf } from "./context-hash.ts";
import { fitLines, type Place } from "./fit-lines.ts";
import type { ContextGround } from "./ground.ts";
import { knownFindings } from "./known-findings.ts";
import { FILE_TOKENS, FINDING_TOKENS, factTokens, fileTokens } from "./measure.ts";
import { type Form, type Preparation, type Prepared, prepareFile } from "./prepare-file.ts";
import { stackFacts } from "./stack-facts.ts";

/** A file that a context wants. */
export interface Wanted {
  readonly path: string;
  readonly role: FileRole;
  readonly form: Form;
  /** Its blob, where that is not the one in the repository. */
  readonly sha?: string;
  /** Its most telling lines; a file that has some is sent in part where it does not fit. */
  readonly places?: readonly Place[];
  /** Chooses lines where not all fit; by default those at the places and the outline. */
  readonly cut?: (lines: readonly SentLine[], budget: number) => readonly SentLine[];
}

export interface Plan {
  readonly task: AiTask;
  readonly subject: string;
  readonly budget: number;
  /** The most telling first. */
  readonly wanted: readonly Wanted[];
  /** The findings to tell, of which those about sent files are told. */
  readonly findings: readonly Finding[];
  readonly facts?: (files: readonly SentFile[]) => readonly string[];
}

interface Chosen {
  readonly wish: Wanted;
  readonly file: Prepared;
  /** Indexes of the lines to send; null for all. */
  readonly kept: ReadonlySet<number> | null;
}

/** A context without files where not even a part of the first one fits or may be sent: `left` says why. */
export function assemble(ground: ContextGround, plan: Plan): AiContext {
  const stack = stackFacts(ground.profile);
  const paths = new Set(plan.wanted.map(({ path }) => path));
  const findings = plan.findings.filter(({ path }) => paths.has(path));
  const reserve = Math.min(findings.length * FINDING_TOKENS, Math.floor(plan.budget / 5)) + factTokens(stack) + 60;
  const { chosen, left } = choose(ground, plan.wanted, plan.budget - reserve);
  if (chosen[0]?.wish !== plan.wanted[0]) return nothing(plan, left);
  const redactor = createRedactor();
  const shas = new Map(ground.repository.snapshot.files.map(({ path, sha }) => [path, sha]));
  const files = chosen.map(({ wish, file, kept }): SentFile => {
    const lines = file.with(redactor).filter((_, index) => kept?.has(index) ?? true);
    return { path: wish.path, sha: wish.sha ?? shas.get(wish.path) ?? "", role: wish.role, lines };
  });
  const facts = [...stack, ...(plan.facts?.(files) ?? []), ...gapFacts(chosen, left, plan.wanted)];
  const known = knownFindings(findings, { files, most: Math.floor(reserve / FINDING_TOKENS) });
  const context = { task: plan.task, subject: plan.subject, files, facts, known };
  return {
    ...context,
    left,
    redacted: chosen.reduce((sum, { file }) => sum + file.redacted, 0),
    removed: chosen.reduce((sum, { file }) => sum + file.removed, 0),
    hash: hashOf(context),
  };
}

function nothing({ task, subject }: Plan, left: readonly LeftFile[]): AiContext {
  const context = { task, subject, files: [], facts: [], known: [] };
  return { ...context, left, redacted: 0, removed: 0, hash: hashOf(context) };
}

/** Nothing fits any more, so that nothing needs to be read. */
const FULL = { ok: false, reason: "over_budget" } as const;

function choose({ repository }: ContextGround, wanted: readonly Wanted[], budget: number) {
  const chosen: Chosen[] = [];
  const left: LeftFile[] = [];
  let rest = budget;
  for (const wish of wanted) {
    const found = fitFile(repository, wish, rest);
    if ("reason" in found) left.push({ path: wish.path, reason: found.reason });
    else if (found.lines.length > 0 && !isRepeated(found, chosen)) {
      chosen.push(found);
      rest -= fileTokens(wish.path, found.lines);
      if (found.kept !== null) left.push({ path: wish.path, reason: "over_budget" });
    }
  }
  return { chosen, left };
}

type Fitted = Chosen & { readonly lines: readonly SentLine[] };
type Refused = Extract<Preparation, { ok: false }>;

function fitFile(repository: RepositoryModel, wish: Wanted, rest: number): Fitted | Refused {
  const file = rest < FILE_TOKENS ? FULL : prepareFile(repository, wish.path, wish.form);
  if (!file.ok) return file;
  if (fileTokens(wish.path, file.lines) <= rest) return { wish, file, kept: null, lines: file.lines };
  const room = rest - fileTokens(wish.path, []);
  const cut = wish.cut ?? ((lines: readonly SentLine[], budget: number) => fitLines(lines, wish.places ?? [], budget));
  const isCut = wish.role === "subject" || (wish.places?.length ?? 0) > 0;
  const lines = isCut && room > 0 ? cut(file.lines, room) : [];
  if (lines.length === 0) return FULL;
  const sent = new Set(lines);
  const kept = new Set([...file.lines.keys()].filter((index) => sent.has(file.lines[index] ?? NO_LINE)));
  return { wish, file, kept, lines };
}

const NO_LINE: SentLine = { line: 0, text: "" };

/** Packages of one workspace often have the same scripts: once is enough. */
function isRepeated({ wish, lines }: Fitted, chosen: readonly Chosen[]): boolean {
  if (wish.role !== "manifest") return false;
  const text = lines.map((line) => line.text).join("\n");
  return chosen.some(
    (other) => other.wish.role === "manifest" && other.file.lines.map((line) => line.text).join("\n") === text,
  );
}

/** So that nothing is claimed to be missing that is only not shown. */
function gapFacts(chosen: readonly Chosen[], left: readonly LeftFile[], wanted: readonly Wanted[]): string[] {
  const isCut = chosen.some(({ kept }) => kept !== null);
  const related = new Set(wanted.filter(({ role }) => role === "related").map(({ path }) => path));
  const isMissing = left.some(({ path }) => related.has(path));
  return [
    ...(isCut ? ["Of a file that is too long only a part is shown."] : []),
    ...(isMissing ? ["Not every file that belongs to it is shown."] : []),
  ];
}
