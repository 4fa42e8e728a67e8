/** What the processes of the product take. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Peak and beginning of the processes' memory while `work` runs, in MiB. */
export async function measured<T>(
  group: number,
  work: () => Promise<T>,
): Promise<{ value: T; grew: number; seconds: number }> {
  const before = memoryOf(group);
  let peak = before;
  let isDone = false;
  const watch = (async () => {
    while (!isDone) {
      peak = Math.max(peak, memoryOf(group));
      await pause(50);
    }
  })();
  const startedAt = Date.now();
  try {
    const value = await work();
    return { value, grew: peak - before, seconds: (Date.now() - startedAt) / 1_000 };
  } finally {
    isDone = true;
    await watch;
  }
}

/** Resident memory, in MiB, of the processes of a group. */
function memoryOf(group: number): number {
  const kib = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => residentIn(pid, group))
    .reduce((sum, one) => sum + one, 0);
  return kib / 1024;
}

/** KiB of this process if it is one of the group; 0 for others, and for those that are gone. */
function residentIn(pid: string, group: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, , owner] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(owner) !== group) return 0;
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
