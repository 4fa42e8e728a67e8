/** What a command really runs, behind programs that only start another one. */
import { memo } from "../memo.ts";
import { programName } from "./program-name.ts";
import type { Command, Word } from "./script.ts";

/** Programs that start the one behind them, with their options that take the next word. */
const LAUNCHERS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    sudo: "-u --user -g --group -h --host -p --prompt -C -r -t -D -R -T -U",
    doas: "-u -C",
    env: "-u --unset -C --chdir",
    time: "-f -o",
    nice: "-n",
    ionice: "-c -n",
    timeout: "-s --signal -k --kill-after",
    stdbuf: "-i -o -e",
    command: "",
    exec: "-a",
    nohup: "",
    builtin: "",
    corepack: "",
    "xvfb-run": "-n -s -e -f -w",
    retry: "",
  }).map(([name, options]) => [name, new Set(options.split(" "))]),
);
/** `timeout` reads how long it waits in front of the command. */
const DURATION = /^\d+(?:\.\d+)?[smhd]?$/;
const ASSIGNMENT = /^[A-Za-z_]\w*=/;

/** Program and arguments without `sudo`, `env`, `timeout` and the like, and their options; empty for assignments alone. */
export const launchedWords = memo(({ words }: Command): readonly Word[] => {
  let at = 0;
  for (let launcher = launcherAt(words, at); launcher !== undefined; launcher = launcherAt(words, at)) {
    at = behindOptions(words, at + 1, launcher);
  }
  return at === 0 ? words : words.slice(at);
});

/** The name of the program that a command really runs; empty where there is none. */
export function launchedProgram(command: Command): string {
  return programName(launchedWords(command)[0]?.text ?? "");
}

function launcherAt(words: readonly Word[], at: number): ReadonlySet<string> | undefined {
  return words.length > at + 1 ? LAUNCHERS.get(programName(words[at]?.text ?? "")) : undefined;
}

function behindOptions(words: readonly Word[], from: number, takesValue: ReadonlySet<string>): number {
  let at = from;
  for (let text = words[at]?.text; text !== undefined; text = words[at]?.text) {
    if (takesValue.has(text)) at += 2;
    else if (text.startsWith("-") || ASSIGNMENT.test(text) || DURATION.test(text)) at += 1;
    else break;
  }
  return at;
}
