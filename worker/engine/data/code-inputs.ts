/** Inputs of actions that are run as code. Source: each action's README, 2026-08. Names in lower case. */

export type CodeLanguage = "javascript" | "bash" | "pwsh" | "python" | "other";

const CODE_INPUTS: Readonly<Record<string, Readonly<Record<string, CodeLanguage>>>> = {
  "actions/github-script": { script: "javascript" },
  "addnab/docker-run-action": { run: "other" },
  "amadevus/pwsh-script": { script: "pwsh" },
  "appleboy/ssh-action": { script: "other" },
  "azure/cli": { inlinescript: "bash" },
  "azure/powershell": { inlinescript: "pwsh" },
  "cardinalby/js-eval-action": { expression: "javascript" },
  "cypress-io/github-action": {
    build: "other",
    command: "other",
    "command-prefix": "other",
    "install-command": "other",
    start: "other",
  },
  "jannekem/run-python-script-action": { script: "python" },
  "mikefarah/yq": { cmd: "other" },
  "nick-fields/retry": { command: "other", on_retry_command: "other" },
  "nick-invision/retry": { command: "other", on_retry_command: "other" },
  "reactivecircus/android-emulator-runner": { script: "other", "pre-emulator-launch-script": "other" },
  "wandalen/wretry.action": { command: "other" },
};

/** The language of an action's input that is run as code; null for any other input. `name` is lower case, without a ref. */
export function codeInputLanguage(name: string, input: string): CodeLanguage | null {
  return CODE_INPUTS[name]?.[input.toLowerCase()] ?? null;
}
