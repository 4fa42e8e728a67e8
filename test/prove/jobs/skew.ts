/** A deploy in the middle of work: what the previous build was asked for, the present one ends, on the same state. */
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { bundleWorker, ROOT } from "../../support/workerd/bundle.ts";
import type { Report } from "../report.ts";
import { readHistory } from "./history.ts";
import { askForJobs } from "./load.ts";
import { sequence } from "./random.ts";
import { World } from "./world.ts";

const PATIENCE_MS = 180_000;
const MAX_BYTES = 256 * 1024 * 1024;
const NEEDED = ["worker", "migrations", "wrangler.toml", "package.json"];

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

/** The commit before the newest change of the database's tables: the largest step that a deploy takes. Null without a history. */
function previousRelease(): string | null {
  try {
    const changed = git("rev-list", "-1", "HEAD", "--", "migrations");
    return git("rev-parse", "--verify", `${changed}^`);
  } catch {
    return null;
  }
}

/** The sources of a commit in a folder, with the packages of today. */
function checkOut(commit: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const archive = execFileSync("git", ["archive", commit, ...NEEDED], { cwd: ROOT, maxBuffer: MAX_BYTES });
  execFileSync("tar", ["-x", "-C", folder], { input: archive });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
}

/** Starts with the build of `commit`, fills its queue, kills it, and goes on with the present one. */
export async function proveSkew(
  report: Report,
  { commit, short }: { commit: string | null; short: boolean },
): Promise<void> {
  const before = commit ?? previousRelease();
  if (before === null) {
    console.log("      left out: there is no history that holds the previous build");
    return;
  }
  const count = short ? 12 : 100;
  const world = await World.start({
    seed: 35,
    people: 2,
    repositoriesEach: 3,
    async previous(folder) {
      const root = join(folder, "previous");
      checkOut(before, root);
      const script = join(folder, "previous.mjs");
      await bundleWorker({ entry: join(root, "worker/index.ts"), outfile: script, root });
      return { root, script };
    },
  });
  try {
    const slow = { match: { path: "/repos/*" }, times: -1, action: { delayMs: 400 } };
    await world.github.control("faults", slow);
    const promised = await askForJobs(world, count, sequence(35));
    await world.kill();
    const [open] = await world.rows(
      "select count(*) as n from jobs where state not in ('completed', 'cancelled', 'dead_letter')",
    );
    await world.github.control("faults", {}, "DELETE");
    const from = world.logged.length;
    await world.upgrade();
    const settled = await world.settle(PATIENCE_MS);
    const { jobs } = readHistory(world.stateDir, []);
    const completed = [...promised].filter((id) => jobs.get(id)?.state === "completed").length;
    report.claim(
      `${open?.n} jobs open under build ${before.slice(0, 7)}: the present build ends them on the same state`,
      settled !== null && completed === promised.size && Number(open?.n) > 0,
      `${completed} of ${promised.size} completed`,
    );
    const complaints = world.logged
      .slice(from)
      .filter((line) => /no such (?:table|column)|has no column|SQLITE_ERROR/i.test(line));
    report.claim("no statement misses a table or a column", complaints.length === 0, complaints[0] ?? "none");
  } finally {
    await world.end();
  }
}
