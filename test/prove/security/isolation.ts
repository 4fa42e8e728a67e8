/**
 * The isolation of organizations, by planting the mistake that breaks it: for each table the filter by organization is left out of
 * every statement. The run itself is test/worker/conformity/isolation.proof.ts, inside workerd; this reads its figures.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Report } from "../report.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const VITEST = fileURLToPath(new URL("../../../node_modules/vitest/vitest.mjs", import.meta.url));
/** Few of the tables, in the short form: one with rows in paths, one that paths lead to, one that no path names. */
const SHORT = "jobs,job_logs,ai_settings";

const Figures = z.object({
  table: z.string(),
  /** Statements that the mistake changes, and those of them that the rule on statements refuses. */
  statements: z.int(),
  tripped: z.int(),
  /** How many routes touch the table, and what the first deviation was. */
  routes: z.int(),
  route: z.string().optional(),
});
type Figures = z.output<typeof Figures>;

const Result = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ meta: z.object({ figures: z.array(Figures).default([]) }) })) }),
  ),
});

/** Runs the file inside workerd and reads what the reporter wrote. */
async function figuresOf(tables: string): Promise<{ figures: Figures[]; code: number | null }> {
  const folder = await mkdtemp(join(tmpdir(), "isolation-"));
  try {
    const file = "test/worker/conformity/isolation.proof.ts";
    const output = join(folder, "result.json");
    const options = ["run", "--project", "worker", "--reporter=json", `--outputFile=${output}`, file];
    const child = spawn(process.execPath, [VITEST, ...options], {
      cwd: ROOT,
      env: { ...process.env, PROVE_ISOLATION: tables },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    const { testResults } = Result.parse(JSON.parse(await readFile(output, "utf8")));
    return { figures: testResults.flatMap((one) => one.assertionResults.flatMap(({ meta }) => meta.figures)), code };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every table without its filter: caught by what a stranger gets, or by the rule on statements. */
export async function proveIsolation(report: Report, short: boolean): Promise<void> {
  const { figures, code } = await figuresOf(short ? SHORT : "all");
  report.claim("the unchanged product names the organization in every statement", code === 0, `exit code ${code}`);
  const planted = figures.filter(({ statements }) => statements > 0);
  const byRoutes = planted.filter(({ route }) => route !== undefined);
  const escaped = planted.filter(({ route, statements, tripped }) => route === undefined && tripped < statements);
  const names = (list: readonly Figures[]) => list.map(({ table }) => table).join(" ") || "none";
  report.claim(
    "a table without its filter is caught",
    planted.length > 0 && escaped.length === 0,
    `${planted.length - escaped.length} of ${planted.length} tables; escaped: ${names(escaped)}`,
  );
  const count = (pick: (one: Figures) => number) => planted.reduce((total, one) => total + pick(one), 0);
  report.claim(
    "the rule on statements alone refuses some statement on each table",
    planted.every(({ tripped }) => tripped > 0),
    `${count((one) => one.tripped)} of ${count((one) => one.statements)} statements that lost a filter; the others name the organization twice`,
  );
  const only = planted.filter((one) => !byRoutes.includes(one));
  console.log(
    `      by what a stranger gets alone: ${byRoutes.length} of ${planted.length}; behind another check: ${names(only)}`,
  );
  console.log(`      no statement of a route filters: ${names(figures.filter(({ statements }) => statements === 0))}`);
}
