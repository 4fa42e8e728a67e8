import { type CheckKind, checksOf, isRepair } from "../../../data/checking-commands.ts";
import { memo } from "../../../memo.ts";
import { type Pipeline, pipelinesOf } from "../../../shell/pipelines.ts";
import type { Command, ShellScript } from "../../../shell/script.ts";

/** A check in a script whose failure the script throws away. Offsets are in the script's text. */
export interface MaskedCommand {
  readonly kind: "alternative" | "set";
  /** The check. */
  readonly command: Command;
  /** What throws its failure away, as written: `|| true`, `set +e`. */
  readonly by: string;
  readonly start: number;
  readonly end: number;
}

const CONDITIONS = /^(?:if|while|until|elif|!)$/;
/** A script that looks at the status itself. */
const READS_STATUS = /\$\?|PIPESTATUS|\btrap\b|\bexit +[1-9$"]|\$\{?#?ERR/;
const REPORT_OPTION =
  /^(?:-o|-f|--format|--output|--report|--out|--json|--sarif|--reporter|--error-format|--output-format)|(?:json|sarif|xml|checkstyle|junit)$/i;

/** Checks of a script that are followed by `|| true` or the like, or run under `set +e` and are not its last command. */
export const maskedCommands = memo((script: ShellScript): readonly MaskedCommand[] => {
  if (!script.isComplete) return [];
  const top = pipelinesOf(script).filter(([{ parent }]) => parent === null);
  return [...alternatives(top), ...underSet(top)];
});

export function readsStatus(text: string): boolean {
  return READS_STATUS.test(text);
}

/** True for what has to pass: a build that fails shows itself, and a repair leaves its result in the files. */
export function isQualityCheck(command: Command): boolean {
  const kinds = checksOf(command);
  return kinds.some((kind) => kind !== "build") && !(isOnlyLint(kinds) && (isRepair(command) || isReport(command)));
}

function isOnlyLint(kinds: readonly CheckKind[]): boolean {
  return !kinds.includes("test") && !kinds.includes("deploy");
}

function isReport({ words }: Command): boolean {
  return words.some(({ text }) => REPORT_OPTION.test(text));
}

function alternatives(pipelines: readonly Pipeline[]): MaskedCommand[] {
  return pipelines.flatMap((right, index) => {
    const [fallback] = right;
    const left = pipelines[index - 1];
    const last = left?.at(-1);
    if (!last || !/^(?:\|\||\n)$/.test(fallback.connector) || last.following !== "||" || !endsWell(right)) return [];
    const command = chainUpTo(pipelines, index - 1).find(isQualityCheck);
    if (!command) return [];
    return [{ kind: "alternative", command, by: textOf(fallback), start: last.end, end: fallback.end }];
  });
}

/** Every command that `||` follows: `a && b | c`; none where somebody uses what they write or say. */
function chainUpTo(pipelines: readonly Pipeline[], index: number): Command[] {
  let first = index;
  while (first > 0 && pipelines[first]?.[0].connector === "&&") first -= 1;
  const commands = pipelines.slice(first, index + 1).flat();
  const isUsed = commands.some(
    ({ keywords, redirects, words }) =>
      keywords.some((word) => CONDITIONS.test(word)) ||
      words[0]?.text === "tee" ||
      redirects.some(({ operator, target }) => /^&?>{1,2}$/.test(operator) && target.text !== "/dev/null"),
  );
  const levels = new Set(commands.map(({ subshells }) => subshells.join()));
  return isUsed || levels.size > 1 ? [] : commands;
}

/** `true`, `:`, `exit 0`, or an `echo` that only people read. */
function endsWell(pipeline: Pipeline): boolean {
  const [command, ...others] = pipeline;
  const text = textOf(command);
  if (others.length > 0 || command.keywords.length > 0 || command.redirects.length > 0) return false;
  if (/^(?:true|:|exit 0|\/bin\/true)$/.test(text)) return true;
  return command.words[0]?.text === "echo" && !/::|\$GITHUB|\$\(/.test(text) && /^(?:\n|;)?$/.test(command.following);
}

function textOf({ words }: Command): string {
  return words.map(({ text }) => text).join(" ");
}

function underSet(pipelines: readonly Pipeline[]): MaskedCommand[] {
  const start = pipelines.findIndex(([command]) => isSet(command, "+"));
  const from = pipelines[start]?.[0];
  if (!from) return [];
  const end = pipelines.findIndex(([command], index) => index > start && isSet(command, "-"));
  const inside = pipelines.slice(start + 1, end === -1 ? undefined : end);
  const isPlain = inside.every(([{ keywords }]) => keywords.length === 0);
  const command = inside
    .filter((each) => each.length === 1 && pipelines.at(-1) !== each)
    .map(([each]) => each)
    .find((each) => /^(?:\n|;)$/.test(each.following) && isQualityCheck(each) && each.redirects.length === 0);
  if (!command || !isPlain) return [];
  return [{ kind: "set", command, by: textOf(from), start: from.start, end: from.end }];
}

/** `set +e`, `set -euo pipefail`, `set +o errexit`. */
function isSet({ words }: Command, sign: "+" | "-"): boolean {
  const [first, ...options] = words.map(({ text }) => text);
  if (first !== "set") return false;
  return options.some((option, at) =>
    option.startsWith(`${sign}o`) ? options[at + 1] === "errexit" : option.startsWith(sign) && option.includes("e"),
  );
}
