/** Jobs over many repositories, every message sent twice, everything failing now and then, and SIGKILL at random moments. */
import { setTimeout as pause } from "node:timers/promises";
import type { Report } from "../report.ts";
import { calmGithub, exhaustGithub, PLAN, spoilGithub } from "./bad-days.ts";
import type { History } from "./history.ts";
import { RULE_COUNT, violationsOf } from "./history-checker.ts";
import { askForJobs, openPull, push } from "./load.ts";
import { between, type Random, sequence } from "./random.ts";
import { World } from "./world.ts";

type ChaosSize = {
  readonly jobs: number;
  readonly people: number;
  readonly repositoriesEach: number;
  readonly kills: number;
  /** Time for everything to end once all was asked for. */
  readonly patienceMs: number;
};

const WHOLE: ChaosSize = { jobs: 500, people: 4, repositoriesEach: 5, kills: 12, patienceMs: 240_000 };
const SHORT: ChaosSize = { jobs: 24, people: 2, repositoriesEach: 1, kills: 2, patienceMs: 60_000 };

const FAULT_RATE = 0.02;
const [LEAST_MS, MOST_MS] = [1_500, 4_000];

type Outcome = {
  readonly seed: number;
  readonly promised: ReadonlySet<string>;
  readonly history: History;
  readonly violations: readonly string[];
  /** Null when jobs were still open when patience ended. */
  readonly settledMs: number | null;
  readonly restarts: number;
  /** Pull requests that people were told of, and those that GitHub has. */
  readonly opened: number;
  readonly onGithub: number;
  readonly branches: number;
  readonly seconds: number;
};

/** Kills so often, at random moments. */
async function killNowAndThen(world: World, random: Random, kills: number): Promise<void> {
  for (let count = 0; count < kills; count += 1) {
    await pause(between(random, LEAST_MS, MOST_MS));
    if (count % 3 === 0) await exhaustGithub(world);
    await world.restart();
  }
}

function standing(world: World) {
  const { pulls } = world.github.context.state;
  const branches = world.github.context.repos.list().flatMap(({ view }) => [...view.refs.keys()]);
  return {
    onGithub: pulls.length,
    branches: branches.filter((ref) => ref.startsWith("refs/heads/autodevops/")).length,
  };
}

/** One run from a seed. */
async function runChaos(seed: number, size: ChaosSize): Promise<Outcome> {
  const startedAt = Date.now();
  const random = sequence(seed);
  const { people, repositoriesEach } = size;
  const world = await World.start({ seed, people, repositoriesEach });
  try {
    await spoilGithub(world, random);
    await world.restart({ rate: FAULT_RATE, copies: 2 });
    const [promised, pulls] = await Promise.all([
      askForJobs(world, size.jobs, sequence(seed + 2)),
      Promise.all(world.repositories.map(openPull)),
      killNowAndThen(world, sequence(seed + 1), size.kills),
    ]);
    const opened = pulls.filter((isOpen) => isOpen).length;
    for (const repository of world.repositories) await push(world, repository, seed);
    const settledMs = await world.settle(size.patienceMs);
    await calmGithub(world);
    await world.kill();
    const history = world.history();
    const { onGithub, branches } = standing(world);
    const violations = violationsOf(history);
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    const { restarts } = world;
    return { seed, promised, history, violations, settledMs, restarts, opened, onGithub, branches, seconds };
  } finally {
    await world.end();
  }
}

function countOf(history: History, state: string): number {
  return [...history.jobs.values()].filter((job) => job.state === state).length;
}

/** Says what came of a run. */
function claimOutcome(report: Report, outcome: Outcome): void {
  const { seed, promised, history, violations, settledMs, opened, onGithub: found, branches } = outcome;
  const name = (text: string) => `seed ${seed}: ${text}`;
  const lost = [...promised].filter((id) => !history.jobs.has(id));
  const again = [...history.jobs.values()].filter(({ attempt, lost: times }) => attempt > 1 || times > 0).length;
  const states = ["completed", "dead_letter", "cancelled"].map((state) => `${countOf(history, state)} ${state}`);
  report.claim(
    name(`${history.jobs.size} jobs, ${outcome.restarts - 1} times SIGKILL, end in a final state`),
    settledMs !== null,
    `${states.join(", ")}; ${again} more than once begun; ${outcome.seconds} s`,
  );
  report.claim(
    name("every job that was promised is there"),
    lost.length === 0,
    `${promised.size - lost.length} of ${promised.size}`,
  );
  const unexplained = [...history.jobs.values()].filter(
    ({ state, errorCode }) => state === "dead_letter" && !EXPLAINED.test(errorCode ?? ""),
  );
  report.claim(
    name("what was set aside was so for a failure from outside"),
    unexplained.length === 0,
    unexplained.map(({ id, errorCode }) => `${id} ${errorCode}`).join(", ") || "all",
  );
  report.claim(
    name("every pull request stands once"),
    opened === found && branches === found,
    `${opened} opened, ${found} on GitHub, ${branches} branches`,
  );
  report.claim(
    name(`the history keeps ${RULE_COUNT} rules`),
    violations.length === 0,
    violations.slice(0, 8).join("\n      ") || "no breach",
  );
}

const EXPLAINED = /^(?:upstream|github|unavailable|worker_lost|job_timeout|rate)/;

export async function proveChaos(
  report: Report,
  { seeds, short }: { seeds: readonly number[]; short: boolean },
): Promise<void> {
  console.log(
    `      GitHub: ${PLAN}; database and queue: ${FAULT_RATE * 100} % before and ${FAULT_RATE * 100} % after; every message twice`,
  );
  for (const seed of seeds) claimOutcome(report, await runChaos(seed, short ? SHORT : WHOLE));
}
