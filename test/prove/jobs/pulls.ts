/** Checks of pull requests while GitHub loses answers and the product is killed: each is told once, and what is told is right. */
import { setTimeout as pause } from "node:timers/promises";
import type { CheckRunRecord, PullRecord } from "../../../local/records.ts";
import type { Report } from "../report.ts";
import { between, type Random, sequence } from "./random.ts";
import { type Connected, World } from "./world.ts";

type Size = { readonly repositories: number; readonly pulls: number; readonly pushes: number; readonly kills: number };

const WHOLE: Size = { repositories: 4, pulls: 3, pushes: 3, kills: 6 };
const SHORT: Size = { repositories: 2, pulls: 2, pushes: 2, kills: 1 };
const PATIENCE_MS = 180_000;
const MOST_FINDINGS = 70;
const WORKFLOW = ".github/workflows/checked.yml";
const PERMISSIONS = { checks: "write", pull_requests: "write", statuses: "write", contents: "read" };
/** Where results are written, and how often an answer is lost after the work, or the work is not done at all. */
const WRITES = ["check-runs*", "statuses/*", "issues/*"];
const [LOST, REFUSED] = [0.2, 0.15];

/** A workflow in which a stranger's text becomes code so many times. */
function workflow(findings: number): string {
  const head = ["name: Checked", "on: { issues: { types: [opened] } }", "permissions: {}", "jobs:", "  a:"];
  const job = ["runs-on: ubuntu-24.04", "timeout-minutes: 5", "steps:", "  - run: make test"];
  const bad = Array.from({ length: findings }, (_, index) => `  - run: echo ${index} \${{ github.event.issue.title }}`);
  return `${[...head, ...[...job, ...bad].map((line) => `    ${line}`)].join("\n")}\n`;
}

/** What its author last pushed to a pull request. */
type Opened = { readonly connected: Connected; readonly number: number; readonly branch: string; findings: number };

