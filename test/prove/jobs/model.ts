/** The model of jobs beside the real database and objects in workerd, and cancel against completion, as often as a proof asks. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../report.ts";

const FILES = ["test/worker/jobs-model.test.ts", "test/worker/jobs-cancel.test.ts"];
const SEQUENCES = 2_000;
const SHORT_SEQUENCES = 10;

type Assertion = {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
  readonly meta?: { readonly sequences?: number; readonly commands?: number };
};
type Results = { readonly testResults: readonly { readonly assertionResults: readonly Assertion[] }[] };

/** Runs the tests with `sequences`; answers with what each said. */
async function runTests(sequences: number, seed: number): Promise<Assertion[]> {
  const folder = mkdtempSync(join(tmpdir(), "job-model-"));
  const outputFile = join(folder, "results.json");
  const args = ["run", "--project", "worker", "--reporter=json", `--outputFile=${outputFile}`, ...FILES];
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  try {
    const child = spawn(process.execPath, [vitest, ...args], {
      stdio: "ignore",
      env: { ...process.env, MODEL_RUNS: String(sequences), MODEL_SEED: String(seed) },
    });
    await new Promise((resolve) => child.once("exit", resolve));
    const { testResults } = JSON.parse(readFileSync(outputFile, "utf8")) as Results;
    return testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One claim a test, with the number of sequences and commands, and the seed that runs them again. */
export async function proveModel(report: Report, { seed, short }: { seed: number; short: boolean }): Promise<void> {
  const results = await runTests(short ? SHORT_SEQUENCES : SEQUENCES, seed);
  report.claim("the tests of the model ran", results.length > 0, `${results.length} tests`);
  for (const { title, status, failureMessages, meta } of results) {
    const figure = meta?.commands === undefined ? status : `${meta.sequences} sequences, ${meta.commands} commands`;
    const holds = status === "passed";
    report.claim(title, holds, holds ? `${figure}, seed ${seed}` : (failureMessages[0]?.slice(0, 300) ?? status));
  }
}
