/** Asks the AI about the parts of one repository and keeps the claims that stand. Never throws but when `signal` aborts or our own stores fail. */
import type { Claim } from "../../engine/ai/answers.ts";
import { checkClaims } from "../../engine/ai/claims/check-claims.ts";
import type { ContextGround, SelectedContexts } from "../../engine/ai/context/ground.ts";
import type { AiContext } from "../../engine/ai/context.ts";
import type { ClaimTask } from "../../engine/ai/task.ts";
import type { Evidence } from "../../engine/finding.ts";
import { askAi } from "../ai/ask-ai.ts";
import { estimateQuestions } from "../ai/estimate-question.ts";
import type { AiSource } from "../ai/outcome.ts";
import type { AiQuestion } from "../ai/question.ts";
import { recordVerdict } from "../ai/record-verdict.ts";
import type { Ctx } from "../context.ts";
import { type Judged, tokensSpent } from "./summarize.ts";

/** A claim that stands, with its lines as they were sent, a piece for each run of lines, and the answer that it comes from. */
export type SourcedClaim = Claim & { readonly evidence: readonly Evidence[]; readonly source: AiSource };

export type Asking = {
  readonly task: ClaimTask;
  readonly ground: ContextGround;
  readonly selected: SelectedContexts;
  readonly repository: { readonly id: string; readonly isPrivate: boolean };
  readonly userId: string | null;
  readonly jobId: string | null;
  /** Names the work: a repeated attempt at it is charged once. */
  readonly key: string;
  /** Tokens that all questions together may spend. */
  readonly budget: number;
  readonly signal: AbortSignal;
};

export type Claims = {
  readonly claims: readonly SourcedClaim[];
  readonly judged: readonly Judged[];
  /** Subjects that there was no budget for. */
  readonly notAsked: number;
};

/** Requests under way at once: three of the six connections of an invocation. */
const AT_ONCE = 3;

type Round = { readonly question: AiQuestion<ClaimTask>; readonly tokens: number };
type Answered = Judged & { readonly claims: readonly SourcedClaim[] };

/**
 * One question for each context, as many as the budget pays for: what the first ones leave of it pays for more. Stops at the first question that was put off, and where asking again at once would fail too.
 */
export async function askClaims(ctx: Ctx, asking: Asking): Promise<Claims> {
  const waiting = await priced(ctx, asking);
  const done: Answered[] = [];
  let room = asking.budget;
  while (waiting.length > 0 && !done.some(isStop)) {
    const round = takeRound(waiting, room);
    if (round.length === 0) break;
    const answers = await askRound(ctx, asking, round);
    done.push(...answers);
    room -= tokensSpent(answers);
  }
  return joinClaims([
    {
      claims: done.flatMap((answer) => answer.claims),
      judged: done,
      notAsked: asking.selected.notAsked.length + waiting.length,
    },
  ]);
}

/** What several tasks brought. A local action belongs to every workflow that uses it: what is said of it twice is listed once. */
export function joinClaims(parts: readonly Claims[]): Claims {
  const all = parts.flatMap(({ claims }) => claims).toReversed();
  return {
    claims: [...new Map(all.map((claim) => [claim.fingerprint, claim])).values()].toReversed(),
    judged: parts.flatMap(({ judged }) => judged),
    notAsked: parts.reduce((total, part) => total + part.notAsked, 0),
  };
}

/** A cached answer costs nothing, so its question fits always. */
async function priced(ctx: Ctx, asking: Asking): Promise<Round[]> {
  const questions = asking.selected.contexts.map((context) => questionOf(asking, context));
  const estimates = await estimateQuestions(ctx, questions);
  return questions.map((question, index) => {
    const { inputTokens = 0, maxOutputTokens = 0 } = estimates[index] ?? {};
    return { question, tokens: inputTokens + maxOutputTokens };
  });
}

function questionOf({ task, repository, userId, jobId, key, signal }: Asking, context: AiContext) {
  return {
    task,
    context,
    request: [],
    repository,
    userId,
    jobId,
    budget: null,
    key: `${key}:${task}:${context.hash}`,
    signal,
  };
}

/** Takes out of `waiting` what `room` pays for, in order. */
function takeRound(waiting: Round[], room: number): Round[] {
  const taken: Round[] = [];
  let left = room;
  for (const one of [...waiting]) {
    if (one.tokens > left) continue;
    left -= one.tokens;
    taken.push(one);
    waiting.splice(waiting.indexOf(one), 1);
  }
  return taken;
}

async function askRound(ctx: Ctx, asking: Asking, round: readonly Round[]): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (let start = 0; start < round.length && !answers.some(isStop); start += AT_ONCE) {
    const batch = round.slice(start, start + AT_ONCE);
    answers.push(...(await Promise.all(batch.map(({ question }) => askOne(ctx, asking, question)))));
  }
  return answers;
}

async function askOne(ctx: Ctx, { ground }: Asking, question: AiQuestion<ClaimTask>): Promise<Answered> {
  const outcome = await askAi(ctx, question);
  if (outcome.status !== "answered") return { outcome, claims: [], kept: 0, dropped: [], lowered: 0 };
  const { context } = question;
  const { repository, findings } = ground;
  const { claims, dropped, lowered } = checkClaims(outcome.answer, { context, repository, findings });
  await recordVerdict(ctx, { requestId: outcome.requestId, kept: claims.length, dropped: dropped.length });
  return {
    outcome,
    claims: claims.map((claim) => ({ ...claim, evidence: evidenceOf(context, claim), source: outcome.source })),
    kept: claims.length,
    dropped: dropped.map(({ reason }) => reason),
    lowered,
  };
}

function isStop({ outcome }: Answered): boolean {
  if (outcome.status === "answered") return false;
  return outcome.status !== "degraded" || outcome.retryAt !== null;
}

/** Lines between them that were not sent are not shown as if they were. */
function evidenceOf({ files }: AiContext, { path, line, endLine }: Claim): Evidence[] {
  const sent = files.find((file) => file.path === path)?.lines ?? [];
  const runs: { line: number; endLine: number; quote: string }[] = [];
  for (const one of sent.filter((each) => each.line >= line && each.line <= endLine)) {
    const last = runs.at(-1);
    if (last?.endLine === one.line - 1) {
      last.endLine = one.line;
      last.quote += `\n${one.text}`;
    } else runs.push({ line: one.line, endLine: one.line, quote: one.text });
  }
  return runs.map((run) => ({ path, ...run }));
}
