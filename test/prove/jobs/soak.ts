/** A steady load for a long time, with faults and kills: the backlog goes back to nothing and memory stays where it was. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { Report } from "../report.ts";
import { spoilGithub } from "./bad-days.ts";
import { violationsOf } from "./history-checker.ts";
import { askForJobs } from "./load.ts";
import { sequence } from "./random.ts";
import { World } from "./world.ts";

export type SoakSize = { readonly minutes: number; readonly jobsASecond: number; readonly killEveryMinutes: number };

const FAULT_RATE = 0.02;
const BACKLOG_GONE_MS = 60_000;
const MAY_GROW = 1.2;
const MINUTE_MS = 60_000;

/** Resident memory of workerd in MiB: the process of the group that is named so. */
function memoryOf(group: number | undefined): number {
  const own = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const found = own.find((pid) => {
    try {
      const [, comm = "", rest = ""] = /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
      return comm.startsWith("workerd") && Number(rest.split(" ")[2]) === group;
    } catch {
      return false;
    }
  });
  if (!found) return 0;
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${found}/status`, "utf8"))?.[1];
  return Math.round(Number(kib ?? 0) / 1024);
}

export async function proveSoak(report: Report, { minutes, jobsASecond, killEveryMinutes }: SoakSize): Promise<void> {
  const world = await World.start({ seed: 14, people: 4, repositoriesEach: 5 });
  const random = sequence(14);
  try {
    await spoilGithub(world, random, 0.5);
    await world.restart({ rate: FAULT_RATE, copies: 2 });
    const end = Date.now() + minutes * MINUTE_MS;
    /** Memory of each life of workerd, just before its end: each life is as long. */
    const memory: number[] = [];
    let nextKill = Date.now() + killEveryMinutes * MINUTE_MS;
    const promised = new Set<string>();
    while (Date.now() < end) {
      const startedAt = Date.now();
      for (const id of await askForJobs(world, jobsASecond, random)) promised.add(id);
      if (Date.now() >= nextKill) {
        memory.push(memoryOf(world.workerd.pid));
        await world.restart();
        nextKill = Date.now() + killEveryMinutes * MINUTE_MS;
      }
      await pause(Math.max(0, 1_000 - (Date.now() - startedAt)));
    }
    memory.push(memoryOf(world.workerd.pid));
    const settled = await world.settle(BACKLOG_GONE_MS * 3);
    await world.kill();
    const history = world.history();
    const violations = violationsOf(history);
    const [first = 0, last = 0] = [memory[0], memory.at(-1)];
    report.claim(
      `${minutes} minutes, ${promised.size} jobs asked for: the backlog is gone a minute later`,
      settled !== null && settled <= BACKLOG_GONE_MS,
      `${settled ?? "never"} ms`,
    );
    const lost = [...promised].filter((id) => !history.jobs.has(id)).length;
    report.claim(
      "none is lost, none done twice",
      lost === 0 && violations.length === 0,
      `${lost} lost; ${violations.slice(0, 5).join("; ") || "no breach"}`,
    );
    report.claim("memory at the end as at the beginning", last <= first * MAY_GROW, `${memory.join(", ")} MiB`);
  } finally {
    await world.end();
  }
}
