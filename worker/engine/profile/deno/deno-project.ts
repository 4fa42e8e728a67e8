import type { Folder } from "../folder.ts";
import { lockfilesIn } from "../node/lockfiles.ts";
import { type NodePackage, readPackage } from "../node/node-package.ts";
import { record, text, valueAt } from "../read-value.ts";

/** Name of Deno's configuration in a folder; null without one. */
export function denoConfigOf(folder: Folder): string | null {
  return folder.first("deno.json", "deno.jsonc");
}

/** Deno's tasks by name: a command, or a mapping with one. */
export function readTasks(folder: Folder): ReadonlyMap<string, string> {
  const file = denoConfigOf(folder);
  const tasks = Object.entries(record(valueAt(file && folder.json(file), "tasks")));
  return new Map(
    tasks.flatMap(([name, task]) => {
      const command = text(task) ?? text(valueAt(task, "command"));
      return command === null ? [] : [[name, command] as const];
    }),
  );
}

type Verdict = "deno" | "node" | "unclear";

/** Who runs a folder that has the files of both: whose lockfile there is, then whose tasks. */
function verdict(folder: Folder): Verdict {
  const node = readPackage(folder);
  if (node === null) return "deno";
  const hasLock = folder.has("deno.lock");
  const hasTasks = readTasks(folder).size > 0;
  if (hasLock !== lockfilesIn(folder).length > 0) {
    if (hasLock) return "deno";
    return hasTasks && node.scripts.size === 0 ? "unclear" : "node";
  }
  return byScripts(node, hasTasks);
}

function byScripts({ scripts, manifest }: NodePackage, hasTasks: boolean): Verdict {
  if ([...scripts.values()].some((body) => /(?:^|\s)deno\s/.test(body))) return "deno";
  if ("packageManager" in manifest) return "node";
  if (hasTasks === scripts.size > 0) return "unclear";
  return hasTasks ? "deno" : "node";
}

/** True for a folder that Deno runs; an unclear one is Deno's when its tasks are, else Node's. */
export function isDenoProject(folder: Folder): boolean {
  if (denoConfigOf(folder) === null && !folder.has("deno.lock")) return false;
  const found = verdict(folder);
  return found === "deno" || (found === "unclear" && readTasks(folder).size > 0);
}

/** True for a folder with the files of both where neither lockfiles nor tasks decide. */
export function isUnclear(folder: Folder): boolean {
  return verdict(folder) === "unclear";
}