/** Opens a pull request as the owner of the repository. Answers its number. */
async function openOnGithub(world: World, { owner, fullName }: Connected, head: string): Promise<number> {
  const token = await world.github.token({ login: owner.login });
  const headers = { authorization: `Bearer ${token}`, "user-agent": "people", "content-type": "application/json" };
  const body = JSON.stringify({ title: `Change ${head}`, head, base: "main" });
  const response = await fetch(`${world.github.url}/repos/${fullName}/pulls`, { method: "POST", headers, body });
  if (!response.ok) throw new Error(`No pull request was opened: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { number: number }).number;
}

async function push(world: World, pull: Omit<Opened, "number">): Promise<void> {
  const files = { [WORKFLOW]: workflow(pull.findings) };
  await world.github.control("push", { repo: pull.connected.fullName, branch: pull.branch, files });
}

async function open(world: World, connected: Connected, branch: string): Promise<Opened> {
  const pull = { connected, branch, findings: 1 };
  await push(world, pull);
  const number = await openOnGithub(world, connected, branch);
  return { ...pull, number };
}

/** Installs an App on every other repository: the others get commit statuses. */
async function installApp(world: World, variables: Record<string, string>): Promise<number> {
  const app = await world.github.control("app", { name: "Auditor", permissions: PERMISSIONS });
  const repos = world.repositories.filter((_, index) => index % 2 === 0).map(({ fullName }) => fullName);
  await world.github.control("install", { app_id: app.id, repos });
  variables.GITHUB_APP_ID = String(app.id);
  variables.GITHUB_APP_PRIVATE_KEY = String(app.private_key);
  return Number(app.id);
}

async function spoil(world: World, seed: number): Promise<void> {
  for (const [index, route] of WRITES.entries()) {
    const match = { path: `/repos/*/*/${route}` };
    const rule = { match, times: -1, seed: seed + index };
    await world.github.control("faults", { ...rule, prob: LOST, action: { after: "apply", drop: "headers" } });
    await world.github.control("faults", { ...rule, prob: REFUSED, action: { status: 502, body: "<html>" } });
  }
}

async function pushNowAndThen(
  world: World,
  pulls: readonly Opened[],
  { size, random }: { size: Size; random: Random },
) {
  for (let count = 1; count < size.pushes; count += 1) {
    for (const pull of pulls) {
      pull.findings = between(random, 0, MOST_FINDINGS);
      await push(world, pull);
      await pause(between(random, 0, 300));
    }
  }
}

async function killNowAndThen(world: World, { size, random }: { size: Size; random: Random }): Promise<void> {
  for (let count = 0; count < size.kills; count += 1) {
    await pause(between(random, 1_000, 3_000));
    await world.restart();
  }
}

type CheckRow = {
  readonly number: number;
  readonly head_sha: string;
  readonly new_findings: number;
  readonly reported_as: string;
  readonly check_run_id: number | null;
  readonly comment_id: number | null;
};

async function rowOf(world: World, { connected, number }: Opened): Promise<CheckRow | undefined> {
  const where = `repository_id = '${connected.id}' and number = ${number}`;
  const rows = await world.rows(`select * from pull_checks where ${where}`);
  return rows[0] as CheckRow | undefined;
}

function onGithub(world: World, { connected, number }: Opened): { pull: PullRecord; repoId: number } {
  const repo = world.github.context.repos
    .list()
    .find(({ record }) => `${record.owner}/${record.name}` === connected.fullName);
  const pull = world.github.context.state.pulls.find(
    (each) => each.repoId === repo?.record.id && each.number === number,
  );
  if (!repo || !pull) throw new Error("The pull request is gone from GitHub.");
  return { pull, repoId: repo.record.id };
}

/** Webhooks of a moment in which nobody listened are lost: whoever looks at the page asks again. Answers how many did. */
async function askForMissed(world: World, pulls: readonly Opened[]): Promise<number> {
  let asked = 0;
  for (const pull of pulls) {
    const row = await rowOf(world, pull);
    if (row?.head_sha === onGithub(world, pull).pull.head.sha) continue;
    const path = `/api/repositories/${pull.connected.id}/pulls/${pull.number}/check`;
    await pull.connected.owner.need("POST", path);
    asked += 1;
  }
  return asked;
}

function isTwice(runs: readonly CheckRunRecord[]): boolean {
  const notes = runs.flatMap((run) => run.annotations.map((note) => `${run.id} ${note.path} ${note.start_line}`));
  const names = runs.map(({ headSha, externalId }) => `${headSha} ${externalId}`);
  return new Set(notes).size < notes.length || new Set(names).size < names.length;
}

/** Sentences about what is wrong with one pull request; none when all is right. */
async function wrongs(world: World, opened: Opened): Promise<string[]> {
  const { pull, repoId } = onGithub(world, opened);
  const { state } = world.github.context;
  const row = await rowOf(world, opened);
  const name = `${opened.connected.fullName}#${opened.number}`;
  if (!row) return [`${name} has no result`];
  const isHere = (each: { repoId: number }) => each.repoId === repoId;
  const comments = state.comments.filter((each) => isHere(each) && each.number === opened.number);
  const runs = state.checkRuns.filter((run) => isHere(run) && run.externalId?.includes(`:${opened.number}:`));
  const statuses = state.statuses.filter((each) => isHere(each) && each.sha === pull.head.sha);
  const run = runs.find(({ id }) => id === row.check_run_id);
  const isRun = row.reported_as === "check_run";
  const facts: readonly [string, boolean][] = [
    ["is not about the newest commit", row.head_sha === pull.head.sha],
    [`tells of ${row.new_findings} findings, not ${opened.findings}`, row.new_findings === opened.findings],
    ["has another number of annotations", !isRun || run?.annotations.length === opened.findings],
    ["has a check run that is not complete", !isRun || run?.status === "completed"],
    ["has something twice", !isTwice(runs)],
    [`has ${statuses.length} statuses on its commit`, isRun || statuses.length === 1],
    [`has ${comments.length} comments`, comments.length <= 1 && (opened.findings === 0 || comments.length === 1)],
    ["has an old comment", comments.every(({ body }) => body.includes(pull.head.sha.slice(0, 7)))],
  ];
  return facts.filter(([, holds]) => !holds).map(([wrong]) => `${name} ${wrong}`);
}

async function storm(world: World, size: Size, seed: number): Promise<{ pulls: Opened[]; asked: number }> {
  const random = sequence(seed);
  const pulls: Opened[] = [];
  await spoil(world, seed);
  const killing = killNowAndThen(world, { size, random: sequence(seed + 1) });
  for (const connected of world.repositories) {
    for (let index = 0; index < size.pulls; index += 1) pulls.push(await open(world, connected, `topic-${index}`));
  }
  await pushNowAndThen(world, pulls, { size, random });
  await killing;
  await world.github.control("settle", {});
  await world.settle(PATIENCE_MS);
  const asked = await askForMissed(world, pulls);
  await world.settle(PATIENCE_MS);
  await world.github.control("faults", {}, "DELETE");
  // What was set aside under the faults is looked at once more without them.
  await askForMissed(world, pulls);
  await world.settle(PATIENCE_MS);
  return { pulls, asked };
}

/** The check of pull requests under faults and kills, from seed 1. */
export async function provePulls(report: Report, short: boolean): Promise<void> {
  const size = short ? SHORT : WHOLE;
  const variables: Record<string, string> = {};
  const world = await World.start({ seed: 1, people: 1, repositoriesEach: size.repositories, variables });
  try {
    await installApp(world, variables);
    await world.restart({ rate: 0.01, copies: 2 });
    const { pulls, asked } = await storm(world, size, 1);
    const found = (await Promise.all(pulls.map((pull) => wrongs(world, pull)))).flat();
    const { state } = world.github.context;
    const told = `${state.checkRuns.length} check runs, ${state.statuses.length} statuses, ${state.comments.length} comments`;
    report.claim(
      `${pulls.length} pull requests, ${size.pushes} pushes each, every message twice, ${size.kills} kills: each is told once and rightly`,
      found.length === 0,
      found.slice(0, 6).join("; ") || `${told}; ${asked} asked for again`,
    );
  } finally {
    await world.end();
  }
}
