/** Words of what the AI says and did: in analyses, findings, pipelines and reviews. */
import { formatDayMonth, formatMoney, formatNumber, plural } from "../format.ts";

const tokens = (count: number) => plural(count, "token");

export const aiText = {
  title: "AI",
  rules: "Rules",
  origin: "Origin",
  claim: "AI claim",
  claimHint: "A model said this and its quote was found in the file. It counts in no score.",
  /** Where a claim comes from and what was checked of it. */
  claimed: (model: string, line: number, endLine: number) =>
    `Claimed by ${model}, quote checked at ${line === endLine ? `line ${line}` : `lines ${line}–${endLine}`}.`,
  noScore: "It counts in no score.",
  claimTitle: "What a claim is worth",
  claimDetail:
    "The quote stands where the model says it does: that was checked against the file. What the model concludes from it was not proved. Read it as a colleague's note.",
  written: (model: string) => `Written by ${model}, proved like every other fix.`,
  reused: (at: number) => `Answered on ${formatDayMonth(at)} and reused: nothing was spent.`,

  summaryTitle: "What the AI did",
  kept: (count: number) => `${plural(count, "claim")} ${count === 1 ? "stands" : "stand"}`,
  noneKept: "It adds nothing to what the rules found.",
  keptHint: "Each quote was found where the model says it stands. Claims count in no score.",
  dropped: (dropped: number, all: number) =>
    `${dropped} of ${plural(all, "claim")} failed the evidence check and ${dropped === 1 ? "is" : "are"} not shown`,
  noneDropped: "Every claim passed the evidence check",
  droppedBy: "Why they were dropped",
  lowered: (count: number) => `${plural(count, "severity", "severities")} lowered to medium: no rule agrees`,
  reasons: {
    unknown_path: "names a file that was not sent",
    bad_lines: "names lines that the file does not have",
    quote_mismatch: "its quote does not stand at those lines",
    empty_quote: "quotes nothing",
    repeats_rule: "repeats what a rule found",
    contradicts_rule: "contradicts what a rule decided",
    contradicts_claim: "contradicts another claim",
    duplicate: "says the same twice",
    unknown_topic: "answers what was not asked",
    unsafe_text: "holds text that is not safe to show",
    over_limit: "was one too many",
    refused: "did not pass every check",
  } as Readonly<Record<string, string>>,
  questions: (asked: number, cached: number) =>
    cached === 0 ? plural(asked, "question") : `${plural(asked, "question")}, ${cached} answered before`,
  spent: (input: number, output: number, usd: number) =>
    input + output === 0
      ? "Nothing was spent"
      : `${formatNumber(input)} in, ${tokens(output)} out, ${formatMoney(usd)}`,
  answeredBy: "Answered by",
  same: (at: number, model: string) => `Same workflow, answered on ${formatDayMonth(at)} by ${model}`,
  notAsked: (count: number) =>
    `${plural(count, "pipeline was", "pipelines were")} not asked about: the budget of one analysis was spent.`,

  off: {
    no_key: "Rules only: no AI key is set.",
    switched_off: "Rules only: AI is switched off for this organization.",
    private_code: "Rules only: the code is private, and the only key is on a free plan.",
  } as Readonly<Record<string, string>>,
  offUnknown: "Rules only: AI is off.",
  settingsLink: "AI settings",
  deferredTitle: "The AI was not asked yet",
  caps: {
    task: "One question would be larger than the limit for one task.",
    user_day: "Your tokens of today are used up.",
    user_month: "Your tokens of this month are used up.",
    organization_month: "The organization's tokens of this month are used up.",
  } as Readonly<Record<string, string>>,
  capUnknown: "A limit on tokens is reached.",
  degradedTitle: "The AI gave no usable answer",
  failures: {
    key: "The provider refused the key.",
    billing: "The provider wants its bill settled first.",
    model: "The provider does not offer this model any more.",
    task_too_large: "The question would be larger than the limit for one question.",
    too_long: "The pipeline is longer than the model can read.",
    rate: "The provider asks to wait.",
    day_quota: "The key has no requests left today.",
    server: "The provider failed.",
    timeout: "The provider took too long.",
    network: "The provider could not be reached.",
    blocked: "The provider declined to answer about this text.",
    cut: "The answer ended early.",
    malformed: "The answer was not in the form that was asked for.",
    redaction_failed: "Something that looks like a secret was left in the text, so nothing was sent.",
    request: "The provider did not take the request.",
    unavailable: "Something of ours failed; it is tried again.",
    aborted: "It was stopped before an answer came.",
    circuit_open: "The provider failed several times in a row; it is left alone for a minute.",
  } as Readonly<Record<string, string>>,
  failureUnknown: "No provider gave an answer.",
  complete: "The result of the rules is complete.",
  again: (when: string) => `It is asked again by itself on ${when}.`,
  notAgain: "Asking again would not help.",

  estimate: (input: number, usd: number, model: string | null) =>
    `AI: at most ${tokens(input)} and ${formatMoney(usd)}${model === null ? "" : ` with ${model}`}`,
  estimateFree: "AI: everything was answered before, nothing is spent",
  estimateNothing: "AI: no pipeline to ask about",
  estimateCached: (cached: number, all: number) => `${cached} of ${plural(all, "answer")} known already`,
  estimateFirst: "AI: what it will cost is known after the first analysis",
  dependencies: "Dependencies too",
  dependenciesHint: "One question more, about what the build installs. It is not in the estimate.",

  askFix: "Ask the AI for a fix",
  askingFix: "Writing and proving a fix…",
  fixNote: "Its change is offered only if it passes the same proof as every fix.",
  fixRefused: "The AI's change did not pass the proof, so it is not offered.",
  reasonsTitle: "Why",

  overIt: "Let the AI go over it",
  overItHint:
    "Its text is kept only if it passes every check that the rules' text passes. It is asked when you open the pull request.",
  overItEdited: "The AI does not go over a file that you edited.",
  draftDropped: (count: number, why: string) => `${plural(count, "draft")} ${why}.`,
  overItDone: "The AI went over this pipeline; its text passed every check.",
  overItKept: "The AI went over it; the rules' text was kept.",
};

export const reviewText = {
  title: "Review a pull request",
  lead: "What its changes to pipelines bring: findings that the base branch does not have, and what the AI says of the changed lines. Nothing is written to GitHub.",
  viewers: "Members of the organization can ask for a review.",
  number: "Number",
  numberError: "Enter the number of a pull request, for example 42.",
  run: "Review",
  running: "Reading both sides of the pull request…",
  resultTitle: (number: number) => `Pull request #${number}`,
  between: (base: string, head: string) => `${base} → ${head}`,
  paths: (count: number) => plural(count, "pipeline file"),
  fromRules: "From rules",
  fromAi: "From the AI",
  cleanTitle: "It brings nothing new",
  clean: "No rule finds anything that the base branch does not have.",
  untouchedTitle: "No pipeline is touched",
  untouched: "This pull request changes no file that a pipeline is made of.",
};
