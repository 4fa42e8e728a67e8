import { expect, it } from "vitest";
import { NO_LOOKUPS } from "../../../worker/engine/lookups.ts";
import { createContext } from "../../../worker/engine/model/context.ts";
import { RepositoryModel } from "../../../worker/engine/model/repository.ts";
import { shellOfStep } from "../../../worker/engine/shell/shell-of-step.ts";
import { NOW, snapshot } from "../../support/engine.ts";

function shell(job: string, step = "run: x", top = ""): string {
  const text = `on: push\n${top}jobs:\n  a:\n    ${job.replaceAll("\n", "\n    ")}\n    steps:\n      - ${step.replaceAll("\n", "\n        ")}\n`;
  const repository = new RepositoryModel(snapshot(text));
  const facts = { lookups: NO_LOOKUPS, now: NOW, strict: false };
  const [place] = createContext(repository, facts).steps;
  if (!place) return "no step";
  const { name, isCertain } = shellOfStep(place);
  return isCertain ? name : `${name}?`;
}

it.each([
  ["runs-on: ubuntu-24.04", "bash"],
  ["runs-on: [self-hosted, linux, x64]", "bash"],
  ["runs-on: windows-2025", "pwsh"],
  ["runs-on: self-hosted", "bash?"],
  ["runs-on: ${{ inputs.runner }}", "bash?"],
  ["runs-on: ${{ matrix.os }}\nstrategy:\n  matrix:\n    os: [ubuntu-24.04, macos-15]", "bash"],
  ["runs-on: ${{ matrix.os }}\nstrategy:\n  matrix:\n    os: [ubuntu-24.04, windows-2025]", "bash?"],
  ["runs-on: ${{ matrix.os }}\nstrategy:\n  matrix:\n    include:\n      - os: windows-2025", "pwsh"],
  ["runs-on: ${{ matrix.os }}\nstrategy:\n  matrix:\n    os: ${{ fromJSON(inputs.os) }}", "bash?"],
  ["runs-on: ubuntu-24.04\ncontainer: alpine:3.22", "sh"],
  ["runs-on: windows-2025\ndefaults:\n  run:\n    shell: bash", "bash"],
])("knows the shell of a job with %s", (job, expected) => {
  expect(shell(job)).toBe(expected);
});

it("prefers the step's shell to the job's, and that to the workflow's", () => {
  const top = "defaults:\n  run:\n    shell: python\n";
  const job = "runs-on: ubuntu-24.04";
  expect(shell(job, "run: x", top)).toBe("python");
  expect(shell(`${job}\ndefaults:\n  run:\n    shell: pwsh`, "run: x", top)).toBe("pwsh");
  expect(shell(job, "run: x\nshell: sh", top)).toBe("sh");
});

it.each([
  ["/usr/bin/bash -eo pipefail {0}", "bash"],
  ["bash -l {0}", "bash"],
  ["C:\\\\msys64\\\\usr\\\\bin\\\\bash.exe {0}", "bash"],
  ["alpine.sh {0}", "sh"],
  ["perl {0}", "other"],
  ["${{ inputs.shell }}", "bash?"],
])("reads the shell `%s`", (written, expected) => {
  expect(shell("runs-on: ubuntu-24.04", `run: x\nshell: ${written}`)).toBe(expected);
});
