import type { PipelineJob } from "../../pipeline.ts";
import type { YamlItem } from "../../yaml-text.ts";
import type { StepWriter } from "../step.ts";

/** Programs that commands call, that runners lack, and that no toolchain brings; each with what installs it. */
interface Program {
  /** The first words of the command. */
  readonly called: string;
  /** What taiki-e/install-action calls it, or what pipx does. */
  readonly by: "install-action" | "pipx";
  readonly name: string;
}

const PROGRAMS: readonly Program[] = [
  { called: "just", by: "install-action", name: "just" },
  { called: "cargo nextest", by: "install-action", name: "nextest" },
  { called: "cargo deny", by: "install-action", name: "cargo-deny" },
  { called: "cargo audit", by: "install-action", name: "cargo-audit" },
  { called: "cargo llvm-cov", by: "install-action", name: "cargo-llvm-cov" },
  { called: "pre-commit", by: "pipx", name: "pre-commit" },
  { called: "conan", by: "pipx", name: "conan" },
];
export const INSTALL_ACTION = "taiki-e/install-action";

/** True where every one of the tools is a program that commands call, so that the writer finds it again by itself. */
export function areCalledPrograms(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => PROGRAMS.some((program) => program.name === name.split("@")[0]));
}

/** Steps for programs that the job's commands call. */
export function programSteps(job: PipelineJob, writer: StepWriter): readonly (YamlItem | null)[] {
  const called = PROGRAMS.filter(({ called: words }) => calls(job, words));
  const tools = called.filter(({ by }) => by === "install-action").map(({ name }) => name);
  const packages = called.filter(({ by }) => by === "pipx").map(({ name }) => name);
  return [
    tools.length > 0 ? writer.step({ uses: INSTALL_ACTION, with: [["tool", tools.join(",")]] }) : null,
    ...packages.map((name) => writer.step({ run: `pipx install ${name}` })),
  ];
}

/** True where one of the job's commands begins with these words; `CI=1 just test && lein test` calls `just` and `lein`. */
export function calls({ steps }: PipelineJob, words: string): boolean {
  return steps.some((step) => step.kind === "command" && commandsOf(step.run).some((text) => startsWith(text, words)));
}

function commandsOf(run: string): readonly string[] {
  return run.split(/\n|&&|\|\||[;|]/).map((part) => part.trim().replace(/^(?:\w+=\S*\s+)+/, ""));
}

function startsWith(command: string, words: string): boolean {
  return command === words || command.startsWith(`${words} `);
}
