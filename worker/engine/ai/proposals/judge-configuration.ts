import type { RepositoryModel } from "../../model/repository.ts";
import type { Pipeline } from "../../pipeline/pipeline.ts";
import { PLATFORMS } from "../../pipeline/platforms.ts";
import type { ConfigurationProblem } from "../../validate/configuration-problem.ts";
import { type Candidate, type ValidationFacts, validateConfiguration } from "../../validate/validate-configuration.ts";
import { newRisks } from "./new-risks.ts";
import { replacementFault } from "./patch/replacement-fault.ts";

interface ProposedConfiguration extends Candidate {
  /** The engine's own text that the model went over. */
  readonly written: string;
}

/** `problems`: what validation says of the engine's own text as well. `reasons`: our own sentences, safe to show and to send back. */
type ConfigurationJudgement =
  | { readonly ok: true; readonly problems: readonly ConfigurationProblem[] }
  | { readonly ok: false; readonly reasons: readonly string[] };

const MAX_UNITS = 64 * 1024;
const MAX_REASONS = 10;

/**
 * Judges a whole configuration that a model wrote over the engine's own: it validates, raises no finding that the engine's
 * text does not, brings in no risk over it, and runs every command of it. Never throws.
 */
export function judgeConfiguration(
  repository: RepositoryModel,
  proposed: ProposedConfiguration,
  facts: ValidationFacts,
): ConfigurationJudgement {
  const { path, platform, written, text } = proposed;
  const unfit = text.length > MAX_UNITS ? "The configuration is larger than 64 KiB." : replacementFault(text, written);
  if (unfit !== null) return { ok: false, reasons: [unfit] };
  const known = new Set(validateConfiguration(repository, { platform, path, text: written }, facts).map(keyOf));
  const problems = validateConfiguration(repository, { platform, path, text }, facts);
  const added = problems.filter((problem) => !known.has(keyOf(problem)));
  const before = repository.patched(new Map([[path, written]]));
  const after = repository.patched(new Map([[path, text]]));
  const risks = newRisks(before, after, [path]);
  const reasons = [
    ...added.map(wordsOf),
    ...risks.map(({ place, message }) => (place === "" ? message : `${message} (${place})`)),
    ...missingCommands(before, after, proposed),
  ];
  return reasons.length === 0
    ? { ok: true, problems }
    : { ok: false, reasons: [...new Set(reasons)].slice(0, MAX_REASONS) };
}

function keyOf({ source, rule, message }: ConfigurationProblem): string {
  return `${source} ${rule ?? ""} ${message}`;
}

/** Without the message, which may quote the text. */
function wordsOf({ source, rule, line }: ConfigurationProblem): string {
  const who = rule === null ? `The ${source} check` : `\`${rule}\``;
  return `${who} finds a problem in line ${line}.`;
}

/** Commands of the engine's pipeline that the other text does not run, each in a job of its own platform. */
function missingCommands(before: RepositoryModel, after: RepositoryModel, { platform, path }: Candidate): string[] {
  const { read } = PLATFORMS[platform];
  const [old, now] = [read(before, path)?.pipeline, read(after, path)?.pipeline];
  if (!old) return [];
  const left = new Map<string, number>();
  for (const command of now ? commandsOf(now) : []) left.set(command, (left.get(command) ?? 0) + 1);
  const isGone = commandsOf(old).some((command) => {
    const count = left.get(command) ?? 0;
    left.set(command, count - 1);
    return count <= 0;
  });
  return isGone ? ["A command of the engine's own configuration is missing."] : [];
}

function commandsOf({ jobs }: Pipeline): string[] {
  return jobs.flatMap(({ steps }) =>
    steps.flatMap((step) =>
      step.kind === "command"
        ? step.run
            .split("\n")
            .map((line) => line.trim())
            .filter((line) => line !== "")
        : [],
    ),
  );
}
