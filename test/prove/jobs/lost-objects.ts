/** What objects store is worth nothing: the rows bring every job to its end without it. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../report.ts";
import { violationsOf } from "./history-checker.ts";
import { askForJobs } from "./load.ts";
import { sequence } from "./random.ts";
import { World } from "./world.ts";

const PATIENCE_MS = 120_000;

/** Empties every object of the product; the database is an object too, and stays. */
function forgetObjects(stateDir: string): number {
  const folder = join(stateDir, "do");
  const own = readdirSync(folder).filter((name) => name.startsWith("autodevops-"));
  for (const name of own) rmSync(join(folder, name), { recursive: true });
  return own.length;
}

export async function proveLostObjects(report: Report, short: boolean): Promise<void> {
  const jobs = short ? 12 : 50;
  const world = await World.start({ seed: 6, people: 2, repositoriesEach: 3 });
  try {
    const slow = { match: { path: "/repos/*" }, times: -1, action: { delayMs: 300 } };
    await world.github.control("faults", slow);
    const promised = await askForJobs(world, jobs, sequence(6));
    await world.kill();
    const open = "select count(*) as n from jobs where state not in ('completed', 'cancelled', 'dead_letter')";
    const [before] = await world.rows(open);
    const kinds = forgetObjects(world.stateDir);
    await world.github.control("faults", {}, "DELETE");
    await world.restart();
    const settled = await world.settle(PATIENCE_MS);
    const history = world.history();
    const violations = violationsOf(history);
    const completed = [...promised].filter((id) => history.jobs.get(id)?.state === "completed").length;
    report.claim(
      `${before?.n ?? 0} open jobs, then all that ${kinds} kinds of objects stored is deleted: all complete`,
      settled !== null && completed === promised.size && Number(before?.n) > 0,
      `${completed} of ${promised.size} in ${settled ?? PATIENCE_MS} ms`,
    );
    report.claim(
      "their history is consistent",
      violations.length === 0,
      violations.slice(0, 5).join("; ") || "no breach",
    );
  } finally {
    await world.end();
  }
}
