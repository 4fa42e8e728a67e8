/** The caps of an AI's tokens and the windows of GitHub's, in what a run with both recorded, step by step. */
import { setTimeout as pause } from "node:timers/promises";
import { createAiServer } from "../../../local/ai/server.ts";
import type { SourceChange } from "../../support/workerd/bundle.ts";
import type { Report } from "../report.ts";
import type { History } from "./history.ts";
import { violationsOf } from "./history-checker.ts";
import { openPull, push } from "./load.ts";
import { World } from "./world.ts";

const PATIENCE_MS = 180_000;
const ROUNDS = 3;
const RETRY_AFTER_S = 8;
/** Room for one call at a time, and for two in all. */
const CAP = 12_000;
/** GitHub's advice on pace holds for its stand-in too. */
const PACED: SourceChange = {
  file: "worker/wiring.ts",
  from: "const isPaced = !isLoopback(config.githubApiUrl);",
  to: "const isPaced = true;",
};

type Limits = { readonly history: History; readonly violations: readonly string[]; readonly settled: number | null };

/** Fixes are opened side by side, then everybody's repositories change and are analysed; once GitHub wants to be left alone. */
async function work(world: World): Promise<void> {
  for (const person of world.people)
    await person.need("PUT", "/api/ai/settings", { caps: { user_month: CAP, organization_month: CAP } });
  await Promise.all(world.repositories.map(openPull));
  for (let round = 1; round <= ROUNDS; round += 1) {
    if (round === 2) await refuseOnce(world);
    await Promise.all(world.repositories.map((repository) => push(world, repository, round)));
    for (const { id, owner } of world.repositories) await owner.need("POST", "/api/analysis", { repository_id: id });
    await pause(2_000);
    if (round === ROUNDS) await world.restart();
  }
}

function refuseOnce(world: World): Promise<unknown> {
  const body = {
    message: "You have exceeded a secondary rate limit.",
    documentation_url: "https://docs.github.com/rest",
  };
  const action = { status: 403, headers: { "retry-after": String(RETRY_AFTER_S) }, body };
  return world.github.control("faults", { match: { path: "/repos/*" }, times: 1, action });
}

export async function runLimits(changes: readonly SourceChange[] = []): Promise<Limits> {
  const ai = await createAiServer({ port: 0, mode: "sample" });
  const bases = { GEMINI_BASE_URL: ai.url, ANTHROPIC_BASE_URL: ai.url, OPENAI_BASE_URL: ai.url };
  const variables = { ...bases, GEMINI_API_KEY: "scripted-key", GEMINI_PLAN: "paid" };
  try {
    const world = await World.start({
      seed: 36,
      people: 1,
      repositoriesEach: 2,
      variables,
      changes: [PACED, ...changes],
    });
    try {
      await work(world);
      const settled = await world.settle(PATIENCE_MS);
      await world.kill();
      const history = world.history();
      return { history, violations: violationsOf(history), settled };
    } finally {
      await world.end();
    }
  } finally {
    await ai.close();
  }
}

function grants({ ledgers }: History): { granted: number; refused: number } {
  const asked = ledgers.flatMap(({ reply }) => ("granted" in reply ? [reply.granted] : []));
  return {
    granted: asked.filter((isGranted) => isGranted).length,
    refused: asked.filter((isGranted) => !isGranted).length,
  };
}

export async function proveLimits(report: Report): Promise<void> {
  const { history, violations, settled } = await runLimits();
  const { granted, refused } = grants(history);
  const entered = history.gates.flatMap((fact) => ("entered" in fact ? [fact.entered] : []));
  const writes = entered.filter(({ kind }) => kind === "write").length;
  const closed = history.requests.filter((request) => request.refused !== null).length;
  report.claim("all jobs end", settled !== null, `${history.jobs.size} jobs in ${settled ?? PATIENCE_MS} ms`);
  report.claim(
    "ledgers grant, and refuse what passes a cap",
    granted > 0 && refused > 0,
    `${history.ledgers.length} steps: ${granted} granted, ${refused} refused`,
  );
  report.claim(
    "gates let through, and hear of a refusal",
    writes > 1 && closed > 0,
    `${entered.length} let through, ${writes} of them writes; GitHub saw ${history.requests.length} and refused ${closed}`,
  );
  report.claim(
    "no cap is passed and no window broken, at any prefix",
    violations.length === 0,
    violations.slice(0, 8).join("\n      ") || "no breach",
  );
}
