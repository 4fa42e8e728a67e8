/** `npm run bench:audit`: how many pipeline files the engine audits a second, with and without proving fixes. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readFolder } from "../../local/cli/read-folder.ts";
import { analyze, prepare } from "../../worker/engine/analyze.ts";
import { tableLookups } from "../../worker/engine/data/action-pins.ts";
import type { Snapshot } from "../../worker/engine/snapshot.ts";
import { Figures } from "./figures.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SPEND_MS = 5_000;
const PIPELINE = /(?:^|\/)(?:\.github\/workflows\/[^/]+\.ya?ml|action\.ya?ml)$/;

/** This project, its samples, and every dependency that ships workflows. */
async function corpus(): Promise<Snapshot[]> {
  const modules = readdirSync(join(ROOT, "node_modules")).map((name) => join(ROOT, "node_modules", name));
  const samples = readdirSync(join(ROOT, "local/seed/repos")).map((name) => join(ROOT, "local/seed/repos", name));
  const folders = [ROOT, ...samples, ...modules.filter((folder) => existsSync(join(folder, ".github/workflows")))];
  return Promise.all(folders.map(readFolder));
}

/** Runs `work` over the corpus until the time is spent; answers files a second. */
function filesPerSecond(snapshots: readonly Snapshot[], work: (snapshot: Snapshot) => unknown): number {
  const files = snapshots.reduce(
    (sum, { files: all }) => sum + all.filter(({ path }) => PIPELINE.test(path)).length,
    0,
  );
  for (const snapshot of snapshots) work(snapshot);
  const startedAt = performance.now();
  let rounds = 0;
  while (performance.now() - startedAt < SPEND_MS) {
    for (const snapshot of snapshots) work(snapshot);
    rounds += 1;
  }
  return (rounds * files * 1_000) / (performance.now() - startedAt);
}

const snapshots = await corpus();
const options = { now: Date.UTC(2026, 10, 21), lookups: tableLookups() };
const figures = new Figures();
figures.add("repositories", snapshots.length, "");
figures.add(
  "pipeline files",
  snapshots.flatMap(({ files }) => files).filter(({ path }) => PIPELINE.test(path)).length,
  "",
);
figures.add(
  "audited without proofs",
  filesPerSecond(snapshots, (snapshot) => prepare(snapshot, options)),
  "files/s",
);
figures.add(
  "audited with every fix proved",
  filesPerSecond(snapshots, (snapshot) => analyze(snapshot, options)),
  "files/s",
);
figures.add("peak memory", process.resourceUsage().maxRSS / 1_024, "MB");
figures.end();
