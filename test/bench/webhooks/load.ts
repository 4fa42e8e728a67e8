/** Sends deliveries, so many at a time, and measures: answers, their times, and what the servers spent of the processor. */
import { Agent, request } from "node:http";
import { cpuMsOf } from "../peers.ts";
import type { Delivery } from "./payload.ts";

export type Measured = {
  readonly answers: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly times: readonly number[];
  /** Answers that were not `expected`. */
  readonly wrong: number;
};

export const NOTHING: Measured = { answers: 0, wallMs: 0, cpuMs: 0, times: [], wrong: 0 };

function send(agent: Agent, url: string, { path, body, headers }: Delivery): Promise<number> {
  return new Promise((resolve) => {
    const asked = request(url + path, { agent, method: "POST", headers }, (answer) => {
      answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
    });
    // A connection that broke is a wrong answer.
    asked.on("error", () => resolve(0)).end(body);
  });
}

type Load = {
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  readonly atOnce: number;
  readonly expected: number;
  /** Processes whose time counts. */
  readonly pids: () => readonly number[];
};

function cpuOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuMsOf(pid), 0);
}

/** Sends every delivery once. */
export async function load({ url, deliveries, atOnce, expected, pids }: Load): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const waiting = deliveries.values();
  const times: number[] = [];
  let wrong = 0;
  const cpuBefore = cpuOf(pids());
  const startedAt = performance.now();
  const sender = async () => {
    for (const delivery of waiting) {
      const sentAt = performance.now();
      if ((await send(agent, url, delivery)) !== expected) wrong += 1;
      times.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  const wallMs = performance.now() - startedAt;
  // What was left for after the answer counts too.
  await new Promise((resolve) => setTimeout(resolve, 250));
  const cpuMs = cpuOf(pids()) - cpuBefore;
  agent.destroy();
  return { answers: times.length, wallMs, cpuMs, times, wrong };
}

export function sum(one: Measured, other: Measured): Measured {
  return {
    answers: one.answers + other.answers,
    wallMs: one.wallMs + other.wallMs,
    cpuMs: one.cpuMs + other.cpuMs,
    times: [...one.times, ...other.times],
    wrong: one.wrong + other.wrong,
  };
}
