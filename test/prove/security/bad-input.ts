/** What people, programs and attackers send by mistake or on purpose: each gets its own answer in words, and changes nothing. */
import { fileURLToPath } from "node:url";
import { type AiServer, createAiServer } from "../../../local/ai/server.ts";
import { World } from "../jobs/world.ts";
import type { Report } from "../report.ts";
import { ACCESS_CASES } from "./bad-input/access.ts";
import { AI_ANSWERS } from "./bad-input/ai-answers.ts";
import { AI_REPAIRS } from "./bad-input/ai-repairs.ts";
import { proveBoots } from "./bad-input/boots.ts";
import type { BadInput, Group } from "./bad-input/case.ts";
import { GITHUB_WRITES } from "./bad-input/github-writes.ts";
import { Ground, type Heard } from "./bad-input/ground.ts";
import { proveHostileFiles } from "./bad-input/hostile-files.ts";
import { HTTP_CASES } from "./bad-input/http.ts";
import { JOBS } from "./bad-input/jobs.ts";
import { PAGES } from "./bad-input/pages.ts";
import { SEALED_VALUES } from "./bad-input/sealed-values.ts";
import { WEBHOOK_CASES } from "./bad-input/webhooks.ts";

const ENTRY = fileURLToPath(new URL("../../worker/support/side-door-worker.ts", import.meta.url));
const SEED = 7;
const MAX_ANSWER = 16_384;
const INSIDES = /\bat .+:\d+:\d+|node_modules|SQLITE|D1_ERROR|ZodError|drizzle/i;
/** Rows that no refused request may add. */
const COUNTED = ["repositories", "jobs", "analyses", "ci_templates", "invitations", "api_tokens", "pull_requests"];

/** The last ones take longest, and change the most. */
const GROUPS: readonly Group[] = [
  { name: "HTTP", rows: HTTP_CASES, isShort: true },
  { name: "access", rows: ACCESS_CASES, isShort: true },
  { name: "webhooks", rows: WEBHOOK_CASES, isShort: true },
  PAGES,
  JOBS,
  GITHUB_WRITES,
  SEALED_VALUES,
  AI_ANSWERS,
  AI_REPAIRS,
];

/** What is wrong with an answer; null when nothing is. */
function faultOf({ status, problem, also, mayBeLong }: BadInput, heard: Heard): string | null {
  if (heard.status !== status) return `answered ${heard.status}, not ${status}: ${heard.text.slice(0, 200)}`;
  if (!mayBeLong && heard.text.length > MAX_ANSWER) return `answered ${heard.text.length} characters`;
  if (status < 400) return also?.(heard) === false ? `answered otherwise: ${heard.text.slice(0, 200)}` : null;
  if (INSIDES.test(heard.text)) return `showed insides: ${heard.text.slice(0, 200)}`;
  const { type, detail } = JSON.parse(heard.text) as { type?: string; detail?: string };
  if (problem !== undefined && type !== `/problems/${problem}`) return `was called ${type}`;
  if ((detail ?? "").length < 10) return "did not say what is wrong";
  return also?.(heard) === false ? "answered otherwise" : null;
}

async function judge(ground: Ground, row: BadInput): Promise<string | null> {
  try {
    return faultOf(row, await row.send(ground));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type Counts = Readonly<Record<string, number>>;

async function countsOf(ground: Ground): Promise<Counts> {
  await ground.settle();
  const counts = COUNTED.map((table) => `(select count(*) from ${table}) as ${table}`);
  const [row] = await ground.rows(`select ${counts.join(", ")}`);
  return Object.fromEntries(COUNTED.map((table) => [table, Number(row?.[table])]));
}

/** Tables that grew by another number of rows than these inputs may add. */
function unexpected(rows: readonly BadInput[], before: Counts, after: Counts): string[] {
  return COUNTED.flatMap((table) => {
    const least = rows.reduce((sum, { adds }) => sum + (adds?.[table] ?? 0), 0);
    const most = rows.reduce((sum, { mayAdd }) => sum + (mayAdd?.[table] ?? 0), least);
    const grown = (after[table] ?? 0) - (before[table] ?? 0);
    return grown >= least && grown <= most ? [] : [`${table} ${grown} rows for ${least}`];
  });
}

async function proveGroup(report: Report, ground: Ground, { group, short }: { group: Group; short: boolean }) {
  const rows = group.rows.filter(({ isShort }) => !short || group.isShort || isShort);
  if (rows.length === 0) return;
  await group.prepare?.(ground, short);
  const before = await countsOf(ground);
  const faults: string[] = [];
  for (const row of rows) {
    const fault = await judge(ground, row);
    if (fault !== null) faults.push(`${row.what} ${fault}`);
  }
  for (const fault of faults) console.log(`      ${fault}`);
  const grown = unexpected(rows, before, await countsOf(ground));
  report.claim(
    `bad ${group.name}: its own answer, in words, and no effect`,
    faults.length === 0 && grown.length === 0,
    `${rows.length - faults.length} of ${rows.length}, rows ${grown.join(", ") || "unchanged"}`,
  );
}

/** The product with a scripted AI on a paid plan. */
function startWorld(ai: AiServer): Promise<World> {
  const variables = { GEMINI_API_KEY: "scripted-key", GEMINI_PLAN: "paid", GEMINI_BASE_URL: ai.url };
  return World.start({ seed: SEED, people: 2, repositoriesEach: 1, variables, entry: ENTRY });
}

export async function proveBadInput(report: Report, short: boolean): Promise<void> {
  const ai = await createAiServer({ port: 0, mode: "sample" });
  try {
    const world = await startWorld(ai);
    try {
      const ground = await Ground.enter(world, ai);
      for (const group of GROUPS) await proveGroup(report, ground, { group, short });
      await proveHostileFiles(report, ground, short);
      if (!short) await proveBoots(report, ground);
    } finally {
      await world.end();
    }
  } finally {
    await ai.close();
  }
}
