/** Which program runs a step's script. Source: GitHub Docs, "Workflow syntax", `defaults.run.shell` and `steps[*].shell`. */
import type { Job, StepPlace } from "../model/workflow.ts";
import { asMap, asScalar, asSeq, findValue } from "../parse/yaml-node.ts";

export type ShellName = "bash" | "sh" | "pwsh" | "powershell" | "cmd" | "python" | "other";

export interface StepShell {
  readonly name: ShellName;
  /** False where the runner decides, and it may be one or another: a matrix with Windows in it, labels that say nothing. */
  readonly isCertain: boolean;
  /** True where it surely is this one in some cells of a matrix and another one in the rest. */
  readonly isInSomeCells?: boolean;
}

const NAMES: Readonly<Record<string, ShellName>> = {
  bash: "bash",
  sh: "sh",
  dash: "sh",
  zsh: "bash",
  pwsh: "pwsh",
  powershell: "powershell",
  cmd: "cmd",
  python: "python",
  python3: "python",
};

/** The step's own shell, else the job's or workflow's default, else the runner's. */
export function shellOfStep({ document, job, step }: StepPlace): StepShell {
  const defaults = document.kind === "workflow" ? document.defaults.shell : null;
  const written = step.shell ?? job?.defaults.shell ?? defaults;
  if (written !== null) return namedShell(written.value);
  if (job === null) return { name: "bash", isCertain: false };
  if (job.container !== null) return { name: "sh", isCertain: true };
  return runnerShell(job);
}

/** `bash`, or a command template such as `/usr/bin/bash -x {0}`. */
function namedShell(value: string): StepShell {
  if (value.includes("${{")) return { name: "bash", isCertain: false };
  const program = value.trim().split(/\s+/)[0] ?? "";
  const base =
    program
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.exe$/i, "") ?? "";
  const wrapped = /\b(bash|sh)\b/.exec(value)?.[1];
  return { name: NAMES[base.toLowerCase()] ?? NAMES[wrapped ?? ""] ?? "other", isCertain: true };
}

function runnerShell(job: Job): StepShell {
  const labels = job.runsOn.flatMap((label) => labelValues(job, label.value));
  const windows = labels.filter((label) => label !== null && /windows|^win/i.test(label));
  const unix = labels.filter((label) => label !== null && /ubuntu|macos|linux|debian|alpine|mac/i.test(label));
  if (windows.length > 0 && unix.length === 0) return { name: "pwsh", isCertain: !labels.includes(null) };
  const isCertain = unix.length > 0 && windows.length === 0 && !labels.includes(null);
  return { name: "bash", isCertain, isInSomeCells: isMatrixOf(job, unix.length, windows.length) };
}

/** One label for each cell, on Linux or macOS in some and on Windows in others. */
function isMatrixOf(job: Job, unix: number, windows: number): boolean {
  return job.runsOn.length === 1 && unix > 0 && windows > 0;
}

/** A label, or the values of the matrix that it names; null stands for what is decided elsewhere. */
function labelValues(job: Job, label: string): (string | null)[] {
  if (!label.includes("${{")) return [label];
  const key = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/.exec(label.trim())?.[1];
  return key === undefined ? [null] : matrixValues(job, key);
}

/** Values of one matrix key, those of `include` too; null among them for a value that is computed. */
function matrixValues(job: Job, key: string): (string | null)[] {
  const listed = asSeq(findValue(job.matrix, key))?.items;
  const included = asSeq(findValue(job.matrix, "include"))?.items ?? [];
  const extra = included.flatMap((item) => findValue(asMap(item), key) ?? []);
  const isComputed = listed === undefined && (extra.length === 0 || findValue(job.matrix, key) !== null);
  const values = [...(listed ?? []), ...extra].map((item) => asScalar(item)?.value ?? null);
  return [...(isComputed ? [null] : []), ...values.map((value) => (value?.includes("${{") ? null : value))];
}
