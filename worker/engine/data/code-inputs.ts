/** Inputs of actions that are run as code. Names of actions and inputs are in lower case. */

export type CodeLanguage = "javascript" | "bash" | "pwsh" | "python" | "other";

interface CodeInputRow {
  readonly inputs: Readonly<Record<string, CodeLanguage>>;
  /** The README that says so. */
  readonly source: string;
  /** The day on which it was read. */
  readonly seen: string;
}

function row(name: string, inputs: CodeInputRow["inputs"]): readonly [string, CodeInputRow] {
  return [name, { inputs, source: `https://github.com/${name}#readme`, seen: "2026-11-21" }];
}

/** The same for a program or a machine of which nobody here knows the language. */
function other(name: string, ...inputs: readonly string[]): readonly [string, CodeInputRow] {
  return row(name, Object.fromEntries(inputs.map((input) => [input, "other"])));
}

export const CODE_INPUTS: Readonly<Record<string, CodeInputRow>> = Object.fromEntries([
  row("actions/github-script", { script: "javascript" }),
  row("amadevus/pwsh-script", { script: "pwsh" }),
  row("azure/cli", { inlinescript: "bash" }),
  row("azure/powershell", { inlinescript: "pwsh" }),
  row("cardinalby/js-eval-action", { expression: "javascript" }),
  row("jannekem/run-python-script-action", { script: "python" }),
  row("satackey/action-js-inline", { script: "javascript" }),
  other("addnab/docker-run-action", "run"),
  other("appleboy/ssh-action", "script"),
  other("coactions/setup-xvfb", "run"),
  other("cross-platform-actions/action", "run"),
  other("cypress-io/github-action", "build", "command", "command-prefix", "install-command", "start"),
  other("d3rhase/ssh-command-action", "command"),
  other("devorbitus/yq-action-output", "cmd"),
  other("fifsky/ssh-action", "command"),
  other("gabrielbb/xvfb-action", "run"),
  other("garygrossgarten/github-action-ssh", "command"),
  other("google-github-actions/ssh-compute", "command"),
  other("jimcronqvist/action-ssh", "command"),
  other("knicknic/os-specific-run", "linux", "macos", "windows"),
  other("matlab-actions/run-command", "command"),
  other("mikefarah/yq", "cmd"),
  other("nick-fields/retry", "command", "on_retry_command"),
  other("nick-invision/retry", "command", "on_retry_command"),
  other("pguyot/arm-runner-action", "commands"),
  other("reactivecircus/android-emulator-runner", "script", "pre-emulator-launch-script"),
  other("sergeysova/jq-action", "cmd"),
  other("uraimo/run-on-arch-action", "install", "run", "setup"),
  other("vmactions/freebsd-vm", "prepare", "run"),
  other("vmactions/netbsd-vm", "prepare", "run"),
  other("vmactions/openbsd-vm", "prepare", "run"),
  other("vmactions/solaris-vm", "prepare", "run"),
  other("wandalen/wretry.action", "command"),
]);

/** The language of an action's input that is run as code; null for any other input. `name` is lower case, without a ref. */
export function codeInputLanguage(name: string, input: string): CodeLanguage | null {
  return Object.hasOwn(CODE_INPUTS, name) ? (CODE_INPUTS[name]?.inputs[input.toLowerCase()] ?? null) : null;
}
