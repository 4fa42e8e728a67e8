import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readFolder } from "../../../local/cli/read-folder.ts";
import type { Snapshot } from "../../../worker/engine/snapshot.ts";

const ROOT = fileURLToPath(new URL("../../../local/seed/repos/", import.meta.url));

/** The sample repositories of the local demo, as they stand on disk. */
export async function sampleSnapshots(): Promise<{ readonly name: string; readonly snapshot: Snapshot }[]> {
  const names = (await readdir(ROOT)).sort();
  return Promise.all(names.map(async (name) => ({ name, snapshot: await readFolder(`${ROOT}${name}`) })));
}
