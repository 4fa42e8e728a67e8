import { memo } from "../../memo.ts";
import { scanBash } from "../../shell/bash.ts";
import type { CircleciBlock, CircleciStep } from "./config.ts";
import { commandOf } from "./steps.ts";

/** Steps of CircleCI itself, whatever orbs a configuration has. Source: circleci.com/docs/configuration-reference, "steps". */
export const BUILT_IN_STEPS: ReadonlySet<string> = new Set(
  "run checkout setup_remote_docker save_cache restore_cache store_artifacts store_test_results persist_to_workspace attach_workspace add_ssh_keys".split(
    " ",
  ),
);

/** The words of every command of a `run` step; empty for another step and for a script that cannot be read to its end. */
export const wordsOfStep = memo((step: CircleciStep): readonly (readonly string[])[] => {
  const command = commandOf(step);
  const script = command === null ? null : scanBash(command.replaceAll(/<<.*?>>/g, "parameter"));
  return script?.isComplete ? script.commands.map(({ words }) => words.map(({ text }) => text)) : [];
});

/** The same of all steps of a job or command. */
export function wordsOfBlock({ steps }: CircleciBlock): readonly (readonly string[])[] {
  return steps.flatMap(wordsOfStep);
}
