import { memo } from "../memo.ts";
import type { Command, ShellScript } from "./script.ts";

/** Commands joined by `|`, in order; one alone is a pipeline too. */
export type Pipeline = readonly [Command, ...Command[]];

/** The pipelines of a script in order, those inside substitutions too; a subshell on one side of a `|` is not followed. */
export const pipelinesOf = memo(({ commands }: ShellScript): readonly Pipeline[] => {
  const pipelines: [Command, ...Command[]][] = [];
  /** Those that end in a pipe, so that something may follow. */
  let waiting: [Command, ...Command[]][] = [];
  for (const [index, command] of commands.entries()) {
    // A `|` may end its line.
    const canFollow = isPipe(command.connector) || command.connector === "\n";
    const open = canFollow ? waiting.findLast((each) => continues(each, command)) : undefined;
    const isNext = open !== undefined && (isPipe(command.connector) || open.at(-1) === commands[index - 1]);
    const pipeline: [Command, ...Command[]] = isNext ? open : [command];
    if (isNext) {
      open.push(command);
      waiting = waiting.filter((each) => each !== open);
    } else pipelines.push(pipeline);
    if (isPipe(command.following)) waiting.push(pipeline);
  }
  return pipelines;
});

function isPipe(connector: Command["connector"]): boolean {
  return connector === "|" || connector === "|&";
}

function continues(pipeline: readonly Command[], next: Command): boolean {
  const last = pipeline.at(-1);
  return (
    last !== undefined &&
    isPipe(last.following) &&
    last.parent === next.parent &&
    last.subshells.length === next.subshells.length &&
    last.subshells.at(-1) === next.subshells.at(-1)
  );
}
